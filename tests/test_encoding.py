"""Bytes become UTF-8 and come back, whatever they are."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.sources.encoding import decode, decode_html

CYRILLIC = "Сегодня в порту посчитали двенадцать выдр, и все они были в хорошем настроении. " * 4
FRENCH = "Le café du port était fermé dès huit heures, à cause de la grève. " * 4
JAPANESE = "港の古い桟橋で十二匹のカワウソが数えられました。" * 6
META = '<meta charset="{}">\n'


@settings(deadline=None)  # the first page that is no UTF-8 imports the detector
@given(st.binary(max_size=200))
def test_any_bytes_come_back(raw: bytes) -> None:
    decoded = decode(raw)
    assert decoded.encode(decoded.data) == raw


@given(st.binary(max_size=60), st.binary(max_size=12))
def test_any_declared_encoding_comes_back(body: bytes, name: bytes) -> None:
    raw = b'<meta charset="' + name + b'">\xe9 \xff' + body
    decoded = decode(raw)
    assert decoded.encode(decoded.data) == raw


@given(st.text(st.characters(codec="utf-8")))
def test_utf_8_is_left_as_it_is(text: str) -> None:
    raw = text.encode()
    assert decode(raw) == (raw, "utf-8")


@pytest.mark.parametrize(
    ("raw", "encoding", "text"),
    [
        pytest.param(b"plain words", "utf-8", "plain words", id="ASCII"),
        pytest.param(b"", "utf-8", "", id="nothing"),
        pytest.param(codecs.BOM_UTF8 + b"words", "utf-8", "\ufeffwords", id="UTF-8 with a byte order mark"),
        pytest.param(codecs.BOM_UTF16_LE + "été".encode("utf-16-le"), "utf-16-le", "\ufeffété", id="UTF-16 LE"),
        pytest.param(codecs.BOM_UTF16_BE + "été".encode("utf-16-be"), "utf-16-be", "\ufeffété", id="UTF-16 BE"),
        pytest.param(codecs.BOM_UTF32_LE + "été".encode("utf-32-le"), "utf-32-le", "\ufeffété", id="UTF-32 LE"),
        pytest.param(codecs.BOM_UTF32_BE + "été".encode("utf-32-be"), "utf-32-be", "\ufeffété", id="UTF-32 BE"),
    ],
)
def test_marks_and_utf_8_are_known_by_their_bytes(raw: bytes, encoding: str, text: str) -> None:
    assert decode(raw) == (text.encode(), encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(CYRILLIC, "windows-1251", id="Cyrillic, windows-1251"),
        pytest.param(CYRILLIC, "koi8-r", id="Cyrillic, koi8-r"),
        pytest.param(JAPANESE, "shift_jis", id="Japanese, shift_jis"),
        pytest.param(JAPANESE, "euc-jp", id="Japanese, euc-jp"),
        pytest.param(FRENCH, "iso-8859-1", id="French, iso-8859-1"),
    ],
)
def test_a_declared_encoding_is_believed(text: str, encoding: str) -> None:
    declared = META.format(encoding) + text
    assert decode(declared.encode(encoding)).data.decode() == declared


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(CYRILLIC, "windows-1251", id="Cyrillic"),
        pytest.param(JAPANESE, "shift_jis", id="Japanese"),
        pytest.param(FRENCH, "windows-1252", id="French"),
        pytest.param("La città è più bella perché c'è il sole, così la gente va giù. ", "iso-8859-1", id="Italian"),
        pytest.param("El señor compró un pequeño café en la calle más antigua. ", "windows-1252", id="Spanish"),
        pytest.param("Żółte łodzie stały przy brzegu, a rybacy pili herbatę i śmiali się. ", "iso-8859-2", id="Polish"),
        pytest.param("Příliš žluťoučký kůň úpěl na břehu řeky a děti se smály. ", "windows-1250", id="Czech"),
        pytest.param("Az öreg halászok őszintén örültek a tűznek. ", "windows-1250", id="Hungarian"),
    ],
)
def test_an_undeclared_encoding_is_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).data.decode() == text


@pytest.mark.parametrize(
    "name",
    ["no-such-charset", "rot13", "hex", "utf-7", "idna", "unicode_escape", "undefined", "a\0b", "utf-8"],
)
def test_a_useless_declaration_does_no_harm(name: str) -> None:
    raw = (META.format(name) + FRENCH).encode("windows-1252")
    assert decode(raw).data.decode() == META.format(name) + FRENCH


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("port à l’été".encode()[:-1], id="cut in the middle of the last character"),
        pytest.param(b"plain words, then \xe6\xbc", id="cut in the middle of the only wide character"),
        pytest.param("été ".encode() * 10 + b"\xff" + "été".encode(), id="one stray byte among many good ones"),
    ],
)
def test_damaged_utf_8_stays_utf_8(raw: bytes) -> None:
    assert decode(raw) == (raw, "utf-8")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The harbour has one good café.\n", id="two bytes before the end"),
        pytest.param("Nobody in the whole town wrote a better résumé.\n", id="one of two at the end"),
    ],
)
def test_an_accent_near_the_end_is_no_cut_character(text: str) -> None:
    assert decode(text.encode("iso-8859-1")).data.decode() == text


def test_cleaned_text_goes_back_into_the_encoding_of_its_source() -> None:
    raw = (META.format("windows-1251") + CYRILLIC).encode("windows-1251")
    decoded = decode(raw)
    assert decoded.encode("Сегодня".encode()) == "Сегодня".encode("windows-1251")


def test_a_character_the_encoding_lacks_is_replaced() -> None:
    decoded = decode((META.format("windows-1251") + CYRILLIC).encode("windows-1251"))
    assert decoded.encode("港".encode()) == b"?"


class TestHtml:
    """Nothing is written back in the encoding of HTML: it is read as browsers read it."""

    @pytest.mark.parametrize(
        ("raw", "text"),
        [
            pytest.param("été".encode(), "été", id="UTF-8"),
            pytest.param(b"", "", id="nothing"),
            pytest.param(codecs.BOM_UTF8 + "été".encode(), "été", id="a mark, which is no text"),
            pytest.param(codecs.BOM_UTF16_LE + "été".encode("utf-16-le"), "été", id="UTF-16 LE"),
            pytest.param(codecs.BOM_UTF16_BE + "été".encode("utf-16-be"), "été", id="UTF-16 BE"),
            pytest.param(codecs.BOM_UTF32_LE + "été".encode("utf-32-le"), "été", id="UTF-32 LE"),
            pytest.param(codecs.BOM_UTF16_LE + b"a\0b", "a\ufffd", id="UTF-16 that was cut"),
            pytest.param(b"plain words, then \xe6\xbc", "plain words, then \ufffd", id="UTF-8 that was cut"),
        ],
    )
    def test_marks_and_utf_8(self, raw: bytes, text: str) -> None:
        assert decode_html(raw) == text

    @pytest.mark.parametrize(
        ("name", "encoding"),
        [
            pytest.param("windows-1251", "windows-1251", id="its own name"),
            pytest.param("KOI8-R", "koi8-r", id="in capitals"),
            pytest.param("x-mac-cyrillic", "mac-cyrillic", id="with an x-"),
        ],
    )
    def test_a_declaration_is_believed(self, name: str, encoding: str) -> None:
        html = META.format(name) + CYRILLIC
        assert decode_html(html.encode(encoding)) == html

    @pytest.mark.parametrize(
        ("declaration", "encoding"),
        [
            pytest.param(
                '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251", id="old"
            ),
            pytest.param('<?xml version="1.0" encoding="windows-1251"?>', "cp1251", id="XML"),
            pytest.param("<META CHARSET = windows-1251 />", "cp1251", id="without quotes"),
            pytest.param(f"<script>{' ' * 20_000}</script><meta charset=koi8-r>", "koi8-r", id="far down"),
        ],
    )
    def test_forms_of_declarations(self, declaration: str, encoding: str) -> None:
        html = declaration + CYRILLIC
        assert decode_html(html.encode(encoding)) == html

    def test_what_the_container_says_goes_first(self) -> None:
        html = META.format("koi8-r") + CYRILLIC
        assert decode_html(html.encode("windows-1251"), "windows-1251") == html

    @pytest.mark.parametrize("name", ["iso-8859-1", "latin1", "iso8859-1", "us-ascii", "windows-1252"])
    def test_latin_1_is_windows_1252(self, name: str) -> None:
        html = META.format(name) + "“Le café” – déjà vu"
        assert decode_html(html.encode("windows-1252")) == html

    @pytest.mark.parametrize(
        ("name", "encoding", "text"),
        [
            pytest.param("gb2312", "gb18030", "水獭在码头上。喆镕" * 4, id="Chinese"),
            pytest.param("shift_jis", "cp932", "港の古い桟橋で①髙" * 4, id="Japanese"),
            pytest.param("euc-kr", "cp949", "수달이 부두에 있다. 똠" * 4, id="Korean"),
            pytest.param("iso-8859-9", "cp1254", "“Gemi şimdi döndü” " * 4, id="Turkish"),
        ],
    )
    def test_the_greatest_of_a_name_is_read(self, name: str, encoding: str, text: str) -> None:
        html = META.format(name) + text
        assert decode_html(html.encode(encoding)) == html

    @pytest.mark.parametrize(
        "name",
        "no-such-charset rot13 hex utf-7 idna punycode unicode_escape undefined utf-16 utf-32 a\0b utf-8 x-".split(" "),
    )
    def test_a_useless_declaration_does_no_harm(self, name: str) -> None:
        html = META.format(name) + FRENCH
        assert decode_html(html.encode("windows-1252")) == html

    def test_without_a_declaration_it_is_detected(self) -> None:
        assert decode_html(CYRILLIC.encode("windows-1251")) == CYRILLIC

    def test_some_bytes_that_cannot_be_read_are_replaced(self) -> None:
        raw = (META.format("euc-jp") + JAPANESE * 4).encode("euc-jp") + b"\xff"
        assert decode_html(raw) == META.format("euc-jp") + JAPANESE * 4 + "\ufffd"

    @settings(deadline=None)
    @given(st.binary(max_size=100), st.binary(max_size=12))
    def test_any_bytes_are_text(self, body: bytes, name: bytes) -> None:
        assert isinstance(decode_html(b'<meta charset="' + name + b'">\xe9 \xff' + body), str)
