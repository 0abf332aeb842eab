"""Rows of verdicts.json and their certificates in Markdown, as the pages of the documentation show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from math import isfinite
from typing import Any

SHORT = 12
"""Signs of a rational that is written out."""
SIGNS = {"<=": "≰", "<": "≮", "==": "≠"}


def escaped(text: str) -> str:
    """Return a text in which Markdown sees no emphasis and no link; what stands between backticks is kept."""
    pieces = text.split("`")
    pieces[::2] = (re.sub(r"([*_\[\]])", r"\\\1", piece.replace("<", "&lt;")) for piece in pieces[::2])
    return "`".join(pieces)


def form_text(row: Mapping[str, Any]) -> str:
    """Return the verdict of a form, as a row of verdicts.json has it, and the effort."""
    return f"{row['verdict']}; {row['hypotheses_met']:,} instances met its hypotheses"


def certificate_text(part: Mapping[str, Any], document: Mapping[str, Any], link: str) -> str:
    """Return what a certificate shows of a part: its two sides, where it is and what it hinges on."""
    example = document["kind"] == "example"
    sign = document["relation"].replace("<=", "≤") if example else SIGNS[document["relation"]]
    sides = f"{side_text(document['lhs'])} {sign} {side_text(document['rhs'])}"
    hinges = f" It hinges on: {', '.join(part['hinges'])}." if part.get("hinges") else ""
    what = "has an example" if example else "is refuted"
    return f"Part `{part['name']}` {what}: {sides} at the instance of [this certificate]({link}).{hinges}"


def side_text(side: Mapping[str, str]) -> str:
    """Return a side in a few digits: the rational where it is short, else a decimal, or what bounds it."""
    if "exact" in side:
        return side["exact"] if len(side["exact"]) <= SHORT else f"{_number(side['exact']):.4g}"
    low, high = _number(side["lo"]), _number(side["hi"])
    if low == high:
        return f"{low:.4g}".replace("inf", "∞").replace("-", "−")
    if not isfinite(low) or not isfinite(high):
        return f"(a number ≤ {high:.4g})" if isfinite(high) else f"(a number ≥ {low:.4g})"
    return f"{(low + high) / 2:.4g}" if high - low <= 1e-4 * abs(high) else f"(a number in [{low:.4g}, {high:.4g}])"


def _number(end: str) -> float:
    """A rational, a decimal or an infinity of a certificate as a float."""
    return float(Fraction(end)) if "/" in end else float(end)
