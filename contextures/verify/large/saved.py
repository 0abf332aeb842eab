"""Saves and loads contexts, finite ones and those of samples, and their spectra."""

from __future__ import annotations

from os import PathLike
from typing import Any

import numpy as np
import scipy.sparse as sp

from contextures.errors import InputError
from contextures.verify.archive import Arrays, read_arrays, write_arrays
from contextures.verify.arrays import read_only
from contextures.verify.context import Context
from contextures.verify.large.conditionals import (
    Classes,
    Columns,
    Conditional,
    Gaussian,
    Masked,
    Matrix,
    Neighbours,
    Preprocessed,
    is_sparse,
)
from contextures.verify.large.data_context import DataContext, Spectrum
from contextures.verify.large.preprocessing import LEARNED, Preprocessor
from contextures.verify.large.spectral import Triplets

Path = str | PathLike[str]


def save_context(context: Context | DataContext, path: Path) -> None:
    """Write a context to an .npz file, whole or not at all.

    Parameters
    ----------
    context : Context or DataContext
        With the law at new points, so that its singular functions can still be extended.
    path : path

    Raises
    ------
    InputError
        Where the file cannot be written, or the law is an operator or a law of your own, which no file can hold.
    """
    if isinstance(context, Context):
        context.save(path)
    else:
        write_arrays(path, "data context", _packed(context))


def load_context(path: Path) -> Context | DataContext:
    """Read a context from an .npz file.

    Parameters
    ----------
    path : path
        Written by `save_context` or by the `save` of a context.

    Raises
    ------
    InputError
        Where there is no such file, or it holds no context.
    """
    kind, arrays = read_arrays(path, "context", "data context")
    if kind == "context":
        return Context.load(path)
    return _unpacked(arrays, path)


def save_spectrum(spectrum: Spectrum, path: Path) -> None:
    """Write a spectrum, with its context, to an .npz file; raises as `save_context` does."""
    found = spectrum.triplets
    write_arrays(
        path,
        "spectrum",
        {
            **_packed(spectrum.context),
            "singular_values": found.singular_values,
            "u": found.u,
            "v": found.v,
            "residuals": found.residuals,
            "complete": np.array(found.complete),
            "checks": np.array(found.checks, dtype=str),
            "method": np.array(found.method),
            "resolution": np.array(found.resolution),
        },
    )


def load_spectrum(path: Path) -> Spectrum:
    """Read a spectrum, with its context, from a file written by `save_spectrum`; raises as `load_context` does."""
    arrays = read_arrays(path, "spectrum")[1]
    context = _unpacked(arrays, path)
    try:
        triplets = Triplets(
            arrays["singular_values"],
            arrays["u"],
            arrays["v"],
            arrays["residuals"],
            bool(arrays["complete"]),
            tuple(map(str, arrays["checks"])),
            str(arrays["method"]),
            float(arrays["resolution"]),
        )
    except KeyError as error:
        raise InputError(f"{path} lacks {error}; a file written by `save_spectrum` is right") from error
    return Spectrum(context, triplets)


def load_saved(path: Path) -> Context | DataContext | Spectrum:
    """Read a context or a spectrum; raises as `load_context` does."""
    kind, _ = read_arrays(path, "context", "data context", "spectrum")
    return load_spectrum(path) if kind == "spectrum" else load_context(path)


def _packed(context: DataContext) -> Arrays:
    core = context.core
    if is_sparse(core):
        matrix = core.tocsr()
        stored = {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr, "shape": matrix.shape}
    elif isinstance(core, np.ndarray):
        stored = {"core": core}
    else:
        raise InputError("an implicit law cannot be saved; save the contexts it was made from")
    return {
        **{name: np.asarray(array) for name, array in stored.items()},
        "row_of": context.row_of,
        "column_of": context.column_of,
        "p_rows": context.p_rows,
        "description": np.array(context.description),
        "preprocessing": np.array(context.preprocessing, dtype=str),
        **_packed_law(context.law, "law."),
    }


def _unpacked(arrays: Arrays, path: Path) -> DataContext:
    try:
        core: Matrix = arrays.get("core")
        if core is None:
            shape = (int(arrays["shape"][0]), int(arrays["shape"][1]))
            core = sp.csr_array((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
        return DataContext(
            core,
            read_only(arrays["row_of"]),
            read_only(arrays["column_of"]),
            read_only(arrays["p_rows"]),
            _unpacked_law(arrays, "law."),
            str(arrays["description"]),
            tuple(map(str, arrays["preprocessing"])),
        )
    except KeyError as error:
        raise InputError(f"{path} lacks {error}; a file written by `save` is right") from error


def _packed_law(law: Conditional | None, prefix: str) -> Arrays:
    parts: dict[str, Any]
    inner: Conditional | None = None
    if law is None:
        parts = {}
    elif isinstance(law, Neighbours):
        parts = {"points": law.points, "k": law.k}
    elif isinstance(law, Gaussian):
        parts = {"points": law.points, "weights": law.weights, "gamma": law.gamma, "dtype": law.dtype.name}
    elif isinstance(law, Classes):
        parts = {"labels": law.labels}
    elif isinstance(law, Masked):
        parts = {"columns": np.concatenate(law.columns), "lengths": [len(c) for c in law.columns]}
        inner = law.law
    elif isinstance(law, Columns):
        parts, inner = {"kept": law.kept}, law.law
    elif isinstance(law, Preprocessed):
        parts, inner = law.steps.learned(), law.law
    else:
        raise InputError(f"a law of type {type(law).__name__} cannot be saved; the laws that are shipped can")
    packed = {prefix + name: np.asarray(value) for name, value in parts.items()}
    packed[prefix + "kind"] = np.array("none" if law is None else type(law).__name__)
    return packed if inner is None else packed | _packed_law(inner, prefix + "law.")


def _unpacked_law(arrays: Arrays, prefix: str) -> Conditional | None:
    kind = str(arrays[prefix + "kind"])

    def part(name: str) -> Any:
        return arrays[prefix + name]

    if kind == "none":
        return None
    if kind == "Neighbours":
        return Neighbours(part("points"), int(part("k")))
    if kind == "Gaussian":
        return Gaussian(part("points"), part("weights"), float(part("gamma")), np.dtype(str(part("dtype"))))
    if kind == "Classes":
        return Classes(part("labels"))
    inner: Any = _unpacked_law(arrays, prefix + "law.")
    if kind == "Preprocessed":
        return Preprocessed(inner, Preprocessor.of_learned({name: part(name) for name in LEARNED}))
    if kind == "Masked":
        return Masked(inner, np.split(part("columns"), np.cumsum(part("lengths"))[:-1]))
    return Columns(inner, part("kept"))
