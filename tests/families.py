"""Families of joint laws by name, and the shapes that each is tried on."""

from __future__ import annotations

import pytest

from contextures.verify.search.draws.laws import FAMILIES, Family

BY_NAME = {family.name: family for family in FAMILIES}
SHAPES = [(2, 2), (2, 3), (3, 2), (3, 3), (4, 5), (5, 4), (6, 6), (2, 8), (8, 2), (8, 8), (7, 4)]
SQUARE = [shape for shape in SHAPES if shape[0] == shape[1]]
each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


def shapes(family: Family) -> list[tuple[int, int]]:
    return SQUARE if family.square else SHAPES
