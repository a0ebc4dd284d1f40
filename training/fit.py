"""Training the network with torch, and handing it over to numpy."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from cleaner.judges.model import tree
from cleaner.judges.model.features import COLUMN, FEATURES
from cleaner.judges.model.network import WIDEST, Convolution, Network
from training.recipe import Recipe
from training.samples import Sample

_LEAST_SPREAD: Final = 0.05  # of a feature that hardly ever is anything else
_SHOWN: Final = 200  # blocks of each page that mean and spread are taken of
_WARM: Final = 0.15  # of the steps the rate rises, then it falls

TEMPLATE: Final = tuple(COLUMN[name] for name in ("template", "template-text", "template-known", "dropped by template"))
OTHERS: Final = tuple(
    column
    for name, column in COLUMN.items()
    if name.startswith(("phrase:", "heading:", "dropped by")) or name in {"kept", "prose"}
)
ARTICLE: Final = len(FEATURES) + tree.COLUMN["article wanted"]
"""The column of HTML that says what is wanted."""
_TAKEN: Final = tuple(COLUMN[name] for name in ("dropped by site", "dropped by template", "dropped by rule"))

Array = npt.NDArray[np.float32]


class Form(nn.Module):
    """The network of :mod:`cleaner.judges.model.network`, in torch."""

    def __init__(self, recipe: Recipe, features: int = len(FEATURES)) -> None:
        super().__init__()
        width, taps = recipe.channels, recipe.taps
        self.dropout = nn.Dropout(recipe.dropout)
        self.first = nn.Linear(features, width)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(width, width, taps, padding=stride * (taps // 2), dilation=stride) for stride in recipe.strides
        )
        self.joint = nn.Linear(3 * width, recipe.hidden)
        self.last = nn.Linear(recipe.hidden, 1)

    def forward(self, rows: Tensor, there: Tensor) -> Tensor:
        """Log-odds, pages x blocks, of pages x blocks x features; `there` is 1 where a page has a block, else 0."""
        mask = there[:, None, :]
        state = functional.relu(self.first(self.dropout(rows))).transpose(1, 2) * mask
        for convolution in self.convolutions:
            state = state + functional.relu(convolution(state)) * mask
        mean = state.sum(2) / there.sum(1, keepdim=True).clamp(min=1)
        most = (state - 1e9 * (1 - mask)).amax(2)
        page = torch.cat([mean, most], 1)[:, :, None].expand(-1, -1, state.shape[2])
        joint = self.joint(self.dropout(torch.cat([state, page], 1).transpose(1, 2)))
        return torch.squeeze(self.last(functional.relu(joint)), 2)


class _Item(NamedTuple):
    """A page as it is shown once."""

    rows: Array
    content: Array
    weight: Array
    """Of each block in the loss of blocks."""
    words: Array
    """Of each block that the model decides on, as far as its label is sure."""


def taken(rows: npt.NDArray[np.float16]) -> npt.NDArray[np.bool_]:
    """Which blocks of a page another judge has taken."""
    return np.asarray(rows[:, _TAKEN].max(axis=1) > 0)


def train(samples: Sequence[Sample], recipe: Recipe) -> Network:
    """Train on these pages. The same pages and recipe give the same weights on the same kind of machine."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)  # sums of several threads come out in another order each time
    chance = random.Random(recipe.seed)  # noqa: S311 -- no secret
    mean, spread = _scale(samples)
    pages: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    for sample in samples:
        pages[sample.source, sample.id].append(sample)
    odds = {page: [_odds(sample, recipe) for sample in copies] for page, copies in pages.items()}
    shown = [page for page in sorted(pages) for _ in range(recipe.repeats[page[0]])]
    form = Form(recipe, len(mean))
    optimizer = torch.optim.AdamW(form.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    steps = math.ceil(len(shown) / recipe.pages) * recipe.epochs
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=steps, pct_start=_WARM)
    keep = torch.optim.swa_utils.get_ema_multi_avg_fn(recipe.average)
    average = torch.optim.swa_utils.AveragedModel(form, multi_avg_fn=keep)
    for _ in range(recipe.epochs):
        drawn = [chance.choices(pages[page], odds[page])[0] for page in shown]
        drawn.sort(key=lambda sample: min(len(sample.rows), recipe.longest) + 40 * chance.random())
        batches = [drawn[at : at + recipe.pages] for at in range(0, len(drawn), recipe.pages)]
        chance.shuffle(batches)
        for batch in batches:
            loss = _loss(form, [_shown(sample, recipe, chance, mean, spread) for sample in batch], recipe)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(form.parameters(), 1.0)
            optimizer.step()
            rates.step()
            average.update_parameters(form)
    return export(average.module, recipe, mean, spread)


def _scale(samples: Sequence[Sample]) -> tuple[Array, Array]:
    rows = np.concatenate([sample.rows[:_SHOWN] for sample in samples[::7]]).astype(np.float32)
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), _LEAST_SPREAD)
    if len(mean) > ARTICLE:  # what is wanted is set for each page as it is shown
        mean[ARTICLE], spread[ARTICLE] = 0, 1
    return mean, spread


def _odds(sample: Sample, recipe: Recipe) -> float:
    """How often a copy of a page is drawn."""
    converter, how, _ = sample.variant.split()
    if sample.source == "gold" and how == "whole":
        return 1.0
    return recipe.copies[how] * (1 if converter == "markitdown" else recipe.other_converters)


def _shown(sample: Sample, recipe: Recipe, chance: random.Random, mean: Array, spread: Array) -> _Item:
    """A copy as it is shown this time: a stretch of it, and not always with what the other judges know."""
    rows = sample.rows.astype(np.float32)
    mode = chance.random()
    if mode < recipe.alone:
        rows[:, TEMPLATE + OTHERS] = 0
    elif mode < recipe.alone + recipe.untemplated:
        rows[:, TEMPLATE] = 0
    if rows.shape[1] > ARTICLE:
        asked = recipe.asked_for_article.get(
            (sample.source, sample.kind), recipe.asked_for_article.get((sample.source, ""), 0)
        )
        rows[:, ARTICLE] = chance.random() < asked
    start = chance.randrange(max(len(rows) - recipe.longest, 0) + 1)
    part = slice(start, start + recipe.longest)
    rows, sure, size = rows[part], sample.sure[part], sample.size[part]
    gone = rows[:, _TAKEN].max(axis=1) > 0
    weight = sure * (size + 1) ** recipe.size_power * np.where(gone, recipe.taken, 1)
    scaled = ((rows - mean) / spread).clip(-WIDEST, WIDEST)
    return _Item(scaled, sample.content[part], weight.astype(np.float32), size * sure * ~gone)


def _loss(form: Form, items: Sequence[_Item], recipe: Recipe) -> Tensor:
    longest = max(len(item.rows) for item in items)
    rows, content, weight, words = (
        torch.from_numpy(np.stack([_padded(item[column], longest) for item in items])) for column in range(4)
    )
    there = torch.tensor([[float(at < len(item.rows)) for at in range(longest)] for item in items])
    scores = form(rows, there)
    blocks = functional.binary_cross_entropy_with_logits(scores, content, reduction="none") * weight
    loss = (blocks.sum(1) / weight.sum(1).clamp(min=1e-3)).mean()
    chances = torch.sigmoid(scores) * words
    hits = (chances * content).sum(1)
    f1 = (2 * hits + 1) / (chances.sum(1) + (words * content).sum(1) + 1)
    result: Tensor = loss + recipe.page_f1 * (1 - f1).mean()
    return result


def _padded(values: Array, length: int) -> Array:
    padded = np.zeros((length, *values.shape[1:]), np.float32)
    padded[: len(values)] = values
    return padded


def export(form: nn.Module, recipe: Recipe, mean: Array, spread: Array) -> Network:
    """The network as numpy runs it."""
    weights = {name: tensor.detach().numpy().copy() for name, tensor in form.state_dict().items()}
    return Network(
        mean=mean,
        scale=spread,
        first=np.ascontiguousarray(weights["first.weight"].T),
        first_bias=weights["first.bias"],
        convolutions=tuple(
            Convolution(
                np.ascontiguousarray(
                    weights[f"convolutions.{number}.weight"].transpose(1, 2, 0).reshape(recipe.channels, -1)
                ),
                weights[f"convolutions.{number}.bias"],
                stride,
            )
            for number, stride in enumerate(recipe.strides)
        ),
        joint=np.ascontiguousarray(weights["joint.weight"].T),
        joint_bias=weights["joint.bias"],
        last=weights["last.weight"][0],
        last_bias=float(weights["last.bias"][0]),
    )
