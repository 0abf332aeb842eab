"""`contextures recommend`: which way to mix contexts."""

from __future__ import annotations

from typing import Any

from contextures.cli.console import Grid, Printer
from contextures.cli.making import read_files, with_makings
from contextures.cli.mixing import (
    BetaOption,
    FilesArgument,
    LeftOutOption,
    MaskSeedOption,
    TableOption,
    TopOption,
    number,
)
from contextures.cli.options import (
    JsonOption,
)
from contextures.cli.output import check_target, write_answer
from contextures.cli.reading import tell, with_reading


@with_makings
@with_reading
def recommend(
    files: FilesArgument,
    table: TableOption = False,
    making: Any = None,
    target: LeftOutOption = None,
    rank: TopOption = 512,
    beta: BetaOption = 1.0,
    seed: MaskSeedOption = 0,
    json: JsonOption = None,
    reading: Any = None,
) -> None:
    """Recommend how to mix contexts, from their spectra alone, and say what that rests on."""
    from contextures.samples.recommend import recommend as recommended

    check_target(json, reads=(*files, *read_files(making)))
    found = recommended(
        *files,
        holds="table" if table else None,
        target=target,
        beta=beta,
        d0=rank,
        seed=seed,
        reading=reading,
        **making,
    )
    tell(found.understood)
    if write_answer(found.to_json(), json):
        _show(found.to_json())


def _show(document: dict[str, Any]) -> None:
    console = Printer()
    grid = Grid("context", "tau", "if weaker", "if stronger", "decay rate", "association", folds=("context",))
    for seen in document["evidence"]:
        numbers = (seen[key] for key in ("tau", "tau_if_weaker", "tau_if_stronger", "decay_rate"))
        grid.add_row(seen["context"], *map(number, numbers), seen["association"])
    console.table(grid)
    console.print(f"{document['operation']}: {document['reason']}", soft_wrap=True)
    if any(seen["near_limit"] for seen in document["evidence"]):
        console.print("note: a tau within 5 % of 1 + beta says little", soft_wrap=True)
    for seen in document["evidence"]:
        if seen["checks"]:
            console.print(f"{seen['context']}: {'; '.join(seen['checks'])}", soft_wrap=True)
    for note in document["preprocessing"]:
        console.print(f"note: {note}", soft_wrap=True)
