"""Every figure, by name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from contextures.errors import InputError
from contextures.figures import (
    alignment,
    chain,
    convergence,
    corrections,
    cosines,
    coverage,
    difficult,
    minimax,
    mixing,
    regret,
    reweighting,
    risks,
    spectra,
    stkr,
    subsets,
    taus,
    tracegap,
    transfer,
    usefulness,
    ushape,
    widths,
)
from contextures.figures.picture import Picture

PICTURES: dict[str, Picture] = {
    picture.name: picture
    for picture in (
        spectra.PICTURE,
        alignment.PICTURE,
        convergence.PICTURE,
        minimax.PICTURE,
        tracegap.PICTURE,
        corrections.PICTURE,
        usefulness.PICTURE,
        ushape.PICTURE,
        cosines.PICTURE,
        taus.PICTURE,
        subsets.PICTURE,
        mixing.PICTURE,
        chain.PICTURE,
        stkr.PICTURE,
        risks.PICTURE,
        reweighting.PICTURE,
        transfer.PICTURE,
        regret.PICTURE,
        difficult.PICTURE,
        coverage.PICTURE,
        widths.PICTURE,
    )
}
"""By name, in the order of the chapters."""


def chosen(names: Sequence[str]) -> list[Picture]:
    """Return the figures of some names, each once; all of them where there is no name.

    Raises
    ------
    InputError
        If there is no figure of a name; close ones are named.
    """
    for name in names:
        if name not in PICTURES:
            near = difflib.get_close_matches(name, PICTURES, cutoff=0.4)
            hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(PICTURES)}"
            raise InputError(f"no figure is called {name!r}; {hint}")
    return [PICTURES[name] for name in dict.fromkeys(names)] or list(PICTURES.values())
