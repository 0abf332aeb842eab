"""A kernel on a finite space: its operator, spectrum and transforms, in batches of floats or exactly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from contextures.exact.arithmetic import Rationals, exact_array, trace, transpose
from contextures.exact.numbers import UndefinedError, certainly_less
from contextures.measure.world import World, apply
from contextures.theory.sorts import Law, Mass, Ratio, Sort, Values

Array = NDArray[Any]

VANISHING = 1e-11
"""Size, relative to the largest, below which an eigenvalue counts as zero, in floats."""


class KernelWorld(World):
    """Kernels K(x, x') = c⟨F(x), F(x')⟩ of features that are centred under the law of the inputs."""

    main = "marginal"
    choices = ("d", "n", "m", "p")
    sorts: ClassVar[Mapping[str, Sort]] = {
        "marginal": Law(axes=("N",), text="law P of the inputs"),
        "base": Values(axes=("N", None), text="features whose inner products are the base kernel, centred then"),
        "scale": Ratio(text="factor of the base kernel"),
        "powers": Values(axes=(None,), text="coefficients π_p of the transform s, p = 1, 2, …"),
        "encoder": Values(axes=("N", "d"), text="values of Φ"),
        "task": Values(axes=("N",), text="values of f"),
        "other_task": Values(axes=("N",), text="values of a second function"),
        "tilt": Values(axes=("N", None), text="features of a target kernel, centred then, added to K_s"),
        "measure": Values(axes=("N",), text="signed measure on the inputs"),
        "unlabelled": Mass(axes=("N",), text="empirical law of unlabelled points"),
        "eta": Ratio(text="strength η of the inverse Laplacian"),
        "t": Ratio(text="deviation t"),
        "decay": Ratio(text="exponent p of the decay of s(λ_i)"),
        "delta": Ratio(text="probability δ of failure"),
        "sigma": Ratio(text="size σ of the noise"),
        "epsilon": Ratio(text="ε"),
        "beta": Ratio(text="β"),
    }

    @property
    def sizes(self) -> dict[str, int]:
        """The whole numbers that a claim may speak of: those chosen, N = n + m, and the number of inputs."""
        points = self.law.shape[-1]
        return {**self.chosen, "N": self.chosen["n"] + self.chosen["m"], "points": points, "r": points - 1}

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Count kernels of rank 0, constant functions, lost dimensions, transforms that are 0."""
        found, present = super().hinges(read), read & set(self.fields)
        if "base" in present:
            found["K = 0"] = np.asarray(~(self.features != 0).any((-1, -2)))
        for name, words in (("task", "f"), ("other_task", "the second function")):
            if name in present:
                centred = self.centred(np.asarray(self.fields[name])[..., None])
                found[f"{words} is constant"] = np.asarray(~(centred != 0).any((-1, -2)))
        if "powers" in present:
            found["s = 0"] = np.asarray(~(self.fields["powers"] != 0).any(-1))
        if "encoder" in present:
            zero = np.asarray((self.fields["encoder"] == 0).all(-2).any(-1))
            room = min(self.chosen["d"], self.law.shape[-1] - 1)
            dependent = np.asarray(self.arithmetic.rank(self.encoder, self.law) < room)
            found |= {"a zero column of Φ": zero, "dependent columns of Φ": dependent & ~zero}
            found["d > X − 1"] = self.everywhere(self.chosen["d"] > self.law.shape[-1] - 1)
        return found

    @cached_property
    def law(self) -> Array:
        """P, (..., X)."""
        return np.asarray(self.fields["marginal"])

    def spread(self, value: Any, axes: int) -> Any:
        """Give one number an instance axes to multiply arrays with."""
        return value if self.exact else np.asarray(value)[(...,) + (None,) * axes]

    @cached_property
    def features(self) -> Array:
        """F, centred, (..., X, R)."""
        return self.centred(np.asarray(self.fields["base"]))

    def centred(self, columns: Array) -> Array:
        """Remove the mean of each column of functions; in floats, what is rounding then is zero."""
        rest = columns - (self.law[..., :, None] * columns).sum(-2)[..., None, :]
        if self.exact:
            return np.asarray(rest)
        return np.where(np.abs(rest) > 1e-13 * np.abs(columns).max(-2, keepdims=True), rest, 0.0)

    @cached_property
    def kernel(self) -> Array:
        """K, (..., X, X)."""
        return np.asarray(self.spread(self.fields["scale"], 2) * (self.features @ transpose(self.features)))

    @cached_property
    def operator(self) -> Array:
        """T_K as a matrix, (..., X, X)."""
        return np.asarray(self.kernel * self.law[..., None, :])

    @cached_property
    def identity(self) -> Array:
        """The identity, (X, X)."""
        identity = np.eye(self.law.shape[-1], dtype=np.int64)
        return exact_array(identity) if self.exact else identity.astype(float)

    @cached_property
    def spectrum(self) -> tuple[Array, Array]:
        """Eigenvalues, descending, (B, X), and eigenfunctions of norm 1 as columns (floats), the constant the last."""
        root = np.sqrt(self.law)
        form = root[..., :, None] * self.kernel * root[..., None, :]
        size = trace(form)
        form = form - np.where(size > 0, size, 1.0)[:, None, None] * root[..., :, None] * root[..., None, :]
        values, vectors = np.linalg.eigh((form + transpose(form)) / 2)
        values, vectors = values[..., ::-1], vectors[..., ::-1]
        least = np.where(size > 0, VANISHING * values[..., 0], np.inf)
        values = np.where(values > least[:, None], values, 0.0)
        return values, vectors / root[..., :, None]

    @cached_property
    def eigenvalues(self) -> list[Any]:
        """λ_1 ≥ λ_2 ≥ … of T_K on mean-zero functions, X − 1 of them."""
        if self.exact:
            return self.arithmetic.eigenvalues(self.operator, self.law)[:-1]
        return list(np.moveaxis(self.spectrum[0][..., :-1], -1, 0))

    @cached_property
    def complexity(self) -> Any:
        """κ² = max_x K(x, x)."""
        return np.diagonal(self.kernel, axis1=-2, axis2=-1).max(-1)

    @cached_property
    def task(self) -> Array:
        """f with its mean removed, (..., X)."""
        return self.centred(np.asarray(self.fields["task"])[..., None])[..., 0]

    @cached_property
    def other_task(self) -> Array:
        """The second function, centred."""
        return self.centred(np.asarray(self.fields["other_task"])[..., None])[..., 0]

    @cached_property
    def encoder(self) -> Array:
        """Φ as it stands, (..., X, d)."""
        return np.asarray(self.fields["encoder"])

    @cached_property
    def projector(self) -> Array:
        """Projector of L²(P) on the span of the encoder."""
        return self.arithmetic.projector(self.encoder, self.law)

    def inner(self, f: Array, g: Array) -> Any:
        """Return ⟨f, g⟩ in L²(P)."""
        return (self.law * f * g).sum(-1)

    def inverse(self, operator: Array, function: Array) -> Array:
        """Apply the pseudo-inverse of an operator that is a function of T_K."""
        if isinstance(self.arithmetic, Rationals):
            return apply(self.arithmetic.pseudo_inverse(operator, self.law), function)
        values, functions = self.spectrum
        coefficients = (functions * (self.law * function)[..., :, None]).sum(-2)
        image = (functions * (self.law[..., :, None] * (operator @ functions))).sum(-2)
        weights = np.where(values > 0, coefficients / np.where(image > 0, image, 1.0), 0.0)
        return np.asarray((functions * weights[..., None, :]).sum(-1))

    def norm(self, operator: Array, function: Array) -> Any:
        """Return ‖f‖² in the RKHS of an operator that is a function of T_K."""
        return self.inner(function, self.inverse(operator, function))

    @cached_property
    def range_projector(self) -> Array:
        """Projector of L²(P) on the range of T_K."""
        return self.arithmetic.projector(self.kernel, self.law)

    def power(self, exponent: int) -> Array:
        """Return T_K^p, p ≥ 1."""
        result = self.operator
        for _ in range(exponent - 1):
            result = result @ self.operator
        return result

    @cached_property
    def transformed(self) -> Array:
        """T_{K_s} for the polynomial s of the instance."""
        return polynomial_image(self, self.operator, self.operator)

    @cached_property
    def target(self) -> Array:
        """T_{K_t} of the target kernel K_t = K_s + GGᵀ, G the centred features of the instance."""
        added = self.centred(np.asarray(self.fields["tilt"]))
        return np.asarray(self.transformed + (added @ transpose(added)) * self.law[..., None, :])

    @cached_property
    def inverse_laplacian(self) -> Array:
        """T_{K_s} for s(λ) = λ/(1 − ηλ); undefined where ηλ_1 ≥ 1."""
        return laplacian_image(self, self.operator, self.operator)

    def s(self, value: Any) -> Any:
        """Return s(λ) for the polynomial of the instance."""
        return self._horner(value) * value

    def slope(self, value: Any) -> Any:
        """Return (s(λ)/λ)' for it."""
        weights = self.fields["powers"]
        total: Any = 0 * value
        for k in range(weights.shape[-1] - 1, 0, -1):
            total = total * value + self._coefficient(k) * k
        return total

    def _coefficient(self, index: int) -> Any:
        return self.fields["powers"][..., index]

    def _horner(self, value: Any) -> Any:
        total: Any = 0 * value
        for k in range(self.fields["powers"].shape[-1] - 1, -1, -1):
            total = total * value + self._coefficient(k)
        return total


def solve(system: Array, right: Array) -> Array:
    """Solve many systems of floats; NaN where one is singular."""
    try:
        return np.linalg.solve(system, right)
    except np.linalg.LinAlgError:
        singular = (np.linalg.slogdet(system)[0] == 0)[..., None, None]
        safe = np.where(singular, np.eye(system.shape[-1]), system)
        return np.where(singular, np.nan, np.linalg.solve(safe, right))


def polynomial_image(world: KernelWorld, operator: Array, last: Array) -> Array:
    """Return Σ π_p operator^{p−1} last, by Horner's rule; leading axes of the operator beyond the batch are allowed."""
    weights = np.asarray(world.fields["powers"])
    extra = operator.ndim - (2 if world.exact else 3)
    shape = (...,) + (None,) * (extra + 2)
    result = 0 * last + 0 * operator
    for k in range(weights.shape[-1] - 1, -1, -1):
        factor = weights[k] if world.exact else weights[..., k][shape]
        result = operator @ result + factor * last
    return np.asarray(result)


def laplacian_image(world: KernelWorld, operator: Array, last: Array) -> Array:
    """Return (I − η·operator)^{−1} last, where η times the largest eigenvalue of the operator is below 1."""
    eta = world.fields["eta"]
    if isinstance(world.arithmetic, Rationals):
        if not certainly_less(eta * world.eigenvalues[0], world.arithmetic.constant(1)):
            raise UndefinedError("ηλ_1 is not below 1")
        inverse = world.arithmetic.inverse(world.identity - eta * operator, None)
        return np.asarray(inverse @ last)
    system = world.identity - world.spread(eta, 2) * operator
    fine = np.asarray(eta) * world.spectrum[0][..., 0] < 1.0 - 1e-12
    safe = np.where(fine[..., None, None], system, world.identity)
    return np.where(fine[..., None, None], solve(safe, last), np.nan)
