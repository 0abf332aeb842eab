"""The calculator of bounds as a page: one file that a browser opens, with every formula and nothing to load."""

from __future__ import annotations

from contextures.figures.calculator.page import bound_page

__all__ = ["bound_page"]
