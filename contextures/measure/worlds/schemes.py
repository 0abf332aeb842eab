"""Masking schemes on a cube: the channels from an input to what is seen of it, written out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import product
from typing import Any, ClassVar

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.measure.world import World
from contextures.theory.sorts import Ratio, Sort

Array = NDArray[Any]

MASKED = 0
"""The letter of a masked coordinate; the others are −1 and 1."""


class SchemeWorld(World):
    """The uniform cube {−1,1}^m and a rate α."""

    main = "alpha"
    choices = ("m",)
    sorts: ClassVar[Mapping[str, Sort]] = {
        "alpha": Ratio(text="rate or level α"),
    }

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Count rates at the ends."""
        rate = self.fields["alpha"]
        return {f"α = {end}": np.asarray(rate == end) for end in (0, 1)}

    @cached_property
    def points(self) -> Array:
        """The inputs, (2^m, m)."""
        return np.array(list(product((-1, 1), repeat=self.chosen["m"])))

    @cached_property
    def views(self) -> Array:
        """What may be seen of an input, (3^m, m)."""
        return np.array(list(product((-1, MASKED, 1), repeat=self.chosen["m"])))

    @cached_property
    def masked(self) -> Array:
        """P(a|x) under random masking, (..., 2^m, 3^m)."""
        hidden = (self.views == MASKED).sum(1)
        fits = ((self.views[None] == MASKED) | (self.views[None] == self.points[:, None])).all(2)
        rate = self.fields["alpha"]
        weights = [rate**k * (1 - rate) ** (self.chosen["m"] - k) for k in range(self.chosen["m"] + 1)]
        return self._table(weights, np.where(fits, hidden, -1))

    def blocks(self, rate: Any) -> Array:
        """P(a|x) under block masks of ⌈αm⌉ coordinates after flips with some rate, (..., 2^m, starts·2^(m−r)...).

        A column is a start and a sign for each coordinate; masked coordinates carry no sign.
        """
        if self.exact:
            return self._blocks(rate, min(self.chosen["m"], int((self.fields["alpha"] * self.chosen["m"]).ceil())))
        hidden = np.ceil(np.minimum(self.fields["alpha"], 1.0) * self.chosen["m"] - 1e-12).astype(int)
        tables = [self._blocks(rate, r) for r in range(self.chosen["m"] + 1)]
        widest = max(table.shape[-1] for table in tables)
        padded = [np.pad(t, ((0, 0), (0, 0), (0, widest - t.shape[-1]))) for t in tables]
        return np.asarray(np.stack(padded)[hidden, np.arange(self.count)])

    def _blocks(self, rate: Any, r: int) -> Array:
        m = self.chosen["m"]
        starts = m - r + 1
        tables = []
        for start in range(starts):
            kept = [j for j in range(m) if not start <= j < start + r]
            seen = np.array(list(product((-1, 1), repeat=len(kept)))).reshape(2 ** len(kept), len(kept))
            wrong = (seen[None] != self.points[:, None, kept]).sum(2)
            weights = [rate**k * (1 - rate) ** (len(kept) - k) / starts for k in range(len(kept) + 1)]
            tables.append(self._table(weights, wrong))
        return np.concatenate(tables, axis=-1)

    def _table(self, weights: list[Any], which: Array) -> Array:
        """Look weights up by a table of positions; −1 means zero."""
        if self.exact:
            table = np.empty(which.shape, dtype=object)
            table.ravel()[:] = [fmpq(0) if k < 0 else fmpq(weights[k]) for k in which.ravel()]
            return table
        columns = np.stack([np.broadcast_to(w, (self.count,)) for w in weights] + [np.zeros(self.count)], axis=1)
        return np.asarray(columns[:, which])

    def complexity(self, channel: Array) -> Any:
        """max_x Σ_a P(a|x)²/P(a), under a uniform input."""
        mean = channel.sum(-2) / len(self.points)
        if self.exact:
            safe = np.array([value if value != 0 else fmpq(1) for value in mean], dtype=object)
        else:
            safe = np.where(mean > 0, mean, 1.0)
        return (channel**2 / safe[..., None, :]).sum(-1).max(-1)

    @cached_property
    def characters(self) -> Array:
        """χ_S as columns, (2^m, 2^m), with the sets in the order of the points (1 means in S)."""
        sets = self.points == 1
        found = np.where(sets[None], self.points[:, None], 1).prod(2)
        return np.asarray(found.astype(object) if self.exact else found)

    @cached_property
    def images(self) -> Array:
        """TT*χ_S under random masking."""
        channel = self.masked
        mean = channel.sum(-2)
        if self.exact:
            safe = np.array([value if value != 0 else fmpq(1) for value in mean], dtype=object)
        else:
            safe = np.where(mean > 0, mean, 1.0)
        backward = np.swapaxes(channel / safe[..., None, :], -1, -2)
        return np.asarray(channel @ (backward @ self.characters))
