"""How the complexity and the spectrum of masking schemes are measured: on the channels, written out."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.schemes import SchemeWorld


@quantity("alpha")
def alpha(world: SchemeWorld) -> Any:
    """Chosen."""
    return world.fields["alpha"]


@quantity("alpha")
def kappa_square_masked(world: SchemeWorld) -> Any:
    """Sum over the 3^m views of each input."""
    return world.complexity(world.masked)


@quantity("alpha", first=0)
def lambda_masked(world: SchemeWorld) -> Any:
    """⟨χ_S, TT*χ_S⟩ for the first set of each size."""
    sizes = (world.points == 1).sum(1)
    found = []
    for k in range(world.chosen["m"] + 1):
        column = int(np.argmax(sizes == k))
        found.append((world.characters[:, column] * world.images[..., column]).sum(-1) / len(world.points))
    return found


@quantity("alpha")
def eigen_defect(world: SchemeWorld) -> Any:
    """Entries of TT*χ_S − λ_Sχ_S, λ_S the mean of χ_S·TT*χ_S."""
    products = world.characters * world.images
    eigenvalues = products.sum(-2) / len(world.points)
    return np.abs(world.images - world.characters * eigenvalues[..., None, :]).max((-1, -2))


@quantity("alpha")
def kappa_square_block(world: SchemeWorld) -> Any:
    """Sum over the starts and the visible signs of each input."""
    return world.complexity(world.blocks(0 * world.fields["alpha"]))


@quantity("alpha")
def kappa_square_flipped(world: SchemeWorld) -> Any:
    """The same where each visible sign is wrong with probability α/2."""
    return world.complexity(world.blocks(world.fields["alpha"] / 2))
