"""Counterexamples to the papers on augmentation graphs as stand-alone scripts, and what these have in place of code."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

import contextures as cx
from contextures.exact.arrays import ExactArray
from contextures.measure.domain import domain_of
from contextures.theory.neighbours.haochen import recovery
from contextures.verify.certificates.byhand.declared import ARRAYS, METHODS
from contextures.verify.certificates.byhand.neighbours import STAND_INS
from contextures.verify.certificates.byhand.recipes import script
from contextures.verify.certificates.byhand.subject import Subject

SCRIPTS = {
    "neighbours.adainf-inflated-error": 1,
    "neighbours.adainf-connectivity": 2,
    "neighbours.ncl-narrow": 1,
    "neighbours.ncl-one-hot": 1,
    "neighbours.ncl-unique-wide": 1,
    "neighbours.haochen-any-matrix": 2,
    "neighbours.haochen-singleton": 2,
    "neighbours.haochen-exact": 2,
    "neighbours.johnson-unique": 1,
}
RNG = np.random.default_rng(23)


@pytest.mark.campaign
@pytest.mark.parametrize("id_", SCRIPTS)
def test_each_counterexample_is_a_script_that_recomputes_it(id_: str) -> None:
    report = cx.verify(id_, instances=4000, seed=0)
    documents = report[id_, "printed"].certificates().values()
    assert len(documents) == SCRIPTS[id_]
    for document in documents:
        done = subprocess.run([sys.executable, "-c", script(Subject.of(document))], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.endswith("False\n")


def test_what_stands_in_agrees_with_the_package() -> None:
    """A script eliminates where the package takes minors and factors of polynomials; here on rational graphs."""
    names = {function.__name__: function for function in STAND_INS}
    lines = [
        "from fractions import Fraction as F",
        "from itertools import combinations, product",
        "from math import lcm",
    ]
    pieces = [piece for parts in STAND_INS.values() for piece in parts if isinstance(piece, str)]
    methods = [METHODS[name] for name in ("where", "projector", "eigenvalues", "rank")]
    text = "\n\n".join(
        [
            *lines,
            "import numpy as np",
            "from math import lcm",
            ARRAYS,
            *dict.fromkeys(pieces),
            "class World(dict):",
            *methods,
        ]
    )
    made: dict[str, object] = {"__name__": "script"}
    exec(compile(text, "<script>", "exec"), made)
    domain = domain_of(recovery.LAMBDA)
    for law in (
        np.eye(4, dtype=int),
        np.kron(np.eye(2, dtype=int), np.ones((2, 2), dtype=int)),
        np.ones((3, 4), dtype=int),
    ):
        turn = RNG.integers(-2, 3, (1, 4, 2))
        fields = {"law": law[None], "y": np.zeros((1, len(law)), dtype=int), "turn": turn}
        exactly = domain.world.of_instance(domain.world.batch(fields, {}).instance(0))
        joint = exactly["law"]
        w = np.swapaxes(joint, -1, -2) @ (joint / joint.sum(-1)[:, None])
        functions, count = names["top_functions"](exactly, w, 2, exactly["turn"])
        told = names["told_apart"](exactly, functions, count)
        exact, world = made["exact"], made["World"]()
        plain = exact([[_fraction(value) for value in row] for row in w.values])
        chosen = exact([[_fraction(value) for value in row] for row in exactly["turn"].values])
        other, counted = made["top_functions"](world, plain, 2, chosen)
        assert counted == count
        assert made["told_apart"](world, other, counted).tolist() == told.tolist()
        assert _same_span(functions, other, count)


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _same_span(first: ExactArray, second: np.ndarray, count: int) -> bool:
    both = [[float(v) for v in row] for row in first.values[:, :count]]
    joined = np.concatenate([np.array(both), np.array(second.tolist(), dtype=float)[:, :count]], axis=1)
    return bool(np.linalg.matrix_rank(joined) == count)
