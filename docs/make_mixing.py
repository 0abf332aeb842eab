"""Writes mixing-study.csv, assets/mixing.svg and the tables of mixing.md: ``make_mixing.py FOLDER [TABLE …]``.

FOLDER keeps the blocks of the study, so that it can be interrupted; the tables are files with a column ``__target__``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from contextures.studies.mixing_study import OPERATIONS, Pair, as_csv, study
from contextures.style import BLUE, GREEN, VERMILION

DOCS = Path(__file__).parent
REGIMES = (
    "strong + strong",
    "strong + moderate",
    "strong + weak",
    "moderate + moderate",
    "moderate + weak",
    "weak + weak",
)
COLOURS = dict(zip(OPERATIONS, (VERMILION, BLUE, GREEN), strict=True))


def main(folder: Path, tables: Sequence[Path]) -> None:
    """Run what is not done, and write the files."""
    pairs = study(folder, tables=tables, progress=lambda name: print(name, file=sys.stderr, flush=True))
    (DOCS / "mixing-study.csv").write_text(as_csv(pairs), encoding="utf-8")
    picture(pairs, DOCS / "assets" / "mixing.svg")
    page = (DOCS / "mixing.md").read_text(encoding="utf-8")
    random = [pair for pair in pairs if pair.source == "random"]
    real = [pair for pair in pairs if pair.source != "random"]
    for name, text in (("random", table(random)), ("tables", table(real)), ("advice", advice(random, real))):
        before, _, rest = page.partition(f"<!-- {name} -->\n")
        page = f"{before}<!-- {name} -->\n\n{text}\n<!-- end -->\n\n{rest.partition('<!-- end -->')[2].lstrip()}"
    (DOCS / "mixing.md").write_text(page, encoding="utf-8")


def share(pairs: Sequence[Pair], operation: str) -> float:
    """Return the part of the pairs in which an operation beats both contexts."""
    return sum(pair.wins(operation) for pair in pairs) / len(pairs)


def table(pairs: Sequence[Pair]) -> str:
    """Return a row a regime: how often each operation beats both contexts, and which has the smallest τ."""
    text = "| associations | pairs | convolve | mix | concatenate | smallest τ most often |\n|" + "---|" * 6 + "\n"
    for regime in REGIMES:
        some = [pair for pair in pairs if pair.regime == regime]
        if some:
            winner, count = Counter(pair.winner for pair in some).most_common(1)[0]
            shares = " | ".join(f"{100 * share(some, operation):.0f} %" for operation in OPERATIONS)
            text += f"| {regime} | {len(some)} | {shares} | {winner} ({100 * count / len(some):.0f} %) |\n"
    return text


def advice(*groups: Sequence[Pair]) -> str:
    """Return how good it is to do what `recommend` says, beside doing always the same."""
    text = "| | pairs | recommended | convolve | mix | concatenate |\n|" + "---|" * 6 + "\n"
    for name, pairs in zip(("random", "tables"), groups, strict=True):
        if pairs:
            best = [min(OPERATIONS, key=lambda operation: float(getattr(pair, operation))) for pair in pairs]
            hits = [sum(b == pair.recommended for b, pair in zip(best, pairs, strict=True))]
            hits += [best.count(operation) for operation in OPERATIONS]
            text += f"| {name} | {len(pairs)} | {' | '.join(f'{100 * h / len(pairs):.0f} %' for h in hits)} |\n"
    return text


def picture(pairs: Sequence[Pair], path: Path) -> None:
    """Draw, for each regime, how often each operation beats both contexts."""
    figure = Figure(figsize=(7, 3), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    for axes, name in zip(panels, ("random contexts", "tables"), strict=True):
        group = [pair for pair in pairs if (pair.source == "random") == (name == "random contexts")]
        shown = [regime for regime in REGIMES if any(pair.regime == regime for pair in group)]
        for k, operation in enumerate(OPERATIONS):
            heights = [share([pair for pair in group if pair.regime == regime], operation) for regime in shown]
            axes.bar(np.arange(len(shown)) + 0.27 * (k - 1), heights, 0.25, color=COLOURS[operation], label=operation)
        axes.set_xticks(range(len(shown)), [regime.replace(" + ", "\n+ ") for regime in shown], fontsize=7)
        axes.set_title(name)
    panels[0].set_ylabel("share with τ below both")
    panels[0].legend()
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
