"""Several contexts for a mixture: given as they are, saved in files, or made from one table of samples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, Unpack

from contextures.errors import InputError, SettingError
from contextures.reading.options import PLAIN, Reading
from contextures.samples.beforehand import refuse_beforehand
from contextures.samples.data_context import DataContext, Spectrum
from contextures.samples.kinds import options
from contextures.samples.needs import refuse_spectra
from contextures.samples.recipe import Making, Recipe
from contextures.samples.sources import Held, Law, context_of, is_context, is_path, opened, table_of, words_of

Setting = TypeVar("Setting")
Several: TypeAlias = Setting | Sequence[Setting] | None
"""One value of a setting, or one for each context."""


@dataclass(frozen=True, eq=False)
class Gathered:
    """Contexts that are to be mixed.

    Attributes
    ----------
    contexts : tuple of Context, DataContext or Spectrum
        At least two.
    notes : tuple of str
        What was done to the samples, a sentence each.
    understood : tuple of str
        What was understood of each file, in one line.
    """

    contexts: tuple[Law | Spectrum, ...]
    notes: tuple[str, ...]
    understood: tuple[str, ...] = ()


def recipes(
    kind: str | None,
    k: Several[int],
    gamma: Several[float],
    label: Several[str],
    partner: Any,
    model: Any,
    seed: int,
    **making: Unpack[Making],
) -> list[Recipe]:
    """Return one recipe for each k, γ or label, partner or model, none where no kind of context is given.

    Parameters
    ----------
    kind, k, gamma, label, partner, model, seed
        As for `contextures.mixture`; at most one of those between has several values.
    **making : Making
        What all share.

    Raises
    ------
    InputError
        Where settings do not go together.
    """
    several: dict[str, list[Any]] = {"k": _listed(k), "gamma": _listed(gamma), "label": _listed(label)}
    given = {name: values for name, values in several.items() if values}
    made = {name: values for name, values in {"partner": _files(partner), "model": _files(model)}.items() if values}
    if kind is None:
        said = [*given, *made, *Recipe(**making).given]
        if said:
            raise SettingError(f"{options(said)} {'goes' if len(said) == 1 else 'go'} with --context")
        return []
    given |= made
    repeated = [f"--{name}" for name, values in given.items() if len(values) > 1]
    if len(repeated) > 1:
        raise SettingError(f"{' and '.join(repeated)} are repeated; one of them is right, a value for each context")
    size = max((len(values) for values in given.values()), default=1)
    rows = [{name: values[i % len(values)] for name, values in given.items()} for i in range(size)]
    return [Recipe(kind, seed=seed, **row, **making) for row in rows]


def gathered(
    sources: Sequence[Any],
    holds: Held | None,
    made: Sequence[Recipe],
    target: str | None,
    categorical: Iterable[str] | None,
    reading: Reading | None = None,
    *,
    rank: int,
    kept: bool = False,
) -> Gathered:
    """Return the contexts of some sources, or those that recipes make of one table of samples.

    Parameters
    ----------
    sources, holds, target, categorical, reading
        As for `contextures.mixture`.
    made : sequence of Recipe
        None where the sources are, or hold, contexts.
    rank : int
        Singular values that will be wanted of each of samples.
    kept : bool
        Whether all their spectra will be kept, and not one at a time.

    Raises
    ------
    InputError
        Where a source cannot be read or says not what it holds, settings do not go together, there are not two, or
        memory would not hold their spectra.
    """
    notes: list[str] = []
    understood: list[str] = []
    found: list[Law | Spectrum]
    if made:
        if len(sources) != 1 or holds not in (None, "samples") or is_context(sources[0]):
            raise SettingError(
                "--context takes one file of samples; repeat --k, --gamma, --label, --partner or --model for more"
            )
        table = table_of(sources[0], target, None, categorical, reading)
        understood += words_of(table)
        refuse_beforehand(made, table, rank, kept=kept)
        contexts = [recipe.make(table, target=target) for recipe in made]
        notes = [*table.notes, *(note for each in contexts for note in each.preprocessing)]
        found = [*contexts]
    elif target is not None or categorical is not None:
        raise SettingError("--target and --categorical go with --context and a file of samples")
    else:
        found = []
        for source in sources:
            law, words = _one(source, holds, reading)
            found.append(law)
            understood += words
    if len(found) < 2:
        number = "1 context was" if len(found) == 1 else "no context was"
        raise InputError(f"{number} given; at least two are needed to mix")
    refuse_spectra((min(law.core.shape) for law in found if isinstance(law, DataContext)), rank)
    return Gathered(tuple(found), tuple(dict.fromkeys(notes)), tuple(understood))


def _one(source: Any, holds: Held | None, reading: Reading | None) -> tuple[Law | Spectrum, tuple[str, ...]]:
    if holds is not None:
        return context_of(source, holds, reading)
    if is_path(source) and not is_context(source):
        raise SettingError(
            f"{source} is no saved context (.npz); with --table it is a contingency table, else --context"
        )
    return opened(source, PLAIN if reading is None else reading), ()


def _files(values: Any) -> list[Any]:
    """Files, models or second views: none, one, or a list of them."""
    return [] if values is None else list(values) if isinstance(values, list | tuple) else [values]


def _listed(values: Any) -> list[Any]:
    """The values of a setting: none, one, or one for each context."""
    if values is None:
        return []
    return [values] if isinstance(values, str) or not hasattr(values, "__iter__") else list(values)
