"""Chapter 3: tasks, their errors under an encoder, trace gaps, range spaces and Lipschitz constants."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import cast

from contextures.exact.numbers import rational
from contextures.measure.suprema.worst_case import is_dual_point
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ONE, ZERO, apply, centred, dot, null_space, solve, squares
from contextures.verify.certificates.coq.literals import Row, q, table, vector
from contextures.verify.certificates.coq.spans import learned, not_learned
from contextures.verify.certificates.coq.spectrum import IS_LAW, FiniteContext, Modes, law_of

STEEPEST = 20
"""Powers of 2 that are tried for the multiplier of a dual point."""
LARGE = (Fraction(0), Fraction(1), Fraction(10), Fraction(100))
"""Weights on the square of a task's mean, which is 0, that may turn a form into a sum of squares."""


def dual(case: Case, context: FiniteContext, family: list[Row], eps: Fraction, eta: Fraction, t: Fraction) -> str:
    """The arguments of a dual point: the probe of a task and the sum of squares.

    Raises
    ------
    NoFormal
        Where the form is not positive semi-definite.
    """
    n, p = range(context.N), context.p
    features = [*family, [ONE] * context.N]
    gram = [[dot(p, f, g) for g in features] for f in features]
    found = [solve(gram, [p[y] * f[y] for f in features]) for y in n]
    probe = [list(line) for line in zip(*(line for line in found if line is not None), strict=True)]
    rest = [
        [Fraction(x == y) - sum((w[y] * f[x] for w, f in zip(probe, features, strict=True)), ZERO) for y in n]
        for x in n
    ]
    plain = [
        [
            (t + eta * (1 - eps) ** 2) * (y == z) * p[y]
            - sum((p[x] * rest[x][y] * rest[x][z] for x in n), ZERO)
            - eta * sum((context.P[y][a] * context.P[z][a] / context.q[a] for a in range(context.M)), ZERO)
            for z in n
        ]
        for y in n
    ]
    for kappa in LARGE:
        sums = squares([[value + kappa * p[y] * p[z] for z, value in enumerate(line)] for y, line in enumerate(plain)])
        if sums is not None:
            return (
                f"(eta := {q(eta)}) (kappa := {q(kappa)}) (W := {table(probe[:-1])})\n"
                f"  (b := {vector(probe[-1])}) (D := {vector(sums[0])})\n  (L := {table(sums[1])})"
            )
    raise case.refuse("the form of its dual point is not a sum of squares")


class Encoded:
    """A context, an encoder and the level of its tasks."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.context = FiniteContext.of(case)
        self.family = self.context.on_x(case.columns("encoder"))
        self.mean_zero = [centred(self.context.p, f) for f in self.family]
        self.eps = case.ratio("epsilon") if case.has("epsilon") else ZERO

    @property
    def names(self) -> str:
        """The notations of the law, the encoder and the level."""
        level = f"Notation eps := {q(self.eps)}.\n" if self.case.has("epsilon") else ""
        return f"{law_of(self.context)}Notation Phi := {table(self.family)}.\n{level}"

    def attains(self, field: str, lemma: str = "attains") -> tuple[Fraction, str]:
        """A bound on the worst error, and its lemma, from the dual point of the certificate."""
        point = self.case.witness[field]
        eta, t = Fraction(point["eta"]), Fraction(point["t"])
        return t, (
            f"Lemma {lemma} : worst_error_at_most P Phi eps {q(t)}.\nProof.\n"
            f"apply: (error_at_most_by {dual(self.case, self.context, self.family, self.eps, eta, t)} is_a_law); "
            "check.\n"
            "Qed.\n"
        )

    def value(self, modes: Modes) -> Fraction:
        """(s_1² − (1−ε)²)/(s_1² − s_{d+1}²)."""
        first, last = modes.square(1), modes.square(len(self.family) + 1)
        if first == last:
            raise self.case.refuse("s_1 = s_{d+1}: the bound is no number")
        return (first - (1 - self.eps) ** 2) / (first - last)


ATTAINABLE = "ltac:(first [check | apply: one_less_root; check])"
HALF_WAY = "ltac:(apply: below_root; check)"


def _closed(*indices: int) -> str:
    return " ".join(f"square_{i}" for i in sorted(set(indices)))


@template("optimality.minimax-only-if", "only-if")
def minimax_only_if(case: Case) -> str:
    """An encoder that attains the minimum and does not learn the contexture."""
    this = Encoded(case)
    d, modes = len(this.family), Modes(*this.context.modes())
    t, attains = this.attains("error")
    value = this.value(modes)
    if t != value:
        raise case.refuse("its dual point bounds the error a little above the minimum")
    first, last = q(modes.square(1)), q(modes.square(d + 1))
    return (
        f"{this.names}{modes.names}\n{IS_LAW}{modes.statement}\n"
        f"(** The probe of a task, and a dual point with its sum of squares. *)\n{attains}\n"
        "Theorem refuted : ~ minimax_only_if_only_if_printed R.\nProof.\n"
        "move=> claim; have := claim _ _ _ P Phi s mu eps is_a_law are_singular.\n"
        f"{modes.known([1, 2, d + 1])}"
        f"rewrite {_closed(1, 2, d + 1)} => /(_ {ATTAINABLE} {HALF_WAY} isT) claim'.\n"
        f"have value : (({first} - (1 - eps) ^+ 2) / ({first} - {last}) = {q(value)})%R by check.\n"
        "have H := claim' ltac:(by rewrite value; exact: attains).\n"
        f"{not_learned(case, modes, this.mean_zero, this.context.TTs, known=(1, 2, d + 1))}Qed.\n"
    )


@template("optimality.minimax-value", "lower")
def minimax_value(case: Case) -> str:
    """An encoder with an error below the bound."""
    this = Encoded(case)
    d, modes = len(this.family), Modes(*this.context.modes())
    _, attains = this.attains("error")
    return (
        f"{this.names}{modes.names}\n{IS_LAW}{modes.statement}{attains}\n"
        "Theorem refuted : ~ minimax_value_lower_printed R.\nProof.\n"
        "move=> claim; have := claim _ _ _ P Phi s mu eps _ is_a_law are_singular.\n"
        f"{modes.known([1, 2, d + 1])}"
        f"rewrite {_closed(1, 2, d + 1)} => /(_ _ {ATTAINABLE} {HALF_WAY} attains).\n"
        "by apply/negP; rewrite -ltNge; check.\nQed.\n"
    )


def _at_the_edge(case: Case, above: Fraction) -> tuple[Fraction, Fraction]:
    """A dual point between the error and a number above it, where (1−ε)² is an extreme eigenvalue.

    No dual point attains the error there, but steep ones come near.
    """
    world, error = cast("ContextWorld", case.subject.evaluator.world), case.subject.document["rhs"].get("exact")
    if error is None:
        raise case.refuse("its error is irrational")
    t = (Fraction(error) + above) / 2
    for eta in (sign * 2**k for k in range(STEEPEST) for sign in (1, -1)):
        if is_dual_point(world, rational(eta), rational(t)):
            return Fraction(eta), t
    raise case.refuse("no dual point is below its value")


@template("optimality.converse", "exists")
def converse(case: Case) -> str:
    """An encoder that predicts every task of the given compatibility better than claimed."""
    this = Encoded(case)
    d, modes = len(this.family), Modes(*this.context.modes())
    value = this.value(modes)
    point = case.witness.get("error_at_compatibility")
    eta, t = (Fraction(point["eta"]), Fraction(point["t"])) if point else _at_the_edge(case, value)
    apart = (
        "check"
        if modes.rational
        else f"apply/eqP => /(congr1 (fun r => r ^+ 2)%R); rewrite {_closed(1, d + 1)} => /eqP; apply/negP; check"
    )
    return (
        f"{this.names}{modes.names}\n{IS_LAW}{modes.statement}\n"
        "(** The probe of a task; its error on tasks of this compatibility, by a multiplier of either sign. *)\n"
        "Lemma rhs f : mean (pX P) f = 0%R -> dot (pX P) f f = 1%R ->\n"
        "  dot (pA P) (Ts P f) (Ts P f) = ((1 - eps) ^+ 2)%R ->\n"
        f"  exists w : 'I_{d} -> R, exists b,\n"
        f"    (\\sum_x pX P x * (f x - \\sum_k w k * Phi k x - b) ^+ 2 <= {q(t)})%R.\nProof.\n"
        "move=> f0 f1 level; do 2!eexists; apply: le_trans (residual_at_most (c := ((1 - eps) ^+ 2)%R)\n"
        f"  (t := {q(t)}) {dual(case, this.context, this.family, this.eps, eta, t)} is_a_law _ _ f0) _.\n"
        "1,2: check.\nby rewrite f1 level !mulr1 subrr mulr0 subr0.\nQed.\n\n"
        "Theorem refuted : ~ converse_exists_printed R.\nProof.\n"
        "move=> claim; have := claim _ _ _ P Phi s mu eps is_a_law are_singular ltac:(check) ltac:(check).\n"
        f"{modes.known([1, d + 1])}"
        f"rewrite {_closed(1, d + 1)} => /(_ ltac:({apart}))[f [f0 f1 level least]].\n"
        "have [w [b le]] := rhs f f0 f1 level; have := le_trans (least w b) le.\n"
        f"by rewrite (_ : _ / _ = {q(value)})%R; [apply/negP; rewrite -ltNge; check | check].\nQed.\n"
    )


@template("optimality.trace-gap", "bound")
def trace_gap(case: Case) -> str:
    """A task with an error above the bound."""
    this = Encoded(case)
    context, modes = this.context, Modes(*this.context.modes())
    if len(this.family) != 1:
        raise case.refuse("its trace gap is over families of several functions")
    if not modes.rational:
        raise case.refuse("a singular value is irrational")
    f = context.on_x([[Fraction(value) for value in case.witness["error"]["task"]]])[0]
    f = centred(context.p, f)
    (phi,) = this.mean_zero
    share = dot(context.p, f, phi) / dot(context.p, phi, phi)
    rest = [x - share * y for x, y in zip(f, phi, strict=True)]
    gap = Fraction(case.subject.document["hypotheses"]["small-gap"]["lhs"]["exact"])
    return (
        f"{this.names}{modes.names}Notation f := {vector(f)}.\nNotation rest := {vector(rest)}.\n\n"
        f"{IS_LAW}{modes.statement}"
        f"Lemma has_trace_gap : is_trace_gap P Phi s {q(gap)}.\nProof. by apply: trace_gap_of_one; check. Qed.\n"
        "Lemma is_compatible : compatible P eps f.\nProof. by apply: compatible_by is_a_law _ _ _ _; check. Qed.\n\n"
        "Theorem refuted : ~ trace_gap_bound_printed R.\nProof.\n"
        "move/(_ _ _ _ P Phi s mu eps _ is_a_law are_singular has_trace_gap) => claim.\n"
        "have bound := claim ltac:(check) ltac:(check) ltac:(check).\n"
        "have := error_at_least is_a_law bound is_compatible (h := rest) ltac:(check) ltac:(check).\n"
        "by apply/negP; rewrite -ltNge; check.\nQed.\n"
    )


@template("optimality.trace-gap-of-contexture", "value")
def trace_gap_of_contexture(case: Case) -> str:
    """A learned contexture with another trace gap."""
    this = Encoded(case)
    modes = Modes(*this.context.modes(this.mean_zero))
    if len(this.family) != 1:
        raise case.refuse("its trace gap is over families of several functions")
    if not modes.rational:
        raise case.refuse("a singular value is irrational")
    return (
        f"{this.names}{modes.names}\n{IS_LAW}{modes.statement}"
        f"{learned(case, modes, this.mean_zero, 'learns P Phi s')}"
        f"Lemma lhs : is_trace_gap P Phi s {q(case.side('lhs'))}. Proof. by apply: trace_gap_of_one; check. Qed.\n"
        f"Lemma rhs : s 2%N = {q(case.side('rhs'))}. Proof. by check. Qed.\n\n"
        "Theorem refuted : ~ trace_gap_of_contexture_value_printed R.\nProof.\n"
        "by move/(_ _ _ _ P Phi s mu _ is_a_law are_singular learned lhs); rewrite rhs; apply/eqP; check.\nQed.\n"
    )


def _task(case: Case) -> tuple[FiniteContext, Row, str]:
    """A task less its mean, and the notations."""
    context = FiniteContext.of(case)
    f = centred(context.p, context.on_x([case.row("task")])[0])
    level = f"Notation eps := {q(case.ratio('epsilon'))}.\n"
    return context, f, f"{law_of(context)}Notation f := {vector(f)}.\n{level}"


@template("optimality.low-variance", "preimage", "variance")
def low_variance(case: Case) -> str:
    """A compatible task that is no image of T, or of functions that vary too much."""
    context, f, names = _task(case)
    seen = next((z for z in null_space(context.Ts) if dot(context.p, f, z)), None)
    if seen is None:
        return _preimages_vary(context, f, names)
    part = case.subject.part.name
    found = "/(no_preimage is_a_law unseen meets)" if part == "preimage" else "[g fE _]"
    end = "" if part == "preimage" else "by apply: (no_preimage is_a_law unseen meets); exists g.\n"
    return (
        f"{names}Notation z := {vector(seen)}.\n\n{IS_LAW}"
        "Lemma is_compatible : compatible P eps f.\nProof. by apply: compatible_by is_a_law _ _ _ _; check. Qed.\n"
        "(** T* does not see z, and f meets it. *)\n"
        "Lemma unseen : forall a, Ts P z a = 0%R. Proof. by check. Qed.\n"
        "Lemma meets : (dot (pX P) f z != 0)%R. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ low_variance_{part}_printed R.\nProof.\n"
        f"by move/(_ _ _ P eps f is_a_law ltac:(check) ltac:(check) is_compatible) => {found}.\n{end}Qed.\n".replace(
            "=> [g fE _].", "=> [g fE _];"
        ).replace("by move/", "move/" if end else "by move/")
    )


def _preimages_vary(context: FiniteContext, f: Row, names: str) -> str:
    """A task all of whose preimages have a large norm, so that they vary."""
    lifted = solve(context.TTs, f)
    assert lifted is not None
    return (
        f"{names}Notation u := {vector(lifted)}.\n\n{IS_LAW}"
        "Lemma is_compatible : compatible P eps f.\nProof. by apply: compatible_by is_a_law _ _ _ _; check. Qed.\n\n"
        "(** f = TT*u, so every g with f = Tg is at least as long as T*u. *)\n"
        "Theorem refuted : ~ low_variance_variance_printed R.\nProof.\n"
        "move/(_ _ _ P eps f is_a_law ltac:(check) ltac:(check) is_compatible) => [g fE].\n"
        "by apply: (preimages_vary (u := u) is_a_law fE); check.\nQed.\n"
    )


def _range(case: Case) -> str:
    """The text of a task, the functions of A and the norm of T*f."""
    context, f, names = _task(case)
    flipped = context.flipped
    modes = Modes(*flipped.modes(), law="(flip P)", mu="nu")
    image = apply(context.Ts, f)
    norm = sum(
        (
            dot(flipped.p, image, g) ** 2 / (dot(flipped.p, g, g) * square)
            for square, g in zip(modes.squares, modes.functions, strict=True)
            if square
        ),
        ZERO,
    )
    how = "check" if modes.rational else "rewrite range_norm_by; check"
    return (
        f"{names}{modes.names}\n{IS_LAW}{modes.statement}"
        f"Lemma norm_of_image : range_norm P s nu (Ts P f) = {q(norm)}. Proof. by {how}. Qed.\n"
    )


@template("optimality.rkhs", "definition")
def rkhs_definition(case: Case) -> str:
    """The two forms of the norm of T*f differ."""
    text = _range(case).replace(f"Notation eps := {q(case.ratio('epsilon'))}.\n", "")
    return (
        f"{text}Lemma rhs : dot (pX P) f f = {q(case.side('rhs'))}. Proof. by check. Qed.\n\n"
        "Theorem refuted : ~ rkhs_definition_printed R.\nProof.\n"
        "by move/(_ _ _ P s nu f is_a_law are_singular ltac:(check)); rewrite norm_of_image rhs; apply/eqP; check.\n"
        "Qed.\n"
    )


@template("optimality.rkhs", "iii-if")
def rkhs_if(case: Case) -> str:
    """A task that is not compatible, though T*f passes the test."""
    return (
        f"{_range(case)}Lemma incompatible : ~ compatible P eps f.\n"
        "Proof. by apply: not_compatible is_a_law _ _; check. Qed.\n\n"
        "Theorem refuted : ~ rkhs_iii_if_printed R.\nProof.\n"
        "move=> claim; apply: incompatible.\n"
        "by apply: (claim _ _ P s nu eps f is_a_law are_singular); rewrite ?norm_of_image; check.\nQed.\n"
    )


def _above(value: float, size: int) -> Fraction:
    return Fraction(int(value * size) + 1, size)


@template("optimality.lipschitz", "bound")
def lipschitz(case: Case) -> str:
    """Three inputs between which the kernel moves more than its bound."""
    context = FiniteContext.of(case)
    p, n = context.p, range(context.N)
    pos = context.on_x(case.columns("features"))
    modes = Modes(*context.modes())
    size: Callable[[Row], Fraction] = lambda f: dot(p, f, f)  # noqa: E731
    signed = [f if max(f) ** 2 <= min(f) ** 2 else [-x for x in f] for f in modes.functions[1:]]
    modes = Modes(modes.squares, [modes.functions[0], *signed])
    apart = [[sum(((f[x] - f[y]) ** 2 for f in pos), ZERO) for y in n] for x in n]
    if any(not apart[x][y] and f[x] != f[y] for f in signed for x in n for y in n):
        raise case.refuse("two inputs at one place have different values of a singular function")
    top = max(float(max(max(f), ZERO) ** 2 / size(f)) for f in signed) ** 0.5
    steep = max(
        float((f[x] - f[y]) ** 2 / (apart[x][y] * size(f))) for f in signed for x in n for y in n if apart[x][y]
    )
    kernel = [
        [
            sum((context.P[x][a] * context.P[y][a] / context.q[a] for a in range(context.M)), ZERO) / (p[x] * p[y])
            for y in n
        ]
        for x in n
    ]
    total = sum(modes.squares[1:], ZERO)
    for digits in (10, 100, 10_000):
        c, L = _above(top, digits), _above(steep**0.5, digits)
        places = [
            (z, x, y)
            for z in n
            for x in n
            for y in n
            if (kernel[z][x] - kernel[z][y]) ** 2 > (c * L * total) ** 2 * apart[x][y]
        ]
        if places:
            break
    else:
        raise case.refuse("no bounds with few digits separate the sides")
    z, x, y = places[0]
    count, sums = context.N, " ".join(f"square_{i}" for i in range(1, context.N))
    at = [f"(@Ordinal {count} {value} isT)" for value in (x, y, z)]
    opened = "".join(f"{modes.known([i])}" for i in range(1, count))
    return (
        f"{law_of(context)}Notation pos := {table(pos)}.\n{modes.names}"
        f"Notation c := {q(c)}.\nNotation L := {q(L)}.\n\n{IS_LAW}{modes.statement}"
        f"Lemma bounded : forall i, (i.+1 < {count})%N -> forall x, (mu i.+1 x <= c * norm (pX P) (mu i.+1))%R.\n"
        "Proof. by apply: each_next; cbn [every iota predn]; do !split=> //; apply: each_ord; cbn [every ords map];"
        " do !split=> //; apply: below_roots; check. Qed.\n"
        f"Lemma lipschitz : forall i, (i.+1 < {count})%N -> forall x y,\n"
        "  (`|mu i.+1 x - mu i.+1 y| <= L * distance pos x y * norm (pX P) (mu i.+1))%R.\n"
        "Proof.\napply: each_next; cbn [every iota predn]; do !split=> //; apply: each_ord; cbn [every ords "
        "map]; do !split=> //;\n"
        "  apply: each_ord; cbn [every ords map]; do !split=> //; apply: abs_below_roots; check.\nQed.\n\n"
        "Theorem refuted : ~ lipschitz_bound_printed R.\nProof.\n"
        f"move/(_ _ _ _ P pos s mu c L is_a_law are_singular ltac:(check) bounded lipschitz {' '.join(at)}).\n"
        f"have -> : (\\sum_(i < {count - 1}) s i.+1 ^+ 2 = {q(total)})%R.\n"
        f"{opened}"
        f"  by rewrite !big_ord_recl big_ord0 /= {sums}; check.\n"
        "by apply: abs_above_root; check.\nQed.\n"
    )
