"""What an encoder or a task is worth on a context, in floats: the public functions of chapter 3."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import FloatArray
from contextures.contexts.context import Context, finite_context
from contextures.errors import InputError
from contextures.exact.arithmetic import Floats
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.suprema.quadratic_forms import edge_of_squares
from contextures.measure.suprema.worst_case import batch_solution
from contextures.measure.worlds.contexts import ContextWorld
from contextures.reading.content import with_pandas


def worst_case_error(context: Context, encoder: ArrayLike, epsilon: float) -> float:
    """Return err(Φ; F_ε): the largest squared linear-probe error over unit tasks of compatibility at least 1 − ε.

    Parameters
    ----------
    context : Context
    encoder : array_like, (N, d) or (N,)
        Values of Φ on the rows of the context, the original or the kept ones.
    epsilon : float
        In [1 − s_1, 1].

    Returns
    -------
    float
        In [0, 1], to 1e-10.

    Raises
    ------
    InputError
        If ε < 1 − s_1 (there is no unit task), ε > 1, or the encoder has the wrong length.

    Notes
    -----
    C25 §4. The optimum over tasks is exact for any encoder: one quadratic constraint on the sphere has no duality gap.

    Examples
    --------
    >>> import numpy as np
    >>> from contextures import Context, worst_case_error
    >>> context = Context.from_table([[3, 1, 0], [1, 3, 1], [0, 1, 3]])
    >>> round(worst_case_error(context, context.left[:, :1], 0.35), 4)
    0.3182
    """
    if not (isinstance(epsilon, int | float | np.number) and 0 <= epsilon <= 1):
        raise InputError(f"epsilon must be a number from 0 to 1, not {epsilon!r}")
    finite_context(context)
    top = float(context.singular_values[0]) if len(context.singular_values) else 0.0
    if context.n_x < 2 or (1 - epsilon) ** 2 > top**2 + edge_of_squares(top**2):
        raise InputError(f"epsilon = {epsilon} leaves no unit task: it must be at least 1 − s_1 = {1 - top:.6g}")
    return _measure(context, "error", encoder=encoder, epsilon=epsilon)


def worst_task(context: Context, encoder: ArrayLike, epsilon: float) -> Any:
    """Return the task on which an encoder is worst: a unit task of compatibility at least 1 − ε, by the rows' labels.

    Parameters
    ----------
    context, encoder, epsilon
        As for `worst_case_error`.

    Returns
    -------
    Series, (n_x,)
        Of mean zero and variance 1 under P_X; its sign is such that its largest entry in size is positive. The squared
        error of the best linear probe on it is `worst_case_error`.

    Raises
    ------
    InputError
        As for `worst_case_error`, and where pandas is absent.

    Examples
    --------
    >>> import contextures as cx
    >>> smoking = cx.load_table("smoking")
    >>> cx.worst_task(smoking, smoking.left[:, :1], 0.8).idxmax()
    'SM'
    """
    series = with_pandas("a task by label").Series
    worst_case_error(context, encoder, epsilon)
    columns = context.encoder_on_x(encoder)
    fields = {"joint": context.joint[None], "encoder": columns[None], "epsilon": np.asarray([float(epsilon)])}
    world = ContextWorld(fields, {"d": columns.shape[1]}, Floats())
    task = world.left_modes.functions[0] @ batch_solution(world).task[0]
    return series(task * (1.0 if task[np.abs(task).argmax()] > 0 else -1.0), index=list(context.row_labels))


def compatibility(context: Context, f: ArrayLike) -> float:
    """Return ρ(f), the largest correlation of the task f(X) with a function of A.

    Parameters
    ----------
    context : Context
    f : array_like, (N,)
        Values of the task on the rows of the context, the original or the kept ones.

    Returns
    -------
    float
        In [0, 1].

    Raises
    ------
    InputError
        If f is constant or of the wrong length.

    Notes
    -----
    C25 Definition 13.
    """
    task = finite_context(context).on_x(f)
    if task.ndim != 1:
        raise InputError(f"a task has one value for each row, not {task.shape[1]}")
    if not ContextWorld({"joint": context.joint[None], "task": task[None]}, {"d": 1}, Floats()).task.any():
        raise InputError("the compatibility of a constant task is not defined")
    return float(np.sqrt(_measure(context, "rho_square", task=task)))


def ratio_trace(context: Context, encoder: ArrayLike) -> float:
    """Return RT(Φ) = Tr(C_Φ⁻¹B_Φ), over a maximal independent subset of the centred columns.

    Parameters
    ----------
    context : Context
    encoder : array_like, (N, d) or (N,)
        Values of Φ on the rows of the context, the original or the kept ones.

    Returns
    -------
    float
        In [0, Σ_{i≤d} s_i²].

    Raises
    ------
    InputError
        If the encoder has the wrong length or an entry that is not finite.

    Notes
    -----
    C25 Definition 21.
    """
    return _measure(context, "RT", encoder=encoder)


def trace_gap(context: Context, encoder: ArrayLike) -> float:
    """Return TG(Φ) = min over d' of s_1² + … + s_{d'+1}² less the best ratio trace of d' functions of the span.

    Parameters
    ----------
    context : Context
    encoder : array_like, (N, d) or (N,)
        Values of Φ on the rows of the context, the original or the kept ones.

    Returns
    -------
    float
        At least 0; s_{d+1}² for the top-d singular functions; infinite for a constant encoder.

    Raises
    ------
    InputError
        If the encoder has the wrong length or an entry that is not finite.

    Notes
    -----
    C25 Definition 23, as printed: a difference of squared singular values, without a root.
    """
    return _measure(context, "trace_gap", encoder=encoder)


def _measure(context: Context, name: str, **fields: Any) -> float:
    arrays: dict[str, FloatArray] = {"joint": finite_context(context).joint[None]}
    d = 1
    for field, value in fields.items():
        if field == "encoder":
            encoder = context.encoder_on_x(value)
            d, arrays[field] = encoder.shape[1], encoder[None]
        else:
            arrays[field] = np.asarray(value, dtype=float)[None]
    return float(FINITE_CONTEXTS.quantities[name](ContextWorld(arrays, {"d": d}, Floats()))[0])
