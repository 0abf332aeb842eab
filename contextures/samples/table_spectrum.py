"""The spectrum of a finite context: its values, tests and intervals where it holds counts, and its map."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.contexts.correspondence import Map
from contextures.contexts.independence import Bootstrap, IndependenceTest, PermutationTest
from contextures.contexts.shown import first_value, shares
from contextures.errors import SettingError
from contextures.markup import card, paragraph

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class TableSpectrum:
    """The singular values of a finite context, and tests and intervals where it holds counts.

    Attributes
    ----------
    context : Context
        It holds all singular functions, and has a `save`.
    rank : int
        How many singular values were asked for.
    independence : IndependenceTest or None
        Pearson's test; None without counts.
    permutation : PermutationTest or None
        The test by random tables; None without counts.
    bootstrap : Bootstrap or None
        95 % intervals of all singular values, where they were asked for.
    map : Map
        Rows and columns as points: principal and standard coordinates, contributions, cos².
    understood : tuple of str
        What was understood of the file, in one line.
    coordinates : bool
        Whether `to_json` holds the map.
    """

    context: Context
    rank: int
    independence: IndependenceTest | None
    permutation: PermutationTest | None
    bootstrap: Bootstrap | None
    map: Map
    understood: tuple[str, ...] = ()
    coordinates: bool = False

    @property
    def singular_values(self) -> FloatArray:
        """s_1 ≥ s_2 ≥ … in [0, 1], (rank,), constant excluded."""
        return self.context.singular_values[: self.rank]

    @property
    def left(self) -> FloatArray:
        """μ_i as columns, (n_x, rank)."""
        return self.context.left[:, : self.rank]

    @property
    def right(self) -> FloatArray:
        """ν_i as columns, (n_a, rank)."""
        return self.context.right[:, : self.rank]

    @property
    def chi_square(self) -> float:
        """Σ_i s_i² over all singular values."""
        return self.context.chi_square

    @property
    def complete(self) -> bool:
        """Whether no singular value was missed: always."""
        return True

    @property
    def preprocessing(self) -> tuple[str, ...]:
        """What was done to the table, a sentence each."""
        done = {
            "dropped {} rows of zero mass": self.context.dropped_rows,
            "dropped {} columns of zero mass": self.context.dropped_columns,
            "{} supplementary rows have no part in the law": self.map.supplementary_rows.labels,
            "{} supplementary columns have no part in the law": self.map.supplementary_columns.labels,
        }
        return tuple(
            f"{words.format(len(labels))}: {', '.join(map(str, labels))}" for words, labels in done.items() if labels
        )

    def __repr__(self) -> str:
        """Size and first singular value."""
        return f"TableSpectrum(n_x={self.context.n_x}, n_a={self.context.n_a}{first_value(self.singular_values)})"

    def _repr_html_(self) -> str:
        """The first values with their shares of χ², for a notebook."""
        return card(repr(self), shares(self.singular_values, self.chi_square), *map(paragraph, self.preprocessing))

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures spectrum --json` writes."""
        context = self.context
        return {
            "format": 1,
            "singular_values": self.singular_values.tolist(),
            "chi_square": self.chi_square,
            "n_x": context.n_x,
            "n_a": context.n_a,
            "complete": self.complete,
            "preprocessing": list(self.preprocessing),
            "understood": list(self.understood),
            "total": context.total,
            "row_labels": list(context.row_labels),
            "column_labels": list(context.column_labels),
            "dropped": {"rows": list(context.dropped_rows), "columns": list(context.dropped_columns)},
            "independence": self.independence and asdict(self.independence),
            "permutation": self.permutation and asdict(self.permutation),
            "bootstrap": self.bootstrap
            and {
                key: value[: self.rank].tolist() if isinstance(value, np.ndarray) else value
                for key, value in asdict(self.bootstrap).items()
            },
            **({"coordinates": self.map.first(self.rank).to_json()} if self.coordinates else {}),
        }

    def plot(
        self,
        kind: Literal["symmetric", "rows", "columns", "scree"] = "symmetric",
        axes: Axes | None = None,
        *,
        dims: tuple[int, int] = (1, 2),
    ) -> Axes:
        """Draw the map of the table, or its singular values.

        Parameters
        ----------
        kind : {"symmetric", "rows", "columns", "scree"}
            Principal coordinates of rows and columns; or of the rows (or columns) alone, each at the average of the
            other side's points; or the singular values, with intervals where there are any.
        axes : Axes, optional
            Of Matplotlib; a new figure by default.
        dims : (int, int)
            Axes of the table on the map, from 1.

        Returns
        -------
        Axes

        Raises
        ------
        InputError
            Where there is no such kind or axis, or the table has no axis.
        """
        from contextures.contexts.picture import draw_map, draw_scree
        from contextures.style import drawing

        if not len(self.context.singular_values):
            raise SettingError("the table has one row or column, so there is nothing to draw")
        with drawing(axes) as drawn:
            if kind == "scree":
                draw_scree(self.context, drawn, self.bootstrap)
            else:
                draw_map(self.map, drawn, kind, dims)
        return drawn
