"""Formulas of HTML pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleaner.sources.html.math import Math, is_math, tex_of, written


def first(html: str) -> Any:
    root = etree.fromstring(f"<body><i></i>{html}", etree.HTMLParser(encoding="utf-8", huge_tree=True))
    return root.find("body")[1]


ANNOTATED = "<math{}><semantics><mi>a</mi><annotation encoding='application/x-tex'>{}</annotation></semantics></math>"
SCRIPT = "<script type='math/tex'>a^2</script>"


@pytest.mark.parametrize(
    ("html", "math"),
    [
        pytest.param(ANNOTATED.format("", "x_1"), Math("x_1", False), id="MathML with its source"),
        pytest.param(ANNOTATED.format(" display=block", "x_1"), Math("x_1", True), id="on a line of its own"),
        pytest.param("<math><mi>α</mi><mo>+</mo><mn>1</mn></math>", Math("\\alpha+1", False), id="MathML alone"),
        pytest.param("<math alttext='x_1'></math>", Math("x_1", False), id="an alternative text alone"),
        pytest.param(f"<span class=katex><span class=katex-mathml>{ANNOTATED.format('', 'x_1')}</span>"
                     "<span class=katex-html>x1</span></span>", Math("x_1", False), id="KaTeX"),
        pytest.param("<span class=katex-display><span class=katex><span class=katex-mathml>"
                     f"{ANNOTATED.format('', 'x_1')}</span></span></span>", Math("x_1", True), id="KaTeX, displayed"),
        pytest.param(SCRIPT, Math("a^2", False), id="MathJax 2, its script"),
        pytest.param("<script type='math/tex; mode=display'>% <![CDATA[\na &lt; b %]]></script>",
                     Math("% <![CDATA[\na &lt; b %]]>", True), id="MathJax 2, displayed"),
        pytest.param(f"<span class=MathJax_Preview>a2</span><span class=MathJax>a2</span>{SCRIPT}", Math("", False),
                     id="MathJax 2, its preview"),
        pytest.param(f"<span class=MathJax>a2</span>{SCRIPT}", Math("", False), id="MathJax 2, its rendering"),
        pytest.param("<span class=MathJax data-mathml='<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><msup><mi>a</mi>"
                     "<mn>2</mn></msup></math>'><nobr>a2</nobr></span>", Math("a^{2}", False),
                                  id="MathJax 2, an attribute"),
        pytest.param("<div class=MathJax_Display><span class=MathJax><nobr>a</nobr><span class=MJX_Assistive_MathML>"
                     "<math><mi>a</mi></math></span></span></div>", Math("a", True),
                                  id="MathJax 2, for screen readers"),
        pytest.param("<mjx-container display=true><mjx-math><mjx-mi></mjx-mi></mjx-math><mjx-assistive-mml><math>"
                     "<mi>a</mi></math></mjx-assistive-mml></mjx-container>", Math("a", True), id="MathJax 3"),
        pytest.param("<mjx-container><mjx-math data-latex='a^2'></mjx-math></mjx-container>", Math("a^2", False),
                     id="MathJax 4"),
        pytest.param("<span class=mwe-math-element><span class=mwe-math-mathml-inline>"
                     f"{ANNOTATED.format('', '{&#92;displaystyle x_1}')}</span>"
                     "<img class=mwe-math-fallback-image-inline alt='y'></span>", Math("x_1", False), id="MediaWiki"),
        pytest.param("<span class=mwe-math-element><img class=mwe-math-fallback-image-display alt='y'></span>",
                     Math("y", True), id="MediaWiki, a picture"),
        pytest.param("<img class=latex alt='E=mc^2'>", Math("E=mc^2", False), id="WordPress"),
        pytest.param("<img class='tex' alt='$$E=mc^2$$'>", Math("E=mc^2", True), id="delimiters of its own"),
        pytest.param("<img class=latex alt='{\\displaystyle a}+{b}'>", Math("{\\displaystyle a}+{b}", False),
                     id="a group that is not all"),
    ],
)  # fmt: skip
def test_formulas(html: str, math: Math) -> None:
    element = first(html)
    assert is_math(element)
    assert tex_of(element) == math


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<span class='text-center'>a</span>", id="text"),
        pytest.param("<h1 class='title mathjax'>a</h1>", id="a heading that may hold formulas"),
        pytest.param("<div class='tex2jax_process path'>a</div>", id="a column of text"),
        pytest.param("<div class='katex-docs'>a</div>", id="about KaTeX"),
        pytest.param("<img class=photo alt=a>", id="a photo"),
        pytest.param("<script type='text/javascript'>a</script>", id="a script"),
        pytest.param("<p>a</p>", id="no class"),
    ],
)
def test_no_formulas(html: str) -> None:
    element = first(html)
    assert not is_math(element)
    assert tex_of(element) is None


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<math></math>", id="nothing in it"),
        pytest.param("<span class=katex><span class=katex-html>x1</span></span>", id="KaTeX without its source"),
        pytest.param("<span class=MathJax_Preview>x1</span>", id="a preview of nothing"),
        pytest.param("<span class=MathJax data-mathml='<<<'>x</span>", id="broken MathML"),
        pytest.param("<script type='math/asciimath'>x</script>", id="another language"),
        pytest.param("<img class=latex>", id="a picture without a text"),
        pytest.param("<mjx-container></mjx-container>", id="an empty rendering"),
    ],
)
def test_formulas_that_cannot_be_read(html: str) -> None:
    assert tex_of(first(html)) is None


def test_entities_of_an_attribute_are_not_expanded() -> None:
    bomb = "<!DOCTYPE m [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><math><mi>&a;</mi><mn>1</mn></math>"
    element = etree.Element("span", {"class": "MathJax", "data-mathml": bomb})
    assert tex_of(element) == Math("\\&a;1", False)


@pytest.mark.parametrize(
    ("math", "text"),
    [
        pytest.param(Math("x_1", False), "$x_1$", id="in a line"),
        pytest.param(Math("x_1", True), "$$x_1$$", id="displayed"),
        pytest.param(Math(" a\n\n b ", False), "$a b$", id="line feeds"),
        pytest.param(Math("a % b\nc \\% d", False), "$a c \\% d$", id="comments"),
        pytest.param(Math("% <![CDATA[\na \\\\ b\n%]]>", True), "$$a \\\\ b$$", id="comments around"),
        pytest.param(Math("a<b>c", False), "$a< b>c$", id="what looks like a tag"),
        pytest.param(Math("a < b", False), "$a < b$", id="what does not"),
        pytest.param(Math("a<", False), "$a<$", id="at the end"),
        pytest.param(Math("\\text{if $x$}", False), "$\\text{if \\(x\\)}$", id="dollars inside"),
        pytest.param(Math("\\$5", False), "$\\$5$", id="a price"),
        pytest.param(Math("\\text{`a'}", False), "$\\text{‘a'}$", id="a backtick"),
        pytest.param(Math("", False), "", id="nothing"),
        pytest.param(Math("% all comment", False), "", id="only a comment"),
    ],
)
def test_written(math: Math, text: str) -> None:
    assert written(math) == text


@given(st.text(st.sampled_from("$\\%<` \n{}a"), max_size=30), st.booleans())
def test_written_on_one_line_between_dollars(tex: str, display: bool) -> None:
    text = written(Math(tex, display))
    assert "\n" not in text
    assert "`" not in text
    assert not text or text.startswith("$$" if display else "$")
