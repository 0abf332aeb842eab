"""What chapter 6 defines about losses on points: the law, its groups, its contamination, sorted once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from contextures.exact.numbers import UndefinedError
from contextures.measure.world import Array, World
from contextures.risks.tails import Law, descending, divisor, per_point
from contextures.theory.sorts import Mass, Ratio, Sort, Values


class LossWorld(World):
    """A pmf on n points, a family of losses, groups of points and settings."""

    main = "law"
    choices = ("k",)
    sorts: ClassVar[Mapping[str, Sort]] = {
        "law": Mass(axes=("n",), text="pmf P on the points"),
        "contamination": Mass(axes=("n",), text="pmf P̃ on the points"),
        "losses": Values(axes=("T", "n"), text="losses ℓ(θ; ·) of a family"),
        "groups": Values(axes=("K", "n"), text="memberships of groups, not 0 inside"),
        "alpha": Ratio(text="rate or level α"),
        "rho": Ratio(text="radius ρ"),
        "beta": Ratio(text="β"),
        "epsilon": Ratio(text="ε"),
    }

    @property
    def sizes(self) -> dict[str, int]:
        """The order of the moment, and the numbers of points and of groups."""
        groups = {"K": self.fields["groups"].shape[-2]} if "groups" in self.fields else {}
        return {**self.chosen, "n": self.p.shape[-1], **groups}

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Count one point of mass, constant losses, contamination that changes nothing, balls of radius 0."""
        found = super().hinges(read) | {"one point of mass": np.asarray((self.p > 0).sum(-1) < 2)}
        present = read & set(self.fields)
        if "losses" in present:
            found["constant losses"] = np.asarray((self.losses == self.losses[..., :1]).all((-1, -2)))
        if "contamination" in present:
            found["contamination by P itself"] = np.asarray((self.fields["contamination"] == self.p).all(-1))
        names = {"epsilon": "ε", "rho": "ρ"}
        return found | {f"{names[n]} = 0": np.asarray(self.fields[n] == 0) for n in sorted(names.keys() & present)}

    @cached_property
    def p(self) -> Array:
        """P, (..., n)."""
        return np.asarray(self.fields["law"])

    @cached_property
    def losses(self) -> Array:
        """ℓ(θ; ·) of the family, (..., T, n)."""
        return np.asarray(self.fields["losses"])

    @cached_property
    def loss(self) -> Array:
        """ℓ, the first loss of the family, (..., n)."""
        return np.asarray(self.losses[..., 0, :])

    @cached_property
    def sorted(self) -> Law:
        """The law of ℓ under P."""
        return descending(self.loss, self.p)

    @cached_property
    def train(self) -> Array:
        """P_train = (1−ε)P + εP̃, (..., n)."""
        epsilon = per_point(self.fields["epsilon"])
        return np.asarray((1 - epsilon) * self.p + epsilon * self.fields["contamination"])

    @cached_property
    def sorted_train(self) -> Law:
        """The law of ℓ under P_train."""
        return descending(self.loss, self.train)

    def law_of(self, member: int, train: bool = False) -> Law:
        """The law of one loss of the family under P or P_train."""
        return descending(self.losses[..., member, :], self.train if train else self.p)

    @cached_property
    def wrong(self) -> Array:
        """The 0/1 losses 1[ℓ > 0] of the family, (..., T, n)."""
        return np.asarray(np.where(self.losses > 0, self.losses * 0 + 1, self.losses * 0))

    @property
    def delta(self) -> Any:
        """ε/(1−ε), the radius in TV that contamination makes."""
        return self.fields["epsilon"] / divisor(1 - self.fields["epsilon"])

    @cached_property
    def members(self) -> Array:
        """Which points belong to which group, as numbers 0 and 1, (..., K, n)."""
        groups = self.fields["groups"]
        return np.asarray(np.where(groups != 0, groups * 0 + 1, groups * 0))

    @cached_property
    def group_shares(self) -> Array:
        """P(D_k), (..., K); not a number, or undefined, for a group without mass."""
        shares = (self.members * self.p[..., None, :]).sum(-1)
        if self.exact and any(share == 0 for share in shares):
            raise UndefinedError("a group is empty")
        return np.asarray(shares if self.exact else np.where(shares > 0, shares, np.nan))

    @cached_property
    def alpha(self) -> Any:
        """The level: that of the instance, or the share of the smallest group."""
        return self.fields["alpha"] if "alpha" in self.fields else self.group_shares.min(-1)
