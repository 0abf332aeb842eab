"""Chapter 7 in scripts: eigenfunctions, heads and partitions as a few lines of fractions each.

What the package finds by minors, factors of polynomials and ranks is found here by elimination and by listing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, cast

from contextures.theory.neighbours import eigenspaces, graphs, heads, partitions

KERNEL = """\
def kernel(matrix):
    rows, pivots = matrix.tolist(), []
    for k in range(len(rows[0])):
        place = next((i for i in range(len(pivots), len(rows)) if rows[i][k] != 0), None)
        if place is not None:
            rows.insert(len(pivots), rows.pop(place))
            first = [v / rows[len(pivots)][k] for v in rows[len(pivots)]]
            rows = [[v - row[k] * u for v, u in zip(row, first)] for row in rows]
            rows[len(pivots)] = first
            pivots.append(k)
    free = [k for k in range(len(rows[0])) if k not in pivots]
    return [[-rows[pivots.index(k)][f] if k in pivots else F(k == f) for k in range(len(rows[0]))] for f in free]"""
INDEPENDENT = """\
def independent(vectors):
    chosen = []
    for vector in vectors:
        if not kernel(exact([*chosen, vector]).T):
            chosen.append(vector)
    return chosen


def padded(columns, size, width):
    zeros = [[F(0)] * size] * (width - len(columns))
    return exact([*columns, *zeros]).T, len(columns)"""
TOP = """\
def top_functions(world, w, k, turn, zeros=False):
    size, degrees = len(w), w.sum(-1)
    positive = exact(np.where(degrees > 0, degrees, 1))
    operator, found = w / positive[:, None], []
    for value in sorted(set(world.eigenvalues(operator, positive).tolist()), reverse=True):
        if len(found) == min(k, size) or (value == 0 and not zeros):
            break
        space = kernel(operator - value * np.eye(size, dtype=int))
        if len(found) + len(space) > k:  # any functions of this eigenspace: turn says which
            onto = world.projector(exact(space).T, degrees)
            space = independent(np.concatenate([onto @ turn, onto], axis=1).T.tolist())
        found += space[: k - len(found)]
    return padded(found, size, min(k, size))"""
BASIS = """\
def column_basis(world, features):
    chosen = independent(features.T.tolist())
    return padded(chosen, len(features), max(len(chosen), min(features.shape)))"""
TOLD = """\
def told_apart(world, features, count):
    size, rows = len(features), features.tolist()
    found = np.ones(2**size, dtype=bool)
    for chosen in combinations(range(size), count + 1):
        relations = kernel(exact([rows[a][:count] for a in chosen]).T) if count else [[F(1)]]
        for sign in (1, -1) if len(relations) == 1 else ():  # a head cannot be < 0 where y < 0 and >= 0 where y > 0
            second = sum(2**a for a, y in zip(chosen, relations[0]) if sign * y < 0)
            first = sum(2**a for a, y in zip(chosen, relations[0]) if sign * y > 0)
            found &= [not second or second & ~code != 0 or first & code != 0 for code in range(2**size)]
    return found"""
EXPANSIONS = """\
def expansions(world, w, most=None):
    size, phi = len(w), conductances(world, w).tolist()
    best = []
    for parts in range(1, (most or size) + 1):
        every = [row for row in product(range(parts), repeat=size) if len(set(row)) == parts]
        sets = [[sum(2**a for a in range(size) if row[a] == part) for part in range(parts)] for row in every]
        best.append(min(max(phi[code] for code in codes) for codes in sets))
    return exact(best)"""
SPECTRUM = """\
def graph_eigenvalues(world, law):
    w = (law.T / law.sum(1)) @ law
    return world.eigenvalues(w / w.sum(1)[:, None], w.sum(1))"""

CONDUCTANCES = cast("FunctionType", partitions.conductances)

STAND_INS: Mapping[Callable[..., Any], tuple[str | FunctionType, ...]] = {
    eigenspaces.top_functions: (KERNEL, INDEPENDENT, TOP),
    eigenspaces.column_basis: (KERNEL, INDEPENDENT, BASIS),
    heads.told_apart: (KERNEL, TOLD),
    partitions.expansions: (CONDUCTANCES, EXPANSIONS),
    graphs.graph_eigenvalues: (SPECTRUM,),
}
"""What a script has in the place of a function of the package, by the function."""
