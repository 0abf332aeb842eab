"""Chapter 8.3: the change of measure, and the moments that the bounds rest on."""

from __future__ import annotations

from typing import Any

import sympy as sp

from contextures.theory import sorts
from contextures.theory.classical.pacbayes.rules import binary_kl
from contextures.theory.domain import Domain
from contextures.theory.functions import Xi
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols import classical

MEASURES = Domain(
    "a prior, a posterior and a function of the hypothesis",
    {
        "prior": sorts.law("h", text="the prior π"),
        "posterior": sorts.mass("h", text="a posterior ρ"),
        "gain": sorts.values("h", text="the function φ"),
    },
    sizes={"h": (1, 5)},
)


def _partition(world: Any) -> Any:
    """ln Σπe^φ, with the largest φ taken out."""
    gain, top = world["gain"], world["gain"].max(-1)
    return top + world.log((world["prior"] * world.exp(gain - top[..., None])).sum(-1))


@MEASURES.quantity("ln Σπ_h e^{φ_h}", tex=r"\ln\sum_h\pi_he^{\varphi_h}")
def free_energy(world: Any) -> Any:
    return _partition(world)


@MEASURES.quantity("Σρ_hφ_h − KL(ρ‖π)", tex=r"\sum_h\rho_h\varphi_h-\mathrm{KL}(\rho\|\pi)")
def objective(world: Any) -> Any:
    return (world["posterior"] * world["gain"]).sum(-1) - world.kl(world["posterior"], world["prior"])


def _gibbs(world: Any) -> Any:
    gain = world["gain"]
    tilted = world["prior"] * world.exp(gain - gain.max(-1)[..., None])
    return tilted / tilted.sum(-1)[..., None]


@MEASURES.quantity(
    "Σρ_hφ_h − KL(ρ‖π) at ρ_h ∝ π_h e^{φ_h}", tex=r"\bigl(\rho\varphi-\mathrm{KL}\bigr)_{\rho\propto\pi e^\varphi}"
)
def objective_at_gibbs(world: Any) -> Any:
    best = _gibbs(world)
    return (best * world["gain"]).sum(-1) - world.kl(best, world["prior"])


@MEASURES.quantity(
    "total variation of ρ from ρ_h ∝ π_h e^{φ_h}", range="[0, 1]", tex=r"\mathrm{TV}(\rho,\pi e^\varphi)"
)
def distance(world: Any) -> Any:
    return world.absolute(world["posterior"] - _gibbs(world)).sum(-1) / 2


AVERAGE = Domain(
    "n draws of a loss, a coin, and a real variable",
    {
        "law": sorts.law("z", text="the law of a draw"),
        "loss": sorts.ratios("z", text="a loss in [0, 1]"),
        "heads": sorts.ratio(0, 1, "neither", text="the mean of the coin"),
        "value": sorts.values("z", text="the value of the real variable"),
        "unit": sorts.count(1, 30, text="what the values are divided by"),
        "many": sorts.count(1, 1000, text="a sample size"),
    },
    sizes={"z": (1, 4)},
    shared={"n": (1, 14)},
)


@AVERAGE.quantity("sample size n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@AVERAGE.quantity("a sample size", range="≥ 1", tex="n")
def many(world: Any) -> Any:
    return world["many"]


@AVERAGE.quantity("ξ(n) = ΣC(n,k)(k/n)^k(1−k/n)^{n−k}", range="≥ 1", tex=r"\xi(n)")
def xi(world: Any) -> Any:
    return world.value(Xi(classical.n), n=world.size("n"))


@AVERAGE.quantity("ξ at a sample size", range="≥ 1", tex=r"\xi(n)")
def xi_of_many(world: Any) -> Any:
    return world.value(Xi(classical.n), n=world["many"])


def _coins(world: Any) -> tuple[Any, Any, Any]:
    """The average of n coins, its mean and its law."""
    size, p = world.size("n"), world["heads"]
    drawn = world.samples(p[..., None] * [1, -1] + [0, 1], size)
    return drawn.counts[:, 0], p[..., None], drawn.probabilities


@AVERAGE.quantity("E exp(n kl(p̂‖p)) of a coin", range="≥ 1", tex=r"\mathbb E e^{n\,\mathrm{kl}(\hat p\|p)}")
def moment_of_coin(world: Any) -> Any:
    size = world.size("n")
    count, p, chances = _coins(world)
    share = 0 * p + count * (p / p) / size
    return (chances * world.exp(size * binary_kl(world, share, p + 0 * share))).sum(-1)


def _average(world: Any) -> tuple[Any, Any, Any]:
    """The average of n losses, its mean and its law."""
    drawn = world.samples("law", world.size("n"))
    found = (drawn.counts * world["loss"][..., None, :]).sum(-1) / world.size("n")
    return found, (world["law"] * world["loss"]).sum(-1)[..., None], drawn.probabilities


@AVERAGE.quantity("E exp(n kl(p̂‖p)) of losses", range="≥ 1", tex=r"\mathbb E e^{n\,\mathrm{kl}(\hat p\|p)}")
def moment_of_kl(world: Any) -> Any:
    found, mean, chances = _average(world)
    size = world.size("n")
    terms = world.exp(size * binary_kl(world, found, mean + 0 * found))
    return (chances * world.where(chances == 0, 1 + 0 * chances, terms)).sum(-1)


def _moment_of_gap(world: Any, factor: int) -> Any:
    found, mean, chances = _average(world)
    return (chances * world.exp(factor * (found - mean) ** 2)).sum(-1)


@AVERAGE.quantity("E exp(2(n − 1)Δ²), Δ = L − L_S", range="≥ 1", tex=r"\mathbb E e^{2(n-1)\Delta^2}")
def moment_of_gap(world: Any) -> Any:
    return _moment_of_gap(world, 2 * (world.size("n") - 1))


@AVERAGE.quantity("E exp(2nΔ²), Δ = L − L_S", range="≥ 1", tex=r"\mathbb E e^{2n\Delta^2}")
def full_moment_of_gap(world: Any) -> Any:
    return _moment_of_gap(world, 2 * world.size("n"))


def _real(world: Any) -> Any:
    return world["value"] / world["unit"][..., None]


@AVERAGE.quantity(
    "the largest P(X ≥ ε)e^{2nε²} over ε > 0",
    range="≥ 0",
    tex=r"\max_{\varepsilon>0}\Pr(X\ge\varepsilon)e^{2n\varepsilon^2}",
)
def tail(world: Any) -> Any:
    x, p = _real(world), world["law"]
    above = (p[..., None, :] * (x[..., None, :] >= x[..., :, None])).sum(-1)
    return world.where(x > 0, above * world.exp(2 * world.size("n") * x**2), 0 * x).max(-1)


@AVERAGE.quantity("E exp(2(n − 1)X²)", range="≥ 1", tex=r"\mathbb E e^{2(n-1)X^2}")
def moment_of_real(world: Any) -> Any:
    return (world["law"] * world.exp(2 * (world.size("n") - 1) * _real(world) ** 2)).sum(-1)


@AVERAGE.quantity("E exp(2(n − 1)max(0, X)²)", range="≥ 1", tex=r"\mathbb E e^{2(n-1)X_+^2}")
def moment_above(world: Any) -> Any:
    x = _real(world)
    return (world["law"] * world.exp(2 * (world.size("n") - 1) * world.maximum(x, 0 * x) ** 2)).sum(-1)


CHANGE_OF_MEASURE = Statement(
    id="classical.change-of-measure",
    title="Change of measure",
    kind=Kind.IDENTITY,
    source=Source("classical", "Donsker–Varadhan", reconstructed=True),
    domain=MEASURES,
    printed=Claim(
        "ln Σπ_h e^{φ_h} = max_ρ(Σρ_hφ_h − KL(ρ‖π)), attained exactly at ρ_h ∝ π_h e^{φ_h}.",
        r"\ln\sum_h\pi_he^{\varphi_h}=\max_\rho\Bigl(\sum_h\rho_h\varphi_h-\mathrm{KL}(\rho\|\pi)\Bigr),\quad"
        r"\rho_h\propto\pi_he^{\varphi_h}",
        (
            Part("bound", objective, "<=", free_energy, scale=1 + sp.Abs(free_energy)),
            Part("attained", objective_at_gibbs, "==", free_energy, scale=1 + sp.Abs(free_energy)),
            Part("only-there", 2 * distance**2, "<=", free_energy - objective, scale=1 + sp.Abs(free_energy)),
        ),
    ),
    note="That it is attained there only is encoded with the distance: what is missing is at least 2TV².",
)

MAURER_XI = Statement(
    id="classical.maurer-xi",
    title="Maurer's moment of kl",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Maurer 2004", reconstructed=True),
    domain=AVERAGE,
    printed=Claim(
        "ξ(n) = ΣC(n,k)(k/n)^k(1 − k/n)^{n−k}: E e^{n·kl(p̂‖p)} = ξ(n) for Z in {0, 1}, 0 < p < 1; ≤ ξ(n) for Z in "
        "[0, 1]; √n ≤ ξ(n) ≤ 2√n for n ≥ 1.",
        r"\mathbb E e^{n\,\mathrm{kl}(\hat p\|p)}=\xi(n)\ (Z\in\{0,1\}),\quad\le\xi(n)\ (Z\in[0,1]),\quad"
        r"\sqrt n\le\xi(n)\le2\sqrt n",
        (
            Part("bernoulli", moment_of_coin, "==", xi),
            Part("bounded", moment_of_kl, "<=", xi),
            Part("range", xi_of_many, "<=", 2 * sp.sqrt(many)),
            Part("range-lower", sp.sqrt(many), "<=", xi_of_many),
        ),
    ),
)

TAIL = Hypothesis("tail", tail, "<=", 1, "P(X ≥ ε) ≤ e^{−2nε²} for every ε > 0")

PB_MOMENT = Statement(
    id="classical.pb-moment",
    title="The moment behind McAllester's bound",
    kind=Kind.INEQUALITY,
    source=Source("UML", "proof of Theorem 31.1", recalled=("exercise",)),
    domain=AVERAGE,
    printed=Claim(
        "n ≥ 1, Δ = L(h) − L_S(h): E e^{2(n−1)Δ²} ≤ n. X real with P(X ≥ ε) ≤ e^{−2nε²} for every ε > 0: "
        "E e^{2(n−1)X²} ≤ n.",
        r"\mathbb E e^{2(n-1)\Delta^2}\le n,\qquad"
        r"\Pr(X\ge\varepsilon)\le e^{-2n\varepsilon^2}\ \forall\varepsilon>0\ \Rightarrow\ "
        r"\mathbb E e^{2(n-1)X^2}\le n",
        (Part("moment", moment_of_gap, "<=", n), Part("exercise", moment_of_real, "<=", n, given=(TAIL,))),
    ),
    corrected=Claim(
        "E e^{2(n−1)Δ²} ≤ n, and even E e^{2nΔ²} ≤ ξ(n) ≤ 2√n. X real with P(X ≥ ε) ≤ e^{−2nε²} for every ε > 0: "
        "E e^{2(n−1)max(0,X)²} ≤ n.",
        r"\mathbb E e^{2(n-1)\Delta^2}\le n,\quad\mathbb E e^{2n\Delta^2}\le\xi(n),\qquad"
        r"\Pr(X\ge\varepsilon)\le e^{-2n\varepsilon^2}\ \forall\varepsilon>0\ \Rightarrow\ "
        r"\mathbb E e^{2(n-1)X_+^2}\le n",
        (
            Part("moment", moment_of_gap, "<=", n),
            Part("sharper", full_moment_of_gap, "<=", xi),
            Part("exercise", moment_above, "<=", n, given=(TAIL,)),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="A tail above says nothing of how far below zero X may be, so that X² may be as large as one likes; what the "
    "tail bounds is the part of X above zero.",
)
