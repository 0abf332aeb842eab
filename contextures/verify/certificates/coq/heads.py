"""Chapter 7, errors of heads: views of equal features are not told apart, whatever the head."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ONE, ZERO, columns
from contextures.verify.certificates.coq.literals import Row, functions, listed, numbers, ordinal, q, table
from contextures.verify.certificates.coq.neighbours import laplacian
from contextures.verify.certificates.coq.plain import literal
from contextures.verify.certificates.coq.spectrum import eigensystem

SMALL = [Fraction(value) for value in (0, 1, -1, 2, -2)]
"""Entries of heads that are tried."""
VIEWS = 6
"""Views, of which Coq goes through all subsets."""


def labels(name: str, values: Row) -> str:
    """Labels as a function into the booleans."""
    listed_ = listed("true" if value else "false" for value in values)
    return f"Notation {name} := (fun x : 'I_{len(values)} => nth false {listed_} x).\n"


def blind(case: Case, features: list[Row], biased: bool, name: str = "f") -> tuple[str, str]:
    """What no head on features (a component a row) tells, as a test of answers and its proof."""
    views = columns(features)
    if len(views) > VIEWS:
        raise case.refuse(f"there are {len(views)} views, too many (at most {VIEWS})")
    size = len(views)
    dark = [] if biased else [a for a, view in enumerate(views) if not any(view)]
    alike = [(a, b) for a, b in combinations(range(size), 2) if views[a] == views[b] and a not in dark]
    if not dark and not alike:
        raise case.refuse("every two views have different features; that no head does better is not written out")

    def at(a: int) -> str:
        return f"nth false v {ordinal(a, size)}"

    tests = [f"~~ {at(a)}" for a in dark] + [f"({at(a)} == {at(b)})%bool" for a, b in alike]
    test = f"(fun v => {' && '.join(tests)})"
    zeros = [f"have dark_{a} l : f' l {ordinal(a, size)} = 0%R by move: l; check.\n" for a in dark]
    same = [
        f"have same_{a}_{b} l : f' l {ordinal(a, size)} = f' l {ordinal(b, size)} by move: l; check.\n"
        for a, b in alike
    ]
    rules = [f"?(second_zero _ dark_{a})" for a in dark] + [f"?(second_same _ _ _ same_{a}_{b})" for a, b in alike]
    proof = f"{''.join([*zeros, *same])}by rewrite !nth_answers {' '.join(rules)} ?eqxx.\n".replace("f' l", f"{name} l")
    return test, proof


def error(law: list[Row], y: Row, told: list[bool]) -> Fraction:
    """The error of the vote; ties go to the first label."""
    total = ZERO
    for line, label in zip(law, y, strict=True):
        ahead = sum((v if t else -v for v, t in zip(line, told, strict=True)), ZERO)
        if (ahead > 0) != bool(label):
            total += sum(line, ZERO)
    return total


def head(case: Case, features: list[Row], wanted: Fraction) -> str:
    """A head without a bias that has an error, as a table."""
    law, y = case.rows("law"), case.row("y")
    for line in product(SMALL, repeat=len(features)):
        told = [sum((v * x for v, x in zip(line, view, strict=True)), ZERO) > 0 for view in columns(features)]
        if error(law, y, told) == wanted:
            return table([[ZERO, value] for value in line])
    raise case.refuse("no head of small whole numbers has the least error")


def changed(case: Case, after: list[Row], written: str, claim: str) -> str:
    """Features that some head reads without an error, and what is left of them."""
    before = case.columns("f")
    if case.side("rhs"):
        raise case.refuse("the error of the features is not 0; that no head does better is not written out")
    test, proof = blind(case, after, biased=False, name="after")
    worst = q(case.side("lhs"))
    return (
        f"Notation P := {literal(case, 'law')}.\n{labels('y', case.row('y'))}Notation f := {table(before)}.\n"
        f"{written}\n"
        "Lemma rhs : is_least_error P y f (q R 0).\nProof.\n"
        f"split; first by exists {head(case, before, ZERO)}; check.\n"
        "by move=> B; rewrite q0; apply: vote_error_ge0; check.\nQed.\n"
        f"Lemma lhs : is_least_error P y after {worst}.\nProof.\n"
        f"split=> [|B]; first by exists {head(case, after, case.side('lhs'))}; check.\n"
        f"apply: (vote_error_at_least (alike := {test})); first by answers.\n{proof}Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        f"by have := claim _ _ _ P y f {claim} _ _ ltac:(check) rhs lhs; apply/eqP; check.\nQed.\n"
    )


@template("neighbours.haochen-any-matrix", "right")
def any_matrix(case: Case) -> str:
    """A matrix that loses rank."""
    before, mix = case.columns("f"), case.rows("mix")
    after = [
        [sum((before[j][a] * mix[j][m] for j in range(len(mix))), ZERO) for a in range(len(before[0]))]
        for m in range(len(mix))
    ]
    written = f"Notation Q := {table(mix)}.\nNotation after := (fun l a => \\sum_j f j a * Q j l)%R.\n"
    return changed(case, after, written, "Q")


@template("neighbours.haochen-any-matrix", "left")
def any_scale(case: Case) -> str:
    """A zero on the diagonal."""
    before, scale = case.columns("f"), case.row("scale")
    after = [[d * value for d, value in zip(scale, line, strict=True)] for line in before]
    written = f"Notation D := {literal(case, 'scale')}.\nNotation after := (fun l a => D a * f l a)%R.\n"
    return changed(case, after, written, "D")


def top(case: Case, w: list[Row], k: int) -> tuple[Row, list[Row]]:
    """Eigenvalues and eigenfunctions of a graph, of equal ones first those that `turn` says."""
    size = len(w)
    degrees = [sum(line, ZERO) for line in w]
    units = [[ONE if a == b else ZERO for b in range(size)] for a in range(size)]
    operator = [[v / d for v in line] for line, d in zip(w, degrees, strict=True)]
    values, found = eigensystem(case, operator, degrees, [*case.columns("turn"), *units])
    if k > size or not values[k - 1]:
        raise case.refuse("a minimiser has fewer coordinates than its width that are not 0")
    return values, found


def exact(case: Case, biased: bool) -> str:
    """Labels that views tell and a minimiser does not."""
    law = case.rows("law")
    k, size = len(case.rows("turn")[0]), len(law[0])
    p = [sum(line, ZERO) for line in law]
    w = [
        [sum((line[a] * line[b] / m for line, m in zip(law, p, strict=True)), ZERO) for b in range(size)]
        for a in range(size)
    ]
    values, found = top(case, w, k)
    test, proof = blind(case, found[:k], biased)
    given = "ties B b" if biased else "B"
    told = "vote_error (pX P) P y ties (second f ties B b)" if biased else "head_error P y f B"
    split = "case: ties; answers" if biased else "answers"
    open_ = "[ties [B [b zero]]]" if biased else "[B zero]"
    return (
        f"Notation P := {literal(case, 'law')}.\n{labels('y', case.row('y'))}Notation theta := {numbers(values)}.\n"
        f"Notation e := {functions(found, size)}.\nNotation f := (fun l : 'I_{k} => e l).\n\n"
        "Lemma minimises : learned (pair P) theta f. Proof. by exists e; [check | split]. Qed.\n"
        f"Lemma lhs {given} : ({q(case.side('lhs'))} <= {told})%R.\nProof.\n"
        f"{'' if biased else 'rewrite /head_error; '}apply: (vote_error_at_least (alike := {test})).\n"
        f"  by {split}.\n{proof}Qed.\n"
        "Lemma rhs : 0%R = q R 0. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        f"have {open_} := claim _ _ _ P y theta f ltac:(check) ltac:(check) isT minimises.\n"
        f"have := lhs {given}; rewrite zero; apply/negP; rewrite -ltNge; check.\nQed.\n"
    )


@template("neighbours.haochen-exact", "recovery")
def recovery(case: Case) -> str:
    """A head without a bias, of equal scores the first label."""
    return exact(case, biased=False)


@template("neighbours.haochen-exact", "any-head")
def any_head(case: Case) -> str:
    """A head with a bias, of equal scores either label."""
    return exact(case, biased=True)


@template("neighbours.adainf-inflated-error", "bound")
def inflated_error(case: Case) -> str:
    """Generated items that join the views of both labels."""
    beta = case.ratio("beta")
    mixed = [beta * a + (1 - beta) * b for a, b in zip(case.row("real"), case.row("generated"), strict=True)]
    size, k = len(case.rows("views")[0]), len(case.rows("turn")[0])
    lam, e = laplacian(case, mixed, case.columns("turn"))
    if k >= size:
        raise case.refuse("there is no eigenvalue after the width")
    test, proof = blind(case, e[:k], biased=True)
    fields = "".join(f"Notation {name} := {literal(case, name)}.\n" for name in ("real", "generated", "beta", "views"))
    bound = (
        "8%:R * labelling_error real views y z / lambda k + 16%:R * labelling_error real views y z\n"
        "  + 2%:R * (1 - beta) * total_variation real generated"
    )
    return (
        f"{fields}{labels('y', case.row('y'))}{labels('z', case.row('z'))}Notation lambda := {numbers(lam)}.\n"
        f"Notation e := {functions(e, size)}.\nNotation k := {k}%N.\nNotation f := (fun l : 'I_k => e l).\n"
        "Notation w := (affinity (inflated beta real generated) views).\n\n"
        "Lemma minimises : learned w (fun i => 1 - lambda i)%R f. Proof. by exists e; [check | split]. Qed.\n"
        f"Lemma lhs ties B b : ({q(case.side('lhs'))} <= vote_error real views y ties (second f ties B b))%R.\nProof.\n"
        f"apply: (vote_error_at_least (alike := {test})); first by case: ties; answers.\n{proof}Qed.\n"
        f"Lemma rhs : ({bound} = {q(case.side('rhs'))})%R.\nProof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        "have [ties [B [b]]] := claim _ _ _ real generated beta views y z lambda f\n"
        "  ltac:(check) ltac:(check) ltac:(check) ltac:(premise) isT ltac:(check) minimises ltac:(check).\n"
        "rewrite rhs => le; have := le_trans (lhs ties B b) le; apply/negP; rewrite -ltNge; check.\nQed.\n"
    )
