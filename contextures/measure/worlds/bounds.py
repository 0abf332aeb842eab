"""A finite context as chapter 5.1 speaks of it, the constant counted, and the same with samples drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact import enumeration, numbers
from contextures.exact.arithmetic import Floats, trace
from contextures.measure.world import World, apply
from contextures.measure.worlds.contexts import ContextWorld
from contextures.theory.sorts import Law, Lines, Ratio, Sort, Values

Array = NDArray[Any]

VANISHING = 1e-10
"""Size below which an eigenvalue counts as zero, in floats."""


class LearningWorld(World):
    """A joint law with an encoder on A, and tasks f = Tg."""

    main = "joint"
    choices: ClassVar[tuple[str, ...]] = ("d",)
    sorts: ClassVar[Mapping[str, Sort]] = {
        "joint": Law(axes=("N", "M"), text="joint law P⁺"),
        "channel": Lines(axes=("M", None), text="weights of P(b|a)"),
        "dual_encoder": Values(axes=("M", "d"), text="values of Ψ"),
        "dual_task": Values(axes=("M",), text="values of g"),
        "epsilon": Ratio(text="ε"),
        "B": Ratio(text="bound B on the norm of a task"),
        "delta": Ratio(text="probability δ of failure"),
        "sigma": Ratio(text="size σ of the noise"),
        "encoder": Values(axes=("N", "d"), text="values of Φ"),
    }

    @cached_property
    def context(self) -> ContextWorld:
        """The law, as chapter 1 sees it."""
        return ContextWorld({"joint": self.fields["joint"]}, {"d": self.chosen["d"]}, self.arithmetic)

    @property
    def d(self) -> int:
        """Dimension of the encoder."""
        return self.chosen["d"]

    @property
    def sizes(self) -> dict[str, int]:
        """d and the number of eigenvalues, the constant counted."""
        return {"d": self.d, "r": min(self.context.joint.shape[-2:])}

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Count what the context hinges on, lost dimensions of the averaged encoder, tasks that vanish."""
        found = super().hinges(read) | self.context.hinges(read - set(self.fields) | {self.main})
        present = read & set(self.fields)
        if "dual_encoder" in present:
            found |= self.context.lost("Ψ̂", self.encoder, self.averaged, self.context.p_x)
        if "dual_task" in present:
            found["f = 0"] = np.asarray(~(self.task != 0).any(-1))
        return found

    @cached_property
    def eigenvalues(self) -> list[Any]:
        """λ_1 = 1 ≥ λ_2 ≥ …, r of them."""
        if self.exact:
            squares = [numbers.power(v, fmpq(2)) for v in self.context.singular_values]
            return [fmpq(1), *squares]
        return [np.ones(self.count), *(v**2 for v in self.context.singular_values)]

    def eigenvalue(self, k: int) -> Any:
        """λ_k, from k = 1; zero beyond the last one."""
        return self.eigenvalues[k - 1] if k <= len(self.eigenvalues) else self.zero

    def partial_sum(self, count: int) -> Any:
        """λ_1 + … + λ_count; where the others are zero, the trace of TT*."""
        if not self.exact:
            return sum(self.eigenvalues[:count], self.zero)
        if all(isinstance(v, fmpq) and v == 0 for v in self.eigenvalues[count:]):
            return trace(self.operator)
        return numbers.add(self.eigenvalues[:count])

    @cached_property
    def zero(self) -> Any:
        """Zero, one for each instance."""
        return fmpq(0) if self.exact else np.zeros(self.count)

    @cached_property
    def operator(self) -> Array:
        """TT* with the constant, (..., |X|, |X|)."""
        return self.context.forward @ self.context.backward

    @cached_property
    def operator_a(self) -> Array:
        """T*T with the constant, (..., |A|, |A|)."""
        return self.context.backward @ self.context.forward

    @cached_property
    def constant_x(self) -> Array:
        """The projector of L²(P_X) on the constants."""
        p = self.context.p_x
        return np.broadcast_to(p[..., None, :], (*p.shape, p.shape[-1]))

    @cached_property
    def constant_a(self) -> Array:
        """The projector of L²(P_A) on the constants."""
        p = self.context.p_a
        return np.broadcast_to(p[..., None, :], (*p.shape, p.shape[-1]))

    @cached_property
    def inverse(self) -> Array:
        """Pseudo-inverse of TT*, the constant counted."""
        return np.asarray(self.context.inverse_operator + self.constant_x)

    @cached_property
    def range_projector_a(self) -> Array:
        """Projector of L²(P_A) on the range of T*."""
        return np.asarray(self.context.inverse_operator_a @ self.context.operator_a + self.constant_a)

    @cached_property
    def modes(self) -> tuple[Array, Array]:
        """Functions 1, μ_1, μ_2, … as columns, and their eigenvalues (floats): (B, |X|, |X|) and (B, |X|)."""
        functions = self.context.left_modes.functions
        n = functions.shape[-2]
        values = np.zeros((self.count, n))
        values[:, : len(self.eigenvalues)] = np.stack(self.eigenvalues, axis=1)
        return np.concatenate([np.ones((self.count, n, 1)), functions], axis=2), values

    @cached_property
    def encoder(self) -> Array:
        """φ̂ as it stands, (..., |A|, d)."""
        return np.asarray(self.fields["dual_encoder"])

    @cached_property
    def averaged(self) -> Array:
        """Ψ̂ = Tφ̂, (..., |X|, d)."""
        return self.cleaned(self.context.forward @ self.encoder, self.encoder)

    @cached_property
    def projector(self) -> Array:
        """Projector of L²(P_X) on span Ψ̂."""
        return self.arithmetic.projector(self.averaged, self.context.p_x)

    @cached_property
    def projector_a(self) -> Array:
        """Projector of L²(P_A) on span φ̂."""
        return self.arithmetic.projector(self.encoder, self.context.p_a)

    @cached_property
    def visible(self) -> Array:
        """φ̂ projected on the range of T*: the preimages of Ψ̂ of least norm."""
        return self.cleaned(self.range_projector_a @ self.encoder, self.encoder)

    @cached_property
    def g(self) -> Array:
        """The g of the instance, (..., |A|)."""
        return np.asarray(self.fields["dual_task"])

    @cached_property
    def task(self) -> Array:
        """f = Tg, (..., |X|)."""
        return apply(self.context.forward, self.g)

    @cached_property
    def preimage(self) -> Array:
        """The preimage of f of least norm, T*(TT*)⁺f."""
        return apply(self.context.backward, apply(self.inverse, self.task))

    def cleaned(self, columns: Array, origin: Array) -> Array:
        """Return columns computed from others; in floats, what is rounding beside those is zero."""
        if self.exact:
            return np.asarray(columns)
        size = np.abs(origin).max(-2, keepdims=True)
        return np.where(np.abs(columns) > 1e-13 * size, columns, 0.0)

    def gap_profile(self, projector_a: Array, rank: Any, limit: int) -> list[tuple[Any, Any]]:
        """Return (S_λ(d'+1) − the d' top Ritz values, the same less λ_{d'+1}) for d' = 1..limit, where there are such.

        ``rank`` is the dimension of the span; beyond it there is no subfamily: ∞ in floats.
        """
        compressed = projector_a @ self.operator_a @ projector_a
        ritz = self.arithmetic.eigenvalues(compressed, self.context.p_a)
        gaps: list[tuple[Any, Any]] = []
        for size in range(1, min(limit, projector_a.shape[-1]) + 1):
            following = self.eigenvalue(size + 1)
            if self.exact:
                if size <= rank:
                    reached = trace(compressed) if size == rank else numbers.add(ritz[:size])
                    missing = numbers.add([self.partial_sum(size), numbers.multiply([fmpq(-1), reached])])
                    gaps.append((numbers.add([missing, following]), missing))
            else:
                missing = self.partial_sum(size) - sum(ritz[:size])
                missing = np.where(size <= rank, np.maximum(missing, 0.0), np.inf)
                gaps.append((missing + following, missing))
        return gaps


class SampledWorld(LearningWorld):
    """The same with n labelled and N unlabelled samples."""

    choices = ("d", "n", "samples")

    @property
    def sizes(self) -> dict[str, int]:
        """d, r, n, and N, the number of unlabelled samples."""
        return {**super().sizes, "n": self.chosen["n"], "N": self.chosen["samples"]}

    @classmethod
    def drawn(cls, joint: Array, d: int, delta: float, shares: Array) -> Self:
        """See one law through some of its samples, equally likely, instead of all: for estimates.

        Parameters
        ----------
        joint : ndarray (|X|, |A|)
        d : int
        delta : float
        shares : ndarray (C, |X|)
            Empirical laws of the inputs.
        """
        fields = {"joint": joint[None], "delta": np.array([delta])}
        world = cls(fields, {"d": d, "n": 1, "samples": 1}, Floats())
        world.__dict__["shares"] = shares
        world.__dict__["chances"] = np.full((1, len(shares)), 1 / len(shares))
        return world

    @cached_property
    def counts(self) -> Array:
        """How often each input occurs in each sample of N, (C, |X|)."""
        return enumeration.count_vectors(self.context.joint.shape[-2], self.chosen["samples"])

    @cached_property
    def shares(self) -> Array:
        """Empirical laws of the inputs, (C, |X|)."""
        return np.asarray(self.counts / self.chosen["samples"])

    @cached_property
    def chances(self) -> Array:
        """Probability of each of these samples, (..., C)."""
        return enumeration.count_probabilities(self.context.p_x, self.chosen["samples"])
