"""The spectrum of a context of samples, with what was done to them and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from contextures.arrays import FloatArray
from contextures.contexts.shown import first_value, shares
from contextures.errors import SettingError
from contextures.markup import card, paragraph
from contextures.samples.data_context import DataContext, Spectrum

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class SampleSpectrum:
    """The top singular values of a context of samples.

    Attributes
    ----------
    spectrum : Spectrum
        With residuals, `transform` to new points and a `save`.
    preprocessing : tuple of str
        What was done to the samples, a sentence each.
    understood : tuple of str
        What was understood of the file, in one line.
    """

    spectrum: Spectrum
    preprocessing: tuple[str, ...]
    understood: tuple[str, ...] = ()

    @property
    def context(self) -> DataContext:
        """The context, which has a `save`."""
        return self.spectrum.context

    @property
    def singular_values(self) -> FloatArray:
        """s_1 ≥ s_2 ≥ … in [0, 1], (k,), constant excluded."""
        return self.spectrum.singular_values

    @property
    def left(self) -> FloatArray:
        """μ_i as columns at the points, (n_x, k)."""
        return self.spectrum.left

    @property
    def right(self) -> FloatArray:
        """ν_i as columns at the values of A, (n_a, k)."""
        return self.spectrum.right

    @property
    def chi_square(self) -> float:
        """Σ_i s_i² over the whole spectrum."""
        return self.context.chi_square

    @property
    def complete(self) -> bool:
        """Whether every residual is small and the search for missed values found none."""
        return self.spectrum.complete

    def __repr__(self) -> str:
        """The context, its size and first singular value."""
        context = self.context
        return f"SampleSpectrum({context.description}, n_x={context.n_x}{first_value(self.singular_values)})"

    def _repr_html_(self) -> str:
        """The first values with their shares of χ², and what their completeness rests on, for a notebook."""
        state = "complete" if self.complete else "may be incomplete"
        checks = paragraph(f"{state}: {'; '.join(self.spectrum.checks)}")
        return card(repr(self), shares(self.singular_values, self.context.chi_square), checks)

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures spectrum --json` writes."""
        found, context = self.spectrum, self.context
        return {
            "format": 1,
            "singular_values": found.singular_values.tolist(),
            "chi_square": context.chi_square,
            "n_x": context.n_x,
            "n_a": context.n_a,
            "complete": found.complete,
            "preprocessing": list(self.preprocessing),
            "understood": list(self.understood),
            "context": context.description,
            "method": found.method,
            "checks": list(found.checks),
            "residual": float(found.residuals.max(initial=0.0)),
            "resolved": found.resolved,
            "exact_neighbours": context.exact_neighbours,
            "recall": context.recall,
        }

    def plot(self, kind: Literal["points", "scree"] = "points", axes: Axes | None = None) -> Axes:
        """Draw the points by their first two singular functions, or the singular values.

        Parameters
        ----------
        kind : {"points", "scree"}
            Of the singular values those that are above rounding are drawn full.
        axes : Axes, optional
            Of Matplotlib; a new figure by default.

        Returns
        -------
        Axes

        Raises
        ------
        InputError
            Where there is no such kind, or there are too few singular functions.
        """
        from contextures.samples.picture import draw_points, draw_values
        from contextures.style import drawing

        kinds = {"points": draw_points, "scree": draw_values}
        if kind not in kinds:
            raise SettingError(f"the picture is {kind!r}; {' or '.join(kinds)} is right")
        with drawing(axes) as drawn:
            kinds[kind](self.spectrum, drawn)
        return drawn
