"""Chapter 8.2: algorithms that change little when an example of their sample does."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.exact.enumeration import sequences
from contextures.theory import sorts
from contextures.theory.classical.limits.classes import LIMITS
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement


def table(length: int) -> str:
    """The field of the losses of A(z_1, …, z_length)."""
    return f"losses_of_{length}"


def stable(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Algorithms that return nearly one hypothesis, or one, whose losses are 0 or 1 mostly, and a large δ."""
    z, fine = sizes["z"], int(rng.choice([1, 1, 10, 100]))
    base = rng.integers(0, 2, (count, z)) * fine
    found = {"delta": np.stack([rng.integers(40, 100, count), np.full(count, 100)], axis=-1)}
    for length in (1, 2, 3):
        change = rng.integers(-1, 2, (count, *[z] * (length + 1))) * (rng.random((count, *[1] * (length + 1))) < 0.5)
        top = np.clip(base.reshape(count, *[1] * length, z) + change * (fine > 1), 0, fine)
        found[table(length)] = np.stack([top, np.full_like(top, fine)], axis=-1)
    return found


def memory(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Algorithms that know their own examples: no loss there, and a loss elsewhere."""
    z = sizes["z"]
    found = {}
    for length in (1, 2, 3):
        own = np.zeros((*[z] * (length + 1),), dtype=bool)
        for axis in range(length):
            own |= np.arange(z).reshape([z if k == axis else 1 for k in range(length + 1)]) == np.arange(z)
        top = np.broadcast_to((~own).astype(np.int64), (count, *own.shape))
        found[table(length)] = np.stack([top, np.ones_like(top)], axis=-1)
    return found


ALGORITHM = Domain(
    "an algorithm, told by the losses of what it returns on every sample in order, and n examples",
    {
        "law": sorts.law("z"),
        table(1): sorts.ratios("z", "z"),
        table(2): sorts.ratios("z", "z", "z"),
        table(3): sorts.ratios("z", "z", "z", "z"),
        "range": sorts.ratio(0, 4, "right"),
        "delta": sorts.ratio(0, 1, "neither"),
    },
    sizes={"z": (2, 3)},
    shared={"n": (1, 3)},
    families={"stable": stable, "memory": memory},
)


def losses(world: Any, length: int) -> Any:
    """ℓ(A(S), ·) by sample in order, (..., S, z)."""
    tables = [world[table(k)] for k in (1, 2, 3)]
    z = world.size("z")
    chosen = tables[length - 1]
    skipped = chosen.ndim - length - 1
    return chosen.reshape((*chosen.shape[:skipped], z**length, z)) * world["range"][..., None, None]


def weights(world: Any) -> Any:
    """The probability of each sample in order, (..., S)."""
    return world.sequences("law", world.size("n")).probabilities


def replaced(z: int, n: int, place: int) -> Any:
    """The number of each sample with the example at a place replaced by each point, (S, z)."""
    rows, power = sequences(z, n), z ** (n - 1 - place)
    return np.arange(len(rows))[:, None] + (np.arange(z) - rows[:, place : place + 1]) * power


def without(z: int, n: int, place: int) -> Any:
    """The number of each sample among those of n − 1 examples, the one at a place removed, (S,)."""
    rest = np.delete(sequences(z, n), place, axis=1)
    return rest @ z ** np.arange(n - 1)[::-1]


def risks(world: Any) -> Any:
    """L(A(S)) by sample."""
    return (losses(world, world.size("n")) * world["law"][..., None, :]).sum(-1)


def empirical(world: Any) -> Any:
    """L_S(A(S)) by sample."""
    found, rows = losses(world, world.size("n")), sequences(world.size("z"), world.size("n"))
    own = np.stack([found[..., np.arange(len(rows)), rows[:, i]] for i in range(rows.shape[1])], axis=-1)
    return own.sum(-1) / rows.shape[1]


@ALGORITHM.quantity("E[L(A(S)) − L_S(A(S))]", tex=r"\mathbb E[L(A(S))-L_S(A(S))]")
def expected_gap(world: Any) -> Any:
    return (weights(world) * (risks(world) - empirical(world))).sum(-1)


@ALGORITHM.quantity("E[ℓ(A(S^{(i)}), z_i) − ℓ(A(S), z_i)]", tex=r"\mathbb E[\ell(A(S^{(i)}),z_i)-\ell(A(S),z_i)]")
def expected_change(world: Any) -> Any:
    z, n = world.size("z"), world.size("n")
    found, rows, total = losses(world, n), sequences(z, n), 0
    for i in range(n):
        after = found[..., replaced(z, n, i), rows[:, i, None]]
        fresh = (after * world["law"][..., None, :]).sum(-1)
        total = total + (weights(world) * (fresh - found[..., np.arange(len(rows)), rows[:, i]])).sum(-1) / n
    return total


def largest_replaced(world: Any) -> Any:
    """The most by which a replaced example changes a loss."""
    z, n = world.size("z"), world.size("n")
    found = losses(world, n)
    changes = [
        world.absolute(found[..., replaced(z, n, i), :] - found[..., :, None, :]).max((-1, -2, -3)) for i in range(n)
    ]
    return np.stack(changes, axis=-1).max(-1)


def largest_removed(world: Any) -> Any:
    """The most by which a removed example changes a loss; where there is one example, of what another left."""
    z, n = world.size("z"), world.size("n")
    found = losses(world, n)
    fewer = losses(world, max(1, n - 1))
    changes = [
        world.absolute(fewer[..., without(z, n, i) if n > 1 else np.arange(z), :] - found).max((-1, -2))
        for i in range(n)
    ]
    return np.stack(changes, axis=-1).max(-1)


@ALGORITHM.quantity("stability β: a replaced example changes a loss by so much", range="≥ 0", tex=r"\beta")
def beta(world: Any) -> Any:
    return largest_replaced(world)


@ALGORITHM.quantity("stability β: a removed example changes a loss by so much", range="≥ 0", tex=r"\beta^-")
def beta_removed(world: Any) -> Any:
    return largest_removed(world)


@ALGORITHM.quantity("range M of the losses", range="> 0", tex="M")
def M(world: Any) -> Any:
    return world["range"]


@ALGORITHM.quantity("number n of examples", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@ALGORITHM.quantity("failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


def miss(world: Any, part: str, stability: Any) -> Any:
    """P(L > limit) at A(S)."""
    limit = world.value(
        LIMITS["classical.uniform-stability"][part].value,
        mean=empirical(world),
        n=world.size("n"),
        M=world["range"][..., None],
        beta=stability[..., None],
        delta=world["delta"][..., None],
    )
    return (weights(world) * world.exceeds(risks(world), limit)).sum(-1)


@ALGORITHM.quantity("P(L > L_S + β + (2nβ + M)√(ln(1/δ)/2n)), replaced", range="[0, 1]", tex=r"\Pr(L>L_S+\cdots)")
def miss_replaced(world: Any) -> Any:
    return miss(world, "replace", largest_replaced(world))


@ALGORITHM.quantity("P(L > L_S + 2β + (4nβ + M)√(ln(1/δ)/2n)), removed", range="[0, 1]", tex=r"\Pr(L>L_S+\cdots)")
def miss_removed(world: Any) -> Any:
    return miss(world, "remove", largest_removed(world))


UNIFORM_STABILITY = Statement(
    id="classical.uniform-stability",
    title="Uniform stability",
    kind=Kind.INEQUALITY,
    source=Source(
        "UML", "Theorem 13.2; after FoML Theorem 14.2 and Bousquet–Elisseeff 2002", recalled=("replace", "remove")
    ),
    domain=ALGORITHM,
    printed=Claim(
        text="A maps samples in order to hypotheses: E[L(A(S)) − L_S(A(S))] = E[ℓ(A(S^{(i)}), z_i) − ℓ(A(S), z_i)], i "
        "uniform. 0 ≤ ℓ ≤ M, a replaced example changes any loss by ≤ β: P(L > L_S + β + (2nβ + M)√(ln(1/δ)/2n)) ≤ δ. "
        "A removed one (n ≥ 2) does: P(L > L_S + 2β + (4nβ + M)√(ln(1/δ)/2n)) ≤ δ.",
        tex=r"\mathbb E[L(A(S))-L_S(A(S))]=\mathbb E[\ell(A(S^{(i)}),z_i)-\ell(A(S),z_i)],\quad"
        r"\Pr\bigl(L>L_S+\beta+(2n\beta+M)\sqrt{\tfrac{\ln(1/\delta)}{2n}}\bigr)\le\delta",
        parts=(
            Part("identity", expected_gap, "==", expected_change, scale=M),
            Part("replace", miss_replaced, "<=", delta),
            Part("remove", miss_removed, "<=", delta, given=(Hypothesis("two", 2, "<=", n),)),
        ),
    ),
    note="`identity` is UML Theorem 13.2.",
)

STATEMENTS = (UNIFORM_STABILITY,)
