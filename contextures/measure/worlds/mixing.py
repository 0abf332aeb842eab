"""Several finite contexts with one P_X and what is made of them, in batches of floats or exactly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from contextures.exact.arithmetic import transpose
from contextures.measure.worlds.contexts import ContextWorld
from contextures.theory.sorts import Law, Lines, Mass, Ratio, Sort, Values

Array = NDArray[Any]


class MixingWorld(ContextWorld):
    """Contexts 1, 2 and perhaps 3 over one P_X, a chain behind the first one, and an independent pair."""

    choices = ("d", "J", "steps")
    sorts: ClassVar[Mapping[str, Sort]] = {
        **ContextWorld.sorts,
        "second": Lines(axes=("N", None), text="weights of the second P(a|x)"),
        "third": Lines(axes=("N", None), text="weights of the third P(a|x)"),
        "mixture": Mass(axes=("J",), text="weights w of the contexts"),
        "mixture_other": Mass(axes=("J",), text="other weights w′ of the contexts"),
        "channel_after": Lines(axes=(None, None), text="weights of P(c|b)"),
        "pair": Law(axes=(None, None), text="joint law of an independent pair"),
        "encoder_second": Values(axes=("N", "d"), text="values of Φ_2"),
        "rate": Ratio(text="step size η"),
    }

    @property
    def sizes(self) -> dict[str, int]:
        """The whole numbers that a claim may speak of."""
        pair = {"K": self.fields["pair"].shape[-2]} if "pair" in self.fields else {}
        return {**super().sizes, **pair}

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Count what the first context and its encoder hinge on, and weights on one context alone."""
        found = super().hinges(read)
        if "mixture" in read & set(self.fields):
            found["weights on one context"] = np.asarray((self.fields["mixture"] > 0).sum(-1) < 2)
        return found

    def over(self, joint: Array, **fields: Array) -> ContextWorld:
        """See another law, with fields of its own, through the same back end; witnesses are shared."""
        d = fields["encoder"].shape[-1] if "encoder" in fields else self.d
        world = ContextWorld({"joint": joint, **fields}, {"d": d}, self.arithmetic)
        world.witnesses, world.may_search, world.digits = self.witnesses, self.may_search, self.digits
        return world

    def stochastic(self, name: str) -> Array:
        """Return the conditional law of a field of weights: its rows, normalised."""
        weights = self.fields[name]
        return np.asarray(weights / weights.sum(-1)[..., :, None])

    @cached_property
    def contexts(self) -> tuple[ContextWorld, ...]:
        """The J contexts with the P_X of the first one."""
        names = ("second", "third")[: self.chosen["J"] - 1]
        return (self, *(self.over(self.p_x[..., :, None] * self.stochastic(name)) for name in names))

    @cached_property
    def weights(self) -> list[Any]:
        """w_1, …, w_J."""
        return self.shares("mixture")

    def shares(self, name: str) -> list[Any]:
        """Return the entries of a field of weights of the contexts."""
        return list(np.moveaxis(self.fields[name], -1, 0))

    @cached_property
    def combination(self) -> ContextWorld:
        """The convex combination, from the joint law of X and A = (j, a)."""
        laws = [_times(w, context.joint) for w, context in zip(self.weights, self.contexts, strict=True)]
        return self.over(self.without_gaps(np.concatenate(laws, axis=-1)))

    def without_gaps(self, joint: Array) -> Array:
        """Put the columns that no draw reaches on one that is reached: exactly, leave them out.

        In a batch they differ from instance to instance; halving the first column onto them changes no operator.
        """
        empty = joint.sum(-2) == 0
        if self.exact:
            return np.asarray(joint[:, ~empty])
        first = np.argmax(~empty, axis=-1)
        copies = 1 + empty.sum(-1)
        column = np.take_along_axis(joint, first[:, None, None], axis=-1) / copies[:, None, None]
        filled = np.where(empty[:, None, :], column, joint)
        np.put_along_axis(filled, first[:, None, None], column, axis=-1)
        return filled

    @cached_property
    def concatenation(self) -> ContextWorld:
        """The views drawn independently given x, from the joint law of X and A = (a_1, …, a_J)."""
        joint = self.joint
        for context in self.contexts[1:]:
            cells = joint[..., :, :, None] * context.forward[..., :, None, :]
            joint = cells.reshape((*cells.shape[:-2], -1))
        return self.over(self.without_gaps(joint))

    @cached_property
    def link(self) -> ContextWorld:
        """The context of A_2 behind A_1, with input law P_{A_1}."""
        return self.over(self.p_a[..., :, None] * self.stochastic("channel"))

    @cached_property
    def convolution(self) -> ContextWorld:
        """X and A_2, from the joint law of both."""
        return self.over(self.joint @ self.stochastic("channel"))

    @cached_property
    def second_pair(self) -> ContextWorld:
        """The pair (X_2, A_2)."""
        return self.over(self.fields["pair"])

    @cached_property
    def pairs(self) -> ContextWorld:
        """Both pairs, independent."""
        first, second = self.joint, self.fields["pair"]
        cells = first[..., :, None, :, None] * second[..., None, :, None, :]
        shape = (first.shape[-2] * second.shape[-2], first.shape[-1] * second.shape[-1])
        return self.over(cells.reshape((*cells.shape[:-4], *shape)))

    @cached_property
    def both(self) -> Array:
        """[Φ_1, Φ_2], (..., N, 2d)."""
        return np.concatenate([self.fields["encoder"], self.fields["encoder_second"]], axis=-1)

    def mixed_operator(self, weights: list[Any]) -> Array:
        """Return Σ_j w_jT_jT_j* on mean-zero functions."""
        terms = [_times(w, context.operator_x) for w, context in zip(weights, self.contexts, strict=True)]
        return np.asarray(sum(terms[1:], terms[0]))

    def symmetric(self, operator: Array) -> Array:
        """Return the symmetric matrix of an operator of L²(P_X) (floats)."""
        root = np.sqrt(self.p_x)
        form = root[..., :, None] * operator / root[..., None, :]
        return np.asarray((form + transpose(form)) / 2)


def _times(scalar: Any, matrix: Array) -> Array:
    """Multiply each matrix of a batch by its scalar."""
    return np.asarray(np.asarray(scalar)[..., None, None] * matrix)
