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
    for one in fitting:
        if not one.template.places:
            continue
        for path, inside in _Standing(blocks, one.template.places).by_path().items():
            said = _said(one, one.template.places[path], [(blocks[index], found[index]) for index in inside])
            if said is None:
                continue
            for index in inside:
                if index not in never and _may_go(blocks[index], found[index]):
                    here = said._replace(text=found[index].text)
                    best[index] = max(best.get(index, here), here, key=_strength)
    return best


def _strength(found: Found) -> tuple[float, int]:
    return found.share, found.others


def _said(fitting: Fitting, place: Place, inside: Sequence[tuple[Block, Found]]) -> Found | None:
    """What the other pages say of a place; None where too few say that only what recurs stands there."""
    pages, others = place
    if fitting.own:  # this page is among them: as one of those that are as usual, or not
        others -= 1
        weights = [(weight_of(block.key), here.share >= MOST) for block, here in inside if block.key or block.images]
        pages -= sum(weight for weight, recurs in weights if recurs) >= LEAST * sum(weight for weight, _ in weights)
    if pages < FEWEST or pages < NEARLY * others:
        return None
    return Found(PLACE, pages, others, fitting.template.name, pages / others, 0.0)


def _may_go(block: Block, found: Found) -> bool:
    """Whether a block is one that may stand there for another: a greeting, a date, a teaser."""
    if found.rule or not block.key or block.kind == "code" or block.trail is None:
        return False
    is_text = block.words >= _TEXT_WORDS and not is_linked(block)
    return not is_text and not _CONTENT & block.trail.traits


class _Standing:
    """Which blocks of a page stand at places that a template names."""

    def __init__(self, blocks: Sequence[Block], places: Mapping[str, Place]) -> None:
        self._labels: dict[int, tuple[str, ...]] = {id(None): ()}
        self._found: dict[int, tuple[str, ...]] = {id(None): ()}
        self._places = places
        self.paths = [self._of(block.trail) if block.trail is not None else () for block in blocks]
        """The paths of each, as far as they are places."""

    def _of(self, trail: Trail) -> tuple[str, ...]:
        if id(trail) not in self._found:
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

    def by_path(self) -> dict[str, list[int]]:
        """The blocks at each place."""
        found: dict[str, list[int]] = {}
        for index, paths in enumerate(self.paths):
            for path in paths:
                found.setdefault(path, []).append(index)
        return found
