"""Chapter 2, supervised: prediction losses, W and b minimised out, and the top eigenspaces of TΛT*."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from contextures.verify.certificates.coq.case import Case, matrix, template
from contextures.verify.certificates.coq.linear import ONE, ZERO, centred, columns, relation, solve
from contextures.verify.certificates.coq.literals import Row, functions, numbers, ordinal, q, table, vector
from contextures.verify.certificates.coq.spans import learned, not_extracted, not_learned
from contextures.verify.certificates.coq.spectrum import (
    IS_LAW,
    FiniteContext,
    Modes,
    eigensystem,
    law_of,
    root,
)

Probe = tuple[list[Row], Row]
"""W, one row a target, and b."""


class Prediction:
    """The prediction of targets from inputs, as `prediction_loss` has it.

    Parameters
    ----------
    context : FiniteContext
        Its P, or the law with X and A exchanged.
    weights : list of Fraction
        v(a).
    targets : list of list of Fraction
        The coordinates t_j on A.
    """

    def __init__(self, context: FiniteContext, weights: Row, targets: list[Row]) -> None:
        self.law = [[value * v for value, v in zip(line, weights, strict=True)] for line in context.P]
        self.targets = targets
        self.mass = [sum(line, ZERO) for line in self.law]
        self.means = [
            [
                sum((w * y for w, y in zip(line, t, strict=True)), ZERO) / m
                for line, m in zip(self.law, self.mass, strict=True)
            ]
            for t in targets
        ]

    def probe(self, family: list[Row], bias: bool) -> Probe:
        """The least squares W and b of an encoder."""
        features = [*family, *([[ONE] * len(self.mass)] if bias else [])]
        gram = [[_dot(self.mass, f, g) for g in features] for f in features]
        found = [solve(gram, [_dot(self.mass, f, h) for f in features]) for h in self.means]
        lines = [line for line in found if line is not None]
        d = len(family)
        return [line[:d] for line in lines], [line[d] if bias else ZERO for line in lines]

    def loss(self, family: list[Row], probe: Probe) -> Fraction:
        """The loss of an encoder with a probe."""
        W, b = probe
        total = ZERO
        for line, shift, target in zip(W, b, self.targets, strict=True):
            for x, weights in enumerate(self.law):
                guess = sum((w * f[x] for w, f in zip(line, family, strict=True)), shift)
                total += sum((w * (guess - y) ** 2 for w, y in zip(weights, target, strict=True)), ZERO)
        return total

    @property
    def unexplained(self) -> Fraction:
        """What no function of the input explains."""
        every = [[Fraction(x == y) for x in range(len(self.mass))] for y in range(len(self.mass))]
        return self.loss(every, self.probe(every, False))

    def better(self, d: int, limit: Fraction) -> tuple[list[Row], Probe] | None:
        """A rational encoder with a loss below a limit, with bias, near the best one; None where none was found."""
        mass = np.array(self.mass, dtype=float)
        means = matrix(self.means)
        spread = (means - (means @ mass / mass.sum())[:, None]) * np.sqrt(mass)
        directions = np.linalg.svd(spread)[2][:d] / np.sqrt(mass)
        for size in (4, 10, 40, 200, 1000):
            family = [[Fraction(round(float(v) * size), size) for v in f / abs(f).max()] for f in directions]
            probe = self.probe(family, True)
            if self.loss(family, probe) < limit:
                return family, probe
        return None


def _dot(weights: Row, f: Row, g: Row) -> Fraction:
    return sum((w * x * y for w, x, y in zip(weights, f, g, strict=True)), ZERO)


def one_hot(size: int) -> list[Row]:
    """The indicators of the values of A."""
    return [[Fraction(a == j) for a in range(size)] for j in range(size)]


def minimal(case: Case, prediction: Prediction, family: list[Row], law: str, goal: str, bias: bool) -> str:
    """The lemma that an encoder minimises a loss: it explains all that a function of the input can.

    Raises
    ------
    NoFormal
        Where more could be explained: the minimum over encoders of a dimension needs Ky Fan's inequality.
    """
    W, b = prediction.probe(family, bias)
    loss = prediction.loss(family, (W, b))
    if loss > prediction.unexplained:
        raise case.refuse("its minimum is above what all functions reach, and needs Ky Fan's inequality")
    lemma = "minimises_biased_by" if bias else "minimises_plain_by"
    extra = f" (b := {vector(b)})" if bias else ""
    least = vector(b) if bias else "(fun=> 0%R)"
    return (
        f"Lemma lhs : prediction_loss {goal} {table(W)} {least} = {q(loss)}. Proof. by check. Qed.\n"
        f"Lemma minimal : {'minimises_biased' if bias else 'minimises_plain'} {goal}.\n"
        f"Proof. by apply: ({lemma} (W := {table(W)}){extra} _); rewrite ?lhs /unexplained; check. Qed.\n"
    )


def system(theta: Row, basis: list[Row], law: str, operator: str) -> tuple[str, str]:
    """Notations and the lemma of an eigensystem."""
    size = len(basis[0])
    return (
        f"Notation theta := {numbers(theta)}.\nNotation e := {functions(basis, size)}.\n",
        f"Lemma are_eigenfunctions : eigensystem {law} {operator} theta e. Proof. by check. Qed.\n",
    )


def _only_if(
    case: Case,
    context: FiniteContext,
    family: list[Row],
    targets: list[Row],
    *,
    bias: bool,
    names: dict[str, str],
    centre: bool = False,
    onehot: bool = False,
) -> str:
    """A minimiser of a loss whose span, centred or as it stands, is no top eigenspace.

    ``names`` holds the Coq names of the law of pairs, of the law of the input, of the encoder and of the statement.
    """
    pair, marginal, encoder, claim = (names[key] for key in ("pair", "marginal", "encoder", "claim"))
    other = {"(pX P)": "(pA P)", "(pA P)": "(pX P)"}[marginal]
    count = context.M
    target = f"(@one_hot R {count})" if onehot else "t"
    kernel = [centred(context.q, t) for t in targets] if bias else targets
    in_kernel = f"(fun j => centred {other} ({target} j))" if bias else target
    operator = context.with_kernel(kernel)
    theta, basis = eigensystem(case, operator, context.p)
    notations, lemma = system(theta, basis, marginal, f"(TLambdaTs {pair} {in_kernel})")
    prediction = Prediction(context, [ONE] * count, targets)
    goal = f"{pair} (@alike R {count}) {target} {encoder}"
    spanning = [centred(context.p, f) for f in family] if centre else family
    named = "" if onehot else f"Notation t := {table(targets)}.\n"
    return (
        f"Notation {encoder} := {table(family)}.\n{named}{notations}\n{IS_LAW}{lemma}"
        f"{minimal(case, prediction, family, pair, goal, bias)}\n"
        f"Theorem refuted : ~ {claim} R.\nProof.\n"
        f"move/(_ _ _ {'' if onehot else '_ '}_ P {'' if onehot else 't '}{encoder} theta e is_a_law isT "
        "are_eigenfunctions minimal) => H.\n"
        f"{not_extracted(case, theta, spanning, operator, '(TLambdaTs_linear _ _)')}Qed.\n"
    )


X = {"pair": "P", "marginal": "(pX P)", "encoder": "Phi"}
A = {"pair": "(flip P)", "marginal": "(pA P)", "encoder": "Psi"}


def _classification(case: Case, claim: str) -> str:
    """Classification without bias."""
    context = FiniteContext.of(case)
    family = context.on_x(case.columns("encoder"))
    return law_of(context) + _only_if(
        case, context, family, one_hot(context.M), bias=False, names={**X, "claim": claim}, onehot=True
    )


@template("objectives.supervised-onehot", "only-if")
def onehot(case: Case) -> str:
    """Classification without bias."""
    return _classification(case, "supervised_onehot_only_if_printed")


@template("objectives.next-token", "only-if")
def next_token(case: Case) -> str:
    """Classification of the next token."""
    return _classification(case, "next_token_only_if_printed")


@template("objectives.supervised-regression", "plain-only-if", "bias-only-if")
def regression(case: Case) -> str:
    """Regression, with and without bias."""
    context = FiniteContext.of(case)
    bias = case.subject.part.name == "bias-only-if"
    names = {**X, "claim": f"supervised_regression_{'bias' if bias else 'plain'}_only_if_printed"}
    family, targets = context.on_x(case.columns("encoder")), context.on_a(case.columns("targets"))
    return law_of(context) + _only_if(case, context, family, targets, bias=bias, names=names)


@template("objectives.distillation", "recovers")
def distillation(case: Case) -> str:
    """Regression of a teacher's features with bias, the student less its means."""
    context = FiniteContext.of(case)
    names = {**X, "claim": "distillation_recovers_printed"}
    family, targets = context.on_x(case.columns("encoder")), context.on_a(case.columns("targets"))
    return law_of(context) + _only_if(case, context, family, targets, bias=True, names=names, centre=True)


@template("objectives.denoising-autoencoder", "bias", "plain")
def denoising(case: Case) -> str:
    """X is predicted from A: the law with both exchanged."""
    context = FiniteContext.of(case)
    bias = case.subject.part.name == "bias"
    names = {**A, "claim": f"denoising_autoencoder_{case.subject.part.name}_printed"}
    family, targets = context.on_a(case.columns("dual_encoder")), context.on_x(case.columns("features"))
    return law_of(context) + _only_if(case, context.flipped, family, targets, bias=bias, names=names, centre=True)


@template("objectives.denoising-autoencoder", "image")
def denoising_image(case: Case) -> str:
    """A minimiser whose image has fewer dimensions."""
    context = FiniteContext.of(case)
    family, targets = context.on_a(case.columns("dual_encoder")), context.on_x(case.columns("features"))
    prediction = Prediction(context.flipped, [ONE] * context.N, targets)
    goal = f"(flip P) (@alike R {context.N}) t Psi"
    image = [
        [sum((x * y for x, y in zip(line, centred(context.q, g), strict=True)), ZERO) for line in context.T]
        for g in family
    ]

    vanishing = relation(image)
    if vanishing is None:
        raise case.refuse("the image has all its dimensions, and that it is not kept has no template")
    k = next(k for k, value in enumerate(vanishing) if value)

    return (
        f"{law_of(context)}Notation Psi := {table(family)}.\nNotation t := {table(targets)}.\n\n{IS_LAW}"
        f"{minimal(case, prediction, family, '(flip P)', goal, True)}\n"
        "Theorem refuted : ~ denoising_autoencoder_image_printed R.\nProof.\n"
        "move/(_ _ _ _ _ P t Psi is_a_law isT minimal) => [H _].\n"
        f"have := independent_free (c := {vector(vanishing)}) {ordinal(k, len(family))} H ltac:(check).\n"
        "by apply/eqP; check.\nQed.\n"
    )


@template("objectives.neural-collapse", "span")
def neural_collapse(case: Case) -> str:
    """The functions of the simplex add up to 0."""
    context = FiniteContext.of(case)
    operator = context.with_kernel(one_hot(context.M))
    theta, basis = eigensystem(case, operator, context.p)
    notations, lemma = system(theta, basis, "(pX P)", f"(TLambdaTs P (@one_hot R {context.M}))")
    family = [[value - Fraction(1, context.M) for value in column] for column in columns(context.T)]
    return (
        f"{law_of(context)}{notations}\n{IS_LAW}{lemma}"
        "Lemma deterministic : forall x a b, (P x a != 0 -> P x b != 0 -> a = b)%R.\nProof. by check. Qed.\n"
        f"Lemma equal_classes : forall a, (pA P a = {context.M}%:R^-1)%R. Proof. by check. Qed.\n\n"
        "Theorem refuted : ~ neural_collapse_span_printed R.\nProof.\n"
        "move/(_ _ _ P theta e is_a_law deterministic equal_classes are_eigenfunctions) => H.\n"
        f"{not_extracted(case, theta, family, operator, '(TLambdaTs_linear _ _)')}Qed.\n"
    )


def _balanced(case: Case) -> tuple[FiniteContext, list[Row], Prediction, Modes, str, list[Row]]:
    """The instance, its loss, its singular functions, and the text they share."""
    context = FiniteContext.of(case)
    family = context.on_x(case.columns("encoder"))
    sizes = [root(value) for value in context.q]
    found = [value for value in sizes if value is not None]
    if len(found) < context.M:
        raise case.refuse("a root of P_A is irrational")
    prediction = Prediction(context, [1 / value for value in found], one_hot(context.M))
    mean_zero = [centred(context.p, f) for f in family]
    modes = Modes(*context.modes(mean_zero))
    text = (
        f"{law_of(context)}Notation Phi := {table(family)}.\n{modes.names}"
        f"Notation sizes := {vector(found)}.\nNotation v := (fun a => (sizes a)^-1)%R.\n\n"
        f"{IS_LAW}{modes.statement}"
        f"Lemma roots_of_sizes : by_root P =1 v. Proof. by apply: by_root_is; check. Qed.\n"
    )
    return context, family, prediction, modes, text, mean_zero


@template("objectives.supervised-balanced", "if")
def balanced_if(case: Case) -> str:
    """An encoder that learns the contexture, and a better one."""
    context, family, prediction, modes, text, mean_zero = _balanced(case)
    probe = prediction.probe(family, True)
    loss = prediction.loss(family, probe)
    found = prediction.better(len(family), loss)
    if found is None:
        raise case.refuse("no better encoder with small rational values was found")
    other, (W, b) = found
    goal = f"P v (@one_hot R {context.M})"
    return (
        f"{text}Notation better := {table(other)}.\n"
        f"{learned(case, modes, mean_zero, 'learns P Phi s')}"
        f"Lemma lhs : forall W b, ({q(loss)} <= prediction_loss {goal} Phi W b)%R.\nProof.\n"
        f"have <- : prediction_loss {goal} Phi {table(probe[0])} {vector(probe[1])} = {q(loss)} by check.\n"
        "by apply: best_probe; check.\nQed.\n"
        f"Lemma rhs : (prediction_loss {goal} better {table(W)} {vector(b)} < {q(loss)})%R. Proof. by check. Qed.\n\n"
        "Theorem refuted : ~ supervised_balanced_if_printed R.\nProof.\n"
        "move/(_ _ _ _ P Phi s mu is_a_law are_singular isT learned)/(eq_minimises_biased P (@one_hot R "
        f"{context.M}) Phi roots_of_sizes) => minimal.\n"
        f"have [W [b le]] := minimal better {table(W)} {vector(b)}.\n"
        "by move: (le_lt_trans (le_trans (lhs W b) le) rhs); rewrite ltxx.\nQed.\n"
    )


@template("objectives.supervised-balanced", "only-if")
def balanced_only_if(case: Case) -> str:
    """A minimiser that does not learn the contexture."""
    context, family, prediction, modes, text, mean_zero = _balanced(case)
    goal = f"P v (@one_hot R {context.M}) Phi"
    return (
        f"{text}{minimal(case, prediction, family, 'P', goal, True)}\n"
        "Theorem refuted : ~ supervised_balanced_only_if_printed R.\nProof.\n"
        "move/(_ _ _ _ P Phi s mu is_a_law are_singular isT) => claim.\n"
        f"have H := claim ((eq_minimises_biased P (@one_hot R {context.M}) Phi roots_of_sizes).2 minimal).\n"
        f"{not_learned(case, modes, mean_zero, context.TTs)}Qed.\n"
    )
