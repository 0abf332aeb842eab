"""Where the numbers of a figure come from: a seed, and a folder of real tables if there is one."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Source:
    """What figures are made from.

    Attributes
    ----------
    seed : int
    folder : Path or None
        Real tables; where None, or where it lacks a table, a bundled one stands in.
    """

    seed: int = 0
    folder: Path | None = None

    def rng(self, name: str) -> np.random.Generator:
        """Return the random stream of a name."""
        return np.random.default_rng((self.seed, zlib.crc32(name.encode())))
