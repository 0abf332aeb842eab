"""What the words of a command say of sweeps and ranges of the calculator's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contextures.errors import InputError

if TYPE_CHECKING:
    from contextures.bounds.settings import Axis


def refuse(axes: list[Axis], plot: str | None, settings: dict[str, Any], other: str | None) -> None:
    """Raise InputError for sweeps that do not go with the rest.

    Parameters
    ----------
    axes : list of Axis
        The sweeps.
    plot : str or None
        Where a picture of them goes.
    settings : dict
        What is set, by name.
    other : str or None
        A setting that is searched for.
    """
    from contextures.figures.bound import suffix_of

    names = [axis.name for axis in axes]
    if len(axes) > 2 or len(set(names)) < len(names):
        raise InputError(f"the sweeps are over {', '.join(names)}; one setting, or two different ones, are right")
    for name in names:
        if name in settings:
            raise InputError(f"{name} is both set and swept; one of them is right")
    if axes and other:
        raise InputError(f"--sweep and a search for {other} do not go together; choose one")
    if plot is not None:
        suffix_of(plot)
        if not axes:
            raise InputError("--plot draws a sweep; add --sweep NAME=START:STOP:COUNT")


def arrays(axes: list[Axis]) -> dict[str, Any]:
    """Return the values of the sweeps by name, the first along the first axis."""
    if len(axes) == 2:
        return {axes[0].name: axes[0].values[:, None], axes[1].name: axes[1].values[None, :]}
    return {axis.name: axis.values for axis in axes}


def ends(text: str | None) -> tuple[str, str] | None:
    """Return both ends of a range that is written START:STOP; None where there is no text."""
    if text is None:
        return None
    start, colon, stop = text.partition(":")
    if not (start and colon and stop):
        raise InputError(f"the range {text!r} cannot be read; START:STOP is right")
    return start, stop
