"""Committed certificates by their paths, and every edit of one entry."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]
LOW_VARIANCE = "certificates/optimality.low-variance.printed.json"
MINIMAX = "certificates/optimality.minimax-value.printed.json"
OF_CONTEXTURE = "certificates/optimality.trace-gap-of-contexture.printed.json"


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every string, number, truth value, null and empty container, with its path."""
    if isinstance(value, dict | list) and value:
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(entry, (*path, key))
    else:
        yield path, value


def edited(document: Document, path: tuple[Any, ...], *value: Any) -> Document:
    """A copy with the entry at a path replaced, or deleted where no value is given."""
    changed = copy.deepcopy(document)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    if value:
        place[path[-1]] = value[0]
    else:
        del place[path[-1]]
    return changed


def others(value: Any) -> list[Any]:
    """Other values that an entry could be changed to."""
    if isinstance(value, bool):
        changed: list[Any] = [not value, None, str(value)]
    elif isinstance(value, int):
        changed = [value + 1, -value, str(value), None, 10**30]
    elif isinstance(value, str):
        changed = [f"{value}0", f"-{value}", "", "1/7", "1/0", "nan", None, 1, [value], {"exact": value}]
    else:
        changed = ["", 0, 1, ["1"], {"x": "1"}]
    return [other for other in changed if json.dumps(other) != json.dumps(value)]
