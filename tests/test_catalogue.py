"""The catalogue tests itself: complete, measurable, exact, typeset, honest about its sources, and never vacuous."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
import sympy as sp
from sympy.functions.elementary.piecewise import ExprCondPair

from contextures.cli.catalogue import source_text
from contextures.errors import InputError
from contextures.measure.domain import DOMAINS, FINITE_CONTEXTS, MeasuredDomain, domain_of
from contextures.measure.evaluate import Evaluator
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.functions import Special
from contextures.theory.index import Entry, index
from contextures.theory.statement import Claim, Hypothesis, Inequality, Part, Source, Statement
from contextures.theory.symbols.contexts import CONTEXTS, s
from contextures.theory.symbols.vocabulary import Vocabulary
from contextures.verify.search.draws import supply_of
from contextures.verify.search.search import generator
from contextures.verify.search.suspects import fitting_constants, met, part_margins

THEORY = Path(__file__).resolve().parents[2] / "shared" / "theory"
SIZES = {"N", "M", "d", "r", "classes", "m", "n", "J", "K", "a", "k", "steps", "p", "points"}
SUPPORTED = (
    *(sp.Rational, sp.Symbol, sp.Indexed, sp.IndexedBase, sp.Sum, sp.Tuple, sp.Add, sp.Mul, sp.Pow),
    *(sp.Max, sp.Min, sp.Abs, sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.asin, sp.acos, sp.atan),
    *(sp.Piecewise, ExprCondPair, sp.LessThan, sp.StrictLessThan, sp.floor, sp.ceiling, Special),
)
FORMS = [(statement, variant) for statement in catalogue.values() for variant in statement.variants]
every_form = pytest.mark.parametrize(("statement", "variant"), FORMS, ids=[f"{s.id}-{v}" for s, v in FORMS])
every_statement = pytest.mark.parametrize("statement", catalogue.values(), ids=list(catalogue))


def inequalities(claim: Claim) -> list[Inequality]:
    """Every hypothesis and every part of a claim."""
    return [*claim.given, *claim.parts, *(h for part in claim.parts for h in part.given)]


def expressions(claim: Claim) -> list[sp.Expr]:
    """Every expression of a claim: sides, scales and ranges."""
    found = [side for inequality in inequalities(claim) for side in (inequality.lhs, inequality.rhs)]
    found += [part.scale for part in claim.parts if part.scale is not None]
    return found + [end for part in claim.parts if part.over for end in part.over[1:]]


# --------------------------------------------------------------------------------------------------------- completeness
def theory(chapter: int) -> dict[str, str]:
    """Id and source of each row of a chapter of the theory folder."""
    if not THEORY.is_dir():
        pytest.skip("../shared/theory is not there: the notes are not part of the project")
    (path,) = THEORY.glob(f"{chapter}-*.md")
    return dict(re.findall(r"^\| `([a-z]+\.[a-z0-9-]+)` \| ([^|]*) \|", path.read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize(("chapter", "count"), [(1, 10), (3, 15), (4, 8), (6, 20)])
def test_every_statement_of_the_theory_folder_is_there(chapter: int, count: int) -> None:
    wanted = theory(chapter)
    assert len(wanted) == count
    assert [id_ for id_ in wanted if id_ not in catalogue] == []
    assert [id_ for id_ in catalogue if id_ in wanted] == list(wanted)


@pytest.mark.parametrize("chapter", [1, 2, 3, 6])
def test_what_was_not_consulted_is_reconstructed(chapter: int) -> None:
    for id_, source in theory(chapter).items():
        rebuilt = "(r)" in source or source.strip()[:3] in {"D25", "Z24", "G23", "B21"}
        assert catalogue[id_].source.reconstructed == rebuilt, id_


def test_chapter_4_is_reconstructed() -> None:
    assert all(catalogue[id_].source.reconstructed for id_ in theory(4))


@every_statement
def test_ids_and_dependencies(statement: Statement) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*", statement.id)
    assert catalogue[statement.id] is statement
    assert set(statement.uses) <= set(catalogue) - {statement.id}
    assert statement.title
    assert not statement.title.endswith(".")


def test_dependencies_have_no_cycle() -> None:
    placed: set[str] = set()
    while ready := {id_ for id_ in catalogue if id_ not in placed and set(catalogue[id_].uses) <= placed}:
        placed |= ready
    assert placed == set(catalogue)


# ------------------------------------------------------------------------------------------------- claims can be worked
@every_form
def test_every_symbol_is_measured_or_counted(statement: Statement, variant: str) -> None:
    claim = statement.variants[variant]
    domain = domain_of(statement)
    unspecified = {str(part.constant) for part in claim.parts if part.constant is not None}
    assert claim.symbols - set(domain.quantities) - SIZES - unspecified == set()
    assert claim.symbols <= set(statement.vocabulary)
    spaces = statement.domain.spaces if statement.domain else ()
    assert domain.needs(claim) <= {*domain.world.sorts, *spaces}


@every_form
def test_no_command_of_a_formula_runs_into_a_letter(statement: Statement, variant: str) -> None:
    assert not re.search(r"\\q?quad[A-Za-z]", statement.variants[variant].tex)


@every_form
def test_every_node_is_exact_and_supported(statement: Statement, variant: str) -> None:
    for expression in expressions(statement.variants[variant]):
        for node in sp.preorder_traversal(sp.sympify(expression)):
            assert not isinstance(node, sp.Float), expression
            assert isinstance(node, SUPPORTED) or node in (sp.oo, -sp.oo, sp.true, sp.false, sp.E), (
                expression,
                type(node),
            )
            assert not isinstance(node, sp.Pow) or node.exp.is_Rational or node.exp.free_symbols, expression


def test_every_symbol_says_what_it_is_and_how_it_is_measured() -> None:
    for statement in catalogue.values():
        for name in statement.vocabulary:
            meaning = statement.vocabulary[name]
            assert name == meaning.name
            assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)
            assert meaning.text
            assert meaning.range
            assert meaning.tex
    for domain in DOMAINS.values():
        for name, quantity in domain.quantities.items():
            assert quantity.name == name
            assert quantity.method, name


def vacuous(claim: Claim, domain: MeasuredDomain, id_: str) -> set[str]:
    """Names of the parts that have a value at no instance found that meets every hypothesis."""
    rng, missing = generator(0, id_, "printed", 0), {part.name: part for part in claim.parts}
    supply = supply_of(domain)
    for attempt in range(20 * len(supply.families)):
        family = supply.families[attempt % len(supply.families)]
        _, world = supply.draw(rng, family, 64, supply.sizes(rng, family), domain.needs(claim))
        evaluator = Evaluator(world, domain.quantities)
        for name, part in list(missing.items()):
            kept = ~np.isnan((part_margins if part.constant is None else fitting_constants)(evaluator, part))
            for hypothesis in claim.hypotheses(part):
                kept &= met(evaluator, hypothesis)
            if kept.any():
                del missing[name]
        if not missing:
            break
    return set(missing)


@every_form
def test_no_part_is_vacuous(statement: Statement, variant: str) -> None:
    assert vacuous(statement.variants[variant], domain_of(statement), statement.id) == set()


def test_a_vacuous_part_is_noticed() -> None:
    impossible = Hypothesis("impossible", sp.S(2), "<", s[1])
    claim = Claim("", "", (Part("never", s[1], "<=", 1, given=(impossible,)), Part("always", s[1], "<=", 1)))
    assert vacuous(claim, FINITE_CONTEXTS, "mine.vacuous") == {"never"}


# ---------------------------------------------------------------------------------------------------------- typesetting
def balanced(tex: str) -> bool:
    """Whether braces, \\left and \\right, and environments close in the order in which they open."""
    opened: list[str] = []
    pairs = {"}": "{", r"\}": r"\{", r"\right": r"\left", r"\rangle": r"\langle", r"\rVert": r"\lVert"}
    for token in re.findall(r"\\(?:left|right|langle|rangle|lVert|rVert)(?![a-zA-Z])|\\[{}]|\\.|[{}]", tex):
        if token in pairs.values():
            opened.append(token)
        elif token in pairs and (not opened or opened.pop() != pairs[token]):
            return False
    return not opened


@pytest.mark.parametrize(
    ("tex", "verdict"),
    [(r"\frac{a}{b}", True), (r"\{x\}", True), (r"\frac{a}{b", False), (r"a}{b", False), (r"\{x}", False)],
)
def test_balance(tex: str, verdict: bool) -> None:
    assert balanced(tex) is verdict


@every_form
def test_tex_is_there_and_balanced(statement: Statement, variant: str) -> None:
    claim = statement.variants[variant]
    assert claim.text.strip().endswith((".", "…"))
    assert claim.tex.strip()
    assert balanced(claim.tex), claim.tex
    assert "$" not in claim.tex
    assert claim.tex.isascii()


# -------------------------------------------------------------------------------------------------------------- honesty
@every_statement
def test_a_correction_says_why_and_of_which_kind(statement: Statement) -> None:
    assert (statement.corrected is None) == (not statement.faults) == (not statement.why)
    assert len(set(statement.faults)) == len(statement.faults)
    assert statement.corrected != statement.printed
    assert list(statement.variants) == ["printed", "corrected"][: 1 + (statement.corrected is not None)]


@every_statement
def test_no_verdict_is_stored_and_names_are_plain(statement: Statement) -> None:
    assert not {field.name for field in dataclasses.fields(statement)} & {"verdict", "proved", "refuted"}
    names = [inequality.name for claim in statement.variants.values() for inequality in inequalities(claim)]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_a_reconstructed_source_is_never_shown_as_a_plain_one() -> None:
    for statement in catalogue.values():
        shown = source_text(statement.source)
        assert ("reconstructed" in shown) == (statement.source.reconstructed or bool(statement.source.recalled))
        assert all(part in shown for part in statement.source.recalled)
        assert (shown == str(statement.source)) == (not statement.source.reconstructed)
    assert source_text(Source("D25", "Theorem 9", reconstructed=True)) == "after D25 Theorem 9 (reconstructed)"
    assert source_text(Source("D25", "Theorem 9")) == "D25 Theorem 9"
    assert str(Source("classical")) == "classical"


# -------------------------------------------------------------------------------------------------------------- look-up
def own(id_: str = "mine.first", **changes: object) -> Statement:
    """A statement of one's own."""
    claim = Claim("s_1 ≤ 1.", r"s_1\le1", (Part("bound", s[1], "<=", 1),))
    original = catalogue["contexts.unit-interval"]
    return dataclasses.replace(original, id=id_, printed=claim, **{"uses": (), **changes})


def test_what_no_paper_prints_is_never_headed_printed() -> None:
    for statement in catalogue.values():
        source = statement.source
        ours = source.key == "ours" or source.reconstructed or bool(source.recalled)
        assert (statement.heading("printed") == "Printed") is not ours
        assert all(part in statement.heading("printed") for part in source.recalled)
        assert statement.heading("corrected") == "Corrected"


def test_the_index_is_that_of_the_catalogue() -> None:
    assert index() == tuple(Entry.of(statement) for statement in catalogue.values()), "python docs/make_index.py"


def test_a_catalogue_is_a_mapping_in_the_order_given() -> None:
    mine = Catalogue([own("mine.second"), own("mine.first", uses=("mine.second",))])
    assert list(mine) == ["mine.second", "mine.first"]
    assert len(mine) == 2
    assert "mine.first" in mine
    assert "mine.third" not in mine
    assert mine.get("mine.third") is None


def test_a_catalogue_refuses_two_statements_of_one_id() -> None:
    with pytest.raises(ValueError, match=r"two statements have the id mine\.first"):
        Catalogue([own(), own()])


def test_a_catalogue_refuses_unknown_dependencies() -> None:
    with pytest.raises(ValueError, match=r"mine\.first uses unknown statements: mine\.zeroth"):
        Catalogue([own(uses=("mine.zeroth",))])


def test_globs() -> None:
    assert [s.id for s in catalogue.match()] == list(catalogue)
    assert [s.id for s in catalogue.match("contexts.p*")] == ["contexts.pca"]
    both = catalogue.match("optimality.fisher", "contexts.*", "contexts.pca")
    assert [s.id for s in both] == [id_ for id_ in catalogue if id_.startswith("contexts.")] + ["optimality.fisher"]


@pytest.mark.parametrize("globs", [("nothing.*",), ("contexts.*", "contexts"), ("",), ("CONTEXTS.*",)])
def test_a_glob_that_matches_nothing(globs: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match=f"no statement matches '{re.escape(globs[-1])}'; `contextures list` shows"):
        catalogue.match(*globs)


@pytest.mark.parametrize(
    ("id_", "hint"),
    [
        ("optimality.minimax-valu", "did you mean optimality.minimax-value?"),
        ("duality", "did you mean contexts.duality?"),
        ("Contexts.PCA", "did you mean contexts."),
        ("xyz", "`contextures list` shows them all"),
    ],
)
def test_an_unknown_id(id_: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        catalogue[id_]
    assert isinstance(caught.value, KeyError)
    assert str(caught.value).startswith(f"no statement has the id '{id_}'; ")
    assert hint in str(caught.value)


# ----------------------------------------------------------------------------------------------- what cannot be written
def test_a_float_is_refused() -> None:
    for side in (0.5 * s[1], sp.Float(2), 0.5):
        with pytest.raises(ValueError, match=r"bound: .* holds a float; write .* such as Rational\(1, 3\)"):
            Part("bound", side, "<=", 1)
    with pytest.raises(ValueError, match="holds a float"):
        Hypothesis("bound", 1, "<", s[1] + 0.25)


def test_claims_that_make_no_sense_are_refused() -> None:
    part, hypothesis = Part("a", s[1], "<=", 1), Hypothesis("h", sp.S.Zero, "<", s[1])
    with pytest.raises(ValueError, match="a claim needs at least one part"):
        Claim("", "", ())
    with pytest.raises(ValueError, match="two parts share a name"):
        Claim("", "", (part, part))
    with pytest.raises(ValueError, match="two hypotheses share a name"):
        Claim("", "", (dataclasses.replace(part, given=(hypothesis,)),), given=(hypothesis,))
    with pytest.raises(KeyError):
        Claim("", "", (part,)).part("b")


def test_statements_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match=r"mine\.first \(printed\): no such symbol in its vocabulary: s"):
        own(vocabulary=Vocabulary("mine"))
    with pytest.raises(ValueError, match="a correction and the reason for it come together"):
        own(corrected=own().printed)
    with pytest.raises(ValueError, match="a correction and the reason for it come together"):
        own(why="because")


def test_a_symbol_has_one_meaning_in_a_chapter() -> None:
    mine = CONTEXTS.extended("mine")
    mine.real("fresh", "something new", "≥ 0", "f")
    assert "fresh" not in CONTEXTS.meanings
    with pytest.raises(ValueError, match="symbol 's' has two meanings in chapter 'mine'"):
        mine.real("s", "another thing", "≥ 0", "s")


@pytest.mark.parametrize("id_", [None, 3, ["contexts.pca"]])
def test_an_id_is_text(id_: object) -> None:
    with pytest.raises(InputError, match="the id of a statement is text"):
        catalogue[id_]
    with pytest.raises(InputError, match="no statement matches"):
        catalogue.match(id_)
