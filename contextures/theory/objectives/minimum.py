"""The least value of a loss, and the parts that say of it what most statements of chapter 2 do."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from contextures.theory.statement import Hypothesis, Part


@dataclass(frozen=True)
class Minimum:
    """The least value that a loss is claimed to have.

    Attributes
    ----------
    loss, value : sympy.Expr
    scale : sympy.Expr
        What the margins of its parts are measured in.
    text : str
        That an encoder attains it, in words; empty where the formula says it all.
    """

    loss: sp.Expr
    value: sp.Expr
    scale: sp.Expr = 1
    text: str = ""

    @property
    def attained(self) -> Hypothesis:
        """That the encoder attains it, assumed: its loss is at most the value.

        The papers say that no encoder does better. The two agree where the value is a lower bound that some encoder
        reaches, which the parts of the statement say.
        """
        return Hypothesis("minimises", self.loss, "<=", self.value, self.text)

    def bound(self, name: str = "minimum", text: str = "") -> Part:
        """Return the part that no encoder does better."""
        return Part(name, self.value, "<=", self.loss, text, scale=self.scale)

    def equal(self, name: str, *given: Hypothesis) -> Part:
        """Return the part that the loss has this value under hypotheses."""
        return Part(name, self.loss, "==", self.value, given=given, scale=self.scale)

    def reached(self, name: str, *given: Hypothesis) -> Part:
        """Return the part that the loss comes down to this value under hypotheses."""
        return Part(name, self.loss, "<=", self.value, given=given, scale=self.scale)

    def forces(self, name: str, gap: sp.Expr, *given: Hypothesis, scale: sp.Expr | None = None) -> Part:
        """Return the part that a gap vanishes under hypotheses, or, where none is named, where it is attained."""
        scale = self.scale if scale is None else scale
        return Part(name, gap, "<=", 0, given=given or (self.attained,), scale=scale)


def extracts(gap: sp.Expr) -> Hypothesis:
    """Return the hypothesis that the encoder extracts the eigenspace that a gap is to."""
    return Hypothesis("extracts", gap, "==", 0)


def positive(eigenvalue: sp.Expr, text: str = "") -> Hypothesis:
    """Return the hypothesis that an eigenvalue is positive."""
    return Hypothesis("positive", 0, "<", eigenvalue, text)
