"""HTML elements as text."""

from __future__ import annotations

import html

VOID = {"input", "meta", "br"}


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


def joined(*children: str) -> Raw:
    """Return children one after the other, escaped where they are not markup."""
    return Raw("".join(child if isinstance(child, Raw) else html.escape(child) for child in children))


def paragraph(*children: str) -> Raw:
    """Return a paragraph."""
    return element("p", *children)


def card(title: str, *children: str) -> Raw:
    """Return what a notebook shows of a result: a bold line, and what follows."""
    return element("div", paragraph(element("strong", title)), *children)


def table(head: list[str], rows: list[list[str]], **attributes: str | None) -> Raw:
    """Return a table with a head."""
    top = element("thead", element("tr", *(element("th", cell, scope="col") for cell in head)))
    body = element("tbody", *(element("tr", *(element("td", cell) for cell in row)) for row in rows))
    return element("table", top, body, **attributes)
