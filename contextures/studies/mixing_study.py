"""How often a mixture has a smaller τ than both its contexts: a study on random contexts and on tables of samples.

Each block of pairs is a file of its own, written whole; a study that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from functools import partial
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.samples.conditionals import is_sparse
from contextures.samples.data_context import DataContext
from contextures.samples.mixing import concatenate, convolve, mix
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.recommend import recommend
from contextures.samples.sampled import knn_context
from contextures.samples.tables import read_features
from contextures.samples.usefulness import tau_curve, usefulness

WEIGHTS = (0.25, 0.5, 0.75)
"""Weights of the first context in the convex combinations."""
ROWS = 200
"""Rows of a table, drawn at random."""
NEIGHBOURS = (3, 10, 30, 80)
"""K of the contexts of a table."""
INPUTS = 24
"""Inputs of a random context, and values of A."""
BLOCK = 250
"""Random pairs in a file."""
VIEWS = ("same", "halves")
"""Whether both contexts see all columns of a table, or each one half of them."""
OPERATIONS = ("convolve", "mix", "concatenate")
TAUS = ("tau_1", "tau_2", "convolve", "mix", "mix_half", "concatenate")


@dataclass(frozen=True)
class Pair:
    """Two contexts and the τ of what is made of them (infinite where it is).

    Attributes
    ----------
    source : str
        "random" or the name of a table.
    kind : str
        Family of the random contexts, or which columns of the table they see.
    first, second : str
        What the contexts are.
    association_1, association_2 : str
        strong, moderate or weak, as `recommend` calls it.
    tau_1, tau_2 : float
    convolve, mix, mix_half, concatenate : float
        τ of the convolution, of the best convex combination of three weights, of that with equal weights, and of the
        concatenation.
    recommended : str
        The operation that `recommend` names.
    """

    source: str
    kind: str
    first: str
    second: str
    association_1: str
    association_2: str
    tau_1: float
    tau_2: float
    convolve: float
    mix: float
    mix_half: float
    concatenate: float
    recommended: str

    @property
    def regime(self) -> str:
        """The two associations, the stronger one first."""
        order = ("strong", "moderate", "weak")
        return " + ".join(sorted((self.association_1, self.association_2), key=order.index))

    @property
    def alone(self) -> float:
        """The smaller τ of the two contexts."""
        return min(self.tau_1, self.tau_2)

    def wins(self, operation: str) -> bool:
        """Whether the operation has a smaller τ than both contexts."""
        return bool(getattr(self, operation) < self.alone - 1e-9)

    @property
    def winner(self) -> str:
        """The operation of the smallest τ, or "neither" where no operation beats both contexts."""
        best = min(OPERATIONS, key=lambda operation: float(getattr(self, operation)))
        return best if self.wins(best) else "neither"


def compare(first: Any, second: Any, source: str, kind: str, names: tuple[str, str]) -> Pair:
    """Return what becomes of two contexts; in a convolution the stronger one, of smaller decay rate, comes first."""
    spectra = [c if isinstance(c, Context) else c.spectrum(_all(c)) for c in (first, second)]
    advice = recommend(*spectra)
    one, two = advice.evidence
    chain = (first, second) if one.decay_rate <= two.decay_rate else (second, first)
    mixed = [_tau(mix(first, second, weights=[w, 1 - w])) for w in WEIGHTS]
    return Pair(
        source,
        kind,
        *names,
        str(one.association),
        str(two.association),
        one.tau,
        two.tau,
        _tau(convolve(*chain)),
        min(mixed),
        mixed[WEIGHTS.index(0.5)],
        _tau(concatenate(first, second)),
        str(advice.operation),
    )


def _all(context: DataContext) -> int:
    return max(1, context.rank_bound)


def _tau(context: Any) -> float:
    """τ of a mixture; of a sparse one with many values of A from the Gram matrix on its few points."""
    if isinstance(context, DataContext) and is_sparse(context.core) and context.core.shape[1] > context.core.shape[0]:
        root = np.sqrt(context.p_rows)
        scaled = sp.diags_array(root) @ context.core @ sp.diags_array(1.0 / np.sqrt(context.p_columns))
        gram = (scaled @ scaled.T).toarray() - np.outer(root, root)
        squares = np.clip(np.linalg.eigvalsh(gram)[::-1], 0.0, 1.0)
        return float(tau_curve(np.sqrt(squares)).min())
    return usefulness(context if isinstance(context, Context) else context.spectrum(_all(context))).tau


def _walk(rng: np.random.Generator) -> FloatArray:
    """Stay with some probability, else move by a random law."""
    move = rng.dirichlet(np.full(INPUTS, rng.choice([0.05, 0.3, 2.0])), size=INPUTS)
    stay = rng.random()
    return np.asarray(stay * np.eye(INPUTS) + (1 - stay) * move)


def _kernel(rng: np.random.Generator) -> FloatArray:
    """Gaussian kernel between points of one to three columns of unequal width."""
    points = rng.normal(size=(INPUTS, int(rng.integers(1, 4))))
    points *= 2.0 ** -np.arange(points.shape[1])
    squares = np.square(points[:, None] - points).sum(-1)
    weights = np.exp(-float(np.exp(rng.uniform(-3, 5))) * squares)
    return np.asarray(weights / weights.sum(1, keepdims=True))


def _dirichlet(rng: np.random.Generator) -> FloatArray:
    """Random laws of random concentration."""
    return np.asarray(rng.dirichlet(np.full(INPUTS, float(np.exp(rng.uniform(-4, 1)))), size=INPUTS))


FAMILIES: dict[str, Callable[[np.random.Generator], FloatArray]] = {
    "walk": _walk,
    "kernel": _kernel,
    "dirichlet": _dirichlet,
}
"""Families of random contexts, with X and A on the same points."""


def random_pairs(seed: int, block: int) -> Iterator[Pair]:
    """Yield the pairs of a block: two independent contexts of one family over a random P_X."""
    rng = np.random.default_rng((seed, block))
    for _ in range(BLOCK):
        kind = str(rng.choice(list(FAMILIES)))
        p_x = rng.dirichlet(np.full(INPUTS, 5.0))
        first, second = (Context.from_conditional(FAMILIES[kind](rng), p_x) for _ in range(2))
        yield compare(first, second, "random", kind, ("first", "second"))


def table_pairs(path: Path, views: str, seed: int) -> Iterator[Pair]:
    """Yield the pairs of nearest-neighbour contexts of a table in the format of `reproduce table1`."""
    table = read_features(path, "__target__")
    points = Preprocessor(table.categorical).fit(table.features).transform(table.features)
    rng = np.random.default_rng(seed)
    points = points[rng.permutation(len(points))[:ROWS]]
    columns = rng.permutation(points.shape[1])
    halves = (points[:, columns[::2]], points[:, columns[1::2]]) if views == "halves" else (points, points)
    known = [k for k in NEIGHBOURS if k < len(points)]
    contexts = [{k: knn_context(half, k) for k in known} for half in halves]
    for k, m in combinations_with_replacement(known, 2):
        yield compare(contexts[0][k], contexts[1][m], path.name.partition(".")[0], views, (f"knn {k}", f"knn {m}"))


def study(
    folder: Path,
    *,
    blocks: int = 8,
    tables: Sequence[Path] = (),
    seed: int = 0,
    progress: Callable[[str], None] | None = None,
) -> list[Pair]:
    """Run what is not done yet, and return all pairs.

    Parameters
    ----------
    folder : Path
        Where the blocks are kept, one CSV file each.
    blocks : int, optional
        Blocks of 250 random pairs.
    tables : sequence of Path, optional
        Tables with a column ``__target__``, which is left out.
    seed : int, optional
    progress : callable, optional
        Called with the name of each block that is begun.

    Returns
    -------
    list of Pair

    Raises
    ------
    InputError
        Where a table cannot be read, or a file of the folder is none of the study.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Pair] = []
    work: dict[str, Callable[[], Iterator[Pair]]] = {
        f"random.{seed}.{block}": partial(random_pairs, seed, block) for block in range(blocks)
    }
    for path in tables:
        for views in VIEWS:
            work[f"{path.name.partition('.')[0]}.{views}.{seed}"] = partial(table_pairs, path, views, seed)
    for name, pairs in work.items():
        file = folder / f"{name}.csv"
        if not file.exists():
            if progress:
                progress(name)
            draft = file.with_suffix(".draft")
            draft.write_text(as_csv(list(pairs())), encoding="utf-8")
            draft.replace(file)
        found += read_csv(file)
    return found


def as_csv(pairs: Sequence[Pair]) -> str:
    """Return pairs as CSV text, a pair a line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Pair)], lineterminator="\n")
    writer.writeheader()
    for pair in pairs:
        row = asdict(pair)
        writer.writerow({key: f"{value:.9g}" if isinstance(value, float) else value for key, value in row.items()})
    return text.getvalue()


def read_csv(file: Path) -> list[Pair]:
    """Read what `as_csv` wrote; InputError where it is something else."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    try:
        return [Pair(**{**row, **{name: float(row[name]) for name in TAUS}}) for row in rows]
    except (KeyError, TypeError, ValueError):
        raise InputError(f"{file} is none of this study; remove it, or give an empty folder") from None
