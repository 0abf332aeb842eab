"""Certificates as notes and as stand-alone scripts: they recompute both sides, and say so where they cannot."""

from __future__ import annotations

import contextlib
import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flint import fmpq

import contextures as cx
from contextures import InputError
from contextures.cli import main
from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.domain import DOMAINS, MeasuredDomain
from contextures.measure.evaluate import Evaluator
from contextures.measure.instance import Instance
from contextures.measure.quantities.bounds import approximation as bounds
from contextures.measure.quantities.optimality import encoders as optimality
from contextures.measure.quantities.stkr import population as kernels
from contextures.verify.certificates.byhand.note import note
from contextures.verify.certificates.byhand.recipes import script
from contextures.verify.certificates.byhand.script import RECIPES, NoScript, Script
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.search.draws import SUPPLIES

Document = dict[str, Any]
LONGEST, LONGER, WIDEST = 60, 120, 120
"""Lines of a script, of one that encloses logarithms, exponentials or roots, and the length of a line."""
CERTIFICATES = Path(__file__).parents[1] / "docs" / "certificates"
COMMITTED = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CERTIFICATES.glob("*.json"))}
INSTANCE = (
    "P|p|second|w|law|loss|family|outliers|features|targets|x|phi_raw|psi_raw|u|epsilon|alpha|rho|eta|value|points|"
    "functions|labels|drops|first|joint|r|channel|gap"
)
"""Names that a script gives to what it reads of the instance, and never to what it computes or checks."""


def stated(document: Document, side: str) -> str | None:
    """The rational that a side is, or that a witness bounds it by from where the relation is decided."""
    end = "lo" if (side == "lhs") == (document["kind"] != "example") else "hi"
    known = document[side].get("exact", document[side].get(end))
    return known if re.fullmatch(r"-?\d+(/\d+)?", known) else None


def rational(document: Document) -> bool:
    """Whether both sides are rational, or bounded by rationals."""
    return None not in (stated(document, "lhs"), stated(document, "rhs"))


def run(text: str) -> subprocess.CompletedProcess[str]:
    """Run a script with nothing but the standard library."""
    return subprocess.run([sys.executable, "-I", "-S", "-c", text], capture_output=True, text=True, check=False)


def follow(document: Document) -> str:
    """Write the script of a certificate, and see that it recomputes both sides from the instance."""
    text = script(Subject.of(document))
    assert re.findall(r"^(?:from|import) .*", text, re.M) == ["from fractions import Fraction as F"]
    done = run(text)
    assert done.returncode == 0, done.stderr
    relation, holds = f"lhs {document['relation']} rhs", document["kind"] == "example"
    sides = f"lhs = {stated(document, 'lhs')}  rhs = {stated(document, 'rhs')}"
    assert done.stdout == f"{sides}  {relation}: {holds}\n"
    # With another instance in the same script it fails: at its end, or where an eigenvalue or a witness is checked.
    assert any("AssertionError" in run(other).stderr for other in altered(text)), text
    return text


def altered(text: str) -> Iterator[str]:
    """The script with one number of its instance changed."""
    lines = re.finditer(rf"^(?:{INSTANCE}) = .*$", text, re.M)
    for line in lines:
        for number in re.finditer(r"(?<=[\[ (])\d+", line[0]):
            first, last = (line.start() + end for end in number.span())
            yield f"{text[:first]}{int(text[first:last]) + 7}{text[last:]}"


REFUSED = {
    "neighbours.clustering-main.printed.minimisers": "world.log",
    "neighbours.tang-posthoc-trained.printed": "an eigenvalue is not rational",
}
"""Certificates of chapter 7 with sides that are rational, or that rationals bound, without a script, and why."""
ARRAYED = {name for name, document in COMMITTED.items() if name.startswith("neighbours.") and rational(document)}
"""Certificates whose scripts use NumPy for arrays of fractions: those of chapter 7."""
SHORT = [name for name, document in COMMITTED.items() if rational(document) and name not in ARRAYED]
ENCLOSED = [name for name, document in COMMITTED.items() if not rational(document)]
WRITTEN = [name for name in ENCLOSED if name.startswith("classical.")]
"""Those of chapter 8, whose scripts hold logarithms, exponentials and roots between fractions."""


@pytest.mark.parametrize("name", sorted(ARRAYED - REFUSED.keys()))
def test_a_script_with_arrays_of_fractions_recomputes_both_sides(name: str) -> None:
    document = COMMITTED[name]
    text = script(Subject.of(document))
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    relation = f"lhs {document['relation']} rhs"
    sides = f"lhs = {stated(document, 'lhs')}  rhs = {stated(document, 'rhs')}"
    assert done.stdout == f"{sides}  {relation}: {document['kind'] == 'example'}\n"
    other = re.sub(r'F\("(-?)(\d+)', r'F("\g<1>1\2', text)
    with pytest.raises(AssertionError):
        exec(compile(other, "<script>", "exec"), {"__name__": "__main__", "print": lambda *told: None})


@pytest.mark.parametrize("name", sorted(REFUSED.keys() & COMMITTED.keys()))
def test_what_no_few_lines_of_fractions_decide_is_told(name: str) -> None:
    with pytest.raises(InputError, match=REFUSED[name]):
        script(Subject.of(COMMITTED[name]))


@pytest.mark.parametrize("name", SHORT)
def test_every_committed_certificate_with_rational_sides_has_a_short_script(name: str) -> None:
    text = follow(COMMITTED[name])
    assert len(text.splitlines()) <= (LONGER if "class Real" in text else LONGEST)
    assert max(map(len, text.splitlines())) <= WIDEST


@pytest.mark.parametrize("name", WRITTEN)
def test_every_committed_certificate_of_chapter_8_with_other_sides_has_a_script_in_fractions_alone(name: str) -> None:
    document = COMMITTED[name]
    text = script(Subject.of(document))
    assert re.findall(r"^(?:from|import) .*", text, re.M) == ["from fractions import Fraction as F"]
    assert len(text.splitlines()) <= LONGER
    assert max(map(len, text.splitlines())) <= WIDEST
    done = run(text)
    assert done.returncode == 0, done.stderr
    told = re.fullmatch(r"lhs = (.*)  rhs = (.*)  lhs <= rhs: False\n", done.stdout)
    assert told is not None
    for side, value in zip(("lhs", "rhs"), told.groups(), strict=True):
        known = document[side].get("exact", document[side].get("lo"))
        assert float(value) == pytest.approx(float(Fraction(known)), rel=1e-11)
    assert any("AssertionError" in run(other).stderr for other in altered(text)), text


@pytest.mark.parametrize("name", [name for name in COMMITTED if name.startswith(("contexts", "obj", "opt", "mixing"))])
def test_scripts_of_the_first_chapters_verify_the_whole_refutation(name: str) -> None:
    assert "left to" not in script(Subject.of(COMMITTED[name]))


def test_a_root_in_a_hypothesis_is_squared_away() -> None:
    text = script(Subject.of(COMMITTED["optimality.minimax-value.printed"]))
    (place,) = (k for k, line in enumerate(text.splitlines(), 1) if re.fullmatch(r"assert .*\*\*2.*  # half-way", line))
    broken = re.sub(r"^epsilon = .*$", "epsilon = F(2, 3)", text, flags=re.M)
    assert f"line {place}, in" in run(broken).stderr


def test_what_a_search_finds_has_scripts_that_recompute_both_sides(campaign: cx.Report) -> None:
    found = [found for result in campaign.results for found in result.certificates().values() if rational(found)]
    assert len(found) >= 5
    for document in found:
        follow(document)


MEASURED = {
    f"{domain.name}, {quantity.name} {of}".strip(): (domain, quantity, of)
    for domain in {domain.name: domain for domain in DOMAINS.values()}.values()
    for quantity in domain.quantities.values()
    for of in ("", "square")
    if (quantity, of) in RECIPES
}


def instances(domain: MeasuredDomain, fields: frozenset[str]) -> Iterator[Instance]:
    """Draw instances of every family, those of three points and larger ones."""
    supply, rng = SUPPLIES[domain.name], np.random.default_rng(0)
    small = list(supply.small_sizes(fields, frozenset(), 3))
    for k, family in enumerate([family for family in supply.families if not family.large] * 12):
        sizes = small[k % len(small)] if small and k % 2 else supply.modest_sizes(rng, family)
        if supply.suits(family, sizes):
            batch, _ = supply.draw(rng, family, 1, sizes, fields)
            yield batch.instance(0)


def computed(written: Script, name: str, of: str) -> list[Fraction]:
    """Run the lines that compute a symbol, and return it, or its entries."""
    called, names = written.measure(name, of), {"F": Fraction}
    exec("\n".join(written.lines), names)
    found: Any = names[called]
    return [Fraction(value) for value in (found[1:] if isinstance(found, list) else [found])]


@pytest.mark.parametrize("name", MEASURED)
def test_a_recipe_computes_what_the_quantity_measures(name: str) -> None:
    domain, quantity, of = MEASURED[name]
    compared = 0
    for instance in instances(domain, domain.reads([quantity.name])):
        world = domain.world.of_instance(instance)
        with contextlib.suppress(NoScript, NotCertifiable, UndefinedError):
            measured = quantity(world)
            values = measured if isinstance(measured, list) else [measured]
            exact = [numbers.power(value, fmpq(2)) if of else value for value in values]
            if all(isinstance(value, fmpq) for value in exact):
                found = computed(Script(Evaluator(world, domain.quantities), instance.fields), quantity.name, of)
                assert [str(value) for value in found[: len(exact)]] == [str(value) for value in exact]
                assert not any(found[len(exact) :])
                compared += 1
        if compared == 3:
            return
    assert compared, "no instance has a rational value"


def test_a_recipe_belongs_to_a_quantity_and_not_to_a_name() -> None:
    measured = [quantity for domain in DOMAINS.values() for quantity in domain.quantities.values()]
    assert all(any(quantity is known for known in measured) for quantity, _ in RECIPES)
    gaps = {RECIPES[module.learning_gap, ""] for module in (optimality, bounds, kernels)}
    assert len(gaps) == 3


def test_a_quantity_without_a_recipe_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RECIPES, (optimality.learning_gap, ""))
    with pytest.raises(InputError, match=r"no stand-alone script .* there is no recipe for learning_gap"):
        script(Subject.of(COMMITTED["optimality.minimax-only-if.printed"]))


def test_an_irrational_side_is_named() -> None:
    others = set(ENCLOSED) - set(WRITTEN)
    assert others
    for name in others:
        with pytest.raises(InputError, match="two rational sides"):
            script(Subject.of(COMMITTED[name]))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("stkr.minimax.printed", 0),
        ("shift.doro-worst-group.printed", 0),
        ("neighbours.clustering-main.printed.minimisers", 2),
    ],
)
def test_the_command_writes_a_script_or_says_why_there_is_none(
    name: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "script.py"
    given = ["export", str(CERTIFICATES / f"{name}.json"), "--as", "py", "--out", str(target)]
    monkeypatch.setattr(sys, "argv", ["contextures", *given])
    with pytest.raises(SystemExit) as left:
        main()
    assert (left.value.code or 0) == code
    assert target.exists() == (code == 0)
    if code == 0:
        assert run(target.read_text(encoding="utf-8")).returncode == 0
    else:
        assert "world.log" in " ".join(capsys.readouterr().err.split())


def test_a_field_of_any_name_is_in_a_note() -> None:
    told = note(Subject.of(COMMITTED["classical.one-log.printed"])).markdown()
    assert r"$\mathrm{value} =(0,\ 1)$" in told


def test_notes_hold_the_law_the_quantities_and_the_two_sides(certificates: dict[str, Document]) -> None:
    for path, document in certificates.items():
        subject = Subject.of(document)
        markdown, latex = note(subject).markdown(), note(subject).latex()
        for text in (markdown, latex):
            assert r"\begin{pmatrix}" in text, path
            assert subject.claim.text.split(" ")[0].strip("(") in text
            for meaning in (subject.statement.vocabulary[s] for s in subject.part.symbols if s != "i"):
                assert meaning.tex in text, path
        assert f"# {document['id']}" in markdown
        assert markdown.count("$") % 2 == 0
        assert latex.count("{") - latex.count(r"\{") == latex.count("}") - latex.count(r"\}"), path
        assert latex.count(r"\begin{") == latex.count(r"\end{")
        for name in document["hypotheses"]:
            assert f"- {name}: " in markdown


def test_what_proves_nothing_is_not_exported(certificates: dict[str, Document]) -> None:
    document = copy.deepcopy(next(iter(certificates.values())))
    document["variant"] = "corrected"
    with pytest.raises(InputError, match="does not prove what it says: the hash does not match"):
        Subject.of(document)
    with pytest.raises(InputError, match="not a certificate"):
        Subject.of([])


def test_a_field_of_three_axes_is_a_row_of_matrices() -> None:
    box = cx.Domain("a box", {"f": cx.sorts.values("x", 2, 1)}, fixed={"x": 2})

    @box.quantity("the sum")
    def total(world: Any) -> Any:
        return world["f"].sum((-1, -2, -3))

    claim = cx.Claim("Σf ≤ 0.", r"\sum f\le0", (cx.Part("below", total, "<=", 0, scale=1),))
    statement = cx.Statement("mine.box", "A box", cx.Kind.INEQUALITY, cx.Source("ours"), domain=box, printed=claim)
    found = cx.verify(statements=cx.Catalogue([statement]), instances=300, jobs=1).results[0].parts[0].certificate
    assert found is not None
    told = note(Subject.of(found, cx.Catalogue([statement]))).markdown()
    assert told.count(r"\begin{pmatrix}") == 2
    assert r"=(\begin{pmatrix}" in told


def test_the_two_sides_are_computed_step_by_step() -> None:
    lines = note(Subject.of(COMMITTED["neighbours.adainf-inflated-error.printed"])).sides
    assert [line.text for line in lines] == ["left side", "right side"]
    assert lines[0].value == r"=\tfrac{1}{2}"
    numbers = lines[1].value.replace(r"\left(", "").replace(r"\right)", "")
    assert numbers == r"= 16 \cdot 0 + \frac{8 \cdot 0}{\tfrac{8}{63}} + \tfrac{2}{3} 2 - 2 \tfrac{2}{3} =\tfrac{4}{9}"


def test_numbers_that_are_put_in_give_the_side() -> None:
    """Read as Python, the formula with numbers in it has the value that the certificate tells."""
    read = 0
    for name, document in COMMITTED.items():
        for line, side in zip(note(Subject.of(document)).sides, ("lhs", "rhs"), strict=True):
            pieces = re.split(r" *(?:=|\\approx) ?", line.value)
            if len(pieces) != 3 or "exact" not in document[side]:
                continue
            code = re.sub(r"\\t?frac\{(\d+)\}\{(\d+)\}", r"(\1/\2)", pieces[1])
            code = re.sub(r"\\left\(|\\right\)|\\cdot", lambda found: {"l": "(", "r": ")", "c": "*"}[found[0][1]], code)
            code = re.sub(r"\^\{(\d+)\}", r"**\1", code)
            code = re.sub(r"(?<=[\d)]) +(?=[\d(])", "*", code)
            if re.fullmatch(r"[\d()/*+\-. ]+", code):
                assert eval(code) == pytest.approx(float(Fraction(document[side]["exact"])), abs=1e-4), (name, line)
                read += 1
    assert read > 10
