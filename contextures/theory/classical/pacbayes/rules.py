"""Chapter 8.3: the bounds of PAC-Bayes, each as what a posterior violates, and the chance that one does."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory.classical.limits.pac import CORRECTED, LIMITS
from contextures.theory.classical.pacbayes.posteriors import Rule, Seen, chance
from contextures.theory.functions import BinaryKL
from contextures.theory.symbols import classical

DISTANCE = BinaryKL(classical.mean, classical.p)
NARROW, WIDE = 1e-3, 30.0
"""Rates that are tried after the sample, at the ends."""


def limit(id_: str, part: str = "") -> sp.Expr:
    """The formula of a limit, over the settings."""
    return LIMITS[f"classical.{id_}"][part].value


def binary_kl(world: Any, q: Any, p: Any) -> Any:
    """kl(q‖p), numbers that rounding took past 1 brought back."""
    return world.value(DISTANCE, mean=world.minimum(q, 1), p=world.minimum(p, 1))


def settings(world: Any, seen: Seen) -> dict[str, Any]:
    """The settings that every bound has."""
    return {"KL": seen.KL, "n": world.size("n"), "delta": seen.spread(world["delta"])}


def near(level: sp.Expr, *, upper: bool = False) -> Any:
    """Bounds kl(L_S‖L) by a level, on both sides or where L > L_S only."""

    def sides(world: Any, seen: Seen, _: Any) -> tuple[Any, Any]:
        q, p = seen.average(world["losses"]), seen.risk(world["losses"])
        apart = binary_kl(world, q, p)
        if upper:
            apart = world.where(world.exceeds(p, q), apart, 0 * q - 1)
        return apart, world.value(level, **settings(world, seen))

    return sides


def at_most(value: sp.Expr) -> Any:
    """Bounds L by a formula of L_S, with C where the formula has it."""

    def sides(world: Any, seen: Seen, _: Any) -> tuple[Any, Any]:
        q, p = seen.average(world["losses"]), seen.risk(world["losses"])
        fixed = {"C": seen.spread(world["trade"])} if classical.C in value.free_symbols else {}
        return p, world.value(value, mean=q, **fixed, **settings(world, seen))

    return sides


def tuned(value: sp.Expr, name: str) -> Any:
    """Bounds L by a formula of L_S and a rate."""

    def sides(world: Any, seen: Seen, rate: Any) -> tuple[Any, Any]:
        q, p = seen.average(world["losses"]), seen.risk(world["losses"])
        return p, world.value(value, mean=q, **{name: rate}, **settings(world, seen))

    return sides


def best_trade(world: Any, seen: Seen) -> Any:
    """The C of the tangent to kl(q‖·) at p, where the bound of Catoni is least."""
    q, p = seen.average(world["losses"]), seen.risk(world["losses"])
    with np.errstate(all="ignore"):
        found = np.log(p * (1 - q) / (q * (1 - p)))
    return np.clip(np.where(np.isnan(found), NARROW, found), NARROW, WIDE)


def best_lambda(world: Any, seen: Seen) -> Any:
    """The λ at which the bound of Thiemann et al. is least."""
    level = world.value(sp.log(2 * sp.sqrt(classical.n) / classical.delta) + classical.KL, **settings(world, seen))
    return 2 / (np.sqrt(2 * world.size("n") * seen.average(world["losses"]) / level + 1) + 1)


def unexpected(world: Any, seen: Seen, _: Any) -> tuple[Any, Any]:
    """Bounds L by L_S and the average square, for losses at most b."""
    end = world["end"]
    losses = end[..., None, None] - world["below"]
    value = world.value(
        limit("pb-unexpected"),
        mean=seen.average(losses),
        second_moment=seen.average(losses**2),
        b=seen.spread(end),
        gamma=seen.spread(world["share"] / end),
        **settings(world, seen),
    )
    return seen.risk(losses), value


def split(world: Any, seen: Seen, _: Any) -> tuple[Any, Any]:
    """Bounds L by kl on both sides of μ."""
    losses, mu = world["losses"], world["split"][..., None, None]
    value = world.value(
        limit("pb-split-kl"),
        mean_plus=seen.average(world.maximum(losses - mu, 0 * losses)),
        mean_minus=seen.average(world.maximum(mu - losses, 0 * losses)),
        mu=seen.spread(world["split"]),
        a=0,
        b=1,
        **settings(world, seen),
    )
    return seen.risk(losses), value


def level(part: str) -> sp.Expr:
    """The level of kl of a part of `pb-kl`."""
    return limit("pb-kl", part).args[1]


xi_level = CORRECTED["classical.pb-optimistic"]["every"].value.args[1]
catoni_xi = CORRECTED["classical.pb-catoni-free"][""].value
catoni = limit("pb-catoni")

miss_kl = chance(
    "miss_kl",
    "P(some ρ: kl(L_S‖L) ≥ (KL + ln(2√n/δ))/n)",
    r"\mathrm{kl}\ge\ldots",
    Rule(near(level("printed")), strict=False, alike="kl"),
)
miss_xi = chance(
    "miss_xi",
    "P(some ρ: kl(L_S‖L) ≥ (KL + ln(ξ(n)/δ))/n)",
    r"\mathrm{kl}\ge\ldots\xi",
    Rule(near(level("xi")), strict=False, alike="kl"),
)
miss_langford = chance(
    "miss_langford",
    "P(some ρ: kl(L_S‖L) ≥ (KL + ln((n+1)/δ))/n)",
    r"\mathrm{kl}\ge\ldots(n+1)",
    Rule(near(level("langford")), strict=False, alike="kl"),
)
miss_relaxed = chance(
    "miss_relaxed",
    "P(some ρ: L > L_S + √(2L_Sε) + 2ε)",
    r"L>L_S+\sqrt{2L_S\varepsilon}+2\varepsilon",
    Rule(at_most(limit("pb-kl", "relaxed"))),
)
miss_optimistic = chance(
    "miss_optimistic",
    "P(some ρ: L > kl^{-1,+}(L_S, (KL + ln(1/δ))/n))",
    r"L>\mathrm{kl}^{-1,+}",
    Rule(near(limit("pb-optimistic", "every").args[1], upper=True)),
)
miss_upper = chance(
    "miss_upper",
    "P(some ρ: L > kl^{-1,+}(L_S, (KL + ln(ξ(n)/δ))/n))",
    r"L>\mathrm{kl}^{-1,+}_\xi",
    Rule(near(xi_level, upper=True)),
)
miss_mcallester = chance(
    "miss_mcallester",
    "P(some ρ: L > L_S + √((KL + ln(n/δ))/(2(n − 1))))",
    r"L>L_S+\ldots",
    Rule(at_most(limit("pb-mcallester"))),
)
miss_catoni = chance(
    "miss_catoni", "P(some ρ: L exceeds the bound of Catoni with C)", r"L>\ldots", Rule(at_most(catoni))
)
miss_catoni_free = chance(
    "miss_catoni_free",
    "P(some ρ and C: L exceeds the bound of Catoni)",
    r"L>\ldots(C)",
    Rule(tuned(catoni, "C"), rates=best_trade),
)
miss_catoni_xi = chance(
    "miss_catoni_xi",
    "P(some ρ and C: L exceeds the bound of Catoni with ln(ξ(n)/δ))",
    r"L>\ldots(C,\xi)",
    Rule(tuned(catoni_xi, "C"), rates=best_trade),
)
miss_lambda = chance(
    "miss_lambda",
    "P(some ρ and λ: L exceeds the bound with λ)",
    r"L>\ldots(\lambda)",
    Rule(tuned(limit("pb-lambda"), "lambda"), rates=best_lambda),
)
miss_unexpected = chance(
    "miss_unexpected",
    "P(some ρ: L reaches the bound with the average square)",
    r"L\ge\ldots",
    Rule(unexpected, strict=False),
)
miss_split = chance(
    "miss_split",
    "P(some ρ: L reaches the bound with kl on both sides of μ)",
    r"L\ge\mu+\ldots",
    Rule(split, strict=False, dear=True),
)
miss_split_strict = chance(
    "miss_split_strict",
    "P(some ρ: L exceeds the bound with kl on both sides of μ)",
    r"L>\mu+\ldots",
    Rule(split, dear=True),
)
