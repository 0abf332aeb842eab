"""`contextures bound`: any bound of the catalogue at given settings, forwards, backwards and over sweeps."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from contextures.cli.compare import side_by_side
from contextures.cli.console import Printer
from contextures.cli.options import JsonOption
from contextures.cli.output import check_target, emit, write_answer
from contextures.cli.reading import read_sample, tell
from contextures.cli.sweeps import arrays, ends, refuse
from contextures.errors import InputError
from contextures.files import write_bytes


def bound(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Ids of statements, then settings such as epsilon=1/20.", metavar="ID [NAME=VALUE]..."),
    ] = None,
    variant: Annotated[
        str | None, typer.Option(help="printed or corrected; corrected by default where there is one.")
    ] = None,
    part: Annotated[str | None, typer.Option(help="Part of the claim; the first that holds a formula.")] = None,
    context: Annotated[
        str | None,
        typer.Option(
            help="A table or a saved context or spectrum (.npz) that supplies the spectrum, κ and S_λ.", metavar="FILE"
        ),
    ] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="The file of --context holds a pair x, a a line.")] = False,
    solve: Annotated[str | None, typer.Option(help="Setting to find for the target.", metavar="NAME")] = None,
    target: Annotated[str | None, typer.Option(help="Value that the bound is to meet.", metavar="VALUE")] = None,
    width: Annotated[
        str | None, typer.Option(help="In place of a target: what a limit may add to the mean.", metavar="VALUE")
    ] = None,
    best: Annotated[str | None, typer.Option(help="Setting to choose best.", metavar="NAME")] = None,
    sample: Annotated[
        str | None,
        typer.Option(
            "--sample", "--data", help="Numbers, one a line, that tell a limit n, mean, variance, ….", metavar="FILE"
        ),
    ] = None,
    column: Annotated[str | None, typer.Option(help="The column of --sample.", metavar="COL")] = None,
    within: Annotated[str | None, typer.Option(help="Range for --solve or --best.", metavar="START:STOP")] = None,
    sweep: Annotated[
        list[str] | None,
        typer.Option(help="Values of one setting, or twice for two.", metavar="NAME=START:STOP:COUNT[:log]"),
    ] = None,
    plot: Annotated[str | None, typer.Option(help="Picture of the sweep: pdf, png or svg.", metavar="FILE")] = None,
    page: Annotated[
        str | None,
        typer.Option(help="Write every bound as one self-contained HTML page with a calculator.", metavar="FILE"),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="Limits of a mean side by side, as `contextures compare`."),
    ] = False,
    law: Annotated[
        str | None,
        typer.Option(help="With --compare: a finite law, for exact probabilities of a miss.", metavar="VALUE=P,…"),
    ] = None,
    two_sided: Annotated[bool, typer.Option("--two-sided", help="With --compare: both sides, at δ/2 each.")] = False,
    json: JsonOption = None,
) -> None:
    """Compute bounds: every term, what a target needs, the best setting, sweeps and comparisons."""
    if page is not None:
        others = (variant, part, context, solve, target, width, best, sample, column, within, sweep, plot, json)
        if words or pairs or compare or two_sided or any(other is not None for other in (*others, law)):
            raise InputError("--page writes a page of all bounds; nothing else goes with it")
        _page(page)
        return
    if compare:
        other: dict[str, Any] = {"variant": variant, "part": part, "context": context, "solve": solve, "target": target}
        other |= {"width": width, "best": best, "within": within, "sweep": sweep}
        if said := [f"--{name}" for name, value in other.items() if value]:
            raise InputError(f"--compare does not go with {', '.join(said)}")
        of_mean = [word for word in words or [] if word != "mean"]
        check_target(json, plot, reads=(sample,))
        more = {"sample": read_sample(sample, column), "law": law, "two_sided": two_sided}
        side_by_side(of_mean, plot=plot, json=json, **more)
        return
    if law is not None or two_sided:
        raise InputError(f"{'--law' if law is not None else '--two-sided'} goes with --compare; add it")
    from contextures.bounds import bound as calculator
    from contextures.bounds.result import Bounds
    from contextures.bounds.settings import Axis, parse
    from contextures.cli.shown.bound import show
    from contextures.figures.bound import picture, suffix_of, swept
    from contextures.samples.sources import context_of, is_context

    ids = [word for word in words or [] if "=" not in word]
    settings: dict[str, Any] = dict(parse(word for word in words or [] if "=" in word))
    if not ids:
        raise InputError("no statement is named; an id such as bounds.approximation is right")
    axes = [axis.whole() if calculator.is_whole(ids, axis.name) else axis for axis in map(Axis.of, sweep or [])]
    refuse(axes, plot, settings, solve or best)
    check_target(json, plot, reads=(context, sample))
    if pairs and context is None:
        raise InputError("--pairs says what the file of --context holds; name it")
    supplied: Any = context
    if context is not None and not is_context(context):
        supplied, understood = context_of(context, "pairs" if pairs else "table")
        tell(understood)
    one: dict[str, Any] = {"solve": solve, "target": target, "width": width, "best": best, "part": part}
    one |= {"variant": variant, "sample": read_sample(sample, column)}
    one["within"] = ends(within)
    if len(ids) > 1:
        asked = [f"--{name}" for name, value in one.items() if value is not None]
        if asked:
            raise InputError(f"{', '.join(asked)} is for one bound; {len(ids)} are named")
        found = calculator.compare_bounds(ids, context=supplied, **settings, **arrays(axes))
    else:
        found = Bounds([calculator.bound(ids[0], context=supplied, **one, **settings, **arrays(axes))])
    if plot is not None:
        write_bytes(plot, picture(swept(axes, found), suffix_of(plot)))
    if write_answer(found[0].to_json() if len(found) == 1 else found.to_json(), json):
        show(found, axes)


def _page(target: str) -> None:
    """Write the calculator of all bounds as a page."""
    from contextures.figures.calculator import bound_page

    check_target(target)
    text = bound_page()
    emit(text, target)
    if target != "-":
        Printer().print(f"{target}: {len(text.encode()) / 1e6:.1f} MB", soft_wrap=True)
