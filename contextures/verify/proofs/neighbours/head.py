"""Proofs of section 7.6, `head`: identities of entropies, and matrix entropies of order 1 and 2."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

NONNEGATIVE = "conditional information and entropy are not negative"
PROCESSING = "data processing"


def entropy(*names: str) -> sp.Symbol:
    """H of some variables, in an order that does not matter."""
    return sp.Symbol("H_" + "".join(sorted(names)), real=True)


def information(first: str, second: str, given: str = "") -> sp.Expr:
    """I(first; second | given) by four entropies; a variable is a letter."""
    base = entropy(*given) if given else sp.S.Zero
    return entropy(*first, *given) + entropy(*second, *given) - entropy(*first, *second, *given) - base


@proof("neighbours.head-steps", "target", "projection", "processing", facts=(PROCESSING, "Markov chains"))
def steps() -> Iterable[Identity]:
    """In the chain the past and the future of Z_1 are independent given Z_1, and R comes from Z_2."""
    chain = information("z", "w") + information("z", "r", "w") - information("z", "r") - information("z", "w", "r")
    yield "I(Z_1;Z_2) + I(Z_1;R|Z_2) = I(Z_1;R) + I(Z_1;Z_2|R)", chain


LEAST = information("z", "r") - information("z", "w") + information("y", "r")
MOST = information("y", "w") - information("z", "w") + entropy("z")


def lower() -> Identity:
    """The lower bound, where I(Z_1;R|Z_2) = 0."""
    rest = information("y", "r") - information("z", "w", "r") + information("z", "r", "w")
    return "lower bound = I(R;Y) − I(Z_1;Z_2|R) + I(Z_1;R|Z_2)", LEAST - rest


def upper() -> Identity:
    """The upper bound for any law."""
    left = entropy("y", "z", "w") - entropy("y", "w")
    rest = information("y", "z") + left + information("y", "w", "z")
    return "upper bound = I(Y;Z_1) + H(Z_1|Y,Z_2) + I(Y;Z_2|Z_1)", MOST - rest


@proof("neighbours.head-lower", "bound", facts=(NONNEGATIVE, PROCESSING))
def lower_bound() -> Iterable[Identity]:
    """I(Z_1;R|Z_2) = 0, and I(R;Y) ≤ I(Y;Z_1)."""
    yield lower()


@proof("neighbours.head-upper", "bound", facts=(NONNEGATIVE,))
def upper_bound() -> Iterable[Identity]:
    """All three terms beside I(Y;Z_1) are not negative."""
    yield upper()


@proof("neighbours.head-no-projector", "largest", facts=(NONNEGATIVE,))
def no_projector() -> Iterable[Identity]:
    """I(Z_1;Z_2) = H(Z_1) − H(Z_1|Z_2)."""
    left = entropy("z", "w") - entropy("w")
    yield "H(Z_1) − I(Z_1;Z_2) = H(Z_1|Z_2)", entropy("z") - information("z", "w") - left


@proof("neighbours.head-lower-compared", "weaker", "processing", facts=(NONNEGATIVE, PROCESSING))
def compared() -> Iterable[Identity]:
    """The lower bound is I(R;Y) − I(Z_1;Z_2|R), and data processing bounds I(R;Y) by I(Y;Z_1)."""
    yield lower()


@proof("neighbours.head-gaps", "lower", "upper", "upper-any", facts=(NONNEGATIVE, "Markov chains"))
def gaps() -> Iterable[Identity]:
    """R from Z_2 has I(Z_1;R|Z_2) = 0, and Z_2 from Z_1, Z_1 from X have I(Y;Z_2|Z_1) = 0."""
    yield lower()
    yield upper()


@proof("neighbours.head-lower-input", "bound", variant="corrected", facts=(NONNEGATIVE, PROCESSING))
def lower_input() -> Iterable[Identity]:
    """R and (Y, Z_1) are independent given X, so that I(R;Y,Z_1) ≤ I(X;R)."""
    left = information("y", "r") + information("z", "r")
    right = information("yz", "r") + information("y", "z") - information("y", "z", "r")
    yield "I(R;Y) + I(R;Z_1) = I(R;Y,Z_1) + I(Y;Z_1) − I(Y;Z_1|R)", left - right


@proof("neighbours.head-matrix-joint", "first", "second", facts=("|⟨x, y⟩| ≤ 1 for unit vectors",))
def joint() -> Iterable[Identity]:
    """ΣA²B² ≤ ΣA², entry by entry."""
    a, b = sp.symbols("A B")
    yield "A² − A²B² = A²(1 − B²)", a**2 - a**2 * b**2 - a**2 * (1 - b**2)


@proof(
    "neighbours.head-matrix-information",
    "linear",
    "information",
    "log",
    variant="corrected",
    facts=("|⟨x, y⟩| ≤ 1 for unit vectors",),
)
def linear_entropy() -> Iterable[Identity]:
    """The mean of (1 − A²)(1 − B²) over all entries is not negative; and the n diagonal entries of A⊙B are 1, so that
    tr((A⊙B/n)²) ≥ 1/n. With s the sum of the other two, their product is s²/4 at most, and max(1/n, s−1)·4/s² is least
    at s = 1 + 1/n, as (s−1)/s² grows up to s = 2 and 1/s² falls."""
    a, b, n = sp.symbols("A B n", positive=True)
    yield "(1 − A²)(1 − B²) = 1 − A² − B² + A²B²", (1 - a**2) * (1 - b**2) - (1 - a**2 - b**2 + a**2 * b**2)
    yield "n/n² = 1/n", n / n**2 - 1 / n
    total = sp.Symbol("s", positive=True)
    yield "d/ds (s−1)/s² = (2−s)/s³", sp.diff((total - 1) / total**2, total) - (2 - total) / total**3
    yield "(4/n)/(1 + 1/n)² = 4n/(n+1)²", (4 / n) / (1 + 1 / n) ** 2 - 4 * n / (n + 1) ** 2


@proof(
    "neighbours.head-matrix-shannon", "above", "below", "information", scope=IN_WORDS,
    facts=("subadditivity of the von Neumann entropy", "Taylor's theorem", "the variance of −log q is at most ln²n"),
)  # fmt: skip
def shannon() -> Iterable[Identity]:
    """With p the spectrum of A/n, g(a) = log Σp^a has g(1) = 0, g′(1) = −H_1 and g″(a) the variance of log p under
    q ∝ p^a, which is that of log q over a², at most ln²n/a². So |g(1±h) ± hH_1| ≤ h²ln²n/2, over (1−h)² below 1, and
    H_{1±h} = ∓g(1±h)/h. For objects i with vectors a_i, b_i, the state n^{−1/2}Σ|i⟩|a_i⟩|b_i⟩ has the spectra of A/n,
    B/n and A⊙B/n on the second system, the third and both: subadditivity."""
    a, x, y = sp.symbols("a x y", positive=True)
    g = sp.log(sp.exp(a * x) + sp.exp(a * y))
    q = sp.exp(a * x) / (sp.exp(a * x) + sp.exp(a * y))
    yield "g″ is a variance, two points", sp.simplify(sp.diff(g, a, 2) - (x - y) ** 2 * q * (1 - q))
