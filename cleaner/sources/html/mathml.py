"""Presentation MathML to LaTeX, for formulas that do not carry their source with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml import etree

Element = Any
"""An element of an lxml tree."""

_DEEPEST: Final = 100  # elements inside each other; formulas have twenty
_MOST: Final = 10_000  # elements of one formula
_LONGEST_WORD: Final = 30  # characters of a control word


def latex_of(math: Element) -> str | None:
    """LaTeX for a `<math>` element, without its delimiters; None where it is too deep, too large or holds another."""
    open_elements: list[tuple[Element, list[str]]] = []
    seen = 0
    walker = etree.iterwalk(math, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            seen += 1
            if seen > _MOST or len(open_elements) > _DEEPEST or (seen > 1 and element.tag == "math"):
                return None
            if element.tag in _UNSEEN:
                walker.skip_subtree()
            open_elements.append((element, []))
            continue
        _, parts = open_elements.pop()
        if element.tag in _UNSEEN:
            continue
        tex = _LEAVES[element.tag](element) if element.tag in _LEAVES else _assembled(element, parts)
        if not open_elements:
            return tex
        open_elements[-1][1].append(tex)
    return None


def _assembled(element: Element, parts: list[str]) -> str:
    build = _BUILDERS.get(element.tag)
    if build is None:
        return _row(parts)
    function, arity = build
    if arity and len(parts) != arity:
        return _row(parts)
    return function(element, parts)


def _row(parts: list[str]) -> str:
    """Parts side by side, with a blank where a letter would run into the control word before it."""
    row: list[str] = []
    for part in parts:
        if not part:
            continue
        if row and part[0].isalpha() and part[0].isascii() and _ends_in_word(row[-1]):
            row.append(" ")
        row.append(part)
    return "".join(row)


def _ends_in_word(tex: str) -> bool:
    tail = tex[-_LONGEST_WORD:]
    word = tail.rpartition("\\")[2]
    return "\\" in tail and word.isalpha() and word.isascii()


def _group(tex: str) -> str:
    return f"{{{tex}}}"


def _base(tex: str) -> str:
    """What a script may be hung on: one character, one control word, or a group."""
    if len(tex) == 1 or (tex[:1] == "\\" and tex[1:].isalpha()):
        return tex
    return _group(tex)


def _identifier(element: Element) -> str:
    text = _text(element)
    variant = element.get("mathvariant", "")
    if len(text) == 1:
        tex = _symbol(text)
        if variant == "normal" and text.isascii() and text.isalpha():
            return f"\\mathrm{{{tex}}}"
    elif text in _FUNCTIONS:
        tex = f"\\{text}"
    elif text.isascii() and text.isalpha():
        tex = text if variant in _ALPHABETS else f"\\mathrm{{{text}}}"
    else:
        tex = "".join(map(_symbol, text))
    return f"\\{_ALPHABETS[variant]}{{{tex}}}" if variant in _ALPHABETS and tex else tex


def _number(element: Element) -> str:
    return "".join(_ESCAPES.get(character, character) for character in _text(element))


def _operator(element: Element) -> str:
    text = _text(element)
    if text in _FUNCTIONS:
        return f"\\{text}"
    if len(text) > 1 and text.isascii() and text.isalpha():
        return f"\\operatorname{{{text}}}"
    return _row([_symbol(character) for character in text])


def _words(element: Element) -> str:
    written = "".join(element.itertext())
    text = " ".join(written.split())
    if not text:
        return "\\ " if written else ""
    text = " " * written[0].isspace() + text + " " * written[-1].isspace()
    return f"\\text{{{''.join(_TEXT_ESCAPES.get(character, character) for character in text)}}}"


def _space(element: Element, parts: list[str]) -> str:
    """A blank as wide as it is written; a `<mspace>` that is not closed has taken in what follows it."""
    width = element.get("width", "")
    try:
        size = float(width.removesuffix("em")) if width.endswith("em") else 0.0
    except ValueError:
        size = 0.0
    blank = "\\qquad " if size >= 2 else "\\quad " if size >= 1 else "\\, " if size > 0 else ""
    return blank + _row(parts)


def _symbol(character: str) -> str:
    tex = _SYMBOLS.get(character)
    if tex is not None:
        return tex
    if 0x1D400 <= ord(character) <= 0x1D7FF:  # mathematical alphanumerics: 𝐱, 𝔸, 𝒮
        return _styled(character)
    return character


def _styled(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    name = unicodedata.name(character, "")
    tex = _SYMBOLS.get(plain, plain)
    for word, alphabet in (
        ("DOUBLE-STRUCK", "mathbb"), ("FRAKTUR", "mathfrak"), ("SCRIPT", "mathcal"), ("BOLD", "mathbf"),
        ("SANS-SERIF", "mathsf"), ("MONOSPACE", "mathtt"),
    ):  # fmt: skip
        if word in name:
            return f"\\{alphabet}{{{tex}}}"
    return tex


def _text(element: Element) -> str:
    return "".join("".join(element.itertext()).split())


def _superscript(_: Element, parts: list[str]) -> str:
    base, script = parts
    if script and not script.strip("'"):
        return _base(base) + script
    return f"{_base(base)}^{_group(script)}"


def _subscript(_: Element, parts: list[str]) -> str:
    return f"{_base(parts[0])}_{_group(parts[1])}"


def _both_scripts(_: Element, parts: list[str]) -> str:
    return f"{_base(parts[0])}_{_group(parts[1])}^{_group(parts[2])}"


def _over(_: Element, parts: list[str]) -> str:
    base, over = parts
    if over in _ACCENTS:
        return f"\\{_ACCENTS[over]}{_group(base)}"
    if base in _LIMITS:
        return f"{base}^{_group(over)}"
    return f"\\overset{_group(over)}{_group(base)}"


def _under(_: Element, parts: list[str]) -> str:
    base, under = parts
    if under in _UNDER_ACCENTS:
        return f"\\{_UNDER_ACCENTS[under]}{_group(base)}"
    if base in _LIMITS:
        return f"{base}_{_group(under)}"
    return f"\\underset{_group(under)}{_group(base)}"


def _under_over(element: Element, parts: list[str]) -> str:
    base, under, over = parts
    if base in _LIMITS:
        return f"{base}_{_group(under)}^{_group(over)}"
    return _over(element, [_under(element, [base, under]), over])


def _fraction(element: Element, parts: list[str]) -> str:
    above, below = map(_group, parts)
    if element.get("linethickness", "").strip() in ("0", "0pt", "0px", "0em"):
        return f"\\genfrac{{}}{{}}{{0pt}}{{}}{above}{below}"
    return f"\\frac{above}{below}"


def _square_root(_: Element, parts: list[str]) -> str:
    return f"\\sqrt{_group(_row(parts))}"


def _root(_: Element, parts: list[str]) -> str:
    index = _group(parts[1]) if "]" in parts[1] else parts[1]
    return f"\\sqrt[{index}]{_group(parts[0])}"


def _fenced(element: Element, parts: list[str]) -> str:
    first, last = (_fence(element.get(name, default)) for name, default in (("open", "("), ("close", ")")))
    separators = "".join(element.get("separators", ",").split())
    inner: list[str] = []
    for at, part in enumerate(parts):
        if at and separators:
            inner.append(_symbol(separators[min(at, len(separators)) - 1]))
        inner.append(part)
    return _row([f"\\left{first}", *inner, f"\\right{last}"])


def _fence(written: str) -> str:
    return _symbol(written.strip()) if len(written.strip()) == 1 else "."


def _line(element: Element, parts: list[str]) -> str:
    """Parts in a row; a matrix between fences takes them in."""
    filled = [part for part in parts if part]
    for at, part in enumerate(filled):
        if not part.startswith(_MATRIX) or not part.endswith(_MATRIX_END):
            continue
        before = filled[at - 1] if at else ""
        after = filled[at + 1] if at + 1 < len(filled) else ""
        name = _MATRICES.get((before, after)) or ("cases" if before == "\\{" and not after else "")
        if name:
            body = part[len(_MATRIX) : -len(_MATRIX_END)]
            inner = f"\\begin{{{name}}}{body}\\end{{{name}}}"
            return _row([*filled[: at - 1], inner, *filled[at + 2 :]])
    return _row(filled)


def _table(_: Element, parts: list[str]) -> str:
    return _MATRIX + " \\\\ ".join(parts) + _MATRIX_END


def _table_row(_: Element, parts: list[str]) -> str:
    return " & ".join(parts)


def _labelled_row(_: Element, parts: list[str]) -> str:
    return " & ".join(parts[1:])


def _first(_: Element, parts: list[str]) -> str:
    return parts[0] if parts else ""


def _phantom(_: Element, parts: list[str]) -> str:
    return f"\\phantom{_group(_row(parts))}"


def _multiscripts(element: Element, parts: list[str]) -> str:
    """Scripts on both sides: pairs behind the base, then, after a mark, pairs before it."""
    tags = [child.tag for child in element if child.tag not in _UNSEEN]
    if not parts or len(tags) != len(parts):
        return _row(parts)
    mark = tags.index("mprescripts") if "mprescripts" in tags else len(parts)
    return _pairs(parts[mark + 1 :], "{}") + _pairs(parts[1:mark], _base(parts[0]))


def _pairs(scripts: list[str], base: str) -> str:
    tex = base if scripts or base != "{}" else ""
    for at in range(0, len(scripts) - 1, 2):
        below, above = scripts[at], scripts[at + 1]
        tex += (f"_{_group(below)}" if below else "") + (f"^{_group(above)}" if above else "")
    return tex


_UNSEEN: Final = frozenset({"annotation", "annotation-xml", "script", "style"})
_LEAVES: Final[Mapping[str, Callable[[Element], str]]] = {
    "mi": _identifier, "mn": _number, "mo": _operator, "mtext": _words, "ms": _words,
}  # fmt: skip
_BUILDERS: Final[Mapping[str, tuple[Callable[[Element, list[str]], str], int]]] = {
    "mrow": (_line, 0), "math": (_line, 0), "mstyle": (_line, 0), "mpadded": (_line, 0), "semantics": (_first, 0),
    "maction": (_first, 0), "msup": (_superscript, 2), "msub": (_subscript, 2), "msubsup": (_both_scripts, 3),
    "mover": (_over, 2), "munder": (_under, 2), "munderover": (_under_over, 3), "mfrac": (_fraction, 2),
    "msqrt": (_square_root, 0), "mroot": (_root, 2), "mfenced": (_fenced, 0), "mtable": (_table, 0),
    "mtr": (_table_row, 0), "mlabeledtr": (_labelled_row, 0), "mphantom": (_phantom, 0),
    "mmultiscripts": (_multiscripts, 0), "mspace": (_space, 0),
}  # fmt: skip

_MATRIX: Final = "\\begin{matrix} "
_MATRIX_END: Final = " \\end{matrix}"
_MATRICES: Final = {
    ("(", ")"): "pmatrix", ("[", "]"): "bmatrix", ("|", "|"): "vmatrix", ("\\{", "\\}"): "Bmatrix",
    ("\\|", "\\|"): "Vmatrix",
}  # fmt: skip
_ALPHABETS: Final = {
    "bold": "mathbf", "bold-italic": "boldsymbol", "double-struck": "mathbb", "script": "mathcal",
    "bold-script": "mathcal", "fraktur": "mathfrak", "bold-fraktur": "mathfrak", "sans-serif": "mathsf",
    "monospace": "mathtt",
}  # fmt: skip
_FUNCTIONS: Final = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min"
    " Pr sec sin sinh sup tan tanh".split()
)
_ESCAPES: Final = {
    "{": "\\{", "}": "\\}", "%": "\\%", "#": "\\#", "&": "\\&", "_": "\\_", "$": "\\$", "\\": "\\backslash",
    "~": "\\sim", "^": "\\wedge",
}  # fmt: skip
_TEXT_ESCAPES: Final = {**_ESCAPES, "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
_LIMITS: Final = frozenset(
    "\\sum \\prod \\coprod \\int \\iint \\iiint \\oint \\bigcup \\bigcap \\bigvee \\bigwedge \\bigoplus \\bigotimes"
    " \\lim \\liminf \\limsup \\max \\min \\sup \\inf \\det \\gcd \\Pr".split()
)
_ACCENTS: Final = {
    "¯": "bar", "‾": "overline", "―": "overline", "\\_": "overline", "-": "bar", "\u0305": "overline", "\\wedge": "hat",
    "ˆ": "hat", "\u0302": "hat", "\\sim": "tilde", "˜": "tilde", "\u0303": "tilde", "\\to": "vec", "\u20d7": "vec",
    "⇀": "vec", "˙": "dot", "\\cdot": "dot", ".": "dot", "\u0307": "dot", "¨": "ddot", "\u0308": "ddot", "ˇ": "check",
    "˘": "breve", "´": "acute", "`": "grave", "⏞": "overbrace", "\\leftarrow": "overleftarrow",
}  # fmt: skip
_UNDER_ACCENTS: Final = {"\\_": "underline", "¯": "underline", "‾": "underline", "\u0332": "underline",
                         "⏟": "underbrace"}  # fmt: skip

# Characters and the control words for them, from the symbol tables of LaTeX and amssymb.
_WORDS: Final = """
α alpha β beta γ gamma δ delta ϵ epsilon ε varepsilon ζ zeta η eta θ theta ϑ vartheta ι iota κ kappa λ lambda μ mu
ν nu ξ xi π pi ϖ varpi ρ rho ϱ varrho σ sigma ς varsigma τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega
Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega
× times ÷ div ± pm ∓ mp · cdot ⋅ cdot ∗ ast ⋆ star ∘ circ • bullet ⊕ oplus ⊖ ominus ⊗ otimes ⊙ odot † dagger ‡ ddagger
≤ leq ≥ geq ⩽ leqslant ⩾ geqslant ≠ neq ≡ equiv ≈ approx ≅ cong ≃ simeq ∼ sim ∝ propto ≪ ll ≫ gg ≺ prec ≻ succ
∈ in ∉ notin ∋ ni ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ∪ cup ∩ cap ∖ setminus ∅ emptyset ⊥ perp ∥ parallel ∣ mid
∧ wedge ∨ vee ¬ neg ∀ forall ∃ exists ∄ nexists ⊢ vdash ⊨ models ⊤ top ∴ therefore ∵ because
→ to ← leftarrow ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ↦ mapsto ⟶ longrightarrow
⟵ longleftarrow ⟹ Longrightarrow ⟸ Longleftarrow ⟺ Longleftrightarrow ↑ uparrow ↓ downarrow ↪ hookrightarrow
⇌ rightleftharpoons ∑ sum ∏ prod ∐ coprod ∫ int ∬ iint ∭ iiint ∮ oint ⋃ bigcup ⋂ bigcap ⋁ bigvee ⋀ bigwedge
⨁ bigoplus ⨂ bigotimes ∂ partial ∇ nabla ∞ infty ℵ aleph ℏ hbar ℓ ell ℜ Re ℑ Im ℘ wp ∠ angle △ triangle □ square
… ldots ⋯ cdots ⋮ vdots ⋱ ddots ⟨ langle ⟩ rangle 〈 langle 〉 rangle ⌊ lfloor ⌋ rfloor ⌈ lceil ⌉ rceil ⟂ perp
""".split()
_SYMBOLS: Final[Mapping[str, str]] = {
    **_ESCAPES,
    **{character: f"\\{word}" for character, word in zip(_WORDS[::2], _WORDS[1::2], strict=True)},
    **{character: f"\\mathbb{{{letter}}}" for character, letter in zip("ℝℕℤℚℂℙℍ", "RNZQCPH", strict=True)},
    "‖": "\\|", "−": "-", "–": "-", "′": "'", "″": "''", "‴": "'''", "∶": ":", "∕": "/", "⁄": "/", "µ": "\\mu",
    "ϒ": "\\Upsilon", "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u200b": "", "\u00a0": "\\ ",
}  # fmt: skip
