"""Chapter 7.1: the contrastive loss corrected by a task covariance."""

from __future__ import annotations

from typing import Any

from contextures.theory.neighbours.tang.algebra import captured, centred, moments, transposed
from contextures.theory.neighbours.tang.losses import (
    LOSS,
    NORMALISED,
    ROOM,
    beside_one,
    excess,
    feature,
    head,
    loss_centred,
    lost,
    p_a,
    p_x,
    root_kernel,
    size,
    spectrum,
    square,
    top,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def seen(world: Any) -> Any:
    """The density of Q̃Λ^{1/2}."""
    return (world["law"] / p_x(world)[..., :, None]) @ root_kernel(world)


def turned_loss(world: Any, f: Any, g: Any) -> Any:
    """L_Λ."""
    p = p_a(world)
    turned = root_kernel(world) @ (p[..., :, None] * centred(p, g))
    apart = (moments(p_x(world), f) * moments(p, g)).sum((-1, -2))
    return apart - 2 * (f * (world["law"] @ turned)).sum((-1, -2))


@LOSS.quantity("L_Λ(f, g)", tex=r"L_\Lambda(f,g)")
def task_loss(world: Any) -> Any:
    return turned_loss(world, world["f"], head(world))


@LOSS.quantity(
    "‖Q̃Λ^{1/2} − FGᵀ‖_F² − ‖Q̃Λ^{1/2}‖_F²", tex=r"\|\tilde Q\Lambda^{1/2}-FG^\top\|_F^2-\|\tilde Q\Lambda^{1/2}\|_F^2"
)
def task_gap(world: Any) -> Any:
    return excess(world, seen(world), world["f"], head(world))


@LOSS.quantity("L_Λ(f − E f, g)", tex=r"L_\Lambda(f,g)")
def task_loss_centred(world: Any) -> Any:
    return turned_loss(world, feature(world), head(world))


@LOSS.quantity("J* = Σ_{i≤d}λ_i(L)", range="≥ 0", tex="J^*")
def J_star(world: Any) -> Any:
    return top(world, square(world, seen(world)))


@LOSS.quantity("λ_d(L)", range="≥ 0", tex=r"\lambda_d(L)")
def lambda_d(world: Any) -> Any:
    return spectrum(world, square(world, seen(world)))[..., world.size("d") - 1]


@LOSS.quantity("λ_{d+1}(L)", range="≥ 0", tex=r"\lambda_{d+1}(L)")
def lambda_next(world: Any) -> Any:
    return spectrum(world, square(world, seen(world)))[..., world.size("d")]


@LOSS.quantity("how far the span of f − E f is from a top-d eigenspace of L", range="≥ 0", tex=r"\ell_L(f)")
def lost_task_centred(world: Any) -> Any:
    return lost(world, square(world, seen(world)), beside_one(world["f"]), among=1)


@LOSS.quantity("how far the span of f is from a top-d eigenspace of L", range="≥ 0", tex=r"\ell_L(f)")
def lost_task(world: Any) -> Any:
    return lost(world, square(world, seen(world)), world["f"])


def _apart(world: Any, f: Any, rival: Any) -> Any:
    """‖Π_f − Π_f′‖_F²."""
    p = p_x(world)
    first, second = world.projector(f, p), world.projector(rival, p)
    return world.trace(first) + world.trace(second) - 2 * (first * transposed(second)).sum((-1, -2))


@LOSS.quantity("‖Π_f − Π_f′‖_F² for f − E f and f′ − E f′", range="≥ 0", tex=r"\|\Pi_f-\Pi_{f'}\|_F^2")
def apart_centred(world: Any) -> Any:
    return _apart(world, beside_one(world["f"]), beside_one(world["rival"]))


@LOSS.quantity("‖Π_f − Π_f′‖_F²", range="≥ 0", tex=r"\|\Pi_f-\Pi_{f'}\|_F^2")
def apart(world: Any) -> Any:
    return _apart(world, world["f"], world["rival"])


@LOSS.quantity("−min_g L_Λ(f′ − E f′, g)", range="≥ 0", tex=r"-\min_gL_\Lambda(f',g)")
def rival_centred(world: Any) -> Any:
    return captured(world, p_x(world), beside_one(world["rival"]), square(world, seen(world)))


@LOSS.quantity("−min_g L_Λ(f′, g)", range="≥ 0", tex=r"-\min_gL_\Lambda(f',g)")
def rival(world: Any) -> Any:
    return captured(world, p_x(world), world["rival"], square(world, seen(world)))


@LOSS.quantity("J(f;Λ), of the span of f − E f", range="≥ 0", tex=r"J(f;\Lambda)")
def J(world: Any) -> Any:
    return captured(world, p_x(world), beside_one(world["f"]), square(world, seen(world)))


@LOSS.quantity("L_{c·Id}(f − E f, √c·g)", tex=r"L_{c\,\mathrm{Id}}(f,\sqrt c\,g)")
def isotropic_loss(world: Any) -> Any:
    root = world["root"][..., None, None]
    f, g, p = feature(world), root * head(world), p_a(world)
    apart = (moments(p_x(world), f) * moments(p, g)).sum((-1, -2))
    return apart - 2 * (f * (world["law"] @ (root * centred(p, g)))).sum((-1, -2))


@LOSS.quantity("c", range="≥ 0", tex="c")
def c(world: Any) -> Any:
    return world["root"] ** 2


MINIMISES = Hypothesis("minimises", task_loss_centred, "==", -J_star, "(f, g) attains the minimum, −J*")
MINIMISES_ANY = Hypothesis("minimises", task_loss, "==", -J_star, "(f, g) attains the minimum, −J*")
EIGENGAP = Hypothesis("gap", lambda_next, "<", lambda_d, "λ_d(L) > λ_{d+1}(L)")
SOME_GAIN = Hypothesis("gain", 0, "<", J_star, "J* > 0, as the regret needs")

CORRECTED_LOSS = Statement(
    id="neighbours.tang-corrected-loss",
    title="The corrected loss of a feature",
    kind=Kind.IDENTITY,
    source=Source("tang", "Proposition 14"),
    domain=LOSS,
    printed=Claim(
        "L_Λ = −2E f(X)ᵀ(Λ^{1/2}g̃)(A) + E_{P_X⊗P_A}(f(X)ᵀg(A))² = ‖Q̃Λ^{1/2} − FGᵀ‖_F² − ‖Q̃Λ^{1/2}‖_F² for all f, g; "
        "for features f every minimiser spans a top-d eigenspace of L, only one if λ_d(L) > λ_{d+1}(L), and has ρ = 0; "
        "for Λ = c·Id, L_Λ(f, √c·g) is c times the loss (10) of f, g for centred f.",
        r"L_\Lambda=\|\tilde Q\Lambda^{1/2}-FG^\top\|_F^2-\|\tilde Q\Lambda^{1/2}\|_F^2",
        (
            Part("identity", task_loss, "==", task_gap, scale=size),
            Part("span", lost_task_centred, "==", 0, given=(ROOM, NORMALISED, MINIMISES), scale=1),
            Part(
                "unique",
                apart_centred,
                "==",
                0,
                given=(
                    ROOM,
                    NORMALISED,
                    MINIMISES,
                    EIGENGAP,
                    Hypothesis("rival", rival_centred, "==", J_star, "f′ has a g′ that attains the minimum"),
                ),
                scale=1,
            ),
            Part("regret", J, "==", J_star, given=(ROOM, NORMALISED, MINIMISES, SOME_GAIN)),
            Part("isotropic", isotropic_loss, "==", c * loss_centred, scale=size * (1 + c)),
        ),
    ),
    note="f − E f is measured in place of a feature f. ρ = 0 reads J = J*.",
)

FREE = (
    Part(
        "unique",
        apart,
        "==",
        0,
        given=(
            ROOM,
            MINIMISES_ANY,
            EIGENGAP,
            Hypothesis("rival", rival, "==", J_star, "f′ has a g′ that attains the minimum"),
        ),
        scale=1,
    ),
    Part("regret", J, "==", J_star, given=(ROOM, MINIMISES_ANY, SOME_GAIN)),
)

CORRECTED_LOSS_FREE = Statement(
    id="neighbours.tang-corrected-loss-free",
    title="The corrected loss as it is trained",
    kind=Kind.IDENTITY,
    source=Source("tang", "Proposition 14", reconstructed=True),
    domain=LOSS,
    printed=Claim(
        "Minimisers of L_Λ among arbitrary f, g: f spans a top-d eigenspace of L, only one if λ_d(L) > λ_{d+1}(L), and "
        "the span of f̃ has ρ = 0.",
        r"L_\Lambda(f,g)=-J^*\Rightarrow\mathrm{span}f\text{ is a top-}d\text{ eigenspace of }L,\ \rho(f,\Lambda)=0",
        (Part("span", lost_task, "==", 0, given=(ROOM, MINIMISES_ANY), scale=1), *FREE),
    ),
    corrected=Claim(
        "The same, the first for λ_d(L) > 0.",
        r"\lambda_d(L)>0,\ L_\Lambda(f,g)=-J^*\Rightarrow\mathrm{span}f\text{ is a top-}d\text{ eigenspace of }L",
        (
            Part(
                "span",
                lost_task,
                "==",
                0,
                given=(ROOM, MINIMISES_ANY, Hypothesis("positive", 0, "<", lambda_d, "λ_d(L) > 0")),
                scale=1,
            ),
            *FREE,
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Where L has rank below d, components of f that g takes no part of are arbitrary: they may vanish, or add a "
    "constant. What is needed of the span is there, so that ρ = 0 stands.",
    uses=("neighbours.tang-corrected-loss",),
)

STATEMENTS = (CORRECTED_LOSS, CORRECTED_LOSS_FREE)
