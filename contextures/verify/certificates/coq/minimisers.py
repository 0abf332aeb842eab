"""Chapter 7, what minimises a loss or maximises a score: both complete a square, of which the best leaves nothing."""

from __future__ import annotations

from fractions import Fraction

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import (
    ONE,
    ZERO,
    apply,
    centred,
    columns,
    combination,
    dot,
    mean,
    reduced,
    relation,
    squares,
)
from contextures.verify.certificates.coq.literals import (
    Row,
    functions,
    numbers,
    ordinal,
    q,
    table,
    vector,
)
from contextures.verify.certificates.coq.plain import Plain
from contextures.verify.certificates.coq.spans import not_extracted
from contextures.verify.certificates.coq.spectrum import (
    FiniteContext,
    Modes,
    eigensystem,
    law_of,
    product,
    root,
)

KY_FAN = "that nothing does better is Ky Fan's inequality, which no certificate has"
"""Why a minimum has no witness."""


def padded(values: Row, size: int) -> Row:
    """A row with zeros behind it."""
    return [*values, *[ZERO] * (size - len(values))]


def below(case: Case, name: str) -> Row:
    """A column divided by the divisor."""
    return [value / case.ratio("divisor") for value in case.row(name)]


def full(case: Case) -> FiniteContext:
    """The law, all of whose points have mass."""
    law = case.rows("law")
    context = FiniteContext.of(case, law)
    if law != context.P:
        raise case.refuse("it has points without mass")
    return context


def images(case: Case) -> list[Row]:
    """The functions g, one a row."""
    return [[value / case.ratio("divisor") for value in line] for line in case.columns("g")]


@template("neighbours.tang-contrastive-loss-free", "identity")
def cross_loss(case: Case) -> str:
    """Functions whose means are not zero."""
    return Plain(
        {"P": "law", "f": table(case.columns("f")), "g": table(images(case))},
        "_ _ _ P f g ltac:(check)", "cross_loss P f g",
        "pair_norm P (fun x y => dependence P x y - \\sum_i f i x * g i y) - pair_norm P (dependence P)",
    ).write(case)  # fmt: skip


def factored(matrix: list[Row], k: int) -> tuple[list[Row], list[Row]] | None:
    """A matrix as a product of k columns and k rows, one of either a row; None where its rank is larger."""
    _, pivots = reduced(matrix)
    if len(pivots) > k:
        return None
    chosen = [[line[j] for line in matrix] for j in pivots]
    shares = [combination(column, chosen) or [] for column in columns(matrix)]
    heads = [*chosen, *[[ZERO] * len(matrix)] * (k - len(pivots))]
    return heads, columns([padded(share, k) for share in shares])


def truncation(case: Case, k: int) -> str:
    """A matrix with the squares of its singular values, and the proof that its rank is at most k."""
    left, right, levels = case.rows("left"), case.rows("right"), case.row("levels")
    p, n = len(left), min(len(left), len(right))
    middle = [[levels[i] if i == j and i < n else ZERO for j in range(len(right))] for i in range(p)]
    matrix = product(product(left, middle), columns(right))
    found = factored(matrix, k)
    if found is None:
        raise case.refuse(f"the matrix has a larger rank than {k}: {KY_FAN}")
    values, vectors = eigensystem(case, product(matrix, columns(matrix)), [ONE] * p)
    return (
        f"Notation M := {table(matrix)}.\nNotation theta := {numbers(values)}.\n"
        f"Notation heads := {table(found[0])}.\nNotation tails := {table(found[1])}.\n\n"
        f"Lemma factors i j : (M i j = \\sum_l heads l i * tails l j)%R. Proof. by move: i j; check. Qed.\n"
        f"Lemma low : of_rank {k} M. Proof. by exists heads, tails; exact: factors. Qed.\n"
        "Lemma has_squares : squares_of M theta.\n"
        f"Proof. by split; [exists {functions(vectors, p)}; check | exact: numbers_end]. Qed.\n"
    )


@template("neighbours.tang-eckart-young", "column-space")
def column_space(case: Case) -> str:
    """A matrix of rank below k, which is its own nearest."""
    heads = case.rows("heads")
    k, p = len(heads[0]), len(heads)
    text = truncation(case, k)
    near = product(heads, columns(case.rows("tails")))
    found = factored(near, k)
    vanishing = relation(found[0]) if found else None
    if vanishing is None:
        raise case.refuse("the matrix has rank k")
    place = next(place for place, value in enumerate(vanishing) if value)
    return (
        f"{text}Notation c := {vector(vanishing)}.\n"
        "Lemma vanish i : (\\sum_l c l * heads l i = 0)%R. Proof. by move: i; check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        f"have := claim _ _ {k}%N M M theta isT has_squares (nearest_self low).\n"
        f"move/(no_top_columns (c := c) {ordinal(place, k)} (isT : ({k} <= {p})%N) factors)/(_ vanish).\n"
        "by apply/eqP; check.\nQed.\n"
    )


@template("neighbours.tang-eckart-young", "unique-only-if")
def unique_only_if(case: Case) -> str:
    """A matrix of rank at most k, which is its own only nearest."""
    k = case.size("k")
    return (
        f"{truncation(case, k)}\nTheorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        f"have := claim _ _ {k}%N M theta isT has_squares (unique_own low).\n"
        "by apply/negP; rewrite -leNgt; check.\nQed.\n"
    )


def strength(law: list[Row]) -> Fraction:
    """|B̃|² of a law."""
    p, r = [sum(line, ZERO) for line in law], [sum(column, ZERO) for column in columns(law)]
    return sum((v**2 / (a * b) for line, a in zip(law, p, strict=True) for v, b in zip(line, r, strict=True)), -ONE)


def crossed(cross: list[Row], f: list[Row], g: list[Row]) -> Fraction:
    """Σ cross(x, a) f(x)g(a)."""
    return sum((dot([ONE] * len(x), x, apply(cross, y)) for x, y in zip(f, g, strict=True)), ZERO)


def squared(p: Row, r: Row, f: list[Row], g: list[Row]) -> Fraction:
    """E(f·g)² of independent points."""
    sides = list(zip(f, g, strict=True))
    return sum((dot(p, a, b) * dot(r, c, d) for a, c in sides for b, d in sides), ZERO)


def score(law: list[Row], f: list[Row], g: list[Row]) -> Fraction:
    """The H-score of functions, one a row."""
    p, r = [sum(line, ZERO) for line in law], [sum(column, ZERO) for column in columns(law)]
    means = sum((mean(p, x) * mean(r, y) for x, y in zip(f, g, strict=True)), ZERO)
    return crossed(law, f, g) - means - squared(p, r, f, g) / 2


@template("neighbours.zheng-nested", "simultaneous", "sequential")
def nested(case: Case) -> str:
    """A first function that explains all there is, so that the second one is any."""
    law, base, f = case.rows("law"), case.row("base"), case.row("f")
    image, g = below(case, "base_image"), below(case, "g")
    most = strength(law) / 2
    first, second = score(law, [base], [image]), score(law, [base, f], [image, g])
    if (first, second) != (most, most):
        raise case.refuse(f"the first function does not explain all of the dependence: {KY_FAN}")
    claim = "claim _ _ P base image f g is_a_law"
    if case.subject.part.name == "simultaneous":
        given = f"have /eqP := {claim} (fun i f' g' => ler_add (first_most i) (second_most i f' g')).\n"
    else:
        given = f"have /eqP := {claim} first_most (second_most image).\n"
    return (
        f"Notation P := {table(law)}.\nNotation base := {vector(base)}.\nNotation image := {vector(image)}.\n"
        f"Notation f := {vector(f)}.\nNotation g := {vector(g)}.\n\n"
        "Lemma is_a_law : is_law P. Proof. by check. Qed.\n"
        "Lemma first_most image' :\n"
        "  (h_score P (alone_as base) (alone_as image') <= h_score P (alone_as base) (alone_as image))%R.\n"
        "Proof. by apply: (best_score is_a_law); check. Qed.\n"
        "Lemma second_most image' f' g' :\n"
        "  (h_score P (both_as base f') (both_as image' g') <= h_score P (both_as base f) (both_as image g))%R.\n"
        "Proof. by apply: (best_score is_a_law); check. Qed.\n"
        f"Lemma lhs : (dot (pX P) base f = {q(case.side('lhs'))})%R. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n{given}"
        "by rewrite lhs; apply/negP; check.\nQed.\n"
    )


def two_points(case: Case, weights: Row) -> Row:
    """The function of mean 0 and variance 1 on two points."""
    if len(weights) != 2:
        raise case.refuse("the best function of more than two points is found in floats")
    first, second = weights
    length = root(first * second)
    if length is None:
        raise case.refuse("the function of mean 0 and variance 1 is irrational")
    return [second / length, -first / length]


@template("neighbours.zheng-orthogonal", "any")
def orthogonal_rest(case: Case) -> str:
    """A function on two points each, not centred in y."""
    law, score_ = case.rows("law"), case.rows("score")
    p, r = [sum(line, ZERO) for line in law], [sum(column, ZERO) for column in columns(law)]
    f, g = two_points(case, p), two_points(case, r)
    seen = [[a * b * v for b, v in zip(r, line, strict=True)] for a, line in zip(p, score_, strict=True)]
    sigma = dot([ONE, ONE], f, apply(seen, g))
    rest = [sum((a * (score_[x][y] - sigma * f[x] * g[y]) * f[x] for x, a in enumerate(p)), ZERO) for y in range(2)]
    y = next(y for y, value in enumerate(rest) if value)
    return (
        f"Notation P := {table(law)}.\nNotation B := {table(score_)}.\nNotation sigma := {q(sigma)}.\n"
        f"Notation f := {vector(f)}.\nNotation g := {vector(g)}.\nNotation y := {ordinal(y, 2)}.\n\n"
        "Lemma is_a_law : is_law P. Proof. by check. Qed.\n"
        "Lemma is_best : rank_one P B sigma f g.\n"
        "Proof. by apply: rank_one_by is_a_law _ _ _; [split; check | split; check | check]. Qed.\n"
        f"Lemma lhs : (\\sum_x pX P x * (B x y - sigma * f x * g y) * f x = {q(rest[y])})%R. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        "by have := claim _ _ P B sigma f g y is_a_law is_best; rewrite lhs; apply/eqP; check.\nQed.\n"
    )


def loss(p: Row, r: Row, cross: list[Row], f: list[Row], g: list[Row]) -> Fraction:
    """−2Σ cross(x, a) f(x)g(a) + E(f·g)²."""
    return squared(p, r, f, g) - 2 * crossed(cross, f, g)


@template("neighbours.tang-contrastive-loss-free", "minimiser")
def contrastive_minimiser(case: Case) -> str:
    """A minimiser that spends a dimension on the constant."""
    law, f, g = case.rows("law"), case.columns("f"), images(case)
    context = full(case)
    size = strength(law) + 1
    apart = loss(context.p, context.q, law, f, g) + size
    form = [
        [dot([1 / r for r in context.q], one, two) - apart * context.p[x] * (x == y) for y, two in enumerate(law)]
        for x, one in enumerate(law)
    ]
    found = squares(form) if apart >= 0 else None
    if found is None:
        raise case.refuse(f"more than one mode is left: {KY_FAN}")
    modes = Modes(*context.modes())
    k = next((k for k, line in enumerate(f) if mean(context.p, line)), None)
    if k is None:
        raise case.refuse("its functions have mean 0")
    d = len(f)
    return (
        f"{law_of(context)}Notation f := {table(f)}.\nNotation g := {table(g)}.\n{modes.names}"
        f"Notation v := {q(apart)}.\n\n"
        "Lemma is_a_law : is_law P. Proof. by check. Qed.\n"
        f"{modes.statement}"
        "Lemma kept h : (v * dot (pX P) h h <= dot (pA P) (Ts P h) (Ts P h))%R.\nProof.\n"
        f"by apply: (image_at_least (D := {vector(found[0])}) (L := {table(found[1])}) is_a_law); check.\nQed.\n"
        f"Lemma minimises (f' : 'I_{d} -> 'I_{context.N} -> R) g' : (cross_loss P f g <= cross_loss P f' g')%R.\n"
        f"Proof. by apply: (cross_minimal (d := {d}) is_a_law (isT : ({d} < {context.N})%N) kept); "
        "rewrite /density; check. Qed.\n"
        f"Lemma lhs : (mean (pX P) (f {ordinal(k, d)}) = {q(mean(context.p, f[k]))})%R. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        "have top := claim _ _ _ P f g s is_a_law isT (ex_intro _ _ are_singular) minimises.\n"
        f"have := top_mean {ordinal(k, d)} (isT : ({d} < {context.N})%N) top.\n"
        "by rewrite lhs; apply/eqP; check.\nQed.\n"
    )


def scaled(p: Row, matrix: list[Row]) -> list[Row]:
    """A matrix whose lines are multiplied by weights."""
    return [[weight * value for value in line] for weight, line in zip(p, matrix, strict=True)]


@template("neighbours.tang-corrected-loss-free", "span")
def corrected_span(case: Case) -> str:
    """A minimiser with a component that its partner takes no part of."""
    f, g, c, h = case.columns("f"), images(case), case.row("strength"), case.rows("heads")
    context = full(case)
    heads = [centred(context.q, line) for line in h]
    rho = [
        [sum((s * u[a] * u[b] for s, u in zip(c, heads, strict=True)), ZERO) for b in range(context.M)]
        for a in range(context.M)
    ]
    seen = product(context.T, rho)
    half = [[value * weight for value, weight in zip(line, context.q, strict=True)] for line in seen]
    most = sum((a * dot(context.q, line, line) for a, line in zip(context.p, seen, strict=True)), ZERO)
    if loss(context.p, context.q, scaled(context.p, half), f, g) != -most:
        raise case.refuse(f"more than d modes are left: {KY_FAN}")
    operator = [[v * p for v, p in zip(line, context.p, strict=True)] for line in product(half, columns(seen))]
    theta, e = eigensystem(case, operator, context.p)
    refuted = not_extracted(case, theta, f, operator, "(task_linear P c h)")
    return (
        f"{law_of(context)}Notation c := {vector(c)}.\nNotation h := {table(h)}.\n"
        f"Notation f := {table(f)}.\nNotation g := {table(g)}.\nNotation theta := {numbers(theta)}.\n"
        f"Notation L := (task_operator P c h).\n\n"
        "Lemma is_a_law : is_law P. Proof. by check. Qed.\n"
        f"Lemma has_spectrum : eigensystem (pX P) L theta {functions(e, context.N)}. Proof. by check. Qed.\n"
        f"Lemma minimises (f' : 'I_{len(f)} -> 'I_{context.N} -> R) g' :\n"
        "  (task_loss P c h f g <= task_loss P c h f' g')%R.\n"
        "Proof. by apply: (task_minimal is_a_law); rewrite /seen_kernel; check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        "have H := claim _ _ _ _ P c h f g theta is_a_law ltac:(check) isT (ex_intro _ _ has_spectrum) minimises.\n"
        f"{refuted}Qed.\n"
    )
