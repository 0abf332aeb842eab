"""Saves and loads contexts, finite ones and those of samples, and their spectra."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from contextures import arrays as checked
from contextures.archive import Arrays, Path, read_arrays
from contextures.arrays import FloatArray, read_only
from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.samples.approximate import Audit
from contextures.samples.cut import Cut
from contextures.samples.data_context import DataContext, Spectrum, known_context
from contextures.samples.matrices import column_masses
from contextures.samples.mixed_laws import Chained
from contextures.samples.packing import covering, refuse_large, unpacked_law, unpacked_matrix
from contextures.samples.sample_law import Names
from contextures.samples.triplets import Triplets

Found = TypeVar("Found")

AGREEMENT = {8: 1e-6, 4: 1e-2}
"""How far Qv and su of a saved spectrum may be apart, by the bytes of the numbers of its law."""
ORDER = 1e-6
"""How far a singular value may be above the one before."""


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
        Where the file cannot be written, the law is implicit and has more than 10⁸ cells, or what gives it at new
        points is of your own making.
    """
    known_context(context).save(path)


def save_spectrum(spectrum: Spectrum, path: Path) -> None:
    """Write a spectrum, with its context, to an .npz file, whole or not at all; raises as `save_context` does.

    Parameters
    ----------
    spectrum : Spectrum
    path : path
    """
    if not isinstance(spectrum, Spectrum):
        raise InputError(f"spectrum is a {type(spectrum).__name__}; a Spectrum of a DataContext is right")
    spectrum.save(path)


def refuse_unsaveable(context: Context | DataContext) -> None:
    """Raise InputError where a context would be too large to save; nothing is computed."""
    if isinstance(context, DataContext):
        for matrix in (context.core, *(context.law.steps if isinstance(context.law, Chained) else ())):
            refuse_large(matrix)


def load_context(path: Path) -> Context | DataContext:
    """Read a context from an .npz file, or that of a saved spectrum.

    Parameters
    ----------
    path : path
        Written by `save_context`, `save_spectrum` or the `save` of a context.

    Raises
    ------
    InputError
        Where there is no such file, or it holds no sound context.
    """
    found = load_saved(path)
    return found.context if isinstance(found, Spectrum) else found


def load_spectrum(path: Path) -> Spectrum:
    """Read a spectrum, with its context, from a file written by `save_spectrum`; raises as `load_context` does.

    Parameters
    ----------
    path : path
    """
    return _sound(_spectrum, read_arrays(path, "spectrum")[1], path)


def load_saved(path: Path) -> Context | DataContext | Spectrum:
    """Read a context or a spectrum; raises as `load_context` does."""
    kind, arrays = read_arrays(path, "context", "data context", "spectrum")
    if kind == "context":
        return Context.load(path)
    return _sound(_spectrum, arrays, path) if kind == "spectrum" else _sound(_context, arrays, path)


def _sound(make: Callable[[Arrays], Found], arrays: Arrays, path: Path) -> Found:
    """What is made of the arrays of a file; InputError with its name where they are not sound."""
    try:
        return make(arrays)
    except KeyError as error:
        raise InputError(f"{path} lacks {error}; a file written by `save` is right") from error
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise InputError(f"{path} is no sound saved context: {error}") from error


def _context(arrays: Arrays) -> DataContext:
    core = unpacked_matrix(arrays, "core.")
    rows, columns = core.shape
    p_rows = arrays["p_rows"]
    checked.probabilities(p_rows, "p_rows", 1)
    if len(p_rows) != rows or not (p_rows > 0).all():
        raise InputError(f"p_rows has {len(p_rows)} entries, the least {p_rows.min():g}; {rows} of them > 0 are right")
    row_of = covering(arrays["row_of"], "row_of", rows)
    if not (column_masses(core, p_rows) > 0).all():
        raise InputError("the law has a column without mass; values of A that never occur are left out")
    law, width = unpacked_law(arrays, "law.")
    if law is not None and width != columns:
        raise InputError(f"the law at new points has {width} columns; {columns}, as on the sample, are right")
    return DataContext(
        core,
        row_of,
        covering(arrays["column_of"], "column_of", columns, start=-1),
        read_only(p_rows),
        law,
        str(arrays["description"]),
        tuple(map(str, arrays["preprocessing"])),
        None if "audit" not in arrays else _audit(arrays["audit"]),
        None if "cut" not in arrays else _cut(arrays["cut"]),
        tuple(map(str, arrays.get("parts", ()))),
        _labels(arrays, "row_labels", len(row_of)),
        _labels(arrays, "column_labels", len(arrays["column_of"])),
    )


def _labels(arrays: Arrays, name: str, size: int) -> Names | None:
    """Labels where the file has some: it has none of other contexts, or from before they were kept."""
    if name not in arrays:
        return None
    labels = arrays[name]
    if labels.shape != (size,) or labels.dtype.kind != "U" or len(np.unique(labels)) < size:
        raise InputError(f"{name} must be {size} texts that differ")
    return read_only(labels)


def _audit(values: FloatArray) -> Audit:
    recall, lower, least, rows = map(float, values)
    if not 0 <= least <= recall <= 1 or not 0 <= lower <= recall or rows < 1:
        raise InputError("audit holds no recall, a lower bound on it, the least one and a number of rows")
    return Audit(recall, lower, least, int(rows))


def _cut(values: FloatArray) -> Cut:
    kept, mass, share, rows, exact, *partial = map(float, values)
    if kept < 1 or not 0 <= mass <= 1 or not (0 <= share <= 1 or not exact) or rows < 1:
        raise InputError("cut holds no number of points kept, parts of mass left out and a number of rows")
    return Cut(int(kept), mass, share, int(rows), bool(exact), any(partial))


def _spectrum(arrays: Arrays) -> Spectrum:
    context = _context(arrays)
    s, u, v, residuals = (checked.finite(arrays[name], name) for name in ("singular_values", "u", "v", "residuals"))
    k = len(s)
    shapes = (k,), (context.core.shape[0], k), (context.core.shape[1], k), (k,)
    for name, values, shape in zip(
        ("singular_values", "u", "v", "residuals"), (s, u, v, residuals), shapes, strict=True
    ):
        if values.shape != shape:
            raise InputError(f"{name} has shape {values.shape}; {shape} is right")
    if k > context.rank_bound or s.min(initial=0) < 0 or s.max(initial=0) > 1 or np.diff(s).max(initial=0) > ORDER:
        raise InputError("singular_values are not numbers from 1 down to 0, at most as many as there can be")
    signs = 1.0 - 2.0 * (np.arange(k) % 2)
    off = context.operator.forward((v @ signs)[:, None])[:, 0] - u @ (s * signs)
    if np.linalg.norm(off) > AGREEMENT[context.core.dtype.itemsize] * np.sqrt(max(k, 1)):
        raise InputError("u and v are not singular functions of the law")
    triplets = Triplets(
        singular_values=s,
        u=u,
        v=v,
        residuals=residuals,
        complete=bool(arrays["complete"]),
        checks=tuple(map(str, arrays["checks"])),
        method=str(arrays["method"]),
        resolution=float(arrays["resolution"]),
    )
    return Spectrum(context, triplets)
