"""Conditional laws as named arrays, for files: matrices, and laws that are known at every point."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator

from contextures import arrays as checked
from contextures.archive import Arrays
from contextures.arrays import MOST_CELLS, FloatArray, IntArray, read_only
from contextures.errors import InputError
from contextures.samples.column_law import OfColumn
from contextures.samples.concatenated import Concatenated
from contextures.samples.conditionals import (
    Classes,
    Columns,
    Conditional,
    Corrupted,
    Gaussian,
    Masked,
    Matrix,
    Neighbours,
    Preprocessed,
    is_sparse,
)
from contextures.samples.cut import Nearest
from contextures.samples.matrices import formed, row_sums
from contextures.samples.mixed_laws import Chained, Combined, Joined, Shared
from contextures.samples.model_laws import Leaves, Taught
from contextures.samples.named_laws import UNITS, Listed, Words
from contextures.samples.preprocessing import LEARNED, Preprocessor
from contextures.samples.remembered import Remembered
from contextures.samples.stored_models import packed_model, unpacked_model


def packed_matrix(matrix: Matrix, prefix: str) -> Arrays:
    """Return a law as arrays; an implicit one is formed.

    Raises
    ------
    InputError
        As for `refuse_large`.
    """
    if isinstance(matrix, Concatenated):
        parts = {"factors": np.array(len(matrix.factors))}
        parts |= {} if matrix.kept is None else {"kept": matrix.kept}
        for i, factor in enumerate(matrix.factors):
            parts |= packed_matrix(factor, f"factor{i}.")
    elif is_sparse(matrix):
        rows = matrix.tocsr()
        parts = {"data": rows.data, "indices": rows.indices, "indptr": rows.indptr, "shape": np.array(rows.shape)}
    else:
        refuse_large(matrix)
        parts = {"dense": formed(matrix) if isinstance(matrix, LinearOperator) else matrix}
    return {prefix + name: array for name, array in parts.items()}


def refuse_large(matrix: Matrix) -> None:
    """Raise InputError where a law is implicit and has more than 10⁸ cells, so that no file could hold it."""
    cells = matrix.shape[0] * matrix.shape[1]
    if isinstance(matrix, LinearOperator) and not isinstance(matrix, Concatenated) and cells > MOST_CELLS:
        raise InputError(
            f"an implicit law of {cells:.1e} cells cannot be saved; at most {MOST_CELLS:.0e} can, or save the contexts "
            "it was made from"
        )


def unpacked_matrix(arrays: Arrays, prefix: str) -> Matrix:
    """Return the law of `packed_matrix`.

    Raises
    ------
    InputError, KeyError, ValueError
        Where a part is missing, or they are no law with rows of sum 1.
    """
    if prefix + "factors" in arrays:
        return _concatenated(arrays, prefix)
    matrix: Matrix = arrays.get(prefix + "dense")
    if matrix is None:
        indices, pointers = (whole(arrays[prefix + name], prefix + name) for name in ("indices", "indptr"))
        shape = whole(arrays[prefix + "shape"], prefix + "shape")
        matrix = sp.csr_array((arrays[prefix + "data"], indices, pointers), shape=(int(shape[0]), int(shape[1])))
        matrix.check_format(full_check=True)
    if matrix.dtype not in (np.float32, np.float64):
        raise InputError(f"{prefix}data holds values of type {matrix.dtype}; float64 or float32 is right")
    row_sums(matrix)
    return matrix


def _concatenated(arrays: Arrays, prefix: str) -> Concatenated:
    factors = [unpacked_matrix(arrays, f"{prefix}factor{i}.") for i in range(int(arrays[prefix + "factors"]))]
    if not factors or len({factor.shape[0] for factor in factors}) != 1:
        raise InputError(f"{prefix}factors must be laws on the same points, at least one")
    whole = Concatenated(factors)
    if prefix + "kept" not in arrays:
        return whole
    kept = within(arrays[prefix + "kept"], prefix + "kept", 0, whole.tuples)
    if (np.diff(kept) <= 0).any():
        raise InputError(f"{prefix}kept must rise")
    return Concatenated(factors, kept)


def packed_law(law: Conditional | None, prefix: str) -> Arrays:
    """Return a law that is known at every point as arrays.

    Raises
    ------
    InputError
        Where it is of your own making, or as for `packed_matrix`.
    """
    parts: dict[str, Any]
    inner: tuple[Conditional, ...] = ()
    steps: tuple[Matrix, ...] = ()
    if law is None:
        parts = {}
    elif isinstance(law, Neighbours):
        parts = {"points": law.points, "k": law.k}
    elif isinstance(law, Nearest):
        parts = {"points": law.points, "weights": law.weights, "gamma": law.gamma, "kept": law.kept}
    elif isinstance(law, Gaussian):
        parts = {"points": law.points, "weights": law.weights, "gamma": law.gamma, "dtype": law.dtype.name}
    elif isinstance(law, Classes):
        parts = {"labels": law.labels}
    elif isinstance(law, OfColumn):
        parts, inner = {"column": law.column}, (law.law,)
    elif isinstance(law, Masked):
        parts = {"columns": np.concatenate(law.columns), "lengths": [len(c) for c in law.columns]}
        inner = (law.law,)
    elif isinstance(law, Corrupted):
        parts, inner = {"replaced": law.replaced, "values": law.values}, (law.law,)
    elif isinstance(law, Remembered):
        parts, inner = {"marks": law.marks}, (law.law,)
    elif isinstance(law, Columns):
        parts, inner = {"kept": law.kept, "p_kept": law.p_kept}, (law.law,)
    elif isinstance(law, Preprocessed):
        parts, inner = dict(law.steps.learned()), (law.law,)
    elif isinstance(law, Shared):
        parts, inner = {"columns": law.columns}, (law.law,)
    elif isinstance(law, Combined):
        parts, inner = {"weights": law.weights}, law.laws
    elif isinstance(law, Joined):
        parts, inner = {"columns": law.columns, "p_columns": law.p_columns}, law.laws
    elif isinstance(law, Leaves):
        model = packed_model(law.model)
        parts = {"model": model, "stride": law.stride, "leaves": law.leaves, "p_leaves": law.p_leaves}
    elif isinstance(law, Taught):
        parts = {"model": packed_model(law.model), **({} if law.edges is None else {"edges": law.edges})}
    elif isinstance(law, Listed):
        parts = {"labels": law.labels, "p_labels": law.p_labels}
    elif isinstance(law, Words):
        said = {} if law.column is None else {"column": law.column}
        parts = {"words": law.words, "p_words": law.p_words, "ngrams": law.ngrams, "unit": law.unit, **said}
    elif isinstance(law, Chained):
        parts, inner, steps = {"steps": len(law.steps)}, (law.law,), law.steps
    else:
        raise InputError(f"a law of type {type(law).__name__} cannot be saved; the laws that are shipped can")
    packed = {prefix + name: np.asarray(value) for name, value in parts.items()}
    packed[prefix + "kind"] = np.array("none" if law is None else type(law).__name__)
    for i, each in enumerate(inner):
        packed |= packed_law(each, f"{prefix}law{i}.")
    for i, step in enumerate(steps):
        packed |= packed_matrix(step, f"{prefix}step{i}.")
    return packed


def unpacked_law(arrays: Arrays, prefix: str) -> tuple[Conditional | None, int]:
    """Return the law of `packed_law`, and the number of its columns; 0 where there is none.

    Raises
    ------
    InputError, KeyError, ValueError
        Where a part is missing, or they do not fit.
    """
    kind = str(arrays[prefix + "kind"])

    def part(name: str) -> Any:
        return arrays[prefix + name]

    def positions(name: str, size: int) -> IntArray:
        return within(part(name), prefix + name, 0, size)

    def masses(name: str, size: int) -> FloatArray:
        found = checked.probabilities(part(name), prefix + name, 1)
        if len(found) != size:
            raise InputError(f"{prefix}{name} has {len(found)} entries; {size} are right")
        values: FloatArray = part(name)
        return values

    if kind == "none":
        return None, 0
    if kind == "Neighbours":
        points, k = _points(part("points"), prefix), int(part("k"))
        if not 1 <= k <= len(points):
            raise InputError(f"{prefix}k is {k} of {len(points)} points")
        return Neighbours(points, k), len(points)
    if kind == "Nearest":
        points, weights, gamma, kept = (
            _points(part("points"), prefix),
            part("weights"),
            float(part("gamma")),
            part("kept"),
        )
        if weights.shape != points.shape[:1] or not (weights > 0).all() or not 0 < gamma < np.inf:
            raise InputError(f"{prefix}gamma and {prefix}weights must be positive numbers, one weight a point")
        if not 1 <= kept <= len(points):
            raise InputError(f"{prefix}kept is {kept} of {len(points)} points")
        return Nearest(points, weights, gamma, int(kept)), len(points)
    if kind == "Gaussian":
        points, weights = _points(part("points"), prefix), part("weights")
        gamma, dtype = float(part("gamma")), np.dtype(str(part("dtype")))
        if weights.shape != points.shape[:1] or not (weights > 0).all() or not 0 < gamma < np.inf:
            raise InputError(f"{prefix}gamma and {prefix}weights must be positive numbers, one weight a point")
        return Gaussian(points, weights, gamma, dtype), len(points)
    if kind == "Classes":
        return Classes(part("labels")), len(part("labels"))
    if kind == "Leaves":
        leaves = whole(part("leaves"), prefix + "leaves")
        if not len(leaves) or (np.diff(leaves) <= 0).any():
            raise InputError(f"{prefix}leaves must rise")
        model = unpacked_model(part("model"), prefix + "model")
        return Leaves(model, int(part("stride")), leaves, masses("p_leaves", len(leaves))), len(leaves)
    if kind == "Taught":
        model = unpacked_model(part("model"), prefix + "model")
        if prefix + "edges" not in arrays:
            return Taught(model), len(model.classes_)
        edges = checked.finite(part("edges"), prefix + "edges")
        if edges.ndim != 1 or (np.diff(edges) <= 0).any():
            raise InputError(f"{prefix}edges must rise")
        return Taught(model, edges), len(edges) + 1
    if kind == "Listed":
        labels = part("labels")
        return Listed(labels, masses("p_labels", len(labels))), len(labels)
    if kind == "Words":
        words, ngrams = part("words"), tuple(whole(part("ngrams"), prefix + "ngrams").tolist())
        said, column = str(part("unit")), arrays.get(prefix + "column")
        unit = next((known for known in UNITS if known == said), None)
        if unit is None or len(ngrams) != 2 or not 1 <= ngrams[0] <= ngrams[1]:
            raise InputError(f"{prefix}unit is {said!r} and {prefix}ngrams {ngrams}, which go with no words")
        named = None if column is None else str(column)
        return Words(words, masses("p_words", len(words)), ngrams, unit, named), len(words)
    if kind == "Joined":
        columns = part("columns")
        parts = [_inner(arrays, prefix, i) for i in range(columns.shape[1])]
        for j, (_, width) in enumerate(parts):
            within(columns[:, j], f"{prefix}columns", 0, width)
        return Joined(tuple(law for law, _ in parts), columns, masses("p_columns", len(columns))), len(columns)
    if kind == "Combined":
        weights = part("weights")
        checked.probabilities(weights, prefix + "weights", 1)
        parts = [_inner(arrays, prefix, i) for i in range(len(weights))]
        return Combined(tuple(law for law, _ in parts), weights), sum(width for _, width in parts)
    law, width = _inner(arrays, prefix, 0)
    if kind == "Preprocessed":
        return Preprocessed(law, Preprocessor.of_learned({name: part(name) for name in LEARNED})), width
    if kind == "OfColumn" and isinstance(law, Classes):
        return OfColumn(law, str(part("column"))), width
    if kind == "Masked" and isinstance(law, Neighbours | Gaussian):
        columns = positions("columns", law.points.shape[1])
        masks = np.split(columns, np.cumsum(whole(part("lengths"), prefix + "lengths"))[:-1])
        if not all(len(mask) for mask in masks):
            raise InputError(f"{prefix}lengths leaves a mask without a column")
        return Masked(law, masks), width
    if kind == "Corrupted" and isinstance(law, Neighbours | Gaussian):
        replaced, values = part("replaced"), checked.finite(part("values"), prefix + "values")
        if replaced.dtype != np.bool_ or replaced.shape != values.shape or values.shape[1:] != law.points.shape[1:]:
            raise InputError(f"{prefix}replaced and {prefix}values must have a column for each of the points")
        return Corrupted(law, replaced, values), width
    if kind == "Remembered":
        marks = part("marks")
        if marks.ndim != 1 or marks.dtype != np.uint64:
            raise InputError(f"{prefix}marks is no vector of marks")
        return Remembered(law, marks), width
    if kind == "Columns":
        kept = positions("kept", width)
        return Columns(law, kept, masses("p_kept", len(kept))), len(kept)
    if kind == "Shared":
        return Shared(law, covering(part("columns"), prefix + "columns", width)), len(part("columns"))
    if kind == "Chained":
        steps = []
        for i in range(int(part("steps"))):
            steps.append(unpacked_matrix(arrays, f"{prefix}step{i}."))
            if steps[-1].shape[0] != width:
                raise InputError(f"{prefix}step{i} has {steps[-1].shape[0]} rows after {width} values of A")
            width = steps[-1].shape[1]
        return Chained(law, tuple(steps)), width
    raise InputError(f"{prefix}kind is {kind!r}, which is no law")


def _inner(arrays: Arrays, prefix: str, i: int) -> tuple[Conditional, int]:
    law, width = unpacked_law(arrays, f"{prefix}law{i}.")
    if law is None:
        raise InputError(f"{prefix}law{i} is missing")
    return law, width


def _points(values: Any, prefix: str) -> FloatArray:
    points = checked.finite(values, prefix + "points")
    if points.ndim != 2 or points.size == 0:
        raise InputError(f"{prefix}points has shape {points.shape}; (n, p) is right")
    return points


def whole(values: Any, name: str) -> IntArray:
    """Return a vector of whole numbers, read-only; InputError where it is none."""
    if values.ndim != 1 or values.dtype.kind not in "iu":
        raise InputError(f"{name} is no vector of whole numbers")
    return read_only(values)


def within(values: Any, name: str, start: int, stop: int) -> IntArray:
    """Return a vector of positions from start to below stop, read-only; InputError where one is outside."""
    positions = whole(values, name)
    if len(positions) and not (positions.min() >= start and positions.max() < stop):
        raise InputError(f"{name} holds {positions.min()} to {positions.max()}; {start} to {stop - 1} is right")
    return positions


def covering(values: Any, name: str, size: int, start: int = 0) -> IntArray:
    """Return a vector of positions that holds each of 0, …, size − 1, read-only; InputError where one is missing."""
    positions = within(values, name, start, size)
    missing = np.flatnonzero(np.bincount(positions[positions >= 0], minlength=size) == 0)
    if missing.size:
        raise InputError(f"{name} of length {len(positions)} lacks {missing[0]}; each of 0 to {size - 1} is right")
    return positions
