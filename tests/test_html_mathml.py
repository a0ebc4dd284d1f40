"""MathML to LaTeX."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from cleaner.sources.html.mathml import latex_of


def math(inner: str) -> Any:
    root = etree.fromstring(f"<body><math>{inner}", etree.HTMLParser(encoding="utf-8", huge_tree=True))
    return root.find(".//math")


MATRIX = (
    "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr>"
    "<mtr><mtd><mn>0</mn></mtd><mtd><mi>a</mi></mtd></mtr></mtable>"
)
SUM = "<mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow>"


@pytest.mark.parametrize(
    ("inner", "tex"),
    [
        pytest.param("<mi>x</mi><mo>=</mo><mn>1.5</mn>", "x=1.5", id="letters, signs, numbers"),
        pytest.param("<mi>α</mi><mi>x</mi><mi>Ω</mi><mn>2</mn>", "\\alpha x\\Omega2", id="Greek"),
        pytest.param("<mi>x</mi><mo>≤</mo><mi>y</mi><mo>∉</mo><mi>ℝ</mi>", "x\\leq y\\notin\\mathbb{R}", id="signs"),
        pytest.param("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>", "\\sin x", id="a function"),
        pytest.param("<mi>rate</mi>", "\\mathrm{rate}", id="a name"),
        pytest.param("<mi mathvariant=normal>d</mi><mi mathvariant=bold>v</mi>", "\\mathrm{d}\\mathbf{v}", id="styles"),
        pytest.param("<mi>𝐱</mi><mi>𝔸</mi><mi>𝒮</mi><mi>𝑦</mi>", "\\mathbf{x}\\mathbb{A}\\mathcal{S}y",
                     id="styled characters"),
        pytest.param("<msup><mi>x</mi><mn>2</mn></msup>", "x^{2}", id="a power"),
        pytest.param("<msup><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></msup>", "{x+1}^{2}",
                     id="a power of a group"),
        pytest.param("<msup><mi>f</mi><mo>′</mo></msup>", "f'", id="a prime"),
        pytest.param("<msub><mi>θ</mi><mi>i</mi></msub>", "\\theta_{i}", id="an index"),
        pytest.param("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_{i}^{2}", id="both"),
        pytest.param(f"<munderover><mo>∑</mo>{SUM}<mi>n</mi></munderover>", "\\sum_{i=1}^{n}", id="a sum"),
        pytest.param("<munder><mi>lim</mi><mi>n</mi></munder>", "\\lim_{n}", id="a limit"),
        pytest.param("<munder><mi>x</mi><mi>n</mi></munder>", "\\underset{n}{x}", id="under"),
        pytest.param("<mover><mi>x</mi><mi>n</mi></mover>", "\\overset{n}{x}", id="over"),
        pytest.param("<mover><mi>x</mi><mo>^</mo></mover><mover><mi>v</mi><mo>→</mo></mover>", "\\hat{x}\\vec{v}",
                     id="accents"),
        pytest.param("<mover><mrow><mi>a</mi><mi>b</mi></mrow><mo>‾</mo></mover>", "\\overline{ab}", id="a line above"),
        pytest.param("<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac>", "\\frac{a}{b+1}",
                     id="a fraction"),
        pytest.param("<mfrac linethickness=0><mi>n</mi><mi>k</mi></mfrac>", "\\genfrac{}{}{0pt}{}{n}{k}",
                     id="a fraction without a line"),
        pytest.param("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "\\sqrt{a+b}", id="a square root"),
        pytest.param("<mroot><mi>a</mi><mn>3</mn></mroot>", "\\sqrt[3]{a}", id="a root"),
        pytest.param(MATRIX, "\\begin{matrix} 1 & 0 \\\\ 0 & a \\end{matrix}", id="a table"),
        pytest.param(f"<mrow><mo>[</mo>{MATRIX}<mo>]</mo></mrow>", "\\begin{bmatrix}1 & 0 \\\\ 0 & a\\end{bmatrix}",
                     id="a matrix"),
        pytest.param(f"<mi>f</mi><mrow><mo>{{</mo>{MATRIX}</mrow>", "f\\begin{cases}1 & 0 \\\\ 0 & a\\end{cases}",
                     id="cases"),
        pytest.param("<mfenced open='[' close=')' separators=';'><mi>a</mi><mi>b</mi></mfenced>", "\\left[a;b\\right)",
                     id="fenced"),
        pytest.param("<mfenced open='⟨' close='⟩'><mi>a</mi></mfenced>", "\\left\\langle a\\right\\rangle",
                     id="brackets"),
        pytest.param("<mtext>if 5% &nbsp;of</mtext>", "\\text{if 5\\% of}", id="words"),
        pytest.param("<mi>a</mi><mspace width='1em'/><mi>b</mi>", "a\\quad b", id="a space"),
        pytest.param("<mstyle><mpadded><mi>a</mi></mpadded></mstyle><mphantom><mi>b</mi></mphantom>", "a\\phantom{b}",
                     id="styles and padding"),
        pytest.param("<mmultiscripts><mi>C</mi><mn>2</mn><none/><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>",
                     "{}_{6}^{14}C_{2}", id="scripts on both sides"),
        pytest.param("<mo>{</mo><mn>5%</mn><mo>}</mo>", "\\{5\\%\\}", id="signs that TeX reads as its own"),
        pytest.param("<semantics><mi>a</mi><annotation>b</annotation></semantics>", "a", id="notes beside"),
        pytest.param("<msup><mi>a</mi></msup><mfrac></mfrac>", "a", id="parts that are missing"),
        pytest.param("<menclose><mi>a</mi></menclose><otter>b</otter>", "a", id="unknown elements"),
        pytest.param("", "", id="nothing"),
    ],
)  # fmt: skip
def test_latex(inner: str, tex: str) -> None:
    assert latex_of(math(inner)) == tex


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param("<mrow>" * 200 + "<mi>a</mi>", id="too deep"),
        pytest.param("<mi>a</mi>" * 20_000, id="too large"),
        pytest.param("<mrow><math><mi>a</mi></math></mrow>", id="a formula in a formula"),
    ],
)
def test_given_up(inner: str) -> None:
    assert latex_of(math(inner)) is None
