"""How bounds are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from contextures.bounds.result import Bound
from contextures.bounds.settings import Axis
from contextures.cli.console import Grid, Printer
from contextures.theory.catalogue import catalogue

SHOWN = 12
"""Rows of a sweep that are printed."""


def show(found: Sequence[Bound], axes: Sequence[Axis]) -> None:
    """Print bounds, each with its terms, or over the values of a sweep."""
    console = Printer()
    if axes:
        _sweep(console, found, axes)
        return
    if len(found) > 1:
        grid = Grid("bound", "form", "reading", "value", folds=("reading",))
        for b in found:
            grid.add_row(b.id, b.variant, b.reading, f"{b.value:.6g}")
        console.table(grid)
    for b in found:
        _one(console, b)


def _one(console: Printer, b: Bound) -> None:
    form = f"{b.variant} form"
    if b.variant == "printed" and (b.reconstructed or catalogue[b.id].source.key == "ours"):
        form = "as reconstructed" if b.reconstructed else "as stated"
    console.print(f"{b.id} ({form}, {b.part}): {b.reading}", soft_wrap=True)
    lower = "" if b.lower is None else f"lower {b.lower:.10g}, "
    console.print(f"{lower}value {b.value:.10g}" + (f" = {b.exact}" if b.exact else ""))
    if b.verdict is not None or b.reconstructed:
        told = [b.verdict or "not searched yet", *["folklore or reconstructed, no print of a paper"] * b.reconstructed]
        console.print(f"verdict: {'; '.join(told)}", soft_wrap=True)
    for name, known in b.beside.items():
        console.print(f"{name}: {known.value:.10g}" + (f" = {known.exact}" if known.exact else ""), soft_wrap=True)
    if b.risk is not None:
        console.print(
            f"exact value of what is bounded, for the top-d functions of the context: {b.risk:.10g}", soft_wrap=True
        )
    if b.estimate is not None:
        e = b.estimate
        console.print(
            f"estimate of what is bounded, from {e.draws} random samples: {e.value:.4g}, 95 % interval {e.low:.4g} to "
            f"{e.high:.4g}",
            soft_wrap=True,
        )
    if len(b.terms) > 1:
        grid = Grid("term", "value", "share")
        for name, term in sorted(b.terms.items(), key=lambda item: -abs(float(item[1]))):
            grid.add_row(name, f"{term:.6g}", f"{term / b.value:.1%}" if b.value else "")
        console.table(grid)
    used = (f"{name} = {_setting(value)}{' (context)' * (name in b.supplied)}" for name, value in b.settings.items())
    console.print(f"settings: {', '.join(used)}", soft_wrap=True)
    if b.inverse:
        _solutions(console, b)
    for hypothesis in b.assumed:
        console.print(f"assumed: {hypothesis}", soft_wrap=True)


def _setting(value: Any) -> str:
    if getattr(value, "ndim", 0):
        return f"[{', '.join(f'{v:.4g}' for v in value[:4])}{', …' * (len(value) > 4)}]"
    return f"{value:.10g}"


def _solutions(console: Printer, b: Bound) -> None:
    assert b.inverse
    name, runs = b.inverse.name, b.inverse.kept
    found = ", ".join(s.exact or f"{s.value:.12g}" for s in b.inverse.solutions)
    words = b.inverse.target if isinstance(b.inverse.target, str) else f"the target {b.inverse.target:g}"
    console.print(f"{name} for {words}: {found or 'every value'}")
    if runs and " == " not in b.reading:
        told = (f"{start:.10g}" if start == stop else f"from {start:.10g} to {stop:.10g}" for start, stop in runs)
        console.print(f"the target is kept for {name} {', '.join(told)}", soft_wrap=True)


def _sweep(console: Printer, found: Sequence[Bound], axes: Sequence[Axis]) -> None:
    shape = tuple(len(axis.values) for axis in axes)
    columns = {b.id: np.broadcast_to(b.value, shape).ravel() for b in found}
    if len(found) == 1:
        terms = found[0].terms
        columns |= {name: np.broadcast_to(t, shape).ravel() for name, t in terms.items() if len(terms) > 1}
        if found[0].risk is not None:
            columns["exact risk"] = np.broadcast_to(found[0].risk, shape).ravel()
    settings = [grid.ravel() for grid in np.meshgrid(*(axis.values for axis in axes), indexing="ij")]
    rows = np.unique(np.linspace(0, len(settings[0]) - 1, SHOWN).astype(int))
    grid = Grid(*(axis.name for axis in axes), *columns)
    for row in rows:
        cells = [f"{v[row]:.6g}" for v in settings] + [
            "" if np.isnan(v[row]) else f"{v[row]:.6g}" for v in columns.values()
        ]
        grid.add_row(*cells)
    console.table(grid)
    if len(rows) < len(settings[0]):
        console.print(f"{len(rows)} of {len(settings[0])} points; --json writes all, --plot draws them")
