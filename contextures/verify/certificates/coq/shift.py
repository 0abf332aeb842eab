"""Chapter 6: worst risks over balls of laws, what is kept of a contaminated law, mixtures of classifiers."""

from __future__ import annotations

import math
from fractions import Fraction

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ZERO, mean
from contextures.verify.certificates.coq.literals import Row, groups, ordinal, q, table, vector
from contextures.verify.certificates.coq.spectrum import LARGEST, root


class Losses:
    """A law, a loss and groups."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.law = case.row("law")
        if len(self.law) > LARGEST:
            raise case.refuse(f"the law has {len(self.law)} points, too many (at most {LARGEST})")
        (self.loss,) = case.rows("losses")
        self.groups = case.rows("groups") if case.has("groups") else []
        masses = [mean(self.law, group) for group in self.groups]
        self.alpha = min(masses, default=ZERO)
        self.least = masses.index(self.alpha) if masses else 0

    @property
    def names(self) -> str:
        """The notations."""
        inside = (
            f"Notation groups := {groups(self.groups)}.\nNotation alpha := {q(self.alpha)}.\n" if self.groups else ""
        )
        return f"Notation law := {vector(self.law)}.\nNotation loss := {vector(self.loss)}.\n{inside}"

    @property
    def lemmas(self) -> str:
        """The law is one, and alpha the mass of the smallest group."""
        smallest = (
            "Lemma smallest : is_smallest_mass law groups alpha.\n"
            f"Proof. by split; [check | exists {ordinal(self.least, len(self.groups))}; check]. Qed.\n"
        )
        return "Lemma is_a_pmf : is_pmf law. Proof. by check. Qed.\n" + (smallest if self.groups else "")

    def group_risk(self, group: Row) -> Fraction:
        """The risk within a group."""
        return mean([p * g for p, g in zip(self.law, group, strict=True)], self.loss) / mean(self.law, group)


def cvar(law: Row, loss: Row, alpha: Fraction) -> tuple[Fraction, Fraction, Row]:
    """The CVaR, the level where the worst share of the mass ends, and the law on that share."""
    left, worst, level = alpha, [ZERO] * len(law), max(loss)
    for x in sorted(range(len(law)), key=lambda x: -loss[x]):
        held = min(law[x], left)
        worst[x], left = held / alpha, left - held
        if held:
            level = loss[x]
    return mean(worst, loss), level, worst


def cvar_lemma(name: str, law: str, loss: str, alpha: str, values: tuple[Fraction, Fraction, Row]) -> str:
    """The lemma of a CVaR: a law of the ball and a dual point."""
    value, level, worst = values
    return (
        f"Lemma {name} : is_worst_risk (cvar_ball {law} {alpha}) {loss} {q(value)}.\n"
        f"Proof. by apply: (cvar_by (eta := {q(level)}) (Q := {vector(worst)})); check. Qed.\n"
    )


def chi_square(case: Case, law: Row, loss: Row, rho: Fraction, target: Fraction) -> tuple[Fraction, Row]:
    """A dual point and a law of the χ² ball that have a rational worst risk.

    Raises
    ------
    NoFormal
        Where there are none.
    """
    held = [x for x in sorted(range(len(law)), key=lambda x: -loss[x]) if law[x]]
    for size in range(1, len(held) + 1):
        active = held[:size]
        mass = sum((law[x] for x in active), ZERO)
        centre = sum((loss[x] * law[x] for x in active), ZERO) / mass
        spread = sum(((loss[x] - centre) ** 2 * law[x] for x in active), ZERO) / mass
        if target > centre and (target - centre) ** 2 == spread * (mass * (1 + 2 * rho) - 1):
            eta = centre - spread / (target - centre)
            rise = [max(value - eta, ZERO) for value in loss]
            total = mean(law, rise)
            if total:
                return eta, [p * r / total for p, r in zip(law, rise, strict=True)]
    raise case.refuse("the worst risk over the χ² ball has no rational dual point")


@template("shift.cvar-chi2", "ball")
def cvar_chi2(case: Case) -> str:
    """A CVaR above the worst risk over the χ² ball."""
    this, rho = Losses(case), case.ratio("rho")
    target = case.side("rhs")
    eta, worst = chi_square(case, this.law, this.loss, rho, target)
    return (
        f"{this.names}Notation rho := {q(rho)}.\n\n{this.lemmas}"
        f"{cvar_lemma('lhs', 'law', 'loss', 'alpha', cvar(this.law, this.loss, this.alpha))}"
        f"Lemma rhs : is_worst_risk (chi_square_ball law rho) loss {q(target)}.\nProof.\n"
        f"by apply: (chi_square_by is_a_pmf (eta := {q(eta)})\n  (Q := {vector(worst)})); check.\nQed.\n\n"
        "Theorem refuted : ~ cvar_chi2_ball_printed R.\nProof.\n"
        "move=> claim.\nhave := claim _ _ law loss groups alpha rho _ _ is_a_pmf smallest ltac:(check) "
        "ltac:(check) lhs rhs.\n"
        "by apply/negP; rewrite -ltNge; check.\nQed.\n"
    )


@template("shift.group-in-ball", "bound")
def group_in_ball(case: Case) -> str:
    """The risk of a group above the worst risk over the ball, at order 2."""
    this, rho = Losses(case), case.ratio("rho")
    if case.ratio("beta") != 2:
        raise case.refuse("a divergence of another order than 2 has irrational worst cases")
    target = case.side("rhs")
    eta, worst = chi_square(case, this.law, this.loss, rho, target)
    risks = [this.group_risk(group) for group in this.groups]
    k = risks.index(max(risks))
    return (
        f"{this.names}Notation rho := {q(rho)}.\n\n{this.lemmas}"
        f"Lemma lhs : group_risk law loss (groups {ordinal(k, len(risks))}) = {q(risks[k])}. Proof. by check. Qed.\n"
        f"Lemma rhs : is_worst_risk (cressie_ball law 2 rho) loss {q(target)}.\nProof.\n"
        f"by apply: cressie_worst; apply: (chi_square_by is_a_pmf (eta := {q(eta)})\n  (Q := {vector(worst)})); "
        "check.\nQed.\n\n"
        "Theorem refuted : ~ group_in_ball_bound_printed R.\nProof.\n"
        "move=> claim.\nhave := claim _ _ 2%N law loss groups alpha rho _ "
        f"{ordinal(k, len(risks))} isT is_a_pmf smallest ltac:(check) ltac:(check) rhs.\n"
        "by rewrite lhs; apply/negP; rewrite -ltNge; check.\nQed.\n"
    )


def _contaminated(this: Losses) -> tuple[Row, Row, Fraction]:
    """P̃, P_train and ε."""
    eps, bad = this.case.ratio("epsilon"), this.case.row("contamination")
    return bad, [(1 - eps) * p + eps * b for p, b in zip(this.law, bad, strict=True)], eps


def _root_above(value: Fraction, size: int) -> Fraction:
    """A rational with denominator at most ``size`` at or just above a square root."""
    exact = root(value)
    return (
        exact if exact is not None else Fraction(math.isqrt(value.numerator * size**2 // value.denominator) + 1, size)
    )


@template("shift.doro-formula", "formula")
def doro_formula(case: Case) -> str:
    """The mean of what is kept, which DORO is not below, above the formula; at order 2."""
    this, rho = Losses(case), case.ratio("rho")
    if case.ratio("beta") != 2:
        raise case.refuse("a divergence of another order than 2 has irrational worst cases")
    bad, train, eps = _contaminated(this)
    points = range(len(train))
    exceeded = [sum((train[y] for y in points if this.loss[y] > this.loss[x]), ZERO) >= eps for x in points]
    mass = sum((train[x] for x in points if exceeded[x]), ZERO)

    def least(eta: Fraction) -> Fraction:
        return eta - sum((p * max(eta - v, ZERO) for p, v in zip(train, this.loss, strict=True)), ZERO) / (1 - eps)

    level = max(this.loss, key=least)
    bound = least(level)

    def formula(eta: Fraction) -> Fraction:
        square = sum((train[x] * max(this.loss[x] - eta, ZERO) ** 2 for x in points if exceeded[x]), ZERO) / mass
        return _root_above((1 + 2 * rho) * square, 1000) + eta

    low, high = min(this.loss), max(this.loss)
    tried = [low + (high - low) * Fraction(i, 40) for i in range(-40, 41)]
    eta = min(tried, key=formula)
    value = formula(eta)
    if not value < bound:
        raise case.refuse("the mean of what is kept is not above the formula; its worst risk has no template")
    return (
        f"{this.names}Notation bad := {vector(bad)}.\nNotation eps := {q(eps)}.\nNotation rho := {q(rho)}.\n"
        f"Notation train := (fun i => (1 - eps) * law i + eps * bad i)%R.\nNotation eta := {q(eta)}.\n\n{this.lemmas}"
        "Lemma train_is_a_pmf : is_pmf train. Proof. by check. Qed.\n"
        "(** Whatever is kept has a mean of at least this much. *)\n"
        f"Lemma lhs : doro_at_least (fun P' => chi_square_ball P' rho) train eps loss {q(bound)}.\n"
        f"Proof. by apply: (chi_square_doro_at_least (eta := {q(level)}) _); check. Qed.\n"
        "Theorem refuted : ~ doro_formula_formula_printed R.\nProof.\nmove=> claim.\n"
        "have := claim _ train loss eps rho _ eta train_is_a_pmf ltac:(check) ltac:(check) ltac:(check).\n"
        "rewrite /exceeded; cbv beta zeta => /(_ _ ltac:(check) lhs); apply/negP; rewrite -ltNge.\n"
        f"apply: (@le_lt_trans _ _ ({q(value - eta)} + eta)%R); last by check.\n"
        "by rewrite ler_add2r; apply: roots_at_most; check.\nQed.\n"
    )


@template("shift.doro-worst-group", "chi-square")
def doro_worst_group(case: Case) -> str:
    """DORO of the CVaR above that of χ², beyond the noise."""
    this, rho = Losses(case), case.ratio("rho")
    bad, train, eps = _contaminated(this)

    def large(value: Fraction) -> Fraction:
        return 1 - sum((p for p, v in zip(train, this.loss, strict=True) if v < value), ZERO) / (1 - eps)

    levels = [value for value in this.loss if large(value) >= this.alpha]
    if not levels:
        raise case.refuse("no loss is reached by a large enough share of whatever is kept")
    value, trimmed, left = max(levels), list(train), eps
    for x in sorted(range(len(train)), key=lambda x: -this.loss[x]):
        share = min(trimmed[x], left)
        trimmed[x], left = trimmed[x] - share, left - share
    law = [p / (1 - eps) for p in trimmed]

    def risk(eta: Fraction) -> Fraction:
        square = sum((p * max(v - eta, ZERO) ** 2 for p, v in zip(law, this.loss, strict=True)), ZERO)
        return _root_above((1 + 2 * rho) * square, 200) + eta

    low, high = min(this.loss), max(this.loss)
    eta = min((low + (high - low) * Fraction(i, 50) for i in range(-100, 50)), key=risk)
    bound = risk(eta)
    sigma = _root_above(sum((p * v**2 for p, v in zip(this.law, this.loss, strict=True)), ZERO), 50)
    odds = _root_above(eps / (1 - eps), 50)
    if not (3 * bound < 3 * value and 3 * sigma * odds / this.alpha < 3 * value):
        raise case.refuse("bounds with few digits do not separate the sides")
    return (
        f"{this.names}Notation bad := {vector(bad)}.\nNotation eps := {q(eps)}.\nNotation rho := {q(rho)}.\n"
        "Notation train := (fun i => (1 - eps) * law i + eps * bad i)%R.\n\n"
        f"{this.lemmas}Lemma bad_is_a_pmf : is_pmf bad. Proof. by check. Qed.\n"
        f"(** Whatever is kept holds a share alpha of losses of at least {value}. *)\n"
        f"Lemma lhs : doro_at_least (fun P' => cvar_ball P' alpha) train eps loss {q(value)}.\nProof.\n"
        "by apply: cvar_doro_at_least; check.\nQed.\n"
        "(** What is left when the largest losses are trimmed. *)\n"
        f"Lemma rhs : doro_at_most (fun P' => chi_square_ball P' rho) train eps loss {q(bound)}.\nProof.\n"
        f"exists {vector(law)}; first by check.\n"
        f"have trimmed : is_pmf {vector(law)} by check.\n"
        f"by apply: (chi_square_at_most (eta := {q(eta)}) trimmed); check.\nQed.\n\n"
        "Theorem refuted : ~ doro_worst_group_chi_square_printed R.\nProof.\nmove=> claim.\n"
        "have := claim _ _ law bad loss groups alpha eps rho _ _ is_a_pmf bad_is_a_pmf\n"
        "  ltac:(check) ltac:(check) smallest ltac:(check) ltac:(check) lhs rhs.\n"
        f"set noise := (3%:R * Num.sqrt _ * Num.sqrt _ / alpha)%R; have small : (noise < 3%:R * {q(value)})%R.\n"
        f"  apply: (@le_lt_trans _ _ (3%:R * {q(sigma)} * {q(odds)} / alpha)%R); last by check.\n"
        "  rewrite /noise ler_pmul2r; last by check.\n"
        "  by apply: ler_pmul; rewrite ?mulr_ge0 ?sqrtr_ge0 ?ler0n ?ler_pmul2l ?ltr0n //; apply: root_at_most; check.\n"
        f"have less : (3%:R * {q(bound)} < 3%:R * {q(value)})%R by check.\n"
        "by apply/negP; rewrite -ltNge lt_maxl !lt_maxr less small.\nQed.\n"
    )


@template("shift.boosted-cvar", "strictly-better")
def boosted_cvar(case: Case) -> str:
    """A mixture that is better than each of its classifiers."""
    losses, alpha = case.rows("losses"), case.ratio("alpha")
    losses = [[Fraction(value > 0) for value in loss] for loss in losses]
    weights = [Fraction(value) for value in case.witness["mixture"]["mixture"]]
    n = len(losses[0])
    law = [Fraction(1, n)] * n
    mixed = [sum((w * loss[i] for w, loss in zip(weights, losses, strict=True)), ZERO) for i in range(n)]
    value, level, worst = cvar(law, mixed, alpha)
    singles = [cvar(law, loss, alpha)[2] for loss in losses]
    return (
        f"Notation classifiers := {table(losses)}.\nNotation mixture := {vector(weights)}.\nNotation alpha := "
        f"{q(alpha)}.\n"
        f"Notation uniform := (fun _ : 'I_{n} => {n}%:R^-1)%R.\nNotation worst := {table(singles)}.\n\n"
        "Lemma lhs : is_worst_risk (cvar_ball uniform alpha) (fun i => \\sum_k mixture k * classifiers k i)%R "
        f"{q(value)}.\n"
        f"Proof. by apply: (cvar_by (eta := {q(level)}) (Q := {vector(worst)})); check. Qed.\n"
        f"Lemma rhs k r : is_worst_risk (cvar_ball uniform alpha) (classifiers k) r -> ({q(value)} < r)%R.\nProof.\n"
        f"have larger : forall k, ({q(value)} < mean (worst k) (classifiers k))%R by check.\n"
        "have laws : forall k, (forall i, 0 <= worst k i)%R /\\ (\\sum_i worst k i = 1)%R by check.\n"
        "have inside : forall k i, (alpha * worst k i <= uniform i)%R by check.\n"
        "move=> [above _]; apply: lt_le_trans (larger k) _; apply: above.\n"
        "by exists (worst k) => //; split=> //; exact: laws.\nQed.\n\n"
        "Theorem holds : boosted_cvar_strictly_better_printed R.\nProof.\n"
        f"exists {n - 1}%N, {len(losses)}%N, classifiers, mixture, alpha, {q(value)}; split.\n"
        "- by do 2!(apply: each_ord; cbn [every ords map]; do !split=> //); first [left; check | right; check].\n"
        "- by check.\n- by check.\n- exact: lhs.\n- exact: rhs.\nQed.\n"
    )
