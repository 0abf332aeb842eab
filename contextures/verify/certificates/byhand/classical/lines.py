"""How a script computes a quantity: a few lines over lists of fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Lines:
    """The lines that compute a quantity.

    Attributes
    ----------
    body : tuple of str
        ``{name}`` is the variable of the quantity.
    helpers : tuple of str
        Names of functions of `helpers`.
    witness : mapping of str to str
        Variables that hold fields of its witness.
    before : tuple of str
        Lines that several quantities share, which are written once.
    """

    body: tuple[str, ...]
    helpers: tuple[str, ...] = ()
    witness: Mapping[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
