"""The model card: what the weights are, what they were trained on, how good they are and where they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cleaner.judges.model import tree
from training.recipe import HTML, Recipe

_TEMPLATE = """<!-- written by `python -m training` -->

# Model card

Version {version} of `cleaner/judges/model/weights.npz`: a small network that scores every block of a page by how likely
it is to be content. It comes after site files, templates and general rules, and rules on what they leave. It reads no
words of any language: sorts of characters, lengths, links, places, likeness to the title, and what other judges know.

**Form.** {form} The run-time needs numpy and nothing else.

**Training.** `make train`, see [training/README.md](../training/README.md). Seeds are fixed. The weights that are
shipped have seen all pages below; every figure on this page is of pages of sites that the weights have not seen (five
parts by host).

## Data and credit

- **{gold} page dumps** of news, blogs and code hosts with labelled lines, weighted threefold; each without templates,
  with thin and with full ones. From public archives of dumps; the labels were drawn for this project.
- **{dumps} more dumps** of the same archives without labels, of sites with eight pages and more: what their template
  and the rules take is furniture there, so that the model learns to see in one page what the template knows from many.
- **{wcxb} web pages of seven kinds** with their main content: WCXB, development split (Foley 2026),
  [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).
- **{fundus} news articles of 31 countries** with their text: test pages of flairNLP/fundus (code MIT; the texts are
  their publishers').

In {copies} copies with {blocks} blocks: whole and cut at 8,000 characters; as MarkItDown, html2text and
html-to-markdown
write them; without front matter; as the second pass sees them; and cleaned for good, whole or the first lines alone, of
which nothing may be taken. The weights hold no text.

## Figures

Mean F1 over pages, end to end with the whole pipeline: of lines, weighed by characters, for labelled dumps; of words
for the others. "Rules" are site files and general rules.

{figures}

### Labelled dumps by language

{languages}

### WCXB by kind of page

{kinds}

### WCXB by length of the content

{lengths}

## Two forms

Word F1 of blocks on what rules leave, on the same features, over the first two parts of the data.

{forms}

## Limits

- Listings, collections and products are the weak kinds: what is content there is a matter of purpose, and their labels
  differ from page to page.
- Right-to-left scripts, Thai and Indic scripts are in the features, and hardly in the data.
- Pages of some hundred words are judged with less certainty than longer ones; `verdict.certainty` tells.
- Captions, standfirsts and author boxes are content in one set and furniture in another. The model keeps in doubt.

{html}"""

_HTML = """## HTML

`cleaner/judges/model/html.npz` judges pages of HTML. It comes after the same judges and sees what the weights for dumps
see, and the tree of the page in addition. Where it runs it has the last word over general rules.

**Form.** {seeds} networks of the form above, of {channels} channels each, whose scores are averaged; they differ in
nothing but their seeds. {features} features are of the tree: the elements around a block with their traits and tags,
how much text, prose and links the five nearest hold, how many elements look like this one, the size of pictures. What
the words of classes and ids are worth is the log-odds, over sites, that what stands in an element with such a name is
content. Each site has one vote, words of fewer than four sites have none, and in training a page does not see the votes
of its own site. The last feature says whether the body of an article alone is wanted.

**Threshold.** Each page has its own, between 0.2 and 0.5: that of which the greatest F1 of words is to be expected. For
articles alone it is 0.6.

**Data.** The pages of WCXB and fundus above, as HTML: each whole, and its content alone, of which nothing may be taken.
Articles of WCXB are shown in {wcxb:.0%} of all turns, those of fundus in {fundus:.0%}, as if the body alone were
wanted: what fundus calls content has no captions and no lists. The weights hold words of classes and ids{words},
and no text.
{size}
**Training.** `python -m training --form html`. As above, figures are of sites that the weights have not seen.
{figures}
**Limits.**

- Names that a build made up (`css-1x7ab9`) say nothing, and most words that are worth something are English.
- Style sheets are not read: what only they hide is text.
- Listings, collections and products are the weak kinds here, too. In Chinese and Japanese the measure counts phrases.
"""

_HTML_FIGURES = """\
Mean word F1 over pages, end to end: by general rules and site files alone, and with the model, when the content of any
kind of page (`content="page"`) or the body of an article (`content="article"`) is wanted."""
_NUMBERS = ("no", "one", "two", "three", "four", "five")


def card(figures: Mapping[str, Any], recipe: Recipe, of_html: Recipe = HTML) -> str:
    """The card as Markdown. `figures` may have `html`, as :func:`html_section` reads it."""
    form = (
        f"One linear layer of {recipe.channels} channels, {len(recipe.strides)} residual convolutions of {recipe.taps} "
        f"taps with strides {', '.join(map(str, recipe.strides))}, mean and greatest over the page, two dense layers."
    )
    headline = {
        "labelled dumps with content, line F1": figures["gold"],
        "... pages without content left empty": {
            name: f"{left:.0f} of {all_}" for name, (left, all_) in figures["gold left empty"].items()
        },
        "WCXB, word F1": figures["wcxb"],
        "fundus, word F1": figures["fundus"],
    }
    return _TEMPLATE.format(
        version=figures["version"],
        form=form,
        copies=f"{figures['copies']:,}",
        blocks=f"{figures['blocks']:,}",
        **{name: f"{count:,}" for name, count in figures["pages"].items()},
        figures=_table("", headline, ("pages", "rules", "rules and model", "rules, templates and model")),
        languages=_table(
            "language", figures["gold by language"], ("pages", "rules", "rules and model", "rules, templates and model")
        ),
        kinds=_table("kind", figures["wcxb by kind"], ("pages", "rules", "rules and model")),
        lengths=_table("content", figures["wcxb by length"], ("pages", "rules", "rules and model")),
        forms=_table("form", figures["forms"], ("gold", "wcxb", "fundus", "ms a page")),
        html=html_section(figures.get("html", {}), of_html),
    )


def html_section(figures: Mapping[str, Any], recipe: Recipe) -> str:
    """What the card says of HTML.

    Of `figures` all keys may be missing: `copies`, `blocks` and `words` are counts; `wcxb` and `fundus` are
    {"pages": n, "rules": F1, "page": F1, "article": F1}, and `wcxb by kind` has one of these a kind.
    """
    columns = ("pages", "rules", "page", "article")
    sets = {name: figures[key] for key, name in (("wcxb", "WCXB"), ("fundus", "fundus")) if key in figures}
    parts = [_HTML_FIGURES, _table("pages of", sets, columns)] if sets else []
    if kinds := figures.get("wcxb by kind"):
        parts.append(_table("kind of WCXB", kinds, columns))
    size = f"In {figures['copies']:,} copies with {figures['blocks']:,} blocks.\n" if "copies" in figures else ""
    return _HTML.format(
        seeds=_NUMBERS[recipe.seeds].capitalize(),
        channels=recipe.channels,
        features=len(tree.FEATURES),
        words=f" ({figures['words']:,})" if "words" in figures else "",
        size=size,
        wcxb=recipe.asked_for_article["wcxb", "article"],
        fundus=recipe.asked_for_article["fundus", ""],
        figures="".join(f"\n{part}\n" for part in parts),
    )


def _table(of: str, rows: Mapping[str, Mapping[str, Any]], columns: Sequence[str]) -> str:
    lines = [f"| {of} | {' | '.join(columns)} |", "|:--|" + "--:|" * len(columns)]
    for name, values in rows.items():
        cells = (values.get(column, "") for column in columns)
        lines.append(
            f"| {name} | {' | '.join(f'{cell:.4f}' if isinstance(cell, float) else str(cell) for cell in cells)} |"
        )
    return "\n".join(lines)
