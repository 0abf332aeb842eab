"""How `contextures mix` prints a mixture."""

from __future__ import annotations

from typing import Any

from contextures.cli.console import Grid, Printer
from contextures.cli.mixing import number


def show(document: dict[str, Any]) -> None:
    """Print a mixture, as its JSON tells it, beside the contexts that it is of."""
    console = Printer()
    grid = Grid("context", "weight", "tau", "best d", "decay rate", "chi-square", folds=("context",), right=True)
    shares = document["weights"] or [None] * len(document["contexts"])
    for seen, share in [*zip(document["contexts"], shares, strict=True), (document["mixture"], None)]:
        grid.add_row(
            document["operation"] if seen is document["mixture"] else seen["context"],
            "" if share is None else f"{share:.4f}",
            number(seen["tau"]),
            "" if seen["d_star"] is None else str(seen["d_star"]),
            number(seen["decay_rate"]),
            f"{seen['chi_square']:.4f}",
        )
    console.table(grid)
    if document["learning"] is not None:
        learning = document["learning"]
        console.print(
            f"value {learning['value']:.4f} of {learning['d']}, at most {learning['regret']:.2g} below the best"
        )
    whole = document["mixture"]
    if whole["checks"]:
        state = "complete" if whole["complete"] else "warning: the spectrum of the mixture may be incomplete"
        console.print(f"{state}: {'; '.join(whole['checks'])}", soft_wrap=True)
    for note in document["preprocessing"]:
        console.print(f"note: {note}", soft_wrap=True)
