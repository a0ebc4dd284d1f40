"""Which blocks of a page stand where its site has nothing but furniture."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Final

from cleaner.block import Block, Trail
from cleaner.judges.template.match import Fitting, Found, is_linked
from cleaner.judges.template.places import FEWEST, JOINT, LEAST, NEARLY, STEPS, Place, label_of, unknown, weight_of
from cleaner.judges.template.template import MOST

PLACE: Final = "template/place"

_TEXT_WORDS: Final = 25  # of a line that is not a link: so long a text is there by mistake
_CONTENT: Final = frozenset({"main", "article"})


def placed(
    blocks: Sequence[Block], found: Sequence[Found], fitting: Sequence[Fitting], never: Container[int]
) -> dict[int, Found]:
    """The blocks that do not recur and stand where nearly all does, and what is said of the place.

    Code, texts and pictures stay, and what HTML says is content; `never` are others that do.
    """
    best: dict[int, Found] = {}
    fitting = [one for one in fitting if one.template.places]
    may = (
        [at for at, one in enumerate(found) if not one.rule and at not in never and _may_go(blocks[at])]
        if fitting
        else []
    )
    for one in fitting:
        standing = _Standing(one.template.places)
        wanted = {index: paths for index in may if (paths := standing.of(blocks[index].trail))}
        if not wanted:
            continue
        asked = set().union(*wanted.values())
        weights = standing.weights(blocks, found, asked) if one.own else {}
        said = {path: _said(one, one.template.places[path], weights.get(path)) for path in asked}
        for index, paths in wanted.items():
            for there in filter(None, map(said.__getitem__, paths)):
                here = there._replace(text=found[index].text)
                best[index] = max(best.get(index, here), here, key=_strength)
    return best


def _strength(found: Found) -> tuple[float, int]:
    return found.share, found.others


def _said(fitting: Fitting, place: Place, own: tuple[int, int] | None) -> Found | None:
    """What the other pages say of a place; None where too few say that only what recurs stands there.

    `own` are the words that stand there on this page, those that recur and all, if it is one of those counted.
    """
    pages, others = place
    if own is not None:  # as one that has only what recurs there, or as another
        others -= 1
        pages = min(pages - (own[0] >= LEAST * own[1]), others)  # it may have changed since
    if pages < FEWEST or pages < NEARLY * others:
        return None
    return Found(PLACE, pages, others, fitting.template.name, pages / others, 0.0)


def _may_go(block: Block) -> bool:
    """Whether a block is one that may stand there for another: a greeting, a date, a teaser."""
    if not block.key or block.kind == "code" or block.trail is None:
        return False
    return not _CONTENT & block.trail.traits and (block.words < _TEXT_WORDS or is_linked(block))


class _Standing:
    """Which elements of a page stand at places that a template names."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = places
        self._labels: dict[int, tuple[str, ...]] = {id(None): ()}
        self._found: dict[int, tuple[str, ...]] = {id(None): ()}

    def of(self, trail: Trail | None) -> tuple[str, ...]:
        """The paths of the element and of those around it, as far as they are places."""
        if trail is not None and id(trail) not in self._found:
            for one in unknown(trail, self._found):
                self._enter(one)
        return self._found[id(trail)]

    def _enter(self, trail: Trail) -> None:
        labels, found = self._labels[id(trail.above)], self._found[id(trail.above)]
        label = label_of(trail.tag, trail.names)
        if label:
            labels = (*labels[1 - STEPS :], label)
            path = JOINT.join(labels)
            if path in self._places and path not in found:
                found = (*found, path)
        self._labels[id(trail)], self._found[id(trail)] = labels, found

    def weights(
        self, blocks: Sequence[Block], found: Sequence[Found], wanted: Container[str]
    ) -> dict[str, tuple[int, int]]:
        """The words at each place, of lines that recur and of all, for those that are wanted."""
        weights: dict[str, tuple[int, int]] = {}
        for block, here in zip(blocks, found, strict=True):
            paths = self.of(block.trail) if block.key or block.images else ()
            if paths and block.kind != "code":
                weight = weight_of(block.key)
                again = weight if here.share >= MOST else 0
                for path in paths:
                    if path in wanted:
                        old = weights.get(path, (0, 0))
                        weights[path] = old[0] + again, old[1] + weight
        return weights
