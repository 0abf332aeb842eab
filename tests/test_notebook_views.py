"""What a notebook shows of the results: well-formed markup with the numbers of the result, and every text escaped."""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

import contextures as cx
from contextures import catalogue
from contextures.formulas import mathml
from contextures.markup import BADGES, badge, badge_styles, card, firsts, paragraph, table
from contextures.studies.table1 import Line
from contextures.studies.tabular import BASELINES, CONTEXTS
from contextures.studies.tabular_runs import TabularStudy
from contextures.verify.campaign.verdict import Verdict

ROOT = Path(__file__).resolve().parents[1]
POINTS = np.random.default_rng(0).normal(size=(30, 3))
FRAME = pd.DataFrame(np.random.default_rng(1).normal(size=(80, 2)), columns=["u", "v"]).assign(y=lambda f: np.sin(f.u))
TABLE = cx.load_table("smoking")


def seen(result: Any) -> str:
    """The text of the markup, which is well-formed."""
    return " ".join("".join(ElementTree.fromstring(result._repr_html_()).itertext()).split())


def test_a_statement_has_its_forms_formulas_and_verdicts() -> None:
    statement = catalogue["optimality.minimax-value"]
    told = seen(statement)
    for form in statement.variants.values():
        assert " ".join(form.text.split()) in told
        assert mathml(form.tex, display=True) in statement._repr_html_()
    assert "refuted" in told
    assert " ".join(statement.why.split()) in told


def test_every_statement_is_well_formed() -> None:
    for statement in catalogue.values():
        assert statement.id in seen(statement)
    assert str(len(catalogue)) in seen(catalogue)


def test_a_campaign_has_a_row_for_each_form_and_a_form_one_for_each_part() -> None:
    report = cx.verify(statements=cx.Catalogue([catalogue["contexts.unit-interval"]]), instances=300, jobs=1)
    told = seen(report)
    assert "contexts.unit-interval" in told
    assert f"{report.results[0].hypotheses_met:,}" in told
    parts = seen(report.results[0])
    assert all(part.name in parts and str(part.verdict) in parts for part in report.results[0].parts)


def test_a_bound_has_its_value_terms_and_settings() -> None:
    found = cx.bound("classical.empirical-bernstein", n=100, mean="1/10", variance="1/12", delta="1/20")
    told = seen(found)
    assert all(name in told and f"{float(term):.6g}" in told for name, term in found.terms.items())
    assert f"value {float(found.value):.6g}" in told
    sweep = cx.bound("classical.hoeffding", n=np.array([10, 100]), mean="1/10", delta="1/20")
    assert "of shape (2,)" in seen(sweep)
    assert "classical.hoeffding" in seen(
        cx.compare_bounds(["classical.hoeffding", "classical.bentkus"], n=10, mean="1/10", delta="1/20")
    )


def test_a_comparison_has_the_limits_and_why_others_do_not_apply() -> None:
    found = cx.compare(n=100, mean="1/10", delta="1/20")
    told = seen(found)
    assert found.best is not None
    assert all(row.name in told for row in found.rows)
    assert "does not apply: " in told


def test_contexts_have_their_values_and_recommendations_their_evidence() -> None:
    context = cx.Context.from_table([[6, 4], [4, 6]])
    assert f"{0.2:.6f}" in seen(cx.spectrum([[6, 4], [4, 6]], holds="table"))
    advice = cx.recommend(context, context)
    assert str(advice.operation) in seen(advice)
    points = np.random.default_rng(0).normal(size=(30, 3))
    alike = cx.align(points, points[:, :2])
    assert f"{alike.cca:.4f}" in seen(alike)
    whole = cx.spectrum(points, context="knn", k=3, rank=4)
    assert f"{whole.singular_values[0]:.6f}" in seen(whole)


def least(sample: Any, delta: float) -> float:
    """No limit at all."""
    return float(np.mean(sample))


def test_an_audit_has_its_sentences() -> None:
    found = cx.audit(least, n=3, delta="1/20", domain="binary", time_budget=5)
    assert found.lines()[0] in seen(found)


def test_texts_are_escaped() -> None:
    assert str(card("a < b", paragraph("x & y"))) == "<div><p><strong>a &lt; b</strong></p><p>x &amp; y</p></div>"
    assert "&lt;td&gt;" in table(["a"], [["<td>"]])


def certificate() -> Any:
    """A certificate of a print that falls."""
    path = ROOT / "docs" / "certificates" / "optimality.trace-gap-of-contexture.printed.json"
    return json.loads(path.read_text(encoding="utf-8"))


def tabular() -> TabularStudy:
    """A study in which every method errs alike on one table."""
    errors = {method: [0.5] for method in (*BASELINES, *CONTEXTS)}
    return TabularStudy((0,), (({"table": "yeast", "task": "classification", "rows": 9, "errors": errors},),), Path())


RESULTS: dict[str, Callable[[], Any]] = {
    "Alignment": lambda: cx.align(POINTS, POINTS[:, :2]),
    "Audit": lambda: cx.audit(least, n=3, delta="1/20", domain="binary", time_budget=5),
    "BoostedCVaR": lambda: cx.boosted_cvar([[0, 1, 1], [1, 0, 0]], 0.5),
    "Bound": lambda: cx.bound("classical.hoeffding", n=100, mean="1/10", delta="1/20"),
    "Bounds": lambda: cx.compare_bounds(["classical.hoeffding", "classical.bentkus"], n=9, mean="1/10", delta="1/20"),
    "Check": lambda: cx.check(certificate()),
    "Comparison": lambda: cx.compare(n=100, mean="1/10", delta="1/20"),
    "Context": lambda: cx.Context.from_table(np.arange(1, 401).reshape(20, 20)),
    "DataContext": lambda: cx.knn_context(POINTS, 3),
    "Evaluation": lambda: cx.evaluate(FRAME, "y", context="knn", k=5),
    "LearnedWeights": lambda: cx.learn_weights([TABLE, TABLE], 1, steps=5),
    "Mixture": lambda: cx.mixture(TABLE, TABLE, by="mix", weights="optimal", dimension=1),
    "OptimalWeights": lambda: cx.optimal_weights([TABLE, TABLE], 1),
    "Recommendation": lambda: cx.recommend(TABLE, TABLE),
    "Report": lambda: cx.verify(statements=cx.Catalogue([catalogue["contexts.unit-interval"]]), instances=300, jobs=1),
    "Reproduction": lambda: cx.Reproduction((Line("yeast", "all", 4, 0, 0, 0.5, None, 0.6, None),), (), Path("out")),
    "RobustProbe": lambda: cx.robust_probe(TABLE, TABLE.left[:, :1], TABLE.left[:, 0], alpha=0.5),
    "SampleSpectrum": lambda: cx.spectrum(POINTS, context="knn", k=3, rank=4),
    "Scheme": lambda: cx.masking(4, "1/2"),
    "Spectrum": lambda: cx.knn_context(POINTS, 3).spectrum(4),
    "Statement": lambda: catalogue["optimality.converse"],
    "SubsetSpectrum": lambda: cx.subset_spectrum(TABLE, TABLE.left[:, :2]),
    "TableSpectrum": lambda: cx.spectrum("smoking", "table"),
    "TabularStudy": tabular,
    "Usefulness": lambda: cx.usefulness(TABLE),
}
"""A result of every kind that a public function returns."""


def members(kind: Any) -> Iterator[type]:
    """The classes of the package in an annotation, those of a union apart."""
    if get_origin(kind) is types.UnionType:
        for each in get_args(kind):
            yield from members(each)
    elif inspect.isclass(kind) and kind.__module__.startswith("contextures."):
        yield kind


def test_every_kind_of_result_is_here() -> None:
    functions = [getattr(cx, name) for name in cx.__all__ if inspect.isfunction(getattr(cx, name))]
    returned = {kind.__name__ for function in functions for kind in members(get_type_hints(function).get("return"))}
    assert returned <= set(RESULTS)
    assert len(returned) > 15


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_has_a_short_text_and_a_table_or_a_sentence(name: str) -> None:
    result = RESULTS[name]()
    assert type(result).__name__ == name
    told = " ".join(repr(result).split())
    assert "\n" not in repr(result)
    assert told.startswith((f"{name}(", f"<{name}"))
    assert len(told) < 320
    shown = ElementTree.fromstring(result._repr_html_())
    assert shown.tag == "div"
    assert len(result._repr_html_()) < 20_000
    assert shown.find("p/strong") is not None
    assert name in ("Audit", "Check", "Statement") or shown.find(".//table/tbody/tr/td") is not None


def test_numbers_of_results_are_those_that_are_shown() -> None:
    found = RESULTS["Evaluation"]()
    told = seen(found)
    assert all(f"{value:.4f}" in told for value in (found.tau, found.probe_error))
    assert f"{found.decay_rate:.4g}" in told
    mixed = RESULTS["Mixture"]()
    assert all(f"{weight:.4f}" in seen(mixed) for weight in mixed.weights)
    probe = RESULTS["RobustProbe"]()
    assert all(f"{value:.6g}" in seen(probe) for value in (probe.lower, probe.value, *probe.weights))
    assert "It proves what it says." in seen(RESULTS["Check"]())
    assert "0.500" in seen(RESULTS["Reproduction"]())
    wide = seen(RESULTS["Context"]())
    assert wide.count("…") == 16 + 1 + 10  # a column, its head and a line for the rest


def test_a_badge_for_every_verdict() -> None:
    assert set(BADGES) == set(map(str, Verdict))
    for verdict, (ground, ink) in BADGES.items():
        assert f".badge.{verdict} {{ background: {ground}; color: {ink}; }}" in badge_styles()
        assert contrast(ground, ink) > 4.5
        assert ground in badge(verdict)
    assert "not searched" in badge(None)


def contrast(*colours: str) -> float:
    """The contrast of two colours as WCAG has it."""

    def light(colour: str) -> float:
        parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
        return float(
            np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]
        )

    low, high = sorted(map(light, colours))
    return (high + 0.05) / (low + 0.05)


def test_the_first_lines_of_long_sequences() -> None:
    assert firsts(["x"], range(40)).count("<tr>") == 1 + 16 + 1
    assert "…" not in firsts(["x"], range(3))
