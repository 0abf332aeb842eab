"""Fitted models of scikit-learn as arrays of bytes, without pickled objects: read back only where they are sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.samples.model_laws import name_of_model

TREES = ("sklearn.tree._tree.Tree", "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor")
"""Trees, whose nodes are checked after they are read; all other types are those that skops trusts."""


def packed_model(model: Any) -> NDArray[np.uint8]:
    """Return a fitted model as bytes in the format of skops.

    Raises
    ------
    InputError
        Where skops is absent, or the model holds what it cannot keep or would not read back without being told to.
    """
    io = _skops()
    try:
        kept = io.dumps(model)
        strange = set(io.get_untrusted_types(data=kept)) - set(TREES)
    except Exception as error:
        raise InputError(f"{name_of_model(model)} cannot be saved: {' '.join(str(error).split())}") from error
    if strange:
        raise InputError(
            f"{name_of_model(model)} holds {min(strange)}, which a file cannot hold safely; a model made of "
            "scikit-learn's own parts is right"
        )
    return np.frombuffer(kept, dtype=np.uint8)


def unpacked_model(kept: Any, name: str) -> Any:
    """Return the model of `packed_model`.

    Raises
    ------
    InputError
        Where skops is absent, the bytes are no model, or its trees are not sound.
    """
    io = _skops()
    if getattr(kept, "dtype", None) != np.uint8 or kept.ndim != 1:
        raise InputError(f"{name} holds no bytes of a model")
    try:
        model = io.loads(kept.tobytes(), trusted=list(TREES))
    except Exception as error:
        raise InputError(f"{name} holds no model that can be read: {' '.join(str(error).split())[:200]}") from error
    for tree, columns in _trees(model, 0, set()):
        if not _sound(tree, columns):
            raise InputError(f"{name} holds a tree whose nodes do not fit together")
    return model


def _skops() -> Any:
    try:
        import skops.io
    except ImportError as error:
        raise InputError("models are kept in files by skops; pip install 'contextures[data]' brings it") from error
    return skops.io


def _trees(value: Any, columns: int, seen: set[int]) -> Iterator[tuple[Any, int]]:
    """The trees in a model, at any depth, each with the number of columns that the model around it takes."""
    if id(value) in seen or isinstance(value, str | bytes | int | float | None):
        return
    seen.add(id(value))
    parts: Any = ()
    if f"{type(value).__module__}.{type(value).__name__}" in TREES:
        yield value, columns
    elif isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, list | tuple):
        parts = value
    elif isinstance(value, np.ndarray):
        parts = value.ravel() if value.dtype.hasobject else ()
    elif hasattr(value, "__dict__"):
        columns, parts = int(getattr(value, "n_features_in_", columns)), vars(value).values()
    for part in parts:
        yield from _trees(part, columns, seen)


def _sound(tree: Any, columns: int) -> bool:
    """Whether every node has its children after it, inside the tree, and looks at a column that is there."""
    if type(tree).__name__ == "TreePredictor":
        nodes = tree.nodes
        inner = ~nodes["is_leaf"].astype(bool)
        left, right, feature = (nodes[name][inner].astype(np.int64) for name in ("left", "right", "feature_idx"))
        bitsets = nodes["bitset_idx"][inner & nodes["is_categorical"].astype(bool)]
        if len(bitsets) and int(bitsets.max()) >= len(tree.raw_left_cat_bitsets):
            return False
    else:
        inner = tree.children_left != -1
        if (tree.children_right[~inner] != -1).any() or tree.n_features > columns:
            return False
        left, right, feature = tree.children_left[inner], tree.children_right[inner], tree.feature[inner]
    place, size = np.flatnonzero(inner), len(inner)
    after = (left > place).all() and (right > place).all() and (np.r_[left, right] < size).all()
    return bool(size and after and (feature >= 0).all() and (feature < columns).all())
