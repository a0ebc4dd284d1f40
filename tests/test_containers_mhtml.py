"""Web archives: the page in them, its address and its encoding."""

from __future__ import annotations

import base64
import quopri

import pytest

from cleaner.sources.containers import Inner, kind_of
from cleaner.sources.containers.mhtml import mhtml

PAGE = "<html><p>Otters = été</p></html>"
TOP = [
    "From: <Saved by Otter>",
    "Snapshot-Content-Location: https://pond.example/top",
    "MIME-Version: 1.0",
    'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--otter--x"',
]
PICTURE = (
    "Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Location: https://pond.example/a.png\n\niVBO"
)


def part(*head: str, body: str = PAGE) -> str:
    return "\n".join(head) + "\n\n" + body


HTML = part("Content-Type: text/html", "Content-Location: https://pond.example/a")


def archive(*parts: str, top: list[str] = TOP, end: str = "\n----otter--x--\n", boundary: str = "--otter--x") -> bytes:
    lines = "\n".join(top) + "\n\n" + "".join(f"\n--{boundary}\n{one}" for one in parts) + end
    return lines.encode()


def page(data: bytes) -> Inner:
    found = mhtml(data)
    assert found is not None
    assert isinstance(found.html, bytes)
    return found._replace(html=found.html.strip())


def test_the_first_part_of_html_is_the_page() -> None:
    assert page(archive(PICTURE, HTML, part("Content-Type: text/html", body="a frame"))) == Inner(
        PAGE.encode(), "https://pond.example/a", ""
    )


def test_line_ends_of_the_network() -> None:
    assert page(archive(HTML, PICTURE).replace(b"\n", b"\r\n")).url == "https://pond.example/a"


def test_start_names_the_page() -> None:
    top = [*TOP[:-1], TOP[-1] + "; start=<b@otter>"]
    data = archive(HTML, part("Content-Type: text/html", "Content-ID: <b@otter>", body="second"), top=top)
    assert page(data).html == b"second"
    assert page(archive(HTML, top=top)).html == PAGE.encode()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("quoted-printable", quopri.encodestring(PAGE.encode()).decode(), id="quoted-printable"),
        pytest.param("QUOTED-PRINTABLE ", quopri.encodestring(PAGE.encode()).decode(), id="in capitals"),
        pytest.param("base64", base64.encodebytes(PAGE.encode()).decode(), id="base64"),
        pytest.param("base64", base64.b64encode(PAGE.encode()).decode().rstrip("="), id="base64 without its end"),
        pytest.param("base64", "!" + base64.b64encode(PAGE.encode()).decode(), id="base64 with another sign"),
        pytest.param("8bit", PAGE, id="as it is"),
        pytest.param("otter", PAGE, id="an unknown encoding"),
    ],
)
def test_transfer_encodings(encoding: str, body: str) -> None:
    data = archive(part("Content-Type: text/html", f"Content-Transfer-Encoding: {encoding}", body=body), PICTURE)
    assert page(data).html == PAGE.encode()


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        pytest.param("text/html; charset=utf-8", "utf-8", id="UTF-8"),
        pytest.param('text/html; charset="windows-1252"', "cp1252", id="in quotation marks"),
        pytest.param("text/html; charset=otter", "", id="an unknown one"),
        pytest.param("text/html; charset=a\x00b", "", id="a null"),
        pytest.param("text/html; charset*=otter''a", "", id="in another notation"),
        pytest.param("application/xhtml+xml", "", id="none"),
    ],
)
def test_charset(kind: str, encoding: str) -> None:
    assert page(archive(part(f"Content-Type: {kind}"))).encoding == encoding


@pytest.mark.parametrize(
    ("location", "url"),
    [
        pytest.param("https://pond.example/a", "https://pond.example/a", id="an address"),
        pytest.param("https://pond.example/\n long", "https://pond.example/long", id="folded"),
        pytest.param("cid:frame@otter", "https://pond.example/top", id="none of the web: that of the archive"),
        pytest.param("file:///C:/a.htm", "https://pond.example/top", id="a file"),
    ],
)
def test_url(location: str, url: str) -> None:
    assert page(archive(part("Content-Type: text/html", f"Content-Location: {location}"))).url == url


def test_parts_in_parts() -> None:
    inner = (
        'Content-Type: multipart/alternative; boundary="--otter--xy"\n\n----otter--xy\nContent-Type: text/plain\n\n'
        f"plain\n----otter--xy\n{HTML}\n----otter--xy--\n"
    )
    assert page(archive(inner, PICTURE)).html == PAGE.encode()


def test_a_page_without_parts() -> None:
    data = "\n".join([*TOP[:-1], "Content-Type: text/html", "", PAGE]).encode()
    assert page(data) == Inner(PAGE.encode(), "https://pond.example/top", "")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(archive(HTML, end=""), id="cut off"),
        pytest.param(archive(HTML, PICTURE, top=[*TOP[:-1], "Content-Type: multipart/related"]), id="no boundary"),
        pytest.param(b"\xef\xbb\xbf\r\n" + archive(HTML), id="a byte order mark and a blank line"),
    ],
)
def test_damaged(data: bytes) -> None:
    assert page(data).html == PAGE.encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><p>MIME-Version: 1.0", id="HTML"),
        pytest.param(b"---\ntitle: Otters\nurl: https://pond.example\n---\nText.\n", id="front matter"),
        pytest.param(b"title: Otters\n\nText", id="a text that begins with a colon"),
        pytest.param(b"MIME-Version: 1.0\nan otter\nContent-Type: text/html\n\na", id="prose in between"),
        pytest.param(archive(PICTURE), id="no page in it"),
        pytest.param(archive(), id="no part in it"),
        pytest.param(archive(HTML)[:120], id="cut off in its head"),
    ],
)
def test_none(data: bytes) -> None:
    assert mhtml(data) is None


def test_parts_in_parts_without_end() -> None:
    parts = "".join(f"Content-Type: multipart/related; boundary={n}\n\n--{n}\n" for n in range(9999))
    assert mhtml(f"MIME-Version: 1.0\n{parts}".encode()) is None


def test_any_bytes_after_a_head() -> None:
    data = archive(HTML, PICTURE)
    for at in range(0, len(data), 3):
        mhtml(data[:at] + b"\x00\xff=--\n;" + data[at + 2 :])


def test_kind() -> None:
    assert kind_of(archive(HTML)) == "mhtml"
    assert kind_of(b"# Otters\n\nContent-Type: text/html") == ""
