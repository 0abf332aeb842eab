"""Finite contexts with a second law Q of the inputs and the same P⁺(a|x)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from contextures.exact.arithmetic import Array, Rationals, transpose
from contextures.measure.world import apply
from contextures.measure.worlds.contexts import ContextWorld
from contextures.risks.tails import Law, descending
from contextures.theory.sorts import Mass, Ratio, Sort


class TransferWorld(ContextWorld):
    """Finite contexts and a law Q of the inputs, which may give some of them no mass."""

    sorts: ClassVar[Mapping[str, Sort]] = {
        **ContextWorld.sorts,
        "target_law": Mass(axes=("N",), text="law Q of the inputs"),
        "tv": Ratio(text="radius in total variation"),
        "alpha": Ratio(text="rate or level α"),
        "rho": Ratio(text="radius ρ"),
    }

    @cached_property
    def q_x(self) -> Array:
        """Q_X, (..., N)."""
        return np.asarray(self.fields["target_law"])

    @cached_property
    def joint_q(self) -> Array:
        """Q(x)P⁺(a|x), (..., N, M)."""
        return np.asarray(self.q_x[..., :, None] * self.forward)

    @cached_property
    def q_a(self) -> Array:
        """Q_A, (..., M)."""
        return np.asarray(self.joint_q.sum(-2))

    @cached_property
    def features(self) -> Array:
        """The constant and Φ as columns, (..., N, d+1)."""
        encoder = self.fields["encoder"]
        return np.concatenate([encoder[..., :1] * 0 + 1, encoder], axis=-1)

    @cached_property
    def residual(self) -> Array:
        """f less its probe under P, (..., N)."""
        f = np.asarray(self.fields["task"])
        return f - apply(self.arithmetic.projector(self.features, self.p_x), f)

    @cached_property
    def sorted_squares(self) -> Law:
        """The law of r² under P."""
        return descending(self.residual**2, self.p_x)

    def probe_error(self, law: Array) -> Any:
        """Least E(wᵀΦ + b − f)² under a law that may give points no mass."""
        f = np.asarray(self.fields["task"])
        if isinstance(self.arithmetic, Rationals):
            kept = [k for k, mass in enumerate(law) if mass != 0]
            columns, target, weights = self.features[kept], f[kept], law[kept]
            rest = target - apply(self.arithmetic.projector(columns, weights), target)
            return (weights * rest**2).sum()
        root = np.sqrt(law)
        columns, target = root[..., :, None] * self.features, root * f
        rest = target - apply(columns @ np.linalg.pinv(columns, rcond=1e-11), target)
        return (rest**2).sum(-1)

    @cached_property
    def contexture(self) -> Array:
        """The top d singular functions under P, (..., N, min(d, N−1))."""
        return np.asarray(self.left_modes.functions[..., : self.d])

    @cached_property
    def under_q(self) -> ContextWorld:
        """The context with inputs from Q, those of positive mass, with the contexture of P as its encoder (exactly)."""
        held = self.q_x != 0
        joint = self.joint_q[held]
        fields = {"joint": joint[:, joint.sum(0) != 0], "encoder": self.contexture[held]}
        world = ContextWorld({**fields, "epsilon": self.fields["epsilon"]}, self.chosen, self.arithmetic)
        world.witnesses, world.may_search, world.digits = self.witnesses, self.may_search, self.digits
        return world

    @cached_property
    def modes_q(self) -> tuple[Array, Array]:
        """Eigenvalues of TT* under Q on mean-zero functions and √Q times eigenfunctions (floats), (..., N−1).

        An input without mass is one more function, of eigenvalue 0.
        """
        root = np.sqrt(self.q_x)
        scaled = self.joint_q / np.sqrt(np.where(self.q_a > 0, self.q_a, 1.0))[..., None, :]
        scaled = scaled / np.where(root > 0, root, 1.0)[..., :, None]
        constant = root[..., :, None] * root[..., None, :]
        values, vectors = np.linalg.eigh(scaled @ transpose(scaled) - 2 * constant)
        return np.maximum(values[..., :0:-1], 0.0), vectors[..., :0:-1]

    @cached_property
    def singular_values_q(self) -> list[Any]:
        """s_i of the context with inputs from Q; min(N, M) − 1 of them."""
        count = self.sizes["r"]
        if self.exact:
            safe = np.where(self.q_a != 0, self.q_a, self.q_a * 0 + 1)
            backward = transpose(self.joint_q) / safe[:, None]
            operator = self.forward @ backward - self.q_x[None, :]
            values = self.arithmetic.eigenvalues(operator, self.q_x)
            return [self.arithmetic.sqrt(value) for value in values[:count]]
        scale = np.sqrt(self.q_x[..., :, None] * self.q_a[..., None, :])
        scaled = self.joint_q / np.where(scale > 0, scale, 1.0) - scale
        return list(np.moveaxis(np.linalg.svd(scaled, compute_uv=False), -1, 0)[:count])
