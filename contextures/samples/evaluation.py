"""What a context is worth: its usefulness, and how well its encoder predicts a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.errors import SettingError
from contextures.markup import card, paragraph, table
from contextures.samples.data_context import DataContext
from contextures.samples.probe import ProbeErrors
from contextures.samples.summary import Summary, finite, in_words, name_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class Prediction:
    """How well the encoder of a context predicts a target.

    Attributes
    ----------
    target : str
    task : {"regression", "classification"}
    compatibility : float or None
        ρ of the target in [0, 1]; None where it is not known at every point of the context.
    probe : ProbeErrors
        Test errors of linear probes on the first d singular functions, of a target of variance 1.
    rows : dict of str to int
        How many rows served for the context ("pretrain"), the probe ("labelled") and the "test".
    """

    target: str
    task: str
    compatibility: float | None
    probe: ProbeErrors
    rows: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return this part of the document of an evaluation."""
        return {
            "target": self.target,
            "task": self.task,
            "compatibility": self.compatibility,
            "probe_error": self.probe.best_error,
            "probe_d": self.probe.best_d,
            "probe_errors": self.probe.errors.tolist(),
            "baseline": self.probe.baseline,
            "rows": self.rows,
        }


NO_PREDICTION = dict.fromkeys(
    ("target", "task", "compatibility", "probe_error", "probe_d", "probe_errors", "baseline", "rows")
)
"""This part of the document where there is no target."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a context is worth.

    Attributes
    ----------
    summary : Summary
        τ, the decay rate and the singular values.
    kernel_deviation : float
        E|k_X(X, X') − 1| ≥ 0.
    lipschitz : float or None
        A lower bound of the Lipschitz constant of k_X; None where the points are not known as numbers.
    prediction : Prediction or None
        Of the target, where one is named.
    preprocessing : tuple of str
        What was done to the samples, a sentence each.
    understood : tuple of str
        What was understood of the file, in one line.
    """

    summary: Summary
    kernel_deviation: float
    lipschitz: float | None
    prediction: Prediction | None
    preprocessing: tuple[str, ...]
    understood: tuple[str, ...] = ()

    @property
    def context(self) -> Context | DataContext:
        """The context, of all rows or, with a target, of those for pretraining; it has a `save`."""
        return self.summary.context

    @property
    def tau(self) -> float:
        """The metric τ, min_d τ_d > 0; infinite where s_{d+1} = 1 for every d."""
        return self.summary.usefulness.tau

    @property
    def d_star(self) -> int | None:
        """The smallest d that attains τ; None where τ is infinite."""
        return self.summary.usefulness.d_star

    @property
    def tau_d(self) -> FloatArray:
        """τ_1, τ_2, …, (D,)."""
        return self.summary.usefulness.tau_d

    @property
    def decay_rate(self) -> float:
        """How fast s_i² falls, ≥ 0: λ of the fit s_i² ≈ exp(−λi)."""
        return self.summary.decay_rate

    @property
    def singular_values(self) -> FloatArray:
        """s_1 ≥ s_2 ≥ … in [0, 1], (k,), constant excluded."""
        return self.summary.singular_values

    @property
    def compatibility(self) -> float | None:
        """ρ of the target, in [0, 1]; None without one, or where it is not known at every point."""
        return None if self.prediction is None else self.prediction.compatibility

    @property
    def probe_error(self) -> float | None:
        """The least mean squared test error of a linear probe, the target having variance 1; None without a target."""
        return None if self.prediction is None else self.prediction.probe.best_error

    @property
    def probe_d(self) -> int | None:
        """The d of that probe; None without a target."""
        return None if self.prediction is None else self.prediction.probe.best_d

    def __repr__(self) -> str:
        """The context, τ and the best probe."""
        words = f"{name_of(self.context)}, n_x = {self.context.n_x}, {in_words(self.summary.usefulness)}"
        if self.prediction is not None:
            words += f", probe error {self.probe_error:.4g} at d = {self.probe_d}"
        return f"Evaluation({words})"

    def _repr_html_(self) -> str:
        """What the context is worth, and how well it predicts, for a notebook."""
        rows = [*self.summary.rows(), ["E|k_X − 1|", f"{self.kernel_deviation:.4g}"]]
        rows += [] if self.lipschitz is None else [["Lipschitz constant of k_X at least", f"{self.lipschitz:.4g}"]]
        notes = [*self.summary.notes(), *self.preprocessing]
        if (found := self.prediction) is not None:
            rho, counts = found.compatibility, ", ".join(f"{count} {name}" for name, count in found.rows.items())
            rows += [
                [f"compatibility of {found.target}", "unknown" if rho is None else f"{rho:.4f}"],
                [f"probe error, {found.task}, d = {found.probe.best_d}", f"{found.probe.best_error:.4f}"],
                ["without features", f"{found.probe.baseline:.4f}"],
            ]
            notes = [f"The target has variance 1; rows: {counts}", *notes]
        title = f"{name_of(self.context)}: n_x = {self.context.n_x}, n_a = {self.context.n_a}"
        return card(title, table(["", "value"], rows), *map(paragraph, notes))

    def plot(self, kind: Literal["probe", "tau"] | None = None, axes: Axes | None = None) -> Axes:
        """Draw the error of the probe, or τ_d, against d.

        Parameters
        ----------
        kind : {"probe", "tau"}, optional
            By default the probe, where there is a target.
        axes : Axes, optional
            Of Matplotlib; a new figure by default.

        Returns
        -------
        Axes

        Raises
        ------
        InputError
            Where there is no such kind, or no target and the probe is asked for.
        """
        from contextures.samples.picture import draw_probe
        from contextures.style import drawing

        if kind not in (None, "probe", "tau"):
            raise SettingError(f"the picture is {kind!r}; probe or tau is right")
        if kind == "tau" or (kind is None and self.prediction is None):
            return self.summary.usefulness.plot(axes)
        if self.prediction is None:
            raise SettingError("there is no target, so no probe to draw; --target COL names one")
        with drawing(axes) as drawn:
            probe = self.prediction.probe
            draw_probe(probe.errors, probe.baseline, (probe.best_d, probe.best_error) if probe.best_d else None, drawn)
        return drawn

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures evaluate --json` writes."""
        summary, metric = self.summary, self.summary.usefulness
        return {
            "format": 1,
            "context": name_of(self.context),
            "n_x": self.context.n_x,
            "n_a": self.context.n_a,
            "tau": finite(metric.tau),
            "d_star": metric.d_star,
            "tau_d": [finite(value) for value in metric.tau_d],
            "near_limit": metric.near_limit,
            "independent": metric.independent,
            "beta": metric.beta,
            "d0": metric.d0,
            "decay_rate": finite(summary.decay_rate),
            "kernel_deviation": self.kernel_deviation,
            "lipschitz": self.lipschitz,
            "chi_square": self.context.chi_square,
            "singular_values": summary.singular_values.tolist(),
            "complete": summary.complete,
            "checks": list(summary.checks),
            "exact_neighbours": summary.exact_neighbours,
            "recall": summary.recall,
            "resolved": summary.resolved,
            **(NO_PREDICTION if self.prediction is None else self.prediction.to_json()),
            "preprocessing": list(self.preprocessing),
            "understood": list(self.understood),
        }
