"""How a spectrum is printed."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.cli.console import Grid, Printer

AXES = 2
"""Axes whose coordinates are printed; the JSON document holds all."""
NEGLIGIBLE = 1e-28
"""A total inertia of rounding size, of which percentages would say nothing."""


def show(document: dict[str, Any]) -> None:
    """Print the document of a spectrum: its values, then tests and intervals, or what its completeness rests on."""
    console = Printer()
    _values(console, document)
    sizes = f"n_x = {document['n_x']}, n_a = {document['n_a']}, chi-square = {document['chi_square']:.8f}"
    if "method" not in document:
        console.print(f"{sizes} (sum of all s_i^2)")
        _tests(console, document)
        if "coordinates" in document:
            _points(console, document["coordinates"])
    else:
        console.print(f"{document['context']}: {sizes} (sum of all s_i^2)", soft_wrap=True)
        state = "complete" if document["complete"] else "warning: may be incomplete"
        console.print(f"{state}: {'; '.join(document['checks'])}", soft_wrap=True)
        count = len(document["singular_values"])
        if document["resolved"] < count:
            console.print(f"note: only the first {document['resolved']} of {count} values are above rounding")
    for note in document["preprocessing"]:
        console.print(f"note: {note}", soft_wrap=True)


def _values(console: Printer, document: dict[str, Any]) -> None:
    inertia, intervals = np.square(document["singular_values"]), document.get("bootstrap")
    shares = 100 * inertia / max(document["chi_square"], NEGLIGIBLE)
    grid = Grid("i", "s_i", "s_i^2", "percent", "cumulative")
    if intervals is not None:
        grid.add(f"{intervals['level']:.0%} interval of s_i")
    for column in grid.columns:
        column.justify = "right"
    for i, value in enumerate(document["singular_values"]):
        cells = [str(i + 1), f"{value:.6f}", f"{inertia[i]:.8f}", f"{shares[i]:.2f}", f"{shares[: i + 1].sum():.2f}"]
        if intervals is not None:
            cells.append(f"[{intervals['lower'][i]:.4f}, {intervals['upper'][i]:.4f}]")
        grid.add_row(*cells)
    console.table(grid)


def _points(console: Printer, coordinates: dict[str, Any]) -> None:
    """Print where the points lie on the first two axes, in principal coordinates, and what each axis owes to them."""
    for kind, points in coordinates.items():
        if not points["labels"]:
            continue
        grid = Grid(kind.replace("_", " "), "mass", "inertia")
        shown = range(min(AXES, len(points["principal"][0])))
        for i in shown:
            for name in (f"axis {i + 1}", "contribution", "cos2"):
                grid.add(name)
        for column in grid.columns[1:]:
            column.justify = "right"
        for j, label in enumerate(points["labels"]):
            cells = [str(label), f"{points['mass'][j]:.4f}", f"{points['inertia'][j]:.5f}"]
            for i in shown:
                cells.append(f"{points['principal'][j][i]:.4f}")
                cells += [f"{points[name][j][i]:.3f}" for name in ("contributions", "cos2")]
            grid.add_row(*cells)
        console.table(grid)


def _tests(console: Printer, document: dict[str, Any]) -> None:
    independence, permutation, intervals = (document[k] for k in ("independence", "permutation", "bootstrap"))
    if independence is not None:
        line = f"independence: statistic {independence['statistic']:.4f} for {document['total']} observations, "
        line += f"{independence['dof']} degrees of freedom, p = {independence['p_value']:.4g}"
        console.print(line, soft_wrap=True)
        if independence["small_expected"]:
            doubt = f"note: the smallest expected count is {independence['min_expected']:.2f}, below 5; "
            console.print(doubt + "prefer the permutation test", soft_wrap=True)
    if permutation is not None:
        tried = f"{permutation['resamples']} random tables, seed {permutation['seed']}"
        console.print(f"independence: p = {permutation['p_value']:.4g} ({tried})")
    if intervals is not None:
        tried = f"{intervals['resamples']} resamples, seed {intervals['seed']}"
        console.print(f"intervals: {intervals['method']} bootstrap, {tried}")
