"""Chapter 2, without labels: contrastive and non-contrastive losses, averaged encoders, graphs."""

from __future__ import annotations

from fractions import Fraction

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ZERO, apply, centred, dot, orthogonal, squares
from contextures.verify.certificates.coq.literals import Row, q, table, vector
from contextures.verify.certificates.coq.spans import learned, not_learned
from contextures.verify.certificates.coq.spectrum import IS_LAW, FiniteContext, Modes, law_of, root

LEARNED = "learns P (fun k => T P (centred (pA P) (Psi k))) s"


class Contrast:
    """A context, an encoder on A and its averaged functions on X."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.context = FiniteContext.of(case)
        self.family = self.context.on_a(case.columns("dual_encoder"))
        self.mean_zero = [centred(self.context.q, g) for g in self.family]
        self.image = [apply(self.context.T, g) for g in self.mean_zero]

    @property
    def pair(self) -> list[Row]:
        """The law of two A of one X."""
        points = range(self.context.M)
        return [
            [
                sum((line[a] * line[b] / x for line, x in zip(self.context.P, self.context.p, strict=True)), ZERO)
                for b in points
            ]
            for a in points
        ]

    def loss(self, family: list[Row]) -> Fraction:
        """The contrastive loss of functions of mean zero."""
        total, p = ZERO, self.context.q
        for a, line in enumerate(self.pair):
            for b, weight in enumerate(line):
                inner = sum((f[a] * f[b] for f in family), ZERO)
                total += p[a] * p[b] * inner**2 / 2 - weight * inner
        return total

    def spread(self, family: list[Row]) -> Fraction:
        """E|Ψ(A) − Ψ(A⁺)|² of orthogonal functions, made unit."""
        p = self.context.q
        return sum(
            (
                sum((w * (f[a] - f[b]) ** 2 for a, line in enumerate(self.pair) for b, w in enumerate(line)), ZERO)
                / dot(p, f, f)
                for f in family
            ),
            ZERO,
        )

    @property
    def least_contrast(self) -> Fraction:
        """A bound on every contrastive loss; every function on A reaches it."""
        p = self.context.q
        return (
            -sum(
                (
                    p[a] * p[b] * (w / (p[a] * p[b]) - 1) ** 2
                    for a, line in enumerate(self.pair)
                    for b, w in enumerate(line)
                ),
                ZERO,
            )
            / 2
        )

    @property
    def inertia(self) -> Fraction:
        """χ²(P ‖ P_X ⊗ P_A)."""
        p, w = self.context.p, self.context.q
        return sum(
            (
                (value - x * a) ** 2 / (x * a)
                for line, x in zip(self.context.P, p, strict=True)
                for value, a in zip(line, w, strict=True)
            ),
            ZERO,
        )


@template("objectives.spectral-contrastive", "identity")
def identity(case: Case) -> str:
    """The loss against the form in coefficients."""
    this = Contrast(case)
    context = this.context
    values, nu = context.flipped.modes()
    s, lengths = [root(value) for value in values], [root(dot(context.q, f, f)) for f in nu]
    if None in s or None in lengths:
        raise case.refuse("a singular value or the length of a singular function is irrational")
    unit = [[x / r for x in f] for f, r in zip(nu, lengths, strict=True) if r is not None]
    modes = Modes(values, unit, mu="nu")
    return (
        f"{law_of(context)}Notation Psi := {table(this.family)}.\n{modes.names}\n{IS_LAW}"
        "Lemma are_singular : right_singular P s nu. Proof. by check. Qed.\n"
        f"Lemma lhs : contrastive_loss P Psi = {q(case.side('lhs'))}. Proof. by check. Qed.\n"
        f"Lemma rhs : coefficient_form P Psi s nu = {q(case.side('rhs'))}. Proof. by check. Qed.\n\n"
        "Theorem refuted : ~ spectral_contrastive_identity_printed R.\nProof.\n"
        "by move/(_ _ _ _ P Psi s nu is_a_law are_singular); rewrite lhs rhs; apply/eqP; rational.\nQed.\n"
    )


@template("objectives.spectral-contrastive", "if")
def contrastive_if(case: Case) -> str:
    """An encoder whose averages learn the contexture, and one that loses less."""
    this = Contrast(case)
    context, lhs = this.context, case.side("lhs")
    modes = Modes(*context.modes(this.image))
    values, nu = context.flipped.modes()
    best = list(zip(values[1:], nu[1:], strict=True))[: len(this.family)]
    better = None
    for size in (4, 10, 40, 200, 1000):
        # lengths near those of the minimiser, s_i
        scales = [round(size * float(v / dot(context.q, f, f)) ** 0.5) for v, f in best]
        found = [[Fraction(c, size) * x for x in f] for c, (_, f) in zip(scales, best, strict=True)]
        found += [[ZERO] * context.M] * (len(this.family) - len(found))
        if this.loss(found) < lhs:
            better = found
            break
    if better is None:
        raise case.refuse("no encoder with small rational values was found to lose less")
    image = [centred(context.p, f) for f in this.image]
    return (
        f"{law_of(context)}Notation Psi := {table(this.family)}.\nNotation better := {table(better)}.\n{modes.names}\n"
        f"{IS_LAW}{modes.statement}{learned(case, modes, image, LEARNED)}"
        f"Lemma lhs : contrastive_loss P Psi = {q(lhs)}. Proof. by check. Qed.\n"
        f"Lemma rhs : (contrastive_loss P better < {q(lhs)})%R. Proof. by check. Qed.\n\n"
        "Theorem refuted : ~ spectral_contrastive_if_printed R.\nProof.\n"
        "move=> claim; have := claim _ _ _ P Psi s mu is_a_law are_singular isT learned better.\n"
        "by rewrite lhs leNgt rhs.\nQed.\n"
    )


@template("objectives.spectral-contrastive", "only-if")
def contrastive_only_if(case: Case) -> str:
    """A minimiser whose averages do not learn the contexture."""
    this = Contrast(case)
    context = this.context
    loss = this.loss(this.mean_zero)
    if loss > this.least_contrast:
        raise case.refuse("its minimum is above what all functions reach, and needs Ky Fan's inequality")
    modes = Modes(*context.modes())
    image = [centred(context.p, f) for f in this.image]
    return (
        f"{law_of(context)}Notation Psi := {table(this.family)}.\n{modes.names}\n{IS_LAW}{modes.statement}"
        f"Lemma loses : contrastive_loss P Psi = {q(loss)}. Proof. by check. Qed.\n"
        f"Lemma minimal d (Psi' : 'I_d -> _) : (contrastive_loss P Psi <= contrastive_loss P Psi')%R.\nProof.\n"
        "by apply: le_trans (contrastive_loss_at_least is_a_law Psi'); rewrite loses /excess; check.\nQed.\n\n"
        "Theorem refuted : ~ spectral_contrastive_only_if_printed R.\nProof.\n"
        "move/(_ _ _ _ P Psi s mu is_a_law are_singular isT (@minimal _)) => H.\n"
        f"{not_learned(case, modes, image, context.TTs)}Qed.\n"
    )


def unit(name: str, family: list[Row], weights: Row) -> str:
    """The notation of orthogonal functions made unit, and the lemma that they are feasible."""
    lengths = [dot(weights, f, f) for f in family]
    return (
        f"Notation raw_{name} := {table(family)}.\nNotation length_{name} := {vector(lengths)}.\n"
        f"Notation {name} := (unit_length raw_{name} length_{name}).\n"
    )


def feasible(name: str, law: str) -> str:
    """The lemma that unit functions have mean zero and covariance I."""
    return (
        f"Lemma positive_{name} k : (0 < length_{name} k)%R. Proof. by move: k; check. Qed.\n"
        f"Lemma white_{name} : white {law} {name}. Proof. by apply: unit_white; check. Qed.\n"
    )


def _whitened(this: Contrast) -> list[Row]:
    found = orthogonal(this.context.q, this.mean_zero)
    if len(found) < len(this.family):
        raise this.case.refuse("its covariance is singular")
    return found


@template("objectives.spectral-noncontrastive", "if")
def noncontrastive_if(case: Case) -> str:
    """A feasible encoder whose averages learn the contexture, and a feasible one that loses less."""
    this = Contrast(case)
    context = this.context
    raw = _whitened(this)
    image = [centred(context.p, apply(context.T, g)) for g in raw]
    modes = Modes(*context.modes(image))
    best = context.flipped.modes()[1][1 : len(raw) + 1]
    lhs = this.spread(raw)
    if not this.spread(best) < lhs:
        raise case.refuse("no better encoder was found")
    named = LEARNED.replace("Psi", "raw_Psi")
    return (
        f"{law_of(context)}{unit('Psi', raw, context.q)}{unit('better', best, context.q)}{modes.names}\n"
        f"{IS_LAW}{modes.statement}{feasible('Psi', '(pA P)')}{feasible('better', '(pA P)')}"
        f"{learned(case, modes, image, named, 'raw_learned')}"
        f"Lemma learned : {LEARNED}.\nProof. exact: (unit_learned P _ _ positive_Psi).2 raw_learned. Qed.\n"
        f"Lemma lhs : noncontrastive_loss P Psi = {q(lhs)}.\n"
        "Proof. by rewrite (unit_noncontrastive _ _ positive_Psi); check. Qed.\n"
        f"Lemma rhs : (noncontrastive_loss P better < {q(lhs)})%R.\n"
        "Proof. by rewrite (unit_noncontrastive _ _ positive_better); check. Qed.\n\n"
        "Theorem refuted : ~ spectral_noncontrastive_if_printed R.\nProof.\n"
        "move=> claim; have := claim _ _ _ P Psi s mu is_a_law are_singular isT white_Psi learned better "
        "white_better.\n"
        "by rewrite lhs leNgt rhs.\nQed.\n"
    )


@template("objectives.spectral-noncontrastive", "only-if")
def noncontrastive_only_if(case: Case) -> str:
    """A feasible minimiser whose averages do not learn the contexture."""
    this = Contrast(case)
    context = this.context
    raw = _whitened(this)
    loss = this.spread(raw)
    if loss > 2 * len(raw) - 2 * this.inertia:
        raise case.refuse("its minimum is above what all functions reach, and needs Ky Fan's inequality")
    image = [centred(context.p, apply(context.T, g)) for g in raw]
    modes = Modes(*context.modes())
    return (
        f"{law_of(context)}{unit('Psi', raw, context.q)}{modes.names}\n"
        f"{IS_LAW}{modes.statement}{feasible('Psi', '(pA P)')}"
        f"Lemma loses : noncontrastive_loss P Psi = {q(loss)}.\n"
        "Proof. by rewrite (unit_noncontrastive _ _ positive_Psi); check. Qed.\n"
        "Lemma minimal : minimises_noncontrastive P Psi.\nProof.\n"
        "move=> Psi' feasible; apply: le_trans (noncontrastive_loss_at_least is_a_law feasible).\n"
        "by rewrite loses /inertia; check.\nQed.\n\n"
        "Theorem refuted : ~ spectral_noncontrastive_only_if_printed R.\nProof.\n"
        "move/(_ _ _ _ P Psi s mu is_a_law are_singular isT white_Psi minimal).\n"
        "move/(unit_learned P _ _ positive_Psi) => H.\n"
        f"{not_learned(case, modes, image, context.TTs)}Qed.\n"
    )


@template("objectives.average-encoder", "only-if")
def average_encoder(case: Case) -> str:
    """TΨ spans top singular functions of X, Ψ none of A."""
    this = Contrast(case)
    context, d = this.context, len(this.family)
    image = [apply(context.T, g) for g in this.family]
    modes = Modes(*context.modes(image))
    other = Modes(*context.flipped.modes(), law="(flip P)", mu="nu", lemma="others_are_singular")
    values = Modes(modes.squares[: min(context.N, context.M)], modes.functions)
    how = "by check" if values.rational else "by apply: left_singular_by; check"
    positive = "by check" if values.rational else "by rewrite /roots sqrtr_gt0; check"
    operator = context.flipped.TTs
    return (
        f"{law_of(context)}Notation Psi := {table(this.family)}.\nNotation s := {values.values}.\n"
        f"{modes.functions_name(context.N)}{other.functions_name(context.M)}\n{IS_LAW}"
        f"Lemma are_singular : left_singular P s mu. Proof. {how}. Qed.\n"
        f"Lemma others_are_singular : left_singular (flip P) s nu. Proof. {how}. Qed.\n"
        f"Lemma associated : (0 < s {d}%N)%R. Proof. {positive}. Qed.\n"
        f"{learned(case, modes, image, 'spans_top P (fun k => T P (Psi k)) s')}\n"
        "Theorem refuted : ~ average_encoder_only_if_printed R.\nProof.\n"
        "move/(_ _ _ _ P Psi s mu nu is_a_law are_singular others_are_singular associated learned) => H.\n"
        f"{not_learned(case, Modes(values.squares, other.functions), this.family, operator, 'top')}Qed.\n"
    )


@template("objectives.graph-nodes", "learns")
def graph_nodes(case: Case) -> str:
    """A function that minimises the loss on a graph and does not learn the contexture."""
    context = FiniteContext.of(case)
    family = [centred(context.p, f) for f in context.on_x(case.columns("encoder"))]
    raw = orthogonal(context.p, family)
    if len(raw) != 1 or len(family) != 1:
        raise case.refuse("its minimum over several functions needs Ky Fan's inequality")
    p, P, n = context.p, context.P, range(context.N)
    (f,) = raw
    loss = sum((P[u][v] * (f[u] - f[v]) ** 2 for u in n for v in n), ZERO) / dot(p, f, f) / 2
    # any weight on the square of the mean may be added; a large one leaves the form on mean-zero functions
    for kappa in (Fraction(0), Fraction(1), Fraction(2), Fraction(10)):
        form = [[(1 - loss) * (u == v) * p[u] - P[u][v] + kappa * p[u] * p[v] for v in n] for u in n]
        found = squares(form)
        if found is not None:
            break
    else:
        raise case.refuse("that it minimises the loss is not seen by a sum of squares")
    pivots, lines = found
    modes = Modes(*context.modes())
    return (
        f"{law_of(context)}{unit('Phi', raw, p)}{modes.names}\n"
        f"{IS_LAW}{modes.statement}{feasible('Phi', '(pX P)')}"
        "Lemma undirected : forall u v, P u v = P v u. Proof. by check. Qed.\n"
        f"Lemma loses : graph_loss P Phi = {q(loss)}. Proof. by rewrite (unit_graph _ _ positive_Phi); check. Qed.\n"
        "Lemma minimal : minimises_graph P Phi.\nProof.\n"
        "move=> Phi' feasible; rewrite loses.\n"
        f"apply: (graph_loss_at_least (kappa := {q(kappa)}) (D := {vector(pivots)})\n"
        f"  (L := {table(lines)}) undirected _ _ feasible); check.\nQed.\n\n"
        "Theorem refuted : ~ graph_nodes_learns_printed R.\nProof.\n"
        "move/(_ _ _ P Phi s mu is_a_law undirected are_singular isT white_Phi minimal).\n"
        "have same : forall f, spanned Phi f <-> spanned raw_Phi f := unit_span _ positive_Phi.\n"
        "move/(learns_same same) => H.\n"
        f"{not_learned(case, modes, raw, context.TTs)}Qed.\n"
    )
