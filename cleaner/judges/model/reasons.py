"""Why the model took a block, in words: the three traits that spoke most against it.

The features are told by traits that a reader knows, since "characters" and "words" say one thing twice. What a trait
says is the sum of what its features add to the score (:meth:`Network.account`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import expm1
from typing import Final, NamedTuple

import numpy as np

from cleaner.judges.model import tree
from cleaner.judges.model.features import FEATURES as OF_DUMPS
from cleaner.judges.model.features import Matrix, Vector
from cleaner.judges.model.network import Account

FEATURES: Final = (*OF_DUMPS, *tree.FEATURES)
"""Of HTML; dumps have the first of them."""
COLUMN: Final = {name: column for column, name in enumerate(FEATURES)}
_HITS: Final = [name for name in FEATURES if name.startswith(("phrase:", "heading:"))]
_AROUND: Final = [name for name in tree.FEATURES if name.startswith("in ")]
_MOST: Final = 3

Values = Callable[[str], float]


class Trait(NamedTuple):
    """Something a reader sees of a block: which features tell of it, and how it is put into words."""

    features: frozenset[str]
    say: Callable[[Values], str]


def _count(value: float, one: str, many: str) -> str:
    number = round(expm1(value))
    return f"{number} {one if number == 1 else many}"


def _form(value: Values) -> str:
    for kind, words in _FORMS.items():
        if value(f"is {kind}"):
            return f"its form ({words})"
    return "its form"


def _writing(value: Values) -> str:
    return "how it is written" if value("ends with sentence end") else "how it is written (no full stop at its end)"


def _phrases(value: Values) -> str:
    found = [name.partition(":")[2] for name in _HITS if value(name)]
    if found:
        return f"its phrases ({', '.join(dict.fromkeys(found))})"
    return "it reads as text" if value("prose") else "it is no sentence"


def _others(value: Values) -> str:
    share = value("template")
    return f"the site's other pages ({share:.0%} have it)" if share else "the other judges' silence"


def _repeats(value: Values) -> str:
    again = round(expm1(value("repeats")))
    return f"it stands on the page {again + 1} times" if again else "it stands here once"


def _pictures(value: Values) -> str:
    pictures = round(expm1(value("images")))
    return f"its pictures ({pictures})" if pictures else "it has no picture"


def _element(value: Values) -> str:
    found = [name.removeprefix("in ") for name in _AROUND if value(name)]
    return f"its element (in {', '.join(found)})" if found else "its element"


_FORMS: Final = {
    "heading": "a heading",
    "item": "an entry of a list",
    "row": "a row of a table",
    "paragraph": "a paragraph",
    "code": "code",
    "rule": "a rule",
}


def _named(*beginnings: str) -> frozenset[str]:
    return frozenset(name for name in FEATURES if name.startswith(beginnings))


TRAITS: Final = (
    Trait(
        frozenset({"words", "characters", "words outside links"}),
        lambda value: f"its length ({_count(value('words'), 'word', 'words')})",
    ),
    Trait(
        frozenset({"link density", "links", "words a link", "links with images"}),
        lambda value: f"its links ({value('link density'):.0%} of its text)",
    ),
    Trait(
        _named("links to", "links into", "link:") | _named("length of a", "steps of a", "hyphens of a", "digits of a"),
        lambda value: "where its links lead",
    ),
    Trait(_named("is ", "level ") | {"in list", "in inner list", "quoted", "bold", "blank line above"}, _form),
    Trait(
        frozenset(name for name in FEATURES if name.endswith(" share") or name.startswith("ends with"))
        | {"sentence ends", "commas"},
        _writing,
    ),
    Trait(
        _named("blocks above", "blocks below", "words above", "words below", "prose above", "prose below")
        - {"blocks above title", "blocks below title"}
        | {"place in page"},
        lambda value: f"its place ({value('place in page'):.0%} down the page)",
    ),
    Trait(
        frozenset({"blocks above title", "blocks below title", "title", "own-title"})
        | {"title in block", "block in title", "page address in block", "block in page address"},
        lambda value: "how it stands to the title",
    ),
    Trait(
        frozenset({"size of group", "words of group", "link density of group", "place in group"}),
        lambda value: (
            f"its list or paragraph ({_count(value('size of group'), 'line', 'lines')}, "
            f"{value('link density of group'):.0%} links)"
        ),
    ),
    Trait(frozenset({"repeats"}), _repeats),
    Trait(frozenset({"images", "image:icon"}), _pictures),
    Trait(_named("phrase:", "heading:") | {"prose"}, _phrases),
    Trait(_named("template", "dropped by") | {"kept"}, _others),
    Trait(_named("in ", "element ") - {"in list", "in inner list"} | {"has tree", "depth of tree"}, _element),
    Trait(
        _named("words ") & frozenset(tree.FEATURES) | {"own words", "worst word", "best word"},
        lambda value: "the names of the elements around it",
    ),
    Trait(
        frozenset(name for name in tree.FEATURES if " of element " in name or name.endswith(" of form")),
        lambda value: "the text of the elements around it",
    ),
    Trait(frozenset({"width", "height"}), lambda value: "the size of its picture"),
)
_PAGE: Final = _named(
    "page has main",
    "page has article",
    "article wanted",
    "blocks of page",
    "words of page",
    "prose of page",
    "link density of page",
    "page ",
) - {"page address in block"}
_BESIDE: Final = ("the page as a whole", "the blocks around it")
"""What speaks beside the traits of the block itself, in the order of the columns behind them."""


def _columns() -> Matrix:
    """Features x (traits and the page): which feature tells of which."""
    table = np.zeros((len(FEATURES), len(TRAITS) + 1), np.float32)
    for column, told in enumerate((*(trait.features for trait in TRAITS), _PAGE)):
        table[[COLUMN[name] for name in told], column] = 1
    return table


_TABLE: Final = _columns()


def reasons(account: Account, rows: Matrix) -> Iterator[str]:
    """For each block of an account, what spoke most against it; `rows` are the features of these blocks."""
    said = account.features @ _TABLE[: account.features.shape[1]]
    said[:, -1] += account.page
    said = np.column_stack((said, account.around))
    order = np.argsort(said, axis=1)[:, :_MOST]
    for row, columns, parts in zip(rows, order.tolist(), said, strict=True):
        yield ", ".join(_words(column, row) for column in columns if parts[column] < 0)


def _words(column: int, row: Vector) -> str:
    if column >= len(TRAITS):
        return _BESIDE[column - len(TRAITS)]
    return TRAITS[column].say(lambda name: float(row[COLUMN[name]]) if COLUMN[name] < len(row) else 0.0)
