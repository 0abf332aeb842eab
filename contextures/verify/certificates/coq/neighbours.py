"""Chapter 7: counterexamples whose sides are rational expressions in the fields, and eigenvalues of graphs."""

from __future__ import annotations

from fractions import Fraction

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ONE, ZERO
from contextures.verify.certificates.coq.literals import Row, functions, listed, numbers, ordinal, q
from contextures.verify.certificates.coq.plain import IS_LAW, Plain, literal, plain
from contextures.verify.certificates.coq.spectrum import eigensystem

HARD = "n n_d r alpha beta gamma"
BOUND_4 = f"error_bound delta (q_4 {HARD})"
plain("neighbours.difficult-larger", "ratio", HARD, HARD, "q_3 n r alpha beta", f"q_4 {HARD}")
plain(
    "neighbours.difficult-larger", "bound", f"{HARD} delta", f"{HARD} delta",
    "error_bound delta (q_3 n r alpha beta)", BOUND_4,
)  # fmt: skip
plain(
    "neighbours.difficult-harder", "bound", f"{HARD} higher delta", f"{HARD} higher delta",
    BOUND_4, "error_bound delta (q_4 n n_d r alpha beta higher)",
)  # fmt: skip
plain(
    "neighbours.difficult-margin-sign", "increasing", f"{HARD} higher", f"{HARD} higher",
    f"margin {HARD}", "margin n n_d r alpha beta higher",
)  # fmt: skip
plain(
    "neighbours.difficult-removal-when", "hard", f"{HARD} delta", f"{HARD} delta",
    "error_bound delta (q_5 n n_d r alpha beta)", "error_bound delta (q_4 n n_d r alpha beta alpha)",
)  # fmt: skip
plain(
    "neighbours.difficult-removal-when", "few", f"{HARD} delta", f"{HARD} delta",
    "error_bound delta (q_5 n n_d r alpha beta)", BOUND_4,
)  # fmt: skip
plain(
    "neighbours.difficult-temperature-threshold", "better", f"{HARD} delta", f"{HARD} delta",
    f"scaled_bound {HARD} delta", BOUND_4,
)  # fmt: skip
plain(
    "neighbours.garrido-normalised", "rows", "units others", "_ _ units others",
    "penalty_difference units", "penalty_difference others",
)  # fmt: skip
plain(
    "neighbours.head-matrix-information", "nonnegative", "first=a second=b", "_ _ _ first second",
    "purity (rows_product first) * purity (rows_product second)",
    "purity (fun i j => rows_product first i j * rows_product second i j)",
)  # fmt: skip
plain(
    "neighbours.clustering-laplacian", "semidefinite", "w v", "_ w v",
    "0", "\\sum_i \\sum_j v i * laplacian w i j * v j",
)  # fmt: skip


@template("neighbours.zheng-operator", "operator")
def operator(case: Case) -> str:
    """The two operators at a y where they differ."""
    law, function = case.rows("law"), case.row("a")
    masses = [sum(column, ZERO) for column in zip(*law, strict=True)]
    mean = sum((sum(line, ZERO) * value for line, value in zip(law, function, strict=True)), ZERO)
    given = [
        sum((line[y] * value for line, value in zip(law, function, strict=True)), ZERO) / mass
        for y, mass in enumerate(masses)
    ]
    y = ordinal(0, len(masses))
    return Plain(
        {"P": "law", "weight": "a"}, f"_ _ P weight {y}", f"\\sum_x dependence P x {y} * pX P x * weight x",
        f"Ts P weight {y}", values=(given[0] - mean, given[0]),
    ).write(case)  # fmt: skip


@template("neighbours.haochen-singleton", "singleton")
def singleton(case: Case) -> str:
    """The first view alone."""
    first = ordinal(0, len(case.rows("law")[0]))
    return Plain(
        {"P": "law"}, f"_ _ P {first}", f"conductance (pair P) (alone {first})", "1"
    ).write(case)  # fmt: skip


@template("neighbours.haochen-singleton", "partition")
def partition(case: Case) -> str:
    """Each view alone."""
    value = q(case.side("lhs"))
    first = f"(alone {ordinal(0, len(case.rows('law')[0]))})"
    return (
        f"Notation P := {literal(case, 'law')}.\n\n"
        f"Lemma lhs : (conductance (pair P) {first} = {value})%R. Proof. by check. Qed.\n"
        f"Lemma largest a : (conductance (pair P) (alone a) <= {value})%R. Proof. by move: a; check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        f"have := claim _ _ P {value} ltac:(check) isT largest (ex_intro _ _ lhs).\n"
        "by apply/eqP; check.\nQed.\n"
    )


@template("neighbours.ncl-one-hot", "indicator")
def one_hot(case: Case) -> str:
    """A class and a point of it whose probability is not 1."""
    law = case.rows("law")
    c, x = next((c, x) for c, line in enumerate(law) for x, value in enumerate(line) if value and sum(line) != 1)
    at = f"{ordinal(c, len(law))} {ordinal(x, len(law[0]))}"
    return Plain(
        {"P": "law"}, f"_ _ P {IS_LAW} ltac:(check) {at}", f"posterior P {at} ^+ 2 / pX P {ordinal(c, len(law))}",
        f"(if 0 < P {at} then 1 else 0)", values=(1 / sum(law[c], ZERO), ONE),
    ).write(case)  # fmt: skip


def laplacian(case: Case, kept: Row, first: list[Row] | None = None) -> tuple[Row, list[Row]]:
    """The ascending eigenvalues of the Laplacian of a graph of views, and its eigenfunctions."""
    views = case.rows("views")
    size = len(views[0])
    w = [
        [sum((k * v[a] * v[b] for k, v in zip(kept, views, strict=True)), ZERO) for b in range(size)]
        for a in range(size)
    ]
    degrees = [sum(line, ZERO) for line in w]
    if not all(degrees):
        raise case.refuse("no item reaches some view")
    operator = [[v / d for v in line] for line, d in zip(w, degrees, strict=True)]
    values, vectors = eigensystem(case, operator, degrees, first or ())
    return [1 - value for value in values], vectors


@template("neighbours.adainf-connectivity", "all", "same-nodes")
def connectivity(case: Case) -> str:
    """An eigenvalue that falls."""
    kept = case.row("kept")
    raw, few = laplacian(case, kept)
    inflated, all_of = laplacian(case, [ONE] * len(kept))
    size = len(case.rows("views")[0])
    changes = [a - b for a, b in zip(raw, inflated, strict=True)]
    i = changes.index(max(changes))
    return (
        f"Notation views := {literal(case, 'views')}.\nNotation kept := {literal(case, 'kept')}.\n"
        f"Notation lambda := {numbers(raw)}.\nNotation lambda' := {numbers(inflated)}.\n\n"
        "Lemma raw : laplacian_spectrum (affinity kept views) lambda.\n"
        f"Proof. by exists {functions(few, size)}; check. Qed.\n"
        "Lemma inflated : laplacian_spectrum (affinity (fun=> 1%R) views) lambda'.\n"
        f"Proof. by exists {functions(all_of, size)}; check. Qed.\n"
        f"Lemma lhs : (lambda {i}%N - lambda' {i}%N = {q(changes[i])})%R. Proof. by check. Qed.\n"
        "Lemma rhs : 0%R = q R 0. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\n"
        "move=> claim; refute (claim _ _ kept views lambda lambda' ltac:(premise) ltac:(premise) ltac:(premise) raw "
        f"inflated {i}%N) lhs rhs.\nQed.\n"
    )


@template("neighbours.clustering-clip", "asymmetric")
def clip(case: Case) -> str:
    """An object with more edges than another that it makes a pair with."""
    edges = [[bool(value) for value in line] for line in case.rows("edges")]
    rows, cols = len(edges), len(edges[0])
    degrees = [sum(line) for line in edges], [sum(column) for column in zip(*edges, strict=True)]
    k, m = next((k, m) for k in range(rows) for m in range(cols) if edges[k][m] and degrees[0][k] != degrees[1][m])
    written = listed(listed("true" if value else "false" for value in line) for line in edges)
    first = [ordinal(line.index(True), cols) for line in edges]
    second = [ordinal(column.index(True), rows) for column in zip(*edges, strict=True)]
    here, there = f"(inl {ordinal(k, rows)})", f"(inr {ordinal(m, cols)})"
    return (
        f"Notation edges := (fun (k : 'I_{rows}) (l : 'I_{cols}) => nth false (nth [::] {written} k) l).\n\n"
        f"Lemma lhs : clip_relation R edges {here} {there} = {q(Fraction(1, degrees[0][k]))}. Proof. by check. Qed.\n"
        f"Lemma rhs : clip_relation R edges {there} {here} = {q(Fraction(1, degrees[1][m]))}. Proof. by check. Qed.\n\n"
        f"Theorem holds : {case.symbol} R.\nProof.\nexists {rows}%N, {cols}%N, edges; split.\n"
        f"- by move=> k; exists (nth ord0 {listed(first)} k); move: k; apply: each_ord; do !split.\n"
        f"- by move=> l; exists (nth ord0 {listed(second)} l); move: l; apply: each_ord; do !split.\n"
        f"- by exists {here}, {there}; rewrite lhs rhs; check.\nQed.\n"
    )


THRESHOLDS = ("signal", "signal_spread", "noise", "noise_spread")


@template("neighbours.joint-compare-required", "low-noise", "high-noise")
def thresholds(case: Case) -> str:
    """Two thresholds below zero."""
    a, theta, g, spread = (case.row(name) for name in THRESHOLDS)
    shares = [x / (x + t) for x, t in zip(a, theta, strict=True)]
    energies = [x**2 / (x + t) for x, t in zip(a, theta, strict=True)]
    delta, eta2 = min(shares), min(energies)
    joint = [(1 - delta) / delta - t / v for t, v in zip(spread, g, strict=True)]
    other = [v / eta2 - t / v - 1 for t, v in zip(spread, g, strict=True)]
    je, rc = max(joint), max(other)

    def at(values: Row, value: Fraction) -> str:
        return f"split; [check | by exists {ordinal(values.index(value), len(values))}; check]"

    low = case.subject.part.name == "low-noise"
    sides = ("rc", "je") if low else ("je", "rc")
    notations = "".join(
        f"Notation {name} := {literal(case, of)}.\n"
        for name, of in (
            ("signal", "signal"),
            ("theta", "signal_spread"),
            ("noise", "noise"),
            ("spread", "noise_spread"),
        )
    ) + "".join(f"Notation {n} := {q(v)}.\n" for n, v in (("delta", delta), ("eta2", eta2), ("je", je), ("rc", rc)))
    return (
        f"{notations}\n"
        f"Lemma share : is_least (signal_share signal theta) delta. Proof. by {at(shares, delta)}. Qed.\n"
        f"Lemma energy : is_least (signal_energy signal theta) eta2. Proof. by {at(energies, eta2)}. Qed.\n"
        f"Lemma joint : joint_threshold noise spread delta je. Proof. by {at(joint, je)}. Qed.\n"
        f"Lemma reconstruction : reconstruction_threshold noise spread eta2 rc. Proof. by {at(other, rc)}. Qed.\n"
        f"Lemma lhs : Num.max 0%R {sides[0]} = {q(case.side('lhs'))}. Proof. by check. Qed.\n"
        f"Lemma rhs : Num.max 0%R {sides[1]} = {q(case.side('rhs'))}. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        "refute (claim _ _ signal theta noise spread delta eta2 je rc ltac:(check) ltac:(check)\n"
        "  ltac:(check) ltac:(check) share energy joint reconstruction) lhs rhs.\nQed.\n"
    )
