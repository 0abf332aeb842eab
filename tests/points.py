"""Samples, new ones, targets and texts that contexts are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

RNG = np.random.default_rng(3)
X = RNG.normal(size=(120, 4))
NEW = RNG.normal(size=(7, 4))
FRAME = pd.DataFrame(X, columns=list("abcd")).assign(kind=np.where(X[:, 1] > 0, "u", "v"))
NEW_FRAME = pd.DataFrame(NEW, columns=list("abcd")).assign(kind="u")
Y = X[:, 0] + 0.5 * X[:, 1] ** 2
CLASSES = np.digitize(Y, [-0.5, 0.5])
TEXTS = ["red apple pie", "red rose", "blue sky", "blue sea sky", "red sky apple", "an apple, an apple", "sea and sky"]


def dense(law: Any) -> Any:
    return law @ np.eye(law.shape[1])
