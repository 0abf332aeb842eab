"""A finite context: a joint law and everything chapter 1 defines about it, in batches of floats or exactly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.arithmetic import Rationals, exact_array, null_space, roots, transpose
from contextures.exact.numbers import NotCertifiable
from contextures.measure.world import World
from contextures.theory.sorts import Invertible, Law, Lines, Ratio, Sort, Values

Array = NDArray[Any]

VANISHING = 1e-12
"""Size below which a singular value counts as zero, in floats."""
CLOSE = 1e-9
"""Difference below which two singular values count as tied, in floats."""
ROUNDING = 1e-13
"""Relative size of what rounding leaves of an exact zero, in floats."""


class Modes(NamedTuple):
    """Singular functions of one side, the constant excluded, completed by an orthonormal basis where s_i = 0.

    Attributes
    ----------
    functions : ndarray (..., N, N−1)
        As columns, orthogonal; in floats of norm 1, in rationals of squared norm ``norms``.
    norms : ndarray (..., N−1)
        Squared norms.
    """

    functions: Array
    norms: Array


class ContextWorld(World):
    """Finite contexts."""

    main = "joint"
    choices: ClassVar[tuple[str, ...]] = ("d",)
    sorts: ClassVar[Mapping[str, Sort]] = {
        "joint": Law(axes=("N", "M"), text="joint law P⁺"),
        "other": Law(axes=("N", "M"), text="second joint law of the same shape"),
        "channel": Lines(axes=("M", None), text="weights of P(b|a)"),
        "encoder": Values(axes=("N", "d"), text="values of Φ"),
        "dual_encoder": Values(axes=("M", "d"), text="values of Ψ"),
        "classes": Values(axes=("N", None), text="nested features of the inputs"),
        "transform": Invertible(axes=("d", "d"), text="invertible map of the encoder"),
        "features": Values(axes=("N", None), text="positions of the inputs"),
        "weights": Values(axes=("d", None), text="linear encoder W"),
        "targets": Values(axes=("M", None), text="vectors attached to the values of A"),
        "task": Values(axes=("N",), text="values of f"),
        "dual_task": Values(axes=("M",), text="values of g"),
        "loss_kernel": Values(axes=("M", "M"), text="kernel k_Λ on A"),
        "epsilon": Ratio(text="ε"),
    }

    @property
    def d(self) -> int:
        """Dimension of the encoders."""
        return self.chosen["d"]

    @cached_property
    def joint(self) -> Array:
        """P⁺, (..., N, M)."""
        return np.asarray(self.fields["joint"])

    @property
    def sizes(self) -> dict[str, int]:
        """The whole numbers that a claim may speak of."""
        n, m = self.joint.shape[-2:]
        sizes = {**self.chosen, "N": n, "M": m, "r": min(n, m) - 1}
        return {**sizes, "classes": self.fields["classes"].shape[-1]} if "classes" in self.fields else sizes

    @cached_property
    def p_x(self) -> Array:
        """Marginal of X, (..., N)."""
        return np.asarray(self.joint.sum(-1))

    @cached_property
    def p_a(self) -> Array:
        """Marginal of A, (..., M)."""
        return np.asarray(self.joint.sum(-2))

    @cached_property
    def forward(self) -> Array:
        """T as a matrix: P⁺(a|x), (..., N, M)."""
        return self.joint / self.p_x[..., :, None]

    @cached_property
    def backward(self) -> Array:
        """T* as a matrix: P⁺(x|a), (..., M, N)."""
        return transpose(self.joint) / self.p_a[..., :, None]

    @cached_property
    def operator_x(self) -> Array:
        """TT* on mean-zero functions: the constant removed, (..., N, N)."""
        return self.forward @ self.backward - self.p_x[..., None, :]

    @cached_property
    def operator_a(self) -> Array:
        """T*T on mean-zero functions, (..., M, M)."""
        return self.backward @ self.forward - self.p_a[..., None, :]

    @cached_property
    def identity(self) -> Array:
        """The identity of L²(P_X), (N, N)."""
        identity = np.eye(self.sizes["N"], dtype=np.int64)
        return exact_array(identity) if self.exact else identity.astype(float)

    @cached_property
    def inverse_operator(self) -> Array:
        """Pseudo-inverse of TT* on mean-zero functions, (..., N, N)."""
        if isinstance(self.arithmetic, Rationals):
            return self.arithmetic.pseudo_inverse(self.operator_x, self.p_x)
        return self._spectral(self.left_modes.functions, self.p_x, -2)

    @cached_property
    def inverse_operator_a(self) -> Array:
        """Pseudo-inverse of T*T on mean-zero functions, (..., M, M)."""
        if isinstance(self.arithmetic, Rationals):
            return self.arithmetic.pseudo_inverse(self.operator_a, self.p_a)
        return self._spectral(self.right_modes.functions, self.p_a, -2)

    @cached_property
    def range_projector(self) -> Array:
        """Projector of L²(P_X) on the range of TT*, the constant removed, (..., N, N)."""
        if isinstance(self.arithmetic, Rationals):
            return np.asarray(self.inverse_operator @ self.operator_x)
        return self._spectral(self.left_modes.functions, self.p_x, 0)

    def _spectral(self, functions: Array, p: Array, power: int) -> Array:
        """Return Σ s_i^power f_i⊗f_i over the s_i that are not zero to rounding (floats)."""
        r = self.sizes["r"]
        values = np.moveaxis(np.array(self.singular_values).reshape(r, -1), 0, -1)
        weights = np.where(values > VANISHING, np.maximum(values, VANISHING) ** power, 0.0)
        top = functions[..., :r]
        return np.asarray((top * weights[..., None, :]) @ (transpose(top) * p[..., None, :]))

    @cached_property
    def kernel_x(self) -> Array:
        """Dual kernel k_X, (..., N, N)."""
        return self.backward_density @ (self.joint / self.p_x[..., :, None]).swapaxes(-1, -2)

    @cached_property
    def backward_density(self) -> Array:
        """P⁺(x,a)/(P_X(x)P_A(a)), (..., N, M)."""
        return np.asarray(self.joint / (self.p_x[..., :, None] * self.p_a[..., None, :]))

    @cached_property
    def kernel_a(self) -> Array:
        """Positive-pair kernel k_A, (..., M, M)."""
        return transpose(self.backward_density) @ (self.joint / self.p_a[..., None, :])

    @cached_property
    def singular_values(self) -> list[Any]:
        """s_1 ≥ s_2 ≥ …, the constant excluded; min(N, M) − 1 of them."""
        count = self.sizes["r"]
        if self.exact:
            n, m = self.joint.shape
            operator = self.operator_x if n <= m else self.operator_a
            values = self.arithmetic.eigenvalues(operator, self.p_x if n <= m else self.p_a)
            return [numbers.square_root(value) for value in values[:count]]
        if "svd" in self.__dict__:
            return list(np.moveaxis(self.svd[1], -1, 0))
        return list(np.moveaxis(np.linalg.svd(self.reduced, compute_uv=False), -1, 0))

    @cached_property
    def complements(self) -> tuple[Array, Array]:
        """Orthonormal bases of the complements of √P_X and √P_A (floats), (..., N, N−1) and (..., M, M−1)."""
        return _complement(np.sqrt(self.p_x)), _complement(np.sqrt(self.p_a))

    @cached_property
    def reduced(self) -> Array:
        """Q̃ between those complements (floats), (..., N−1, M−1)."""
        scaled = self.joint / np.sqrt(self.p_x[..., :, None] * self.p_a[..., None, :])
        basis_x, basis_a = self.complements
        return np.asarray(transpose(basis_x) @ scaled @ basis_a)

    @cached_property
    def svd(self) -> tuple[Array, Array, Array]:
        """Full singular value decomposition of the reduced matrix (floats)."""
        return np.linalg.svd(self.reduced)

    @cached_property
    def left_modes(self) -> Modes:
        """The μ_i, i ≥ 1."""
        if self.exact:
            return _rational_modes(self.operator_x, self.p_x)
        functions = (self.complements[0] @ self.svd[0]) / np.sqrt(self.p_x)[..., :, None]
        return Modes(functions, np.ones_like(functions[..., 0, :]))

    @cached_property
    def right_modes(self) -> Modes:
        """The ν_i, i ≥ 1."""
        if self.exact:
            return _rational_modes(self.operator_a, self.p_a)
        functions = (self.complements[1] @ transpose(self.svd[2])) / np.sqrt(self.p_a)[..., :, None]
        return Modes(functions, np.ones_like(functions[..., 0, :]))

    @cached_property
    def encoder(self) -> Array:
        """Φ with its mean removed, (..., N, d)."""
        return self.centred(self.fields["encoder"])

    @cached_property
    def projector(self) -> Array:
        """Projector of L²(P_X) on the span of the centred encoder, (..., N, N)."""
        return self.arithmetic.projector(self.encoder, self.p_x)

    @cached_property
    def task(self) -> Array:
        """f with its mean removed, (..., N)."""
        return np.asarray(self.centred(self.fields["task"][..., None])[..., 0])

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Count independence, lost dimensions and functions, ends and ties of the spectrum at d."""
        found = super().hinges(read)
        found["no association"] = self._equals(self._singular_value(1), 0)
        if {"s", "epsilon"} & read:
            found["s_1 = 1"] = self._equals(self._singular_value(1), 1)
        present = read & set(self.fields)
        if "encoder" in present:
            found |= self.lost("Φ", self.fields["encoder"], self.encoder, self.p_x)
        if "dual_encoder" in present:
            dual = self.fields["dual_encoder"]
            found |= self.lost("Ψ", dual, dual - dual[..., :1, :], self.p_a)
        if {"d", "encoder", "dual_encoder"} & read:
            found |= self._ends("s" in read)
            found["θ_d = 0"] = self._targets(present, read) < self.d
        if "task" in present:
            found["a constant task"] = np.asarray(~(self.task != 0).any(-1))
        for name in {"targets", "features"} & present:
            values = self.fields[name]
            found[f"constant {name}"] = np.asarray((values == values[..., :1, :]).all((-1, -2)))
        return found

    def _equals(self, value: Any, whole: int) -> Array:
        """Tell where a singular value is a whole number: certainly, or to rounding."""
        if self.exact:
            return np.asarray(isinstance(value, fmpq) and value == whole)
        return np.asarray(np.abs(value - whole) < CLOSE)

    def lost(self, name: str, columns: Array, centred: Array, p: Array) -> dict[str, Array]:
        """Tell where an encoder, given as it is and centred, has a column of zeros, or columns that depend."""
        zero = np.asarray((columns == 0).all(-2).any(-1))
        room = min(self.d, centred.shape[-2] - 1)
        dependent = np.asarray(self.arithmetic.rank(centred, p) < room)
        return {f"a zero column of {name}": zero, f"dependent columns of {name}": dependent & ~zero}

    def _ends(self, spectrum: bool) -> dict[str, Array]:
        """Tell where d is beyond what there is, and where s_d is tied; with the spectrum, where nothing is left."""
        at, following = (self._singular_value(k) for k in (self.d, self.d + 1))
        beyond = self.everywhere(self.d > self.sizes["N"] - 1)
        zero = ~beyond & self._equals(at, 0)
        found = {"d > N − 1": beyond, "s_d = 0": zero}
        if spectrum:
            found["s_{d+1} = 0"] = ~beyond & ~zero & self._equals(following, 0)
        tie = np.asarray(_overlap(at, following)) if self.exact else np.abs(at - following) < CLOSE
        return {**found, "s_d = s_{d+1}": ~beyond & ~zero & tie}

    def _singular_value(self, k: int) -> Any:
        """s_k, from k = 1; zero beyond the last one."""
        if k <= len(self.singular_values):
            return self.singular_values[k - 1]
        return fmpq(0) if self.exact else np.zeros(self.count)

    def _targets(self, present: frozenset[str], read: frozenset[str]) -> Any:
        """Return how many θ_i, of the targets that are predicted, are not zero; at least d where there are none."""
        rank = self.arithmetic.rank
        plain = any("plain" in name for name in read)
        if "targets" in present:
            mean = self.forward @ self.fields["targets"]
            return rank(mean if plain else self.centred(mean), self.p_x)
        if "features" in present and "dual_encoder" in present:
            mean = self.backward @ self.fields["features"]
            return rank(mean if plain else self.centred_a(mean), self.p_a)
        if any(name.startswith("onehot") for name in read):
            return rank(self.forward, self.p_x)
        return self.d if self.exact else np.full(self.count, self.d)

    def centred(self, columns: Array) -> Array:
        """Remove the mean of each column of functions on X."""
        return self.cleaned(columns - (self.p_x[..., :, None] * columns).sum(-2)[..., None, :], columns)

    def centred_a(self, columns: Array) -> Array:
        """Remove the mean of each column of functions on A."""
        return self.cleaned(columns - (self.p_a[..., :, None] * columns).sum(-2)[..., None, :], columns)

    def cleaned(self, columns: Array, origin: Array) -> Array:
        """Return columns computed from others; in floats, what is rounding beside those is zero."""
        if self.exact:
            return np.asarray(columns)
        return np.where(np.abs(columns) > ROUNDING * np.abs(origin).max(-2, keepdims=True), columns, 0.0)

    def inner_x(self, f: Array, h: Array) -> Any:
        """Return ⟨f, h⟩ in L²(P_X)."""
        return (self.p_x * f * h).sum(-1)

    def inner_a(self, g: Array, h: Array) -> Any:
        """Return ⟨g, h⟩ in L²(P_A)."""
        return (self.p_a * g * h).sum(-1)


def _overlap(one: Any, other: Any) -> bool:
    """Tell whether two roots of one polynomial are one: their enclosures are apart where they are not."""
    return bool(numbers.ball(one).overlaps(numbers.ball(other)))


def _complement(unit: Array) -> Array:
    """Return an orthonormal basis of the complement of unit vectors (..., n), by a Householder reflection."""
    n = unit.shape[-1]
    reflected = unit.copy()
    reflected[..., 0] += 1.0
    reflection = np.eye(n) - reflected[..., :, None] * reflected[..., None, :] / reflected[..., :1, None]
    return reflection[..., :, 1:]


def _rational_modes(operator: Array, p: Array) -> Modes:
    """Return orthogonal eigenfunctions on mean-zero functions; only where the eigenvalues are rational."""
    eigenvalues = sorted(roots(operator), key=lambda pair: float(pair[0]), reverse=True)
    if not all(isinstance(value, fmpq) for value, _ in eigenvalues):
        raise NotCertifiable("the singular functions are irrational")
    identity = exact_array(np.eye(len(p), dtype=np.int64))
    columns: list[Array] = []
    norms: list[fmpq] = []
    for value, _ in eigenvalues:
        space = null_space(operator - value * identity)
        space = space - (p[:, None] * space).sum(0)[None, :]
        for f in transpose(space):
            for h, norm in zip(columns, norms, strict=True):
                f = f - h * ((p * f * h).sum() / norm)
            norm = (p * f * f).sum()
            if norm != 0:
                columns.append(f)
                norms.append(norm)
    if not columns:
        return Modes(np.empty((len(p), 0), dtype=object), np.empty(0, dtype=object))
    return Modes(np.stack(columns, axis=1), np.array(norms, dtype=object))
