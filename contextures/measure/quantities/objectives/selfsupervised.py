"""How the objectives of chapter 2 without labels are measured: encoders on A, denoising, graphs, SVME, KISE, pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace, transpose
from contextures.exact.numbers import UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import explained, gap, outer, top_sum, whitened
from contextures.measure.worlds.contexts import ContextWorld

# Encoders on A


def _psi(world: ContextWorld) -> Any:
    """Ψ with its mean removed."""
    return world.centred_a(world.fields["dual_encoder"])


def _image(world: ContextWorld, psi: Any) -> Any:
    """TΨ."""
    return world.cleaned(world.forward @ psi, psi)


@quantity("dual_encoder")
def right_gap(world: ContextWorld) -> Any:
    """Trace of T*T on the span of Ψ, and its dimension."""
    return gap(world, world.operator_a, world.p_a, world.fields["dual_encoder"], world.d)


@quantity("dual_encoder")
def centred_right_gap(world: ContextWorld) -> Any:
    """Trace of T*T on the span of Ψ̃, and its dimension."""
    return gap(world, world.operator_a, world.p_a, _psi(world), world.d)


@quantity("dual_encoder")
def image_gap(world: ContextWorld) -> Any:
    """Trace of TT* on the span of TΨ, and its dimension."""
    return gap(world, world.operator_x, world.p_x, _image(world, world.fields["dual_encoder"]), world.d)


@quantity("dual_encoder")
def learned_gap(world: ContextWorld) -> Any:
    """Trace of TT* on the span of TΨ̃, and its dimension."""
    return gap(world, world.operator_x, world.p_x, _image(world, _psi(world)), world.d)


@quantity("dual_encoder")
def kernel_share(world: ContextWorld) -> Any:
    """Projection on the range of T*T; 0 for a constant Ψ."""
    psi = _psi(world)
    rest = psi - world.inverse_operator_a @ (world.operator_a @ psi)
    whole = (world.p_a[..., :, None] * psi**2).sum((-1, -2))
    left = (world.p_a[..., :, None] * rest**2).sum((-1, -2))
    if world.exact:
        return left / whole if whole != 0 else fmpq(0)
    return np.where(whole > 0, left / np.where(whole > 0, whole, 1.0), 0.0)


def _grams(world: ContextWorld) -> tuple[Any, Any]:
    """Covariances of Ψ on A and of TΨ̃ on X."""
    psi = _psi(world)
    image = _image(world, psi)
    return (
        transpose(psi) @ (world.p_a[..., :, None] * psi),
        transpose(image) @ (world.p_x[..., :, None] * image),
    )


@quantity("dual_encoder")
def contrastive_loss(world: ContextWorld) -> Any:
    """Over pairs (a, a⁺) with law Σ_x P⁺(a|x)P⁺(a⁺|x)P_X(x), and independent pairs."""
    inner = _psi(world) @ transpose(_psi(world))
    positive = transpose(world.forward) @ (world.p_x[..., :, None] * world.forward)
    independent = world.p_a[..., :, None] * world.p_a[..., None, :]
    return (independent * inner**2).sum((-1, -2)) / 2 - (positive * inner).sum((-1, -2))


@quantity("dual_encoder")
def coefficient_form(world: ContextWorld) -> Any:
    """‖B‖² − 2Tr(BD), with ‖B‖ = ‖Cov Ψ‖ and Tr(BD) = Tr Cov TΨ̃."""
    on_a, on_x = _grams(world)
    return (on_a**2).sum((-1, -2)) - 2 * trace(on_x)


@quantity("dual_encoder")
def noncontrastive_loss(world: ContextWorld) -> Any:
    """2E‖Ψ(A)‖² − 2E⟨Ψ(A),Ψ(A⁺)⟩ as a form in Ψ̃, whitened."""
    positive = transpose(world.forward) @ (world.p_x[..., :, None] * world.forward)
    return 2 * world.d - 2 * whitened(world, _psi(world), world.p_a, positive)


# Denoising


def _inputs(world: ContextWorld, centred: bool) -> Any:
    """E[X|a] for the positions of the inputs, the mean of X removed or not."""
    x = world.fields["features"]
    return world.backward @ (world.centred(x) if centred else x)


def _mean_square(world: ContextWorld, centred: bool) -> Any:
    x = world.fields["features"]
    x = world.centred(x) if centred else x
    return (world.p_x[..., :, None] * x**2).sum((-1, -2))


def _denoising_operator(world: ContextWorld, centred: bool) -> Any:
    return outer(_inputs(world, centred), world.p_a)


def _denoising_minimum(world: ContextWorld, centred: bool) -> Any:
    operator = _denoising_operator(world, centred)
    top = top_sum(world, world.arithmetic.eigenvalues(operator, world.p_a), world.d, trace(operator))
    whole = _mean_square(world, centred)
    return numbers.add([whole, numbers.multiply([fmpq(-1), top])]) if world.exact else whole - top


@quantity("dual_encoder", "features")
def denoising_loss(world: ContextWorld) -> Any:
    """Least squares of each coordinate of X on 1 and the ψ_i."""
    projector = world.arithmetic.projector(_psi(world), world.p_a)
    return _mean_square(world, True) - explained(projector, _inputs(world, True), world.p_a)


@quantity("dual_encoder", "features")
def denoising_plain_loss(world: ContextWorld) -> Any:
    """Least squares of each coordinate of X on the ψ_i as they stand."""
    projector = world.arithmetic.projector(world.fields["dual_encoder"], world.p_a)
    return _mean_square(world, False) - explained(projector, _inputs(world, False), world.p_a)


@quantity("features")
def denoising_minimum(world: ContextWorld) -> Any:
    """Eigenvalues of the matrix of T*ΛT."""
    return _denoising_minimum(world, True)


@quantity("features")
def denoising_plain_minimum(world: ContextWorld) -> Any:
    """Eigenvalues of the matrix of T*ΛT."""
    return _denoising_minimum(world, False)


@quantity("features")
def denoising_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of the matrix of T*ΛT."""
    return world.arithmetic.eigenvalues(_denoising_operator(world, True), world.p_a)


@quantity("features")
def denoising_plain_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of the matrix of T*ΛT."""
    return world.arithmetic.eigenvalues(_denoising_operator(world, False), world.p_a)


@quantity("dual_encoder", "features")
def denoising_gap(world: ContextWorld) -> Any:
    """Trace of T*ΛT on the span of Ψ̃, and its dimension."""
    return gap(world, _denoising_operator(world, True), world.p_a, _psi(world), world.d)


@quantity("dual_encoder", "features")
def denoising_plain_gap(world: ContextWorld) -> Any:
    """Trace of T*ΛT on the span of Ψ̃, and its dimension."""
    return gap(world, _denoising_operator(world, False), world.p_a, _psi(world), world.d)


@quantity("dual_encoder", "features")
def denoising_plain_gap_as_is(world: ContextWorld) -> Any:
    """Trace of T*ΛT on the span of Ψ, and its dimension."""
    return gap(world, _denoising_operator(world, False), world.p_a, world.fields["dual_encoder"], world.d)


@quantity("dual_encoder", "features")
def denoising_image_defect(world: ContextWorld) -> Any:
    """The image of TΨ̃ under TT*Λ, less its projection on span TΨ̃."""
    phi = _image(world, _psi(world))
    x = world.centred(world.fields["features"])
    image = world.forward @ (world.backward @ (x @ (transpose(x) @ (world.p_x[..., :, None] * phi))))
    rest = image - world.arithmetic.projector(phi, world.p_x) @ image
    left = (world.p_x[..., :, None] * rest**2).sum((-1, -2))
    whole = (world.p_x[..., :, None] * image**2).sum((-1, -2))
    missing = world.d - world.arithmetic.rank(phi, world.p_x)
    if world.exact:
        return missing + (left / whole if whole != 0 else 0)
    return missing + np.where(whole > 1e-20, left / np.where(whole > 1e-20, whole, 1.0), 0.0)


# Graphs


@quantity()
def asymmetry(world: ContextWorld) -> Any:
    """Entry by entry."""
    if world.sizes["N"] != world.sizes["M"]:
        return world.joint.sum((-1, -2))
    return np.abs(world.joint - transpose(world.joint)).max((-1, -2))


def _walk(world: ContextWorld) -> Any:
    """T on mean-zero functions of a graph: the constant removed; symmetric part, so that floats stay real."""
    if world.sizes["N"] != world.sizes["M"]:
        raise UndefinedError("not a walk on one space") if world.exact else ValueError("not square")
    half = fmpq(1, 2) if world.exact else 0.5
    return (world.joint + transpose(world.joint)) * half / world.p_x[..., :, None] - world.p_x[..., None, :]


def _undefined(world: ContextWorld) -> Any:
    return np.full(len(world.joint), np.nan)


@quantity()
def walk_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of the walk with the constant shifted below all others, and left out."""
    n = world.sizes["N"]
    if not world.exact and n != world.sizes["M"]:
        return [_undefined(world)] * (n - 1)
    shifted = _walk(world) - 2 * world.p_x[..., None, :]
    return world.arithmetic.eigenvalues(shifted, world.p_x)[: n - 1]


@quantity("encoder")
def graph_loss(world: ContextWorld) -> Any:
    """d − Tr(C⁻¹ΦᵀWΦ), W the edge law."""
    if not world.exact and world.sizes["N"] != world.sizes["M"]:
        return _undefined(world)
    return world.d - whitened(world, world.encoder, world.p_x, world.p_x[..., :, None] * _walk(world))


@quantity("encoder")
def edge_gap(world: ContextWorld) -> Any:
    """Trace of (I + T)/2 on the span of Φ̃, and its dimension."""
    if not world.exact and world.sizes["N"] != world.sizes["M"]:
        return _undefined(world)
    half = fmpq(1, 2) if world.exact else 0.5
    operator = (world.identity - world.p_x[..., None, :] + _walk(world)) * half
    return gap(world, operator, world.p_x, world.encoder, world.d)


@quantity(first=0)
def laplacian_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of I − D^{-1}W, the constant included."""
    n = world.sizes["N"]
    if not world.exact and n != world.sizes["M"]:
        return [_undefined(world)] * n
    laplacian = world.identity - (_walk(world) + world.p_x[..., None, :])
    return world.arithmetic.eigenvalues(laplacian, world.p_x)[::-1]


# SVME, KISE, cross-modal


@quantity("encoder")
def svme_loss(world: ContextWorld) -> Any:
    """E‖Φ(X) − (T*Φ)(A)‖² as a form in Φ̃, whitened."""
    p_x, p_a, back = world.p_x[..., :, None], world.p_a[..., :, None], world.backward
    form = world.identity * p_x - 2 * world.joint @ back + transpose(back) @ (p_a * back)
    return whitened(world, world.encoder, world.p_x, form)


@quantity("encoder", "dual_encoder")
def svme_loss_of(world: ContextWorld) -> Any:
    """E‖Φ_w − Ψ‖² with Φ_w = Φ̃L, LLᵀ = C⁻¹, and ΨL in place of Ψ."""
    phi, psi = world.encoder, world.fields["dual_encoder"]
    gram = transpose(phi) @ (world.p_x[..., :, None] * phi)
    cross = transpose(phi) @ world.joint @ psi
    dual = transpose(psi) @ (world.p_a[..., :, None] * psi)
    size = np.abs(gram).max((-1, -2))
    inverse = world.arithmetic.inverse(gram, size)
    return trace(inverse @ (gram - cross - transpose(cross) + dual))


@quantity("encoder")
def kise_value(world: ContextWorld) -> Any:
    """Σ_{x,x'} P_X(x)P_X(x')k_X(x,x')⟨Φ̃(x),Φ̃(x')⟩ as a form in Φ̃, whitened."""
    form = world.p_x[..., :, None] * world.kernel_x * world.p_x[..., None, :]
    return whitened(world, world.encoder, world.p_x, form)


@quantity("encoder")
def kise_pair_loss(world: ContextWorld) -> Any:
    """Over pairs with law Σ_a P_A(a)P⁺(x|a)P⁺(x'|a), as a form in Φ̃, whitened."""
    pairs = transpose(world.backward) @ (world.p_a[..., :, None] * world.backward)
    degrees = pairs.sum(-1)
    form = 2 * (world.identity * degrees[..., :, None] - pairs)
    return whitened(world, world.encoder, world.p_x, form)


@quantity("encoder", "dual_encoder")
def cross_modal_loss(world: ContextWorld) -> Any:
    """Over P⁺ and over the product law."""
    inner = world.fields["encoder"] @ transpose(world.fields["dual_encoder"])
    product = world.p_x[..., :, None] * world.p_a[..., None, :]
    return (product * inner**2).sum((-1, -2)) - 2 * (world.joint * inner).sum((-1, -2))


@quantity("encoder", "dual_encoder")
def cross_modal_distance(world: ContextWorld) -> Any:
    """Entry by entry."""
    inner = world.fields["encoder"] @ transpose(world.fields["dual_encoder"])
    product = world.p_x[..., :, None] * world.p_a[..., None, :]
    ratio = world.backward_density
    return (product * ((inner - ratio) ** 2 - ratio**2)).sum((-1, -2))


@quantity("encoder")
def cross_modal_best(world: ContextWorld) -> Any:
    """−Tr(P_Φ TT*), by least squares for Ψ."""
    return -trace(world.arithmetic.projector(world.fields["encoder"], world.p_x) @ (world.forward @ world.backward))


@quantity("encoder")
def full_gap(world: ContextWorld) -> Any:
    """Trace of TT*, the constant included, on the span of Φ, and its dimension."""
    return gap(world, world.forward @ world.backward, world.p_x, world.fields["encoder"], world.d)


# Nested classes


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
