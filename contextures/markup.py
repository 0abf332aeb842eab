"""HTML elements as text."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

VOID = {"input", "meta", "br"}
SHOWN = 16
"""Lines of a table that a notebook shows."""


class Raw(str):
    """Text that is markup already."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | None) -> Raw:
    """Return an element; children that are not `Raw` are escaped, and ``class_`` is the attribute ``class``."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Raw(f"<{name}{given}>")
    return Raw(f"<{name}{given}>{joined(*children)}</{name}>")


def escaped(text: str) -> Raw:
    """Return a text as markup."""
    return Raw(html.escape(text))


def joined(*children: str) -> Raw:
    """Return children one after the other, escaped where they are not markup."""
    return Raw("".join(child if isinstance(child, Raw) else html.escape(child) for child in children))


def paragraph(*children: str) -> Raw:
    """Return a paragraph."""
    return element("p", *children)


def card(title: str, *children: str) -> Raw:
    """Return what a notebook shows of a result: a bold line, and what follows."""
    return element("div", paragraph(element("strong", title)), *children)


BADGES = {
    "refuted": ("#b3261e", "#ffffff"),
    "unrefuted": ("#d6e9f8", "#0b3a5c"),
    "argued": ("#7fb3d9", "#0b2a45"),
    "proved": ("#0b3a5c", "#ffffff"),
    "constant": ("#fff1c9", "#5c4300"),
    "ill-posed": ("#eadcf2", "#4a1d5c"),
    "vacuous": ("#e3e3e3", "#333333"),
}
"""Ground and ink of each verdict: told apart by word and by lightness, not by hue alone."""
SHAPE = "border-radius:.2rem;font-size:.85em;font-weight:600;padding:.05em .45em;white-space:nowrap"


def badge(verdict: str | None) -> Raw:
    """Return a verdict as a notebook shows it."""
    ground, ink = BADGES.get(verdict or "", BADGES["vacuous"])
    return element("span", verdict or "not searched", style=f"background:{ground};color:{ink};{SHAPE}")


def badge_styles() -> str:
    """Return the same as a style sheet, for pages with many of them: classes ``badge`` and the verdict."""
    colours = {"badge": BADGES["vacuous"], **{f"badge.{name}": both for name, both in BADGES.items()}}
    inks = "\n".join(f".{name} {{ background: {ground}; color: {ink}; }}" for name, (ground, ink) in colours.items())
    return f".badge {{ display: inline-block; {SHAPE} }}\n{inks}\n"


def table(head: list[str], rows: list[list[str]], **attributes: str | None) -> Raw:
    """Return a table with a head."""
    top = element("thead", element("tr", *(element("th", cell, scope="col") for cell in head)))
    body = element("tbody", *(element("tr", *(element("td", cell) for cell in row)) for row in rows))
    return element("table", top, body, **attributes)


def firsts(head: Sequence[str], *columns: Iterable[float]) -> Raw:
    """Return a table of the first entries of sequences beside one another, numbered from 1."""
    lines = list(zip(*columns, strict=True))
    rows = [[str(i), *(f"{value:.6g}" for value in line)] for i, line in enumerate(lines[:SHOWN], 1)]
    return table(["", *head], rows + [["…"] * (1 + len(head))] * (len(lines) > SHOWN))
