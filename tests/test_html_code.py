"""Code blocks and code spans of HTML pages."""

from __future__ import annotations

from typing import Any

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleaner.sources.html.code import Code, code_of, fenced, inline, is_code_table


def first(html: str, tag: str = "pre") -> Any:
    return etree.fromstring(f"<body>{html}", etree.HTMLParser(encoding="utf-8", huge_tree=True)).find(f".//{tag}")


LINES = "swim()\n\n  dive()"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<pre>swim()\n\n  dive()\n</pre>", id="plain text"),
        pytest.param("<pre>\n\nswim()\n\n  dive()\n \n</pre>", id="blank lines at the ends"),
        pytest.param("<pre>swim()\r\n\r\n  dive()</pre>", id="carriage returns"),
        pytest.param(
            "<pre>swim()<br><br>&nbsp;&nbsp;dive()</pre>", id="line breaks as elements, blanks that do not break"
        ),
        pytest.param("<pre><code><b>swim</b>()\n\n  <i>dive</i>()</code></pre>", id="coloured"),
        pytest.param("<pre><button>Copy</button><code>swim()\n\n  dive()</code></pre>", id="a button"),
        pytest.param(
            "<pre>swim()\n\n  dive()<div class='copy-button'><span>Copy</span></div></pre>", id="a button by its class"
        ),
        pytest.param(
            "<pre><span class='linenos'>1</span>swim()\n<span class='linenos'>2</span>\n"
            "<span class='linenos'>3</span>  dive()</pre>",
            id="Pygments, numbers in line",
        ),
        pytest.param(
            "<pre class='line-numbers'><code>swim()\n\n  dive()<span class='line-numbers-rows'>"
            "<span></span><span></span><span></span></span></code></pre>",
            id="Prism, numbers by style",
        ),
        pytest.param(
            "<pre><code><span class='line'>swim()</span><span class='line'></span><span class='line'>  dive()</span>"
            "</code></pre>",
            id="Shiki, without line feeds",
        ),
        pytest.param(
            "<pre><code><span class='line'>swim()</span>\n<span class='line'></span>\n"
            "<span class='line'>  dive()</span></code></pre>",
            id="Shiki, with line feeds",
        ),
        pytest.param(
            "<pre><span class='line'>swim()</span><br><span class='line'></span><br><span class='line'>  dive()</span>"
            "<br></pre>",
            id="Hexo, with line breaks",
        ),
        pytest.param(
            "<pre><span class='line'><span class='cl'>swim()\n</span></span><span class='line'><span class='cl'>\n"
            "</span></span><span class='line'><span class='cl'>  dive()\n</span></span></pre>",
            id="Chroma, line feeds inside",
        ),
        pytest.param(
            "<pre><code><span class='token-line'>swim()<br></span><span class='token-line'><br></span>"
            "<span class='token-line'>  dive()<br></span></code></pre>",
            id="Docusaurus",
        ),
        pytest.param(
            "<pre><div class='token-line'>swim()</div><div class='token-line'></div><div class='token-line'>  dive()"
            "</div></pre>",
            id="Prism for React",
        ),
        pytest.param(
            "<pre><code><div class='ec-line'><div class='gutter'><div class='ln'>1</div></div><div class='code'>swim()"
            "</div></div><div class='ec-line'><div class='code'>\n</div></div><div class='ec-line'><div class='code'>"
            "  dive()</div></div></code></pre>",
            id="Expressive Code",
        ),
        pytest.param(
            "<pre><code><table class='hljs-ln'><tr><td class='hljs-ln-numbers' data-line-number='1'></td>"
            "<td class='hljs-ln-code' data-line-number='1'>swim()</td></tr>\n<tr><td class='hljs-ln-numbers'></td>"
            "<td class='hljs-ln-code' data-line-number='2'></td></tr><tr><td class='hljs-ln-numbers'></td>"
            "<td class='hljs-ln-code' data-line-number='3'>  dive()</td></tr></table></code></pre>",
            id="highlight.js with numbers",
        ),
        pytest.param(
            "<pre><ol class='linenums'><li>swim()</li><li></li><li>  dive()</li></ol></pre>", id="Google's prettifier"
        ),
        pytest.param(
            "<pre>swim()\n<span class='gatsby-highlight-code-line'></span><span>  dive()</span></pre>",
            id="Gatsby, a marked line",
        ),
    ],
)
def test_the_text_as_it_was_written(html: str) -> None:
    assert code_of(first(html)).text == LINES


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<pre><span class='gutter'>let river</span> = 1</pre>", "let river = 1", id="letters in a gutter"),
        pytest.param("<pre><code class='copy'>cp otter.txt den/ && ls -l den/ && echo copied</code></pre>",
                     "cp otter.txt den/ && ls -l den/ && echo copied", id="code in something called copy"),
        pytest.param("<pre>1\n2\n3</pre>", "1\n2\n3", id="numbers that are the code"),
        pytest.param("<pre><span>  a</span>\n  b</pre>", "  a\n  b", id="indented first line"),
        pytest.param("<pre>swim </pre>", "swim", id="blanks at the end"),
        pytest.param("<pre><code><table><td class='hljs-ln-code' data-line-number='7'>}</table></code></pre>",
                     "}", id="a line without a letter"),
        pytest.param("<pre></pre>", "", id="nothing"),
        pytest.param("<pre> \n </pre>", "", id="blanks alone"),
    ],
)  # fmt: skip
def test_what_stays(html: str, text: str) -> None:
    assert code_of(first(html)).text == text


@pytest.mark.parametrize(
    ("html", "language"),
    [
        pytest.param("<pre><code class='language-rust'>x</code></pre>", "rust", id="on the code"),
        pytest.param("<pre class='language-C++'>x</pre>", "c++", id="on the block, in capitals"),
        pytest.param("<pre class='lang-objective-c prettyprint'>x</pre>", "objective-c", id="lang-"),
        pytest.param("<pre class='lang:php decode:true'>x</pre>", "php", id="Crayon"),
        pytest.param("<pre class='brush: js; toolbar: false'>x</pre>", "js", id="SyntaxHighlighter"),
        pytest.param("<pre class='brush:py'>x</pre>", "py", id="SyntaxHighlighter without a blank"),
        pytest.param("<pre data-lang='toml'>x</pre>", "toml", id="data-lang"),
        pytest.param("<pre data-language='astro'>x</pre>", "astro", id="data-language, an unknown one"),
        pytest.param("<pre><code class='hljs python'>x</code></pre>", "python", id="highlight.js"),
        pytest.param("<pre class='highlight python'>x</pre>", "python", id="highlight and a name"),
        pytest.param("<pre class='src src-elisp'>x</pre>", "elisp", id="Org"),
        pytest.param("<pre class='sourceCode haskell'>x</pre>", "haskell", id="Pandoc"),
        pytest.param("<pre class='language-js{1,3-5}'>x</pre>", "js", id="marked lines behind the name"),
        pytest.param("<div class='highlight highlight-source-shell'><pre>x</pre></div>", "shell", id="GitHub"),
        pytest.param("<div class='highlight highlight-text-html-basic'><pre>x</pre></div>", "html", id="GitHub's HTML"),
        pytest.param("<div class='highlight-python notranslate'><div class='highlight'><pre>x</pre></div></div>",
                     "python", id="Sphinx"),
        pytest.param("<div class='language-yaml highlighter-rouge'><div class='highlight'><pre>x</pre></div></div>",
                     "yaml", id="Jekyll"),
        pytest.param("<pre><code class='language-text'>x</code></pre>", "", id="text"),
        pytest.param("<div class='language-js'><pre class='lang-none'>x</pre></div>", "", id="none said nearer"),
        pytest.param("<pre class='nohighlight'><code class='language-'>x</code></pre>", "", id="an empty name"),
        pytest.param("<pre class='code-block rounded'>x</pre>", "", id="classes of style"),
        pytest.param("<div class='highlight-lines'><pre>x</pre></div>", "", id="no language's name"),
        pytest.param("<div class='language-en'><pre>x</pre></div>", "", id="the language of people"),
        pytest.param("<div class='language-go'><div><div><div><div><pre>x</pre></div></div></div></div></div>", "",
                     id="too far above"),
        pytest.param("<body class='language-go'><pre>x</pre>", "", id="on the body"),
        pytest.param("<pre class='language-`x`'>x</pre>", "", id="backticks"),
        pytest.param("<pre>x</pre>", "", id="none at all"),
    ],
)  # fmt: skip
def test_language(html: str, language: str) -> None:
    assert code_of(first(html)).language == language


PYGMENTS = (
    "<table class='highlighttable'><tr><td class='linenos'><div class='linenodiv'><pre>1\n2</pre></div></td>"
    "<td class='code'><div><pre id='held'>swim()\ndive()</pre></div></td></tr></table>"
)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(PYGMENTS, id="Pygments"),
        pytest.param(PYGMENTS.replace("<tr>", "<tr><th colspan=2>den.py</th></tr><tr>", 1), id="with a file name"),
        pytest.param(
            "<table class='rouge-table'><tr><td class='rouge-gutter gl'><pre class='lineno'>1\n2\n</pre></td>"
            "<td class='rouge-code'><pre>swim()\ndive()\n</pre></td></tr></table>",
            id="Rouge",
        ),
        pytest.param(
            "<table class='lntable'><tr><td class='lntd'><pre><span class='lnt'>1\n</span><span class='lnt'>2\n</span>"
            "</pre></td><td class='lntd'><pre>swim()\ndive()</pre></td></tr></table>",
            id="Chroma",
        ),
        pytest.param(
            "<table><tr><td class='gutter'><div class='line'>1</div><div class='line'>2</div></td><td class='code'>\n"
            " <div class='container'>\n <div class='line'>swim()</div>\n <div class='line'>dive()</div></div></td></tr>"
            "</table>",
            id="SyntaxHighlighter",
        ),
        pytest.param(
            "<table><tr><td class='code'><div class='container'><div class='line'>swim()</div><div class='line'>dive()"
            "</div></div></td></tr></table>",
            id="SyntaxHighlighter without numbers",
        ),
        pytest.param(
            "<table>\n <tr>\n  <td class='blob-num' data-line-number='1'></td>\n  <td class='blob-code'>swim()</td>\n"
            " </tr>\n <tr>\n  <td class='blob-num' data-line-number='2'></td>\n  <td class='blob-code'>dive()</td>\n"
            " </tr></table>",
            id="GitHub",
        ),
    ],
)
def test_tables_that_frame_code(html: str) -> None:
    holder = is_code_table(first(html, "table"))
    assert holder is not None
    assert code_of(holder).text == "swim()\ndive()"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<table><tr><td>1</td><td><pre>swim()</pre></td></tr></table>", id="a number and code"),
        pytest.param("<table><tr><th>Call</th><th>Does</th></tr><tr><td><pre>swim()</pre></td><td>swims</td></tr></table>",
                     id="a table of calls"),
        pytest.param("<table><tr><td class='code'>A7</td><td>Otter</td></tr></table>", id="codes of goods"),
        pytest.param("<table class='highlighttable'><tr><td>Otter</td><td>Den</td></tr></table>", id="only a class"),
        pytest.param("<table></table>", id="nothing"),
    ],
)  # fmt: skip
def test_tables_that_hold_data(html: str) -> None:
    assert is_code_table(first(html, "table")) is None


@pytest.mark.parametrize(
    ("code", "block"),
    [
        pytest.param(Code("py", "swim()"), "```py\nswim()\n```", id="plain"),
        pytest.param(Code("", "```\nswim()\n```"), "````\n```\nswim()\n```\n````", id="a fence inside"),
        pytest.param(Code("", "a `````` b"), "```````\na `````` b\n```````", id="a longer one"),
        pytest.param(Code("", ""), "```\n```", id="nothing"),
    ],
)
def test_fenced(code: Code, block: str) -> None:
    assert fenced(code) == block


@pytest.mark.parametrize(
    ("text", "span"),
    [
        pytest.param("swim()", "`swim()`", id="plain"),
        pytest.param(" swim\n ()", "`swim ()`", id="blanks and line feeds"),
        pytest.param("a`b", "``a`b``", id="a backtick"),
        pytest.param("a``b", "`a``b`", id="two, so one will do"),
        pytest.param("a`b``c", "```a`b``c```", id="one and two"),
        pytest.param("`a", "`` `a ``", id="at the start"),
        pytest.param("a`", "`` a` ``", id="at the end"),
        pytest.param("  ", "", id="blanks"),
    ],
)
def test_inline(text: str, span: str) -> None:
    assert inline(text) == span


@given(st.text(st.sampled_from("`` \\*a<"), min_size=1, max_size=20))
def test_a_code_span_reads_back(text: str) -> None:
    folded = " ".join(text.split())
    html = pyromark.Markdown().html(f"x{inline(text)}x")
    escaped = folded.replace("<", "&lt;")
    assert html == (f"<p>x<code>{escaped}</code>x</p>\n" if folded else "<p>xx</p>\n")


@given(st.text(st.sampled_from("`~ \nab"), max_size=40))
def test_a_code_block_reads_back(text: str) -> None:
    html = pyromark.Markdown().html(fenced(Code("", text)))
    assert html == f"<pre><code>{text}{'' if not text else chr(10)}</code></pre>\n"


def test_deep_and_wide_blocks_are_read() -> None:
    deep = first("<pre>" + "<div class='gutter'>x" * 1_500 + "</pre>")
    assert code_of(deep).text.count("x") == 1_500
    wide = first("<pre>" + "<span class='k'>ab</span> c\n" * 20_000 + "</pre>")
    assert code_of(wide).text.count("\n") == 19_999
