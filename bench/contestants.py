"""Cleaner against itself: each judge alone and together, the model always with weights that have not seen the site."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from peers import Source, Tool, cleaning, installed_peers, unchanged, untouched

import cleaner
from cleaner.judges.model import ModelRules
from cleaner.judges.model.weights import load
from cleaner.judges.template import TemplateRules
from cleaner.ruling import Judge
from cleaner.sources.encoding import decode
from cleaner.sources.page import read
from training import folds

RULES: Final = ("rules",)
RULES_TEMPLATES: Final = ("rules", "templates")
RULES_MODEL: Final = ("rules", "model")
ALL: Final = ("rules", "templates", "model")
_COMBINED: Final = (RULES, ("templates",), ("model",), RULES_TEMPLATES, RULES_MODEL, ALL)


@dataclass(frozen=True, slots=True)
class Contestant:
    """One row of the tables."""

    tool: Tool
    parts: tuple[str, ...] = ()
    """What of cleaner it has; none for the tools of others."""

    @property
    def label(self) -> str:
        """What the tables call it."""
        return self.tool.label

    @property
    def knows_sites(self) -> bool:
        """Whether it has templates. They are of the sites of the archive, so it cleans no other pages."""
        return "templates" in self.parts


@dataclass(frozen=True, slots=True)
class CrossFitted:
    """One cleaner for each part of the data, with the weights that were trained without it."""

    cleaners: tuple[cleaner.Cleaner, ...]

    def __call__(self, dump: Source) -> str:
        """The clean page. All pages without an address are one part, in training too: these weights know none."""
        data = dump.encode("utf-8", "surrogatepass") if isinstance(dump, str) else dump
        host = read(decode(data).data, kind="markdown").host
        return self.cleaners[folds.fold_of(host)].clean(dump).markdown


def contestants(archive: Sequence[Path]) -> list[Contestant]:
    """Doing nothing, the peers, and cleaner by its parts; `archive` are dumps to learn templates from."""
    templates = cleaner.learn(page.read_bytes() for page in archive) if archive else None
    return [
        Contestant(untouched()),
        *(Contestant(tool) for tool in installed_peers()),
        *_combinations(templates, _cross_fitted()),
    ]


def label_of(parts: Iterable[str]) -> str:
    """What the tables call cleaner with these parts."""
    return f"cleaner: {' + '.join(parts)}"


def weights_version() -> str:
    """What the weights of all parts call themselves, as the model card does."""
    return load(folds.weights(0)).version.removesuffix(" without part 0") if folds.weights(0).exists() else "none"


def _combinations(templates: cleaner.Templates | None, models: Sequence[ModelRules]) -> Iterator[Contestant]:
    rules = cleaner.Cleaner(model=False)
    for parts in _COMBINED:
        if ("templates" in parts and templates is None) or ("model" in parts and not models):
            continue
        judges: tuple[Judge, ...] = ()
        if "rules" in parts:
            judges = cleaner.Cleaner(templates if "templates" in parts else None, rules.sites, model=False).judges
        elif templates is not None and "templates" in parts:
            judges = (TemplateRules(templates),)
        run = cleaning(_judging(rules, judges))
        if "model" in parts:
            alone = parts == ("model",)
            run = CrossFitted(tuple(_judging(rules, (*judges, ModelRules(model.model, alone))) for model in models))
        yield Contestant(Tool(label_of(parts), "", "md", unchanged, run), parts)


def _judging(like: cleaner.Cleaner, judges: tuple[Judge, ...]) -> cleaner.Cleaner:
    tool = cleaner.Cleaner(sites=like.sites, model=False)
    tool.judges = judges
    return tool


def _cross_fitted() -> tuple[ModelRules, ...]:
    """The model judge once a part of the data; none, with a notice, where weights are missing."""
    paths = [folds.weights(fold) for fold in range(folds.FOLDS)]
    if missing := [path for path in paths if not path.exists()]:
        print(f"{missing[0]} is missing (make train): the model is left out", file=sys.stderr)
        return ()
    models = [load(path) for path in paths]
    for fold, model in enumerate(models):
        if not model.version.endswith(f"without part {fold}"):
            raise ValueError(f"{paths[fold]} holds weights '{model.version}': these may have seen part {fold}")
    return tuple(ModelRules(model) for model in models)
