"""`contextures mix`: one context out of several."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from contextures.cli.making import read_files, with_makings
from contextures.cli.mixing import (
    BetaOption,
    FilesArgument,
    LeftOutOption,
    MaskSeedOption,
    TableOption,
    TopOption,
)
from contextures.cli.options import (
    JsonOption,
    PlotOption,
)
from contextures.cli.output import check_target, write_answer, write_picture
from contextures.cli.reading import tell, with_reading
from contextures.cli.shown.mix import show
from contextures.errors import InputError

OPERATIONS = ("mix", "convolve", "concatenate", "product", "recommended")


@with_makings
@with_reading
def mix(
    files: FilesArgument,
    by: Annotated[str, typer.Option(help=f"One of {', '.join(OPERATIONS)}.", metavar="OPERATION")] = "mix",
    weights: Annotated[
        str | None, typer.Option(help="Of a convex combination: w_1,w_2,… or learned or optimal.", metavar="W")
    ] = None,
    dimension: Annotated[int, typer.Option(help="d of the encoders that weights are learned with.", metavar="D")] = 8,
    steps: Annotated[int, typer.Option(help="Steps in which weights are learned.", metavar="T")] = 50,
    table: TableOption = False,
    making: Any = None,
    target: LeftOutOption = None,
    rank: TopOption = 512,
    beta: BetaOption = 1.0,
    seed: MaskSeedOption = 0,
    plot: PlotOption = None,
    save: Annotated[str | None, typer.Option(help="Write the mixture to FILE (.npz).", metavar="FILE")] = None,
    json: JsonOption = None,
    reading: Any = None,
) -> None:
    """Make one context out of several with the same P_X, and say what it and they are worth."""
    from contextures.samples.mixture import as_operation, mixture

    check_target(save, json, plot=plot, reads=(*files, *read_files(making)))
    found = mixture(
        *files,
        by=as_operation(by),
        weights=_weights(weights),
        dimension=dimension,
        steps=steps,
        holds="table" if table else None,
        target=target,
        rank=rank,
        beta=beta,
        seed=seed,
        reading=reading,
        **making,
        saveable=save is not None,
    )
    if save is not None:
        found.save(save)
    if plot is not None:
        write_picture(found.plot(), plot, f"{by} of {' and '.join(files)}")
    tell(found.understood)
    if write_answer(found.to_json(), json):
        show(found.to_json())


def _weights(text: str | None) -> Any:
    """Numbers with commas between; a word, or None, as it is."""
    if text is None or text in ("learned", "optimal"):
        return text
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise InputError(f"--weights is {text!r}; w_1,w_2,… or learned or optimal is right") from None
