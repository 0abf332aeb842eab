"""How the objectives of chapter 2 without labels are measured: encoders on A, denoising, SVME, KISE, pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace, transpose
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import explained, gap, outer, top_squares, top_sum, whitened
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
def scaled_defect(world: ContextWorld) -> Any:
    """Column by column in L²(P_A), and the trace against the spectrum."""
    psi, (covariance, _) = _psi(world), _grams(world)
    rest = world.operator_a @ psi - psi @ covariance
    left = (world.p_a[..., :, None] * rest**2).sum((-1, -2))
    kept = trace(covariance)
    top = top_squares(world, world.d)
    if world.exact:
        return numbers.add([left, numbers.absolute(numbers.add([top, -kept]))])
    return left + np.abs(top - kept)


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
    """The image of TΨ̃ under TT*Λ, less its projection on span TΨ̃, and the trace there against the spectrum of T*ΛT."""
    phi = _image(world, _psi(world))
    x = world.centred(world.fields["features"])
    operator = world.forward @ (world.backward @ outer(x, world.p_x))
    projector = world.arithmetic.projector(phi, world.p_x)
    image = operator @ phi
    rest = image - projector @ image
    left = (world.p_x[..., :, None] * rest**2).sum((-1, -2))
    whole = (world.p_x[..., :, None] * image**2).sum((-1, -2))
    missing = world.d - world.arithmetic.rank(phi, world.p_x)
    reached = trace(projector @ operator)
    denoising = _denoising_operator(world, True)
    top = top_sum(world, world.arithmetic.eigenvalues(denoising, world.p_a), world.d, trace(denoising))
    if world.exact:
        beyond = numbers.absolute(numbers.add([top, -reached]))
        return numbers.add([missing, left / whole if whole != 0 else fmpq(0), beyond])
    return missing + np.where(whole > 1e-20, left / np.where(whole > 1e-20, whole, 1.0), 0.0) + np.abs(top - reached)


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
