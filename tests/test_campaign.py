"""Campaigns: true statements survive, false ones fall with a small certificate, and a mutated constant is caught."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures
from contextures import Claim, Hypothesis, InputError, Part, Report, Statement, catalogue, check
from contextures.measure.domain import domain_of
from contextures.theory.catalogue import Catalogue
from contextures.theory.statement import Kind, Source
from contextures.theory.symbols.contexts import CONTEXTS, N, chi_square, i, s
from contextures.verify.campaign.verdict import Verdict
from contextures.verify.search.draws import supply_of
from contextures.verify.search.shrink import smallest
from tests.counterexamples import is_no_accident, is_small, numbers
from tests.dear import DEAR_TO_SHRINK

FALSE = {
    "optimality.low-variance": {"preimage", "variance"},
    "optimality.minimax-value": {"lower"},
    "optimality.minimax-only-if": {"only-if"},
    "optimality.converse": {"exists"},
    "optimality.rkhs": {"definition", "iii-if"},
    "optimality.trace-gap": {"bound"},
    "optimality.trace-gap-of-contexture": {"value"},
    "optimality.lipschitz": {"bound"},
}
"""Parts that fall of the printed forms that do."""
TRUE = (
    "optimality.compatibility",
    "optimality.minimax-if",
    "optimality.ratio-trace",
    "optimality.fisher",
    "optimality.weak-association",
    "optimality.extremes",
    "optimality.general-encoder",
)
SEARCHED = tuple(id_ for id_ in FALSE if id_ not in DEAR_TO_SHRINK)
CLASSICAL = tuple(id_ for id_ in catalogue if id_.startswith("contexts."))
SURVIVORS = [(id_, "printed") for id_ in (*CLASSICAL, *TRUE)] + [(id_, "corrected") for id_ in SEARCHED]


def rows(*all_rows: tuple[str, str]) -> pytest.MarkDecorator:
    """Give a test forms of statements."""
    return pytest.mark.parametrize("row", [pytest.param(row, id="-".join(row)) for row in all_rows])


Valid = Callable[[str, Any], None]


def survives(report: Report, row: tuple[str, str]) -> None:
    """Assert that nothing speaks against a form: tried, met in every part, nothing refuted or left open."""
    result = report[row]
    assert result.verdict in ("unrefuted", "argued", "proved")
    for part in result.parts:
        assert part.verdict in ("unrefuted", "argued", "proved"), part.name
        assert part.certificate is None
        assert part.undecided == 0, part.name
        assert part.instances >= part.hypotheses_met > 0, part.name
        assert part.worst_margin is not None


def falls(report: Report, id_: str) -> None:
    """Assert that a printed form is refuted, and that each certificate is accepted and small."""
    result = report[id_, "printed"]
    assert result.verdict == "refuted"
    assert result.certificates()
    for path, document in result.certificates().items():
        assert check(document).proves, path
        is_small(document)


# --------------------------------------------------------------------------------------------------------- the campaign
def test_the_campaign_covers_both_chapters(campaign: Report) -> None:
    rows = [(result.statement.id, result.variant) for result in campaign.results]
    statements = [x for x in catalogue.match("contexts.*", "optimality.*") if x.id not in DEAR_TO_SHRINK]
    assert rows == [(x.id, variant) for x in statements for variant in x.variants]
    assert set(rows) == set(SURVIVORS) | {(id_, "printed") for id_ in SEARCHED}
    assert not campaign.truncated
    assert campaign.fallen == ()


@rows(*SURVIVORS)
def test_a_true_form_survives(searched: Callable[..., Report], row: tuple[str, str]) -> None:
    survives(searched(row[0]), row)


@pytest.mark.parametrize("id_", SEARCHED)
def test_a_false_form_falls_where_it_is_wrong(searched: Callable[..., Report], id_: str) -> None:
    report = searched(id_)
    falls(report, id_)
    for document in report[id_, "printed"].certificates().values():
        is_no_accident(document)
    assert {part.name for part in report[id_, "printed"].parts if part.certificate} == FALSE[id_]


@rows(
    ("contexts.unit-interval", "printed"),
    ("contexts.maximal-correlation", "printed"),
    ("contexts.pca", "printed"),
    ("contexts.data-processing", "printed"),
    ("optimality.compatibility", "printed"),
    ("optimality.low-variance", "corrected"),
    ("optimality.ratio-trace", "printed"),
    ("optimality.lipschitz", "corrected"),
)
def test_tight_bounds_are_seen_to_be_tight(searched: Callable[..., Report], row: tuple[str, str]) -> None:
    """Equality is attained, if only where something is degenerate (s_1 = 1, say); else the sides come close."""
    result = searched(row[0])[row]
    parts = result.parts
    assert result.tightness > 0.999
    best = max(ratio for part in parts for ratio in (part.tightness, part.trivial) if ratio is not None)
    assert 1 - 1e-6 < best <= 1


def test_the_document_of_a_campaign(campaign: Report, valid: Valid) -> None:
    document = campaign.to_json()
    valid("verify", document)
    assert (document["format"], document["seed"], document["time_budget"]) == (1, 0, 3600.0)
    assert document["contextures"] == contextures.__version__
    for row, result in zip(document["statements"], campaign.results, strict=True):
        assert (row["id"], row["variant"]) == (result.statement.id, result.variant)
        assert row["undecided"] == sum(part["undecided"] for part in row["parts"])
        assert row["worst_margin"] == min(part["worst_margin"] for part in row["parts"])
        written = [part["certificate"] for part in row["parts"] if part["certificate"]]
        assert written == list(result.certificates())
        assert row["certificate"] == (written[0] if written else None)
    with pytest.raises(KeyError):
        campaign["optimality.fisher", "corrected"]


# ------------------------------------------------------------------------------------------------- one's own statements
def conjecture(*parts: Part, **changes: Any) -> Statement:
    """A statement of one's own, in the words of chapter 1."""
    claim = Claim("A conjecture.", "?", parts)
    original = catalogue["contexts.unit-interval"]
    return dataclasses.replace(original, **{"id": "mine.conjecture", "printed": claim, "uses": (), **changes})


@pytest.mark.parametrize(
    "part",
    [
        Part("half", s[1], "<=", sp.Rational(1, 2)),
        Part("rank-one", chi_square, "<=", s[1] ** 2),
        Part("second", s[2], "==", 0, scale=sp.S.One),
        Part("every", s[i], "<=", sp.Rational(9, 10), over=(i, sp.S.One, sp.S(2))),
    ],
    ids=lambda part: part.name,
)
def test_a_false_conjecture_falls(part: Part, valid: Valid) -> None:
    mine = Catalogue([conjecture(part)])
    report = contextures.verify(instances=8000, statements=mine)
    (document,) = report.results[0].certificates().values()
    assert report.results[0].verdict == "refuted"
    valid("certificate", document)
    assert check(document, mine).proves
    with pytest.raises(InputError, match="--file"):
        check(document)
    is_small(document)
    assert report.fallen == ()


def test_the_smallest_counterexample_is_found() -> None:
    mine = Catalogue([conjecture(Part("rank-one", chi_square, "<=", s[1] ** 2))])
    (document,) = contextures.verify(instances=8000, statements=mine).results[0].certificates().values()
    assert np.shape(document["instance"]["joint"]) == (3, 3)


def test_numbers_that_no_single_step_makes_smaller_are_left_behind() -> None:
    claim = catalogue["optimality.converse"].printed
    supply = supply_of(domain_of(catalogue["optimality.converse"]))
    stuck = supply.domain.world.batch(
        {
            "joint": np.array([[[43, 26, 6], [26, 112, 12], [6, 12, 66]]]),
            "encoder": np.array([[[1], [0], [0]]]),
            "epsilon": np.array([[3, 5]]),
        },
        {"d": 1},
    )
    found = smallest(supply, claim, claim.parts[0], [stuck], np.random.default_rng(0))
    assert found.plain
    assert found.burden[:3] == (0, 6, 1)
    assert max(abs(x.numerator) for x in numbers(found.instance.to_json())) <= 12


def test_a_vacuous_conjecture_is_called_so(valid: Valid) -> None:
    impossible = Hypothesis("impossible", 1, "<", s[1])
    mine = conjecture(Part("absurd", 2, "<=", s[1], given=(impossible,)), Part("fine", s[1], "<=", 1))
    report = contextures.verify(instances=8000, statements=Catalogue([mine]))
    absurd, fine = report.results[0].parts
    assert report.results[0].verdict == absurd.verdict == "vacuous"
    assert fine.verdict == "unrefuted"
    assert (absurd.hypotheses_met, absurd.worst_margin) == (0, None)
    assert absurd.instances == fine.hypotheses_met > 0
    valid("verify", report.to_json())


def test_refuted_is_worse_than_vacuous() -> None:
    impossible = Hypothesis("impossible", 1, "<", s[1])
    parts = Part("absurd", 2, "<=", s[1], given=(impossible,)), Part("half", s[1], "<=", sp.Rational(1, 2))
    (result,) = contextures.verify(instances=2000, statements=Catalogue([conjecture(*parts)])).results
    assert result.verdict == "refuted"
    assert result.certificate_path(result.parts[1]) == "certificates/mine.conjecture.printed.json"


def test_a_correction_that_falls_is_our_own_failure() -> None:
    half, most = Part("half", s[1], "<=", sp.Rational(1, 2)), Part("most", s[1], "<=", sp.Rational(9, 10))
    mine = conjecture(half, corrected=Claim("Better.", "?", (most,)), why="the constant")
    report = contextures.verify(instances=2000, statements=Catalogue([mine]))
    assert [result.variant for result in report.fallen] == ["corrected"]
    assert report.fallen[0].statement is mine


# ------------------------------------------------------------------------------------------------------------ mutations
LESS, MORE = sp.Rational(19, 20), sp.Rational(21, 20)
MUTANTS = [
    ("contexts.unit-interval", "printed", "upper", "rhs", LESS),
    ("contexts.chi-square", "printed", "inertia", "rhs", LESS),
    ("contexts.maximal-correlation", "printed", "bound", "rhs", LESS),
    ("contexts.maximal-correlation", "printed", "maximum", "rhs", LESS),
    ("contexts.pca", "printed", "minimum", "lhs", MORE),
    ("contexts.data-processing", "printed", "every-index", "rhs", LESS),
    ("optimality.compatibility", "printed", "bound", "rhs", LESS),
    ("optimality.low-variance", "corrected", "variance", "rhs", LESS),
    ("optimality.minimax-value", "corrected", "lower", "lhs", MORE),
    ("optimality.minimax-value", "corrected", "attained", "rhs", LESS),
    ("optimality.minimax-only-if", "corrected", "only-if", "rhs", LESS),
    ("optimality.converse", "corrected", "exists", "lhs", MORE),
    ("optimality.rkhs", "corrected", "iii-upper", "rhs", LESS),
    ("optimality.ratio-trace", "printed", "bound", "rhs", LESS),
    ("optimality.trace-gap", "corrected", "bound", "rhs", LESS),
    ("optimality.low-variance", "corrected", "aligned", "rhs", LESS),
    ("optimality.low-variance", "corrected", "image-variance", "rhs", LESS),
    ("optimality.converse", "corrected", "full", "lhs", MORE),
    ("optimality.trace-gap", "corrected", "subfamily", "rhs", LESS),
    ("optimality.trace-gap-of-contexture", "corrected", "value", "rhs", MORE),
    ("optimality.fisher", "printed", "maximum", "rhs", LESS),
    ("optimality.weak-association", "printed", "sum", "rhs", LESS),
    ("optimality.lipschitz", "corrected", "bound", "rhs", LESS),
    ("optimality.general-encoder", "printed", "primal-dual", "rhs", LESS),
]


@pytest.mark.parametrize(("id_", "variant", "name", "side", "factor"), MUTANTS, ids=[f"{m[0]}-{m[2]}" for m in MUTANTS])
def test_a_mutated_constant_is_caught(
    scaled_falls: Callable[..., bool], id_: str, variant: str, name: str, side: str, factor: sp.Rational
) -> None:
    assert scaled_falls(catalogue[id_], variant, name, side, factor)


def test_what_is_found_of_a_mutant_proves_nothing_of_the_original() -> None:
    original = catalogue["contexts.chi-square"]
    part = original.printed.part("inertia")
    mutated = dataclasses.replace(part, rhs=LESS * part.rhs)
    mutant = dataclasses.replace(original, printed=dataclasses.replace(original.printed, parts=(mutated,)), uses=())
    mine = Catalogue([mutant])
    (result,) = contextures.verify(instances=6000, statements=mine).results
    assert result.verdict == "refuted"
    (document,) = result.certificates().values()
    assert check(document, mine).proves
    assert not check(document).proves


def test_globs_that_match_nothing() -> None:
    with pytest.raises(InputError, match="no statement matches 'nothing'"):
        contextures.verify("contexts.duality", "nothing")
    with pytest.raises(InputError, match=r"no statement matches 'contexts\.\*'"):
        contextures.verify("contexts.*", statements=Catalogue([conjecture(Part("upper", s[1], "<=", 1))]))


def test_an_unspecified_constant_gets_the_smallest_value_that_fits(valid: Valid) -> None:
    """χ² ≤ c_0·s_1² needs c_0 = r, on the identity; no instance refutes it, and no verdict of truth is given."""
    vocabulary = CONTEXTS.extended("open")
    c_0 = vocabulary.real("c_0", "unspecified constant", "≥ 0", "c_0")
    statement = Statement(
        id="open.inertia",
        title="The inertia is at most a constant times the top eigenvalue",
        kind=Kind.INEQUALITY,
        source=Source("ours"),
        vocabulary=vocabulary,
        printed=Claim(
            text="χ² ≤ c_0 s_1².",
            tex="",
            given=(Hypothesis("small", N, "<=", 4), Hypothesis("associated", sp.Rational(1, 100), "<=", s[1] ** 2)),
            parts=(Part("inertia", chi_square, "<=", c_0 * s[1] ** 2, constant=c_0),),
        ),
    )
    report = contextures.verify(statements=Catalogue([statement]), instances=9_000)
    result = report["open.inertia", "printed"]
    assert result.verdict is Verdict.CONSTANT
    assert result.parts[0].constant == ("c_0", pytest.approx(3.0, abs=1e-9))
    valid("verify", report.to_json())
