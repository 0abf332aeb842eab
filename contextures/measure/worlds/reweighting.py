"""What chapter 6 defines about linear models: samples, weights on them, and gradient descent under those weights."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from flint import fmpq

from contextures.exact.arithmetic import transpose
from contextures.exact.numbers import UndefinedError
from contextures.measure.world import Array, World, apply
from contextures.theory.sorts import Mass, Ratio, Sort, Values


class SampleWorld(World):
    """n samples in ℝ^p with labels, a starting point, weights of the samples and a step size."""

    main = "inputs"
    choices = ("a",)
    sorts: ClassVar[Mapping[str, Sort]] = {
        "inputs": Values(axes=("n", "p"), text="samples x_i"),
        "labels": Values(axes=("n",), text="labels y_i"),
        "start": Values(axes=("p",), text="starting point θ⁽⁰⁾"),
        "schedule": Values(axes=(None, "n"), text="sizes of the weights at each step"),
        "sample_weights": Mass(axes=("n",), text="weights q of the samples"),
        "sample_weights_other": Mass(axes=("n",), text="other weights q′ of the samples"),
        "step": Ratio(text="step size η"),
        "ridge": Ratio(text="weight μ of the penalty"),
        "point": Values(axes=("p",), text="a point θ"),
    }

    @property
    def sizes(self) -> dict[str, int]:
        """The degree of the tail, the number of samples and that of steps."""
        schedule = self.fields.get("schedule")
        return {**self.chosen, "n": self.inputs.shape[-2], "steps": 0 if schedule is None else schedule.shape[-2]}

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Count dependent samples and labels that are all zero."""
        found = super().hinges(read) | {"dependent samples": np.asarray(self.rank < self.sizes["n"])}
        if "labels" in read & set(self.fields):
            found["labels all zero"] = np.asarray((self.fields["labels"] == 0).all(-1))
        return found

    @cached_property
    def inputs(self) -> Array:
        """The samples as rows, (..., n, p)."""
        return np.asarray(self.fields["inputs"])

    @cached_property
    def units(self) -> Array:
        """Equal weights 1 of the samples, (..., n)."""
        return np.asarray(self.inputs[..., 0] * 0 + 1)

    @cached_property
    def gram(self) -> Array:
        """G, (..., n, n)."""
        return np.asarray(self.inputs @ transpose(self.inputs))

    @cached_property
    def gram_inverse(self) -> Array:
        """G⁻¹; undefined where the samples are dependent."""
        return self.arithmetic.inverse(self.gram, np.abs(self.gram).max((-1, -2)))

    @cached_property
    def spectrum(self) -> list[Any]:
        """Eigenvalues of G, descending."""
        return self.arithmetic.eigenvalues(self.gram, self.units)

    @cached_property
    def rank(self) -> Any:
        """Number of linearly independent samples."""
        columns = transpose(self.inputs)
        return self.arithmetic.rank(columns, columns[..., 0] * 0 + 1)

    @cached_property
    def misfit(self) -> Array:
        """Y − Xᵀθ⁽⁰⁾, (..., n)."""
        return np.asarray(self.fields["labels"] - apply(self.inputs, self.fields["start"]))

    @cached_property
    def erm(self) -> Array:
        """θ⁽⁰⁾ + X(XᵀX)⁻¹(Y − Xᵀθ⁽⁰⁾), (..., p)."""
        return np.asarray(self.fields["start"] + apply(transpose(self.inputs), apply(self.gram_inverse, self.misfit)))

    @cached_property
    def schedule(self) -> Array:
        """Weights at each step, on the simplex, (..., S, n)."""
        sizes = np.abs(self.fields["schedule"])
        totals = sizes.sum(-1)
        if self.exact and any(total == 0 for total in totals):
            raise UndefinedError("the weights of a step are all zero")
        with np.errstate(all="ignore"):
            return np.asarray(sizes / totals[..., None])

    @cached_property
    def path(self) -> list[Array]:
        """θ⁽⁰⁾, θ⁽¹⁾, … of gradient descent on Σ q_i ½(x_iᵀθ − y_i)²."""
        theta = self.fields["start"]
        step = np.asarray(self.fields["step"])[..., None]
        points = [theta]
        for at in range(self.sizes["steps"]):
            residuals = apply(self.inputs, theta) - self.fields["labels"]
            theta = theta - step * apply(transpose(self.inputs), self.schedule[..., at, :] * residuals)
            points.append(theta)
        return points

    @cached_property
    def signed(self) -> Array:
        """y_i x_i with y_i = ±1 the sign of the label (0 counts as −1), (..., n, p)."""
        signs = np.where(self.fields["labels"] > 0, self.units, -self.units)
        return np.asarray(signs[..., :, None] * self.inputs)

    @cached_property
    def signed_gram(self) -> Array:
        """Inner products of the y_i x_i, (..., n, n)."""
        return np.asarray(self.signed @ transpose(self.signed))

    @cached_property
    def weights(self) -> Array:
        """q, (..., n)."""
        return np.asarray(self.fields["sample_weights"])

    @property
    def one(self) -> Any:
        """The number 1, one for each instance."""
        return fmpq(1) if self.exact else np.ones(self.count)
