"""How the optima over nested classes of encoders are measured, each by its own objective."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from contextures.exact import numbers
from contextures.exact.arithmetic import independent_columns, trace, transpose
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import top_sum
from contextures.measure.worlds.contexts import ContextWorld

CLASS_RANK = 1e-14
"""Size below which an eigenvalue of the Gram matrix of normalised features counts as zero, in floats."""


@quantity("classes")
def scaling_value(world: ContextWorld) -> Any:
    """Top Ritz values of TT* on the span of the first k centred features."""
    features = world.centred(world.fields["classes"])
    values = []
    for k in range(1, features.shape[-1] + 1):
        columns = features[..., :k]
        projector = world.arithmetic.projector(columns, world.p_x)
        compressed = projector @ world.operator_x @ projector
        ritz = world.arithmetic.eigenvalues(compressed, world.p_x)
        value = top_sum(world, ritz, world.d, trace(compressed))
        enough = world.arithmetic.rank(columns, world.p_x) >= world.d
        values.append((value if enough else None) if world.exact else np.where(enough, value, np.nan))
    return values


@quantity("classes")
def scaling_missing(world: ContextWorld) -> Any:
    """Squared norms of μ_1..μ_d outside the span of the first k centred features."""
    features = world.centred(world.fields["classes"])
    modes = world.left_modes
    top, norms = modes.functions[..., : world.d], modes.norms[..., : world.d]
    shares = []
    for k in range(1, features.shape[-1] + 1):
        rest = top - world.arithmetic.projector(features[..., :k], world.p_x) @ top
        shares.append(((world.p_x[..., :, None] * rest**2).sum(-2) / norms).sum(-1))
    return shares


Form = Callable[[ContextWorld, Any], Any]
"""World and centred features as columns → the matrix of an objective's quadratic form in their coefficients."""


def _kise_form(world: ContextWorld, columns: Any) -> Any:
    """Σ_{x,x'} P_X(x)P_X(x')k_X(x,x')f_i(x)f_j(x')."""
    kernel = world.p_x[..., :, None] * world.kernel_x * world.p_x[..., None, :]
    return transpose(columns) @ kernel @ columns


def _svme_form(world: ContextWorld, columns: Any) -> Any:
    """E(f_i(X) − E[f_i|A])(f_j(X) − E[f_j|A]) over P⁺."""
    rest = columns[..., :, None, :] - (world.backward @ columns)[..., None, :, :]
    flat = rest.reshape(*rest.shape[:-3], -1, rest.shape[-1])
    weights = world.joint.reshape(*world.joint.shape[:-2], -1)
    return transpose(flat) @ (weights[..., :, None] * flat)


def _optima(world: ContextWorld, form: Form, sign: int) -> list[Any]:
    """Return the sums of the d largest (sign 1) or smallest (−1) eigenvalues of a form on each class, whitened."""
    features = world.centred(world.fields["classes"])
    found = []
    for k in range(1, features.shape[-1] + 1):
        columns = features[..., :k]
        if world.exact:
            basis = columns[:, independent_columns(columns)]
            found.append(_exact_optimum(world, form, basis, sign) if basis.shape[1] >= world.d else None)
            continue
        weighted = np.sqrt(world.p_x)[..., :, None] * columns
        length = np.sqrt((weighted**2).sum(-2, keepdims=True))
        scaled = columns / np.where(length > 0, length, 1.0)
        gram = transpose(scaled) @ (world.p_x[..., :, None] * scaled)
        sizes, axes = np.linalg.eigh(gram)
        kept = sizes > CLASS_RANK
        white = axes * np.where(kept, 1 / np.sqrt(np.where(kept, sizes, 1.0)), 0.0)[..., None, :]
        values = transpose(white) @ form(world, scaled) @ white
        outside = -3.0 * sign * np.eye(k) * ~kept[..., None, :]
        ordered = np.sort(sign * np.linalg.eigvalsh(values + outside), axis=-1)[..., ::-1]
        enough = kept.sum(-1) >= world.d
        found.append(np.where(enough, sign * ordered[..., : world.d].sum(-1), np.nan))
    return found


def _exact_optimum(world: ContextWorld, form: Form, basis: Any, sign: int) -> Any:
    gram = transpose(basis) @ (world.p_x[:, None] * basis)
    operator = world.arithmetic.inverse(gram, None) @ form(world, basis)
    values = world.arithmetic.eigenvalues(operator, world.p_x)
    ordered = values if sign > 0 else values[::-1]
    return trace(operator) if world.d == len(values) else numbers.add(ordered[: world.d])


@quantity("classes")
def scaling_kise(world: ContextWorld) -> Any:
    """Top eigenvalues of the kernel's form on the first k features, whitened by their Gram matrix."""
    return _optima(world, _kise_form, 1)


@quantity("classes")
def scaling_svme(world: ContextWorld) -> Any:
    """Bottom eigenvalues of the form of E(f − T*f)² on the first k features, whitened by their Gram matrix."""
    return _optima(world, _svme_form, -1)
