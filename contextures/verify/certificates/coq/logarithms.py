"""Chapters 7 and 8, claims with logarithms: whole powers decide the sign of a rational combination of logarithms.

Where a logarithm meets a rational, it lies between the sums of f − 1 and of 1 − 1/f over factors f of its argument.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.classical import notations, samples
from contextures.verify.certificates.coq.linear import ONE, ZERO, columns
from contextures.verify.certificates.coq.literals import Row, listed, number, q, row
from contextures.verify.certificates.coq.spectrum import FiniteContext, Modes, product

Terms = list[tuple[Fraction, Fraction]]
"""A sum of a·ln b as the pairs (a, b)."""
LN = "Variables (ln : R -> R) (natural : is_ln ln).\n"
DIGITS = 4000
"""Digits of a whole power, beyond which a file takes too long."""


def sum_of(terms: Terms) -> str:
    """A sum of logarithms as it is written."""
    return f"(logs ln {listed(f'({number(a)}, {number(b)})' for a, b in terms)}%bin)"


def scale(case: Case, *sums: Terms) -> int:
    """A number that makes all coefficients whole; NoFormal where the powers are too large."""
    terms = [term for terms in sums for term in terms]
    found = math.lcm(*(a.denominator for a, _ in terms))
    size = sum(abs(a) * found * math.log10(max(b.numerator, b.denominator, 2)) for a, b in terms)
    if size > DIGITS:
        raise case.refuse("whole powers that decide the sign of the logarithms are too large")
    return found


def information(joint: list[Row]) -> Terms:
    """The terms of the mutual information of a joint law, those without mass included."""
    first, second = [sum(line, ZERO) for line in joint], [sum(column, ZERO) for column in columns(joint)]
    return [
        (value, value / (a * b) if value else ZERO)
        for line, a in zip(joint, first, strict=True)
        for value, b in zip(line, second, strict=True)
    ]


def factors(value: Fraction, count: int) -> Row:
    """So many factors of a number, each as near 1."""
    start = value.denominator * count
    cuts = [start + i * (value.numerator - value.denominator) for i in range(count + 1)]
    return [Fraction(y, x) for x, y in pairwise(cuts)]


def above(parts: Row) -> Fraction:
    """What the logarithm of a product is at most."""
    return sum((f - 1 for f in parts), ZERO)


def below(parts: Row) -> Fraction:
    """What the logarithm of a product is at least."""
    return sum((1 - 1 / f for f in parts), ZERO)


def decided(left: Terms, right: Terms, case: Case) -> str:
    """The proof that a sum of logarithms is less than another."""
    return f"by apply: (logs_lt natural (D := {scale(case, left, right)}%positive)); vm_compute."


def theorem(case: Case, claim: str, proof: str) -> str:
    """A refutation of a claim of the form ≤, from the sides."""
    return (
        f"Theorem refuted : ~ {case.symbol} ln.\nProof.\nmove=> claim; have := {claim}.\n"
        f"rewrite lhs rhs; apply/negP; rewrite -ltNge; {proof}\nQed.\n"
    )


def correlation(case: Case, joint: list[Row], law: str) -> tuple[Modes, str]:
    """The singular functions of a law, and the lemma of its squared maximal correlation."""
    context = FiniteContext.of(case, joint)
    if (len(joint), len(joint[0])) != (context.N, context.M):
        raise case.refuse("a point has no mass")
    modes = Modes(*context.modes(), law=law)
    how = "check" if modes.rational else "apply: roots_sqr; check"
    return modes, f"{modes.statement}Lemma rho2 : (s 1%N ^+ 2 = {q(modes.square(1))})%R. Proof. by {how}. Qed.\n"


@template("classical.erkip-cover", "bound")
def erkip_cover(case: Case) -> str:
    """Information through a channel, and what the maximal correlation leaves of it."""
    first, channel = case.rows("first"), case.rows("channel")
    p = [sum(column, ZERO) for column in columns(first)]
    joint = [[a * v for v in line] for a, line in zip(p, channel, strict=True)]
    modes, lemmas = correlation(case, joint, "(fun x y => pA P x * W x y)%R")
    before, after, c = information(first), information(product(first, channel)), modes.square(1)
    scaled = [(c * a, b) for a, b in before]
    return (
        f"{LN}{notations(case, 'P=first W=channel')}{modes.names}\n{lemmas}"
        f"Lemma before : mutual_information ln P = {sum_of(before)}. Proof. by logarithms. Qed.\n"
        f"Lemma lhs : mutual_information ln (through P W) = {sum_of(after)}. Proof. by logarithms. Qed.\n"
        f"Lemma rhs : (mutual_information ln P * s 1%N ^+ 2 = {sum_of(scaled)})%R.\n"
        "Proof. by rewrite before rho2 mulrC -logs_scaled; congr (logs ln _); vm_compute. Qed.\n\n"
        + theorem(case, "claim _ _ _ P W s mu ltac:(check) ltac:(premise) are_singular", decided(scaled, after, case))
    )


@template("classical.gaussian-mi", "lower", "upper")
def gaussian_information(case: Case) -> str:
    """The information of a law and that of a Gaussian pair of its correlation."""
    joint = case.rows("joint")
    modes, lemmas = correlation(case, joint, "P")
    mine, gaussian = information(joint), [(Fraction(-1, 2), 1 - modes.square(1))]
    lower = case.subject.part.name == "lower"
    sides = ("rhs", "lhs") if lower else ("lhs", "rhs")
    return (
        f"{LN}{notations(case, 'P=joint')}{modes.names}\n{lemmas}"
        f"Lemma {sides[0]} : mutual_information ln P = {sum_of(mine)}. Proof. by logarithms. Qed.\n"
        f"Lemma {sides[1]} : (- ln (1 - s 1%N ^+ 2) / 2%:R = {sum_of(gaussian)})%R.\n"
        f"Proof.\nrewrite /= addr0 rho2 (_ : 1 - {q(modes.square(1))} = {q(gaussian[0][1])})%R; last by check.\n"
        f"by rewrite (_ : {q(Fraction(-1, 2))} = - 2%:R^-1)%R ?mulNr ?[(2%:R^-1 * _)%R]mulrC //; check.\nQed.\n\n"
        + theorem(
            case, "claim _ _ P s mu ltac:(check) are_singular ltac:(by rewrite rho2; check)",
            decided(*((mine, gaussian) if lower else (gaussian, mine)), case),
        )
    )  # fmt: skip


def chi_square(p: Row, r: Row) -> Fraction:
    """χ² + 1."""
    return sum((a**2 / b for a, b in zip(p, r, strict=True)), ZERO)


@template("classical.renyi-contraction", "renyi")
def renyi(case: Case) -> str:
    """Divergences of order 2 before and after a channel."""
    p, r, channel = case.row("r"), case.row("q"), case.rows("channel")
    if not all(r) or not all(sum(column) for column in columns(channel)):
        raise case.refuse("a point has no mass")
    (sent_p,), (sent_r,) = product([p], channel), product([r], channel)
    eta = max(sum((abs(x - y) for x, y in zip(a, b, strict=True)), ZERO) / 2 for a in channel for b in channel)
    before, after = chi_square(p, r), chi_square(sent_p, sent_r)
    left, right = [(ONE, after)], [(eta, before)]
    return (
        f"{LN}{notations(case, 'p=r r=q W=channel')}Notation eta := {q(eta)}.\n\n"
        f"Lemma lhs : (ln (chi_square_from (sent p W) (sent r W) + 1) = {sum_of(left)})%R.\n"
        f"Proof. by rewrite /= q1 mul1r addr0; congr (ln _); check. Qed.\n"
        f"Lemma rhs : (eta * ln (chi_square_from p r + 1) = {sum_of(right)})%R.\n"
        f"Proof. by rewrite /= addr0; congr (_ * ln _)%R; check. Qed.\n\n"
        + theorem(
            case,
            "claim _ _ p r W eta ltac:(check) ltac:(check) ltac:(premise) ltac:(check) ltac:(check) ltac:(check)",
            decided(right, left, case),
        )
    )  # fmt: skip


def missed(case: Case, event: str, count: int, antitone: str, premise: str, beside: str = "") -> str:
    """A probability of an event that the number ln(1/δ) decides."""
    delta, value = case.ratio("delta"), case.side("lhs")
    parts = factors(1 / delta, count)
    low, high = below(parts), above(parts)
    return (
        f"Notation event := (fun (level : R) (drawn : seq 'I_{len(case.row('law'))}) => {event}).\n\n"
        f"Lemma level : ({q(low)} <= ln (1 / delta) <= {q(high)})%R.\n"
        f"Proof. by apply: (ln_within natural (v := {row(parts)})); first [by vm_compute | check]. Qed.\n"
        f"Lemma lhs : probability law n (event (ln (1 / delta))%R) = {q(value)}.\nProof.\n"
        "apply: (probability_between (event := event) _ level).\n"
        f"- by check.\n{antitone}\n- by check.\n- by check.\nQed.\n"
        f"Lemma rhs : delta = {q(delta)}. Proof. by []. Qed.\n{beside}\n"
        f"Theorem refuted : ~ {case.symbol} ln.\nProof.\nmove=> claim.\n"
        f"have miss : (probability law n (event (ln (1 / delta))) <= delta)%R by apply: claim; {premise}.\n"
        "by move: miss; rewrite lhs; apply/negP; rewrite -ltNge; check.\nQed.\n"
    )


@template("classical.one-log", "hoeffding")
def one_log(case: Case) -> str:
    """The mean is outside of an interval with ln(1/δ)."""
    n = case.size("n")
    samples(case, len(case.row("law")), n)
    return f"{LN}{notations(case, 'law value delta n')}" + missed(
        case, "(level < 2%:R * n%:R * (average value drawn - mean law value) ^+ 2)%R", 8,
        "- by move=> drawn x y /andP[_ le]; exact: le_lt_trans.", "premise",
    )  # fmt: skip


@template("classical.bernstein-plug-in", "limit")
def plug_in(case: Case) -> str:
    """The mean is above the limit with the variance of the sample."""
    samples(case, len(case.row("law")), case.size("n"))
    return f"{LN}{notations(case, 'law value delta n')}" + missed(
        case, "beyond_plug_in n law value level drawn", 8,
        "- move=> drawn x y /andP[low le]; apply: beyond_plug_in_mono; rewrite le andbT; "
        "apply: le_trans low; check.", "premise",
    )  # fmt: skip


BLOCK = (
    "Lemma enough : (8%:R * ln (1 / delta) <= 1)%R.\nProof.\nhave /andP[_ high] := level.\n"
    "by apply: le_trans (ler_wpmul2l _ high) _; [rewrite ler0n | check].\nQed.\n"
    "Lemma fewer : (1 - 1 < 8%:R * ln (1 / delta))%R.\nProof.\nhave /andP[low _] := level.\n"
    "by apply: lt_le_trans (ler_wpmul2l _ low); [check | rewrite ler0n].\nQed.\n"
)
"""One block is enough, and none is not."""


@template("classical.median-of-means", "delta")
def median_of_means(case: Case) -> str:
    """One block."""
    if case.size("k") != 1:
        raise case.refuse("the formal statement is of one block")
    samples(case, len(case.row("law")), case.size("m"))
    spread = "(32%:R * mean law (fun z => (value z - mean law value) ^+ 2))%R"
    return f"{LN}{notations(case, 'law value delta n=m')}" + missed(
        case, f"({spread} * level / n%:R < (average value drawn - mean law value) ^+ 2)%R", 2,
        "- move=> drawn x y /andP[_ le]; apply: le_lt_trans; rewrite ler_wpmul2r ?invr_ge0 ?ler0n //.\n"
        "  by rewrite ler_wpmul2l //; check.",
        "first [exact: enough | exact: fewer | premise]", BLOCK,
    )  # fmt: skip


def constant(case: Case, value: Fraction) -> int:
    """The sample size, of a value that is always the same."""
    if set(case.row("value")) != {value}:
        raise case.refuse(f"a value is not {value}; the limits of other samples are irrational")
    return case.size("n") - 1


def ends(case: Case, start: str, event: str, how: str, claim: str) -> str:
    """An event that every sample has."""
    return (
        f"{LN}{notations(case, start)}\n"
        f"Lemma lhs : probability law n (fun drawn => {event}) = 1%R.\n"
        f"Proof. by apply: certain => [|drawn size]; [check | {how}]. Qed.\n"
        f"Lemma rhs : delta = {q(case.ratio('delta'))}. Proof. by []. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} ln.\nProof.\nmove=> claim.\n{claim}\n"
        "by rewrite lhs; apply/negP; rewrite -ltNge; check.\nQed.\n"
    )


LEVEL = "by apply/ltW/(ln_gt0 natural); check"


@template("classical.kl-as-printed", "upper")
def kl_upper(case: Case) -> str:
    """A value that is always 1, and so is its upper limit."""
    return _kl(case, constant(case, ONE), "upper")


@template("classical.kl-as-printed", "lower")
def kl_lower(case: Case) -> str:
    """A value that is always 0, and so is its lower limit."""
    return _kl(case, constant(case, ZERO), "lower")


def _kl(case: Case, m: int, part: str) -> str:
    """A value that is always at an end."""
    end, lemma = (1, "sup_at_one") if part == "upper" else (0, "inf_at_zero")
    event = f"({end} <= mean law value)%R" if part == "upper" else f"(mean law value <= {end})%R"
    return ends(
        case, "law value delta n", event, "check",
        f"have at_end drawn : size drawn = n -> average value drawn = {end}%R.\n"
        f"  by apply: (@average_constant _ _ {m}%N); check.\n"
        f"have := claim _ n law value delta (fun=> {end}%R) ltac:(check) ltac:(premise) ltac:(check) isT\n"
        f"  ltac:(by move=> drawn /at_end ->; apply: ({lemma} natural); {LEVEL}).",
    )  # fmt: skip


@template("classical.split-kl", "limit")
def split_kl(case: Case) -> str:
    """A value that is always 1: the parts are at their ends."""
    m = constant(case, ONE)
    mu = case.ratio("split")
    return ends(
        case, "law value delta mu=split n", "(mu + (1 - mu) * 1 - mu * 0 <= mean law value)%R", "check",
        f"have up drawn : size drawn = n -> (average (fun z => Num.max 0 (value z - mu)) drawn / (1 - mu) = 1)%R.\n"
        f"  by move=> size; rewrite (@average_constant _ _ {m}%N _ {q(1 - mu)}) //; check.\n"
        f"have down drawn : size drawn = n -> (average (fun z => Num.max 0 (mu - value z)) drawn / mu = 0)%R.\n"
        f"  by move=> size; rewrite (@average_constant _ _ {m}%N _ 0%R) ?mul0r //; check.\n"
        "have := claim _ n law value delta mu (fun=> 1%R) (fun=> 0%R) ltac:(check) ltac:(premise) ltac:(check) "
        "ltac:(check) isT\n"
        f"  ltac:(by move=> drawn /up ->; apply: (sup_at_one natural); {LEVEL})\n"
        f"  ltac:(by move=> drawn /down ->; apply: (inf_at_zero natural); {LEVEL}).",
    )  # fmt: skip


@template("classical.one-log", "kl")
def one_log_kl(case: Case) -> str:
    """One draw: relative entropies of each value."""
    law, value, delta = case.row("law"), case.row("value"), case.ratio("delta")
    if case.size("n") != 1:
        raise case.refuse("the relative entropies of more than one draw are not written out")
    p = sum((a * b for a, b in zip(law, value, strict=True)), ZERO)
    level = [(ONE, 1 / delta)]
    cases = []
    for x in value:
        terms = [(x, x / p), (1 - x, (1 - x) / (1 - p))]
        if case.side("lhs") != 1:
            raise case.refuse("not every draw is missed")
        cases.append(
            f"by rewrite (relative_entropyE ln (a := {number(x)}) (b := {number(x / p)}) (c := {number(1 - x)})\n"
            f"    (d := {number((1 - x) / (1 - p))})); try check; "
            f"apply: (logs_le natural (D := {scale(case, terms, level)}%positive)); vm_compute."
        )
    split = "\n  - ".join(cases)
    return ends(
        case, "law value delta n",
        "(ln (1 / delta) <= n%:R * relative_entropy ln (average value drawn) (mean law value))%R",
        "exact: far",
        "have := claim _ n law value delta ltac:(check) ltac:(premise) ltac:(check).",
    ).replace(
        "\nLemma lhs",
        "\nLemma far drawn : size drawn = n ->\n"
        "  (ln (1 / delta) <= n%:R * relative_entropy ln (average value drawn) (mean law value))%R.\nProof.\n"
        "case: drawn => [//|z [|//] _].\n"
        f"have -> : (ln (1 / delta) = {sum_of(level)})%R by rewrite /= addr0 q1 [RHS]mul1r; congr (ln _); check.\n"
        f"rewrite mul1r; move: z; each.\n  - {split}\nQed.\nLemma lhs", 1,
    )  # fmt: skip


@template("classical.massart-absolute", "one")
def massart(case: Case) -> str:
    """Vectors whose signed sums are larger than printed."""
    vectors = case.rows("vectors")
    n, count = len(vectors[0]), len(vectors)
    norm2 = max(sum((v**2 for v in line), ZERO) for line in vectors)
    left = case.side("lhs") ** 2
    parts = factors(Fraction(count), 8)
    bound = 2 * norm2 * above(parts) / n**2
    return (
        f"{LN}{notations(case, 'vectors')}Notation norm2 := {q(norm2)}.\n\n"
        f"Lemma lhs : ((largest_size vectors / {n}%:R) ^+ 2 = {q(left)})%R. Proof. by check. Qed.\n"
        f"Lemma rhs : (2%:R * norm2 * ln {count}%:R / {n}%:R ^+ 2 <= {q(bound)})%R.\nProof.\n"
        f"have /andP[_ high] : ({q(below(parts))} <= ln {count}%:R <= {q(above(parts))})%R.\n"
        f"  by apply: (ln_within natural (v := {row(parts)})); first [by vm_compute | check].\n"
        f"apply: (@le_trans _ _ (2%:R * norm2 * {q(above(parts))} / {n}%:R ^+ 2)%R); last by check.\n"
        "by rewrite ler_wpmul2r ?invr_ge0 ?exprn_ge0 ?ler0n // ler_wpmul2l //; check.\nQed.\n\n"
        f"Theorem refuted : ~ {case.symbol} ln.\nProof.\n"
        "move=> claim; have := claim _ _ vectors norm2 isT ltac:(check).\n"
        "by rewrite lhs; apply/negP; rewrite -ltNge; apply: le_lt_trans rhs _; check.\nQed.\n"
    )


@template("classical.serfling-fraction", "fraction")
def serfling(case: Case) -> str:
    """A tail above the printed exponential."""
    value, gap, n = case.row("value"), case.ratio("gap"), case.size("n")
    samples(case, len(value), n)
    tail = case.side("lhs")
    exponent = -2 * n * gap**2 / (1 - Fraction(n, len(value)))
    parts = factors(tail, 8)
    event = f"(n%:R * ((\\sum_i value i) / {len(value)}%:R + gap) <= total value drawn)%R"
    return (
        f"{LN}{notations(case, 'value gap n')}\n"
        f"Lemma lhs : without_replacement R (fun drawn => {event}) n = {q(tail)}. Proof. by check. Qed.\n"
        f"Lemma rhs : (- 2%:R * n%:R * gap ^+ 2 / (1 - n%:R / {len(value)}%:R) = {q(exponent)})%R.\n"
        "Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} ln.\nProof.\nmove=> claim.\n"
        f"have := claim {len(value)}%N n value gap ltac:(premise) ltac:(check) isT.\n"
        "cbv zeta; rewrite lhs rhs => /(_ ltac:(check)); apply/negP; rewrite -ltNge.\n"
        f"have /andP[low _] : ({q(below(parts))} <= ln {q(tail)} <= {q(above(parts))})%R.\n"
        f"  by apply: (ln_within natural (v := {row(parts)})); first [by vm_compute | check].\n"
        "by apply: lt_le_trans low; check.\nQed.\n"
    )
