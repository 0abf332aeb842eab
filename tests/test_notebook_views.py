"""What a notebook shows of the results: well-formed markup with the numbers of the result, and every text escaped."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import numpy as np

import contextures as cx
from contextures import catalogue
from contextures.markup import card, paragraph, table


def seen(result: Any) -> str:
    """The text of the markup, which is well-formed."""
    return " ".join("".join(ElementTree.fromstring(result._repr_html_()).itertext()).split())


def test_a_statement_has_its_forms_formulas_and_verdicts() -> None:
    statement = catalogue["optimality.minimax-value"]
    told = seen(statement)
    for form in statement.variants.values():
        assert " ".join(form.text.split()) in told
        assert " ".join(rf"\[{form.tex}\]".split()) in told
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


def test_an_audit_has_its_sentences() -> None:
    def least(sample: Any, delta: float) -> float:
        """No limit at all."""
        return float(np.mean(sample))

    found = cx.audit(least, n=3, delta="1/20", domain="binary", time_budget=5)
    assert found.lines()[0] in seen(found)


def test_texts_are_escaped() -> None:
    assert str(card("a < b", paragraph("x & y"))) == "<div><p><strong>a &lt; b</strong></p><p>x &amp; y</p></div>"
    assert "&lt;td&gt;" in table(["a"], [["<td>"]])
