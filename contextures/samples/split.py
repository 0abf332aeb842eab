"""The rows of a table in three parts: for pretraining, for the probe and for the test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from contextures.arrays import IntArray
from contextures.errors import InputError
from contextures.settings import checked_seed, number

LEAST = 40
"""Rows below which there is no split."""


@final
@dataclass(frozen=True)
class Split:
    """Which rows serve for what.

    Attributes
    ----------
    pretrain, labelled : float
        Parts of the rows that the context is made from and that the probe learns from; the rest is the test.
    seed : int

    Raises
    ------
    InputError
        If the parts are not positive or leave no test rows, or the seed is none.
    """

    pretrain: float = 0.6
    labelled: float = 0.2
    seed: int = 0

    def __post_init__(self) -> None:
        checked_seed(self.seed)
        number(self.pretrain, "pretrain")
        number(self.labelled, "labelled")
        if not (self.pretrain > 0 and self.labelled > 0 and self.pretrain + self.labelled < 1 - 1e-9):
            raise InputError(
                f"the parts {self.pretrain:g} and {self.labelled:g} leave no test rows; positive parts of sum below "
                "1 are right"
            )

    def rows(self, n: int) -> tuple[IntArray, IntArray, IntArray]:
        """Return the rows for pretraining, for the probe, and for the test.

        Raises
        ------
        InputError
            Where there are fewer than 40 rows, or a part is empty.
        """
        first = round(self.pretrain * n)
        second = first + round(self.labelled * n)
        if n < LEAST or not 0 < first < second < n:
            raise InputError(f"{n} rows are too few for the split; at least {LEAST} are right")
        order = np.random.default_rng(self.seed).permutation(n)
        return order[:first], order[first:second], order[second:]

    def without_pretraining(self, rows: IntArray, least: int) -> tuple[IntArray, IntArray]:
        """Return rows for the probe and for the test, in proportion, of rows that pretraining leaves.

        Raises
        ------
        InputError
            Where there are fewer than ``least`` rows, or a part is empty.
        """
        size = round(self.labelled / (1.0 - self.pretrain) * len(rows))
        if len(rows) < least or not 2 <= size < len(rows):
            raise InputError(
                f"{len(rows)} rows are new to the context, too few for a probe and its test; more are right"
            )
        order = np.random.default_rng(self.seed).permutation(rows)
        return order[:size], order[size:]
