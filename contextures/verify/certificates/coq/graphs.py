"""Chapter 7, graphs: random graphs and what is measured on them, eigenvalues of classes, encoders of the least loss."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ONE, ZERO, apply, centred, dot
from contextures.verify.certificates.coq.literals import Row, functions, numbers, ordinal, q, table, vector
from contextures.verify.certificates.coq.plain import Plain, literal
from contextures.verify.certificates.coq.spectrum import LARGEST, eigensystem

OBJECTS = 3
"""Objects, beyond which the list of all random graphs takes Coq too long."""
RELATED = "Lemma are_related : related pi. Proof. by split; check. Qed.\n"


def relations(case: Case, size: int) -> None:
    """Refuse where there are too many graphs."""
    if size > OBJECTS:
        raise case.refuse(f"there are {(size - 1) ** size} random graphs of {size} objects (at most {OBJECTS} objects)")


@template("neighbours.clustering-multinomial", "probabilities")
def multinomial(case: Case) -> str:
    """A pair of objects whose probability is most apart from its share."""
    pi = case.rows("pi")
    size = len(pi)
    relations(case, size)
    found = {}
    for i, j in product(range(size), repeat=2):
        others = sum((value for k, value in enumerate(pi[i]) if k != i), ZERO)
        found[i, j] = (ZERO if i == j else pi[i][j] / others, pi[i][j] / sum(pi[i], ZERO))
    i, j = max(found, key=lambda pair: abs(found[pair][0] - found[pair][1]))
    at = f"{ordinal(i, size)} {ordinal(j, size)}"
    return Plain(
        {"pi": "pi"}, f"_ pi are_related {at}", f"edge_probability pi {at}",
        f"pi {at} / (\\sum_k pi {ordinal(i, size)} k)", lambda _: RELATED, found[i, j],
    ).write(case)  # fmt: skip


@template("neighbours.clustering-gaussian-free", "identity")
def gaussian_free(case: Case) -> str:
    """The attraction of points and their spectral energy."""
    relations(case, len(case.rows("pi")))
    return Plain(
        {"pi": "pi", "Z": "free"}, "_ _ pi Z are_related",
        "\\sum_i \\sum_j edge_probability pi i j * half_square Z i j",
        "placed_energy (fun i j => over_graphs pi (fun targets => laplacian (edge R targets) i j)) Z",
        lambda _: RELATED,
    ).write(case)  # fmt: skip


@template("neighbours.clustering-main", "difference")
def main_difference(case: Case) -> str:
    """Relations whose rows are filled up on the diagonal, and two placements."""
    pairs, slack = case.rows("pairs"), case.ratio("slack")
    relations(case, len(pairs))
    others = [[ZERO if i == j else value for j, value in enumerate(line)] for i, line in enumerate(pairs)]
    scale = max(sum(line, ZERO) for line in others) * (1 + slack)
    pi = [
        [((scale - sum(line, ZERO)) if i == j else value) / scale for j, value in enumerate(line)]
        for i, line in enumerate(others)
    ]
    return Plain(
        {"pi": table(pi), "Z": "z", "Z'": "other"},
        "_ _ pi Z Z' are_related ltac:(check) ltac:(premise) ltac:(check) ltac:(check)",
        "objectives_apart pi Z", "objectives_apart pi Z'", lambda _: RELATED,
    ).write(case)  # fmt: skip


@template("neighbours.difficult-eigenvalue-norange", "value")
def any_width(case: Case) -> str:
    """An eigenvalue that tells classes apart, in a graph without difficult pairs."""
    n, r = (int(case.ratio(name)) for name in ("n", "r"))
    alpha, beta = case.ratio("alpha"), case.ratio("beta")
    size = (r + 1) * n
    if size > LARGEST:
        raise case.refuse(f"the graph has {size} points, too many (at most {LARGEST})")
    w = [[ONE if a == b else alpha if a // n == b // n else beta for b in range(size)] for a in range(size)]
    degrees = [sum(line, ZERO) for line in w]
    theta, e = eigensystem(case, [[v / d for v in line] for line, d in zip(w, degrees, strict=True)], degrees)
    names = "".join(f"Notation {name} := {literal(case, name)}.\n" for name in ("n", "n_d", "r", "k", "alpha", "beta"))
    return (
        f"{names}Notation w := {table(w)}.\nNotation theta := {numbers(theta)}.\n\n"
        "Lemma similar a b : w a b = similarity n n_d alpha beta beta a b. Proof. by move: a b; check. Qed.\n"
        f"Lemma has_spectrum : graph_spectrum w theta.\nProof. by exists {functions(e, size)}; check. Qed.\n"
        f"Lemma lhs : theta k = {q(case.side('lhs'))}. Proof. by check. Qed.\n"
        f"Lemma rhs : q_3 n r alpha beta = {q(case.side('rhs'))}. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim; refute (claim n n_d r k alpha beta w theta "
        "isT isT isT ltac:(check) ltac:(check) similar has_spectrum) lhs rhs.\nQed.\n"
    )


def contrasts(points: list[int], size: int) -> list[Row]:
    """Orthogonal functions that sum to zero on some points, and vanish on the others."""
    found = []
    for end in range(1, len(points)):
        values = [ZERO] * size
        for place in points[:end]:
            values[place] = ONE
        values[points[end]] = Fraction(-end)
        found.append(values)
    return found


def by_symmetry(n: int, n_d: int, classes: int, w: list[Row], degrees: Row) -> list[Row]:
    """Functions that a graph of classes keeps apart: 1, what tells difficult from easy points, classes, and points."""
    size = n * classes
    hard = [[c * n + i for i in range(n_d)] for c in range(classes)]
    easy = [[c * n + i for i in range(n_d, n)] for c in range(classes)]
    marked = [ONE if a % n < n_d else ZERO for a in range(size)]
    found = [[ONE] * size, centred([d / sum(degrees, ZERO) for d in degrees], marked)]
    for line in contrasts(list(range(classes)), classes):
        spread = [line[a // n] for a in range(size)]
        near = [[value * mark for value, mark in zip(spread, marked, strict=True)]]
        near += [[x - y for x, y in zip(spread, near[0], strict=True)]]
        (own, across), (_, other) = [[dot([ONE] * size, f, apply(w, g)) for g in near] for f in near]
        first, second = (dot(degrees, f, f) for f in near)
        slope = max(
            (Fraction(tenths, 10) for tenths in range(1, 41)),
            key=lambda t: (own + 2 * t * across + t * t * other) / (first + t * t * second),
        )
        found.append([x + slope * y for x, y in zip(*near, strict=True)])
    for points in (*hard, *easy):
        found += contrasts(points, size)
    return found


@template("neighbours.difficult-eigenvalue-with", "eigenvalue")
def with_difficult(case: Case) -> str:
    """Functions that are stretched by more than the bound, as many as the place of the eigenvalue."""
    n, n_d, r, k = (int(case.ratio(name)) for name in ("n", "n_d", "r", "k"))
    alpha, beta, gamma = (case.ratio(name) for name in ("alpha", "beta", "gamma"))
    size = (r + 1) * n
    if size > LARGEST:
        raise case.refuse(f"the graph has {size} points, too many (at most {LARGEST})")
    w = [
        [
            ONE if a == b else alpha if a // n == b // n else gamma if a % n < n_d and b % n < n_d else beta
            for b in range(size)
        ]
        for a in range(size)
    ]
    degrees = [sum(line, ZERO) for line in w]
    stretched = sorted(
        ((dot([ONE] * size, f, apply(w, f)) / dot(degrees, f, f), f) for f in by_symmetry(n, n_d, r + 1, w, degrees)),
        key=lambda item: item[0], reverse=True,
    )[: k + 1]  # fmt: skip
    least = stretched[-1][0]
    if len(stretched) <= k or least <= case.side("rhs"):
        raise case.refuse("the functions at hand are not stretched by more than the bound")
    names = ("n", "n_d", "r", "k", "alpha", "beta", "gamma")
    return (
        "".join(f"Notation {name} := {literal(case, name)}.\n" for name in names)
        + f"Notation w := {table(w)}.\nNotation F := {table([f for _, f in stretched])}.\nNotation v := {q(least)}.\n\n"
        "Lemma similar a b : w a b = similarity n n_d alpha beta gamma a b. Proof. by move: a b; check. Qed.\n"
        f"Lemma lhs theta : graph_spectrum w theta -> (v <= theta {k}%N)%R.\nProof.\ncase=> e basis.\n"
        "have apart : linear (along w) := kernel_linear w (degree w).\n"
        f"by apply: (eigenvalue_at_least (k := {k}) (F := F) apart basis) => //; check.\nQed.\n"
        f"Lemma rhs : q_4 n n_d r alpha beta gamma = {q(case.side('rhs'))}. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        "have [theta spectrum small] := claim n n_d r k alpha beta gamma w ltac:(premise) isT similar.\n"
        "have := le_trans (lhs theta spectrum) small; rewrite rhs; apply/negP; rewrite -ltNge; check.\nQed.\n"
    )


@template("neighbours.ncl-narrow", "lower")
def narrow(case: Case) -> str:
    """Classes of proportional rows merged: a loss below which none falls, at fewer coordinates."""
    law, k = case.rows("law"), case.size("k")
    merged = list[Row]()
    for line in law:
        for place, other in enumerate(merged):
            if all(a * d == b * c for a, b in zip(line, other, strict=True) for c, d in zip(line, other, strict=True)):
                merged[place] = [a + b for a, b in zip(line, other, strict=True)]
                break
        else:
            merged.append(line)
    if len(merged) > k:
        raise case.refuse("the least loss at this width is not −‖Ā‖²; Ky Fan's inequality alone gives it")
    merged += [[ZERO] * len(law[0])] * (k - len(merged))
    points = [sum(column, ZERO) for column in zip(*law, strict=True)]
    weights = [1 / sum(line, ZERO) if any(line) else ZERO for line in merged]
    given = [[value / p for value, p in zip(line, points, strict=True)] for line in merged]
    value = q(case.side("lhs"))
    return (
        f"Notation P := {literal(case, 'law')}.\nNotation v := {vector(weights)}.\nNotation c := {table(given)}.\n"
        f"Notation f := (fun l x => Num.sqrt (v l) * c l x)%R.\n\n"
        "Lemma is_a_law : is_law P. Proof. by check. Qed.\n"
        "Lemma inner a b : product f a b = (\\sum_l v l * c l a * c l b)%R.\n"
        "Proof. by apply: product_roots; check. Qed.\n"
        f"Lemma lhs : (- graph_size (pair P) (pA P) = {value})%R.\nProof. by rewrite graph_sizeE; check. Qed.\n"
        f"Lemma rhs : spectral_loss (pair P) (pA P) f = {value}.\n"
        "Proof. by rewrite (loss_by_products _ _ inner); check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        f"have least d (g : 'I_d -> 'I_{len(points)} -> R) : ({value} <= spectral_loss (pair P) (pA P) g)%R.\n"
        "  by rewrite -lhs; apply: law_least is_a_law.\n"
        f"have [|k' _ [g _]] := claim _ _ P {k}%N {value} is_a_law isT.\n"
        "  split=> [|g _]; last exact: least.\n"
        "  by exists f; [move=> l x; rewrite mulr_ge0 ?sqrtr_ge0 //; move: l x; check | exact: rhs].\n"
        "by apply/negP; rewrite -leNgt.\nQed.\n"
    )


@template("neighbours.ncl-unique-wide", "unique")
def unique_wide(case: Case) -> str:
    """φ turned, so that none of its coordinates is zero."""
    law, turn = case.rows("law"), case.rows("turn")
    count, size = len(law), len(law[0])
    turned = [line[:count] for line in turn]
    anchors = [
        next((x for x in range(size) if line[x] and not any(a[x] for a in law if a is not line)), -1) for line in law
    ]
    places = [next((c for c in range(count) if line[c]), -1) for line in turned]
    if -1 in anchors:
        raise case.refuse("a class has no point of its own")
    if -1 in places or any(value < 0 for line in turned for value in line):
        raise case.refuse("a coordinate vanishes or is turned to a negative one")
    r, others = len(turn) - count, "each; first [by [] | move=> _; check]"
    own = "".join(f"- by exists {ordinal(x, size)}; split; [check | {others}].\n" for x in anchors)
    witness = "".join(
        f"- by apply: (turned_seen (c := {ordinal(c, count)}) (x := {ordinal(anchors[c], size)}) is_a_law); "
        f"[check | check | {others}].\n"
        for c in places
    )
    return (
        f"Notation P := {literal(case, 'law')}.\nNotation U := {table(turned)}.\n"
        "Notation f := (turned_phi P U).\n\n"
        "Lemma is_a_law : is_law P. Proof. by check. Qed.\n"
        "Lemma orthonormal c c' : (\\sum_l U l c * U l c' = (c == c')%bool%:R)%R. Proof. by move: c c'; check. Qed.\n"
        f"Lemma own : anchored P.\nProof.\nrewrite /anchored; each.\n{own}Qed.\n"
        "Lemma positive l c : (0 <= U l c)%R. Proof. by move: l c; check. Qed.\n"
        "Lemma nonnegative l x : (0 <= f l x)%R. Proof. exact: turned_ge0 is_a_law positive. Qed.\n"
        f"Lemma none_vanishes l : exists x, f l x != 0%R.\nProof.\nmove: l; each.\n{witness}Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        f"have [|pi inj [s same]] := claim {count}%N {size}%N {r}%N P f is_a_law own isT nonnegative.\n"
        "  by move=> g _; apply: turned_least is_a_law orthonormal.\n"
        f"have [l spare] : exists l, pi l = rshift {count} ord0.\n"
        f"  by have [inv _ right] := injF_bij inj; exists (inv (rshift {count} ord0)).\n"
        "have [x] := none_vanishes l; rewrite same spare /padded.\n"
        f"by case: splitP => [j e|]; [have := ltn_ord j; rewrite -e | rewrite mulr0 eqxx].\nQed.\n"
    )
