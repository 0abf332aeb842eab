"""Chapter 8.5: laws on the inputs of a channel, a variable before it, and draws of weak spots."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain

Rng = np.random.Generator
Drawn = dict[str, Any]


def _erasing(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Channels that tell the input or the last output, which tells nothing."""
    n, m = sizes["x"], sizes["y"]
    told = np.eye(m, dtype=np.int64)[np.arange(n) % max(1, m - 1)]
    lost = np.eye(m, dtype=np.int64)[-1]
    return {"channel": told * rng.integers(1, 10, (count, 1, 1)) + lost * rng.integers(1, 10, (count, 1, 1))}


def _symmetric(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Channels that err with one chance for each output."""
    n, m = sizes["x"], sizes["y"]
    told = np.eye(m, dtype=np.int64)[np.arange(n) % m]
    return {"channel": told * rng.integers(1, 20, (count, 1, 1)) + rng.integers(0, 4, (count, 1, 1))}


def _one_sided(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Z-channels: an input may turn into the first one, with a chance of its own, and the first never changes."""
    n, m = sizes["x"], sizes["y"]
    told = np.eye(m, dtype=np.int64)[np.arange(n) % m] * rng.integers(1, 20, (count, n, 1))
    return {"channel": told + np.eye(m, dtype=np.int64)[0] * rng.integers(0, 20, (count, n, 1))}


def _boolean(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """The AND of independent bits, or whether the input is the last one; seen with or without noise."""
    n, m = sizes["x"], sizes["y"]
    rows = np.eye(m, dtype=np.int64)[(np.arange(n) == n - 1).astype(int)]
    bits = rng.integers(1, 6, (count, 2, 2))
    inputs = (bits[:, 0, :, None] * bits[:, 1, None, :]).reshape(count, 4) if n == 4 else rng.integers(1, 9, (count, n))
    noise = rng.integers(0, 2, (count, 1, 1)) * rng.integers(0, 3, (count, 1, m))
    return {"p": inputs, "channel": 10 * rows + noise}


def _faint(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Channels whose rows are nearly equal."""
    n, m = sizes["x"], sizes["y"]
    return {"channel": 300 * rng.integers(1, 5, (count, 1, m)) + rng.integers(-20, 21, (count, n, m))}


def _rare(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Inputs of which one carries nearly everything, and laws of one or of two points against them."""
    n, u = sizes["x"], sizes["u"]
    heavy = np.where(np.arange(n) == rng.integers(0, n, (count, 1)), rng.integers(10, 1000, (count, 1)), 1)
    one = np.eye(n, dtype=np.int64)[rng.integers(0, n, count)]
    two = one + np.eye(n, dtype=np.int64)[rng.integers(0, n, count)] * rng.integers(0, 2, (count, 1))
    split = np.zeros((count, u, n), dtype=np.int64)
    split[np.arange(count)[:, None], rng.integers(0, u, (count, n)), np.arange(n)] = heavy
    empty = split.sum(2) == 0
    split += empty[:, :, None] * np.where(heavy == heavy.max(1, keepdims=True), 1, 0)[:, None, :]
    return {"p": heavy, "q": heavy, "r": two, "first": split}


def _product(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Two channels side by side, where the sizes are products, and laws that are products."""
    n, m = sizes["x"], sizes["y"]
    if (n, m) != (4, 4):
        return _one_sided(rng, count, sizes)
    both, inputs = rng.integers(0, 6, (2, count, 2, 2)) + np.eye(2, dtype=np.int64), rng.integers(1, 8, (2, count, 2))
    pair = both[0][:, :, None, :, None] * both[1][:, None, :, None, :]
    return {
        "channel": pair.reshape(count, 4, 4),
        "p": (inputs[0][:, :, None] * inputs[1][:, None, :]).reshape(count, 4),
    }


FAMILIES = {
    "erasing": _erasing,
    "symmetric channel": _symmetric,
    "one-sided": _one_sided,
    "boolean": _boolean,
    "faint": _faint,
    "rare": _rare,
    "product": _product,
}

CHANNEL = Domain(
    "laws on the inputs of a channel W, and a variable U before it",
    {
        "r": sorts.mass("x", text="a law R of X"),
        "q": sorts.mass("x", text="a law P of X, zeros allowed"),
        "p": sorts.law("x", text="a law P of X, positive"),
        "first": sorts.law("u", "x", text="the law of U and X"),
        "channel": sorts.channel("x", "y", text="the channel W"),
        "share": sorts.ratio(0, 1, "neither", text="a share"),
    },
    families=FAMILIES,
)


def sent(law: Any, channel: Any) -> Any:
    """The law of the output."""
    return (law[..., None] * channel).sum(-2)


def variation(world: Any, p: Any, q: Any) -> Any:
    """TV = ½Σ|p − q|."""
    return world.absolute(p - q).sum(-1) / 2


def chi_square(world: Any, p: Any, q: Any) -> Any:
    """χ²(p‖q) = Σ p²/q − 1; a point without mass in both adds nothing."""
    return (p**2 / world.where((p == 0) & (q == 0), 1 + 0 * q, q)).sum(-1) - 1


def joint(world: Any) -> Any:
    """The law of X and Y behind U."""
    return world["first"].sum(-2)[..., None] * world["channel"]


@CHANNEL.quantity("KL(R‖P) in nats", range="[0, ∞]", tex=r"\mathrm{KL}(R\|P)")
def kl_before(world: Any) -> Any:
    return world.kl(world["r"], world["q"])


@CHANNEL.quantity("KL(RW‖PW) in nats", range="[0, ∞]", tex=r"\mathrm{KL}(RW\|PW)")
def kl_after(world: Any) -> Any:
    return world.kl(sent(world["r"], world["channel"]), sent(world["q"], world["channel"]))


@CHANNEL.quantity("χ²(R‖P)", range="[0, ∞]", tex=r"\chi^2(R\|P)")
def chi2_before(world: Any) -> Any:
    return chi_square(world, world["r"], world["q"])


@CHANNEL.quantity("χ²(RW‖PW)", range="[0, ∞]", tex=r"\chi^2(RW\|PW)")
def chi2_after(world: Any) -> Any:
    return chi_square(world, sent(world["r"], world["channel"]), sent(world["q"], world["channel"]))


@CHANNEL.quantity("total variation of R and P", range="[0, 1]", tex=r"\mathrm{TV}(R,P)")
def tv_before(world: Any) -> Any:
    return variation(world, world["r"], world["q"])


@CHANNEL.quantity("total variation of RW and PW", range="[0, 1]", tex=r"\mathrm{TV}(RW,PW)")
def tv_after(world: Any) -> Any:
    return variation(world, sent(world["r"], world["channel"]), sent(world["q"], world["channel"]))


@CHANNEL.quantity("smallest mass of P", range="[0, 1/2]", tex=r"\min P")
def min_mass(world: Any) -> Any:
    return world["q"].min(-1)


@CHANNEL.quantity("η_TV(W), the largest total variation of two rows", range="[0, 1]", tex=r"\eta_{\mathrm{TV}}")
def eta_tv(world: Any) -> Any:
    rows = world["channel"]
    return variation(world, rows[..., :, None, :], rows[..., None, :, :]).max(-1).max(-1)


@CHANNEL.quantity("I(U;X) in nats", range="≥ 0", tex="I(U;X)")
def mi_before(world: Any) -> Any:
    return world.mutual_information(world["first"])


@CHANNEL.quantity("I(U;Y) in nats", range="≥ 0", tex="I(U;Y)")
def mi_after(world: Any) -> Any:
    return world.mutual_information(world["first"] @ world["channel"])


@CHANNEL.quantity("s_1² of X and Y, the squared maximal correlation", range="[0, 1]", tex="s_1^2")
def rho2(world: Any) -> Any:
    return world.singular_values(joint(world))[..., 0] ** 2


@CHANNEL.quantity("η_KL(P_X, P_{Y|X})", range="[0, 1]", tex=r"\eta_{\mathrm{KL}}")
def eta(world: Any) -> Any:
    return world.contraction("eta", world["first"].sum(-2), world["channel"])


def _dependence(law: Any) -> Any:
    """Σ p(u,x)²/(p(u)p(x)) − 1."""
    return (law**2 / (law.sum(-1)[..., :, None] * law.sum(-2)[..., None, :])).sum(-1).sum(-1) - 1


@CHANNEL.quantity("χ²-information of U and X", range="≥ 0", tex=r"\chi^2(U;X)")
def chi2_of_input(world: Any) -> Any:
    return _dependence(world["first"])


@CHANNEL.quantity("χ²-information of U and Y", range="≥ 0", tex=r"\chi^2(U;Y)")
def chi2_of_output(world: Any) -> Any:
    both = world["first"] @ world["channel"]
    product = both.sum(-1)[..., :, None] * both.sum(-2)[..., None, :]
    return (both**2 / world.where(product == 0, 1 + 0 * product, product)).sum(-1).sum(-1) - 1


@CHANNEL.quantity("s_1² of X ~ P and Y, the squared maximal correlation", range="[0, 1]", tex="s_1^2")
def rho2_of_p(world: Any) -> Any:
    return world.singular_values(world["p"][..., None] * world["channel"])[..., 0] ** 2


@CHANNEL.quantity("η_KL(P, W)", range="[0, 1]", tex=r"\eta_{\mathrm{KL}}(P,W)")
def eta_of_p(world: Any) -> Any:
    return world.contraction("eta_of_p", world["p"], world["channel"])


@CHANNEL.quantity("smallest mass of P > 0", range="(0, 1/2]", tex=r"\min P")
def min_p(world: Any) -> Any:
    return world["p"].min(-1)


def balance(p: Any) -> Any:
    """The largest of min(P(A), 1 − P(A)) over all sets A."""
    size = p.shape[-1]
    sets = np.array([[code >> point & 1 for code in range(2**size)] for point in range(size)])
    mass = p @ sets
    return np.minimum(mass, 1 - mass).max(-1)


@CHANNEL.quantity("π*, the largest of min(P(A), 1 − P(A)) over sets A", range="(0, 1/2]", tex=r"\pi^*")
def pi_star(world: Any) -> Any:
    return balance(world["p"])


def _split(world: Any) -> tuple[Any, Any]:
    """P(U=1) and the law of U and X, where X given U=1 is R and X is P: a share of the largest mass that R allows."""
    r, p = world["r"], world["p"]
    most = (p / world.where(r == 0, p, r)).min(-1)
    mass = world["share"] * most
    one = mass[..., None] * r
    return mass, np.stack([one, p - one], axis=-2)


@CHANNEL.quantity("P(U=1), where X given U=1 is R", range="(0, 1)", tex=r"\lambda")
def split(world: Any) -> Any:
    return _split(world)[0]


@CHANNEL.quantity("I(U;X), where X given U=1 is R", range="≥ 0", tex=r"I_\lambda(U;X)")
def mi_split_before(world: Any) -> Any:
    return world.mutual_information(_split(world)[1])


@CHANNEL.quantity("I(U;Y), where X given U=1 is R", range="≥ 0", tex=r"I_\lambda(U;Y)")
def mi_split_after(world: Any) -> Any:
    return world.mutual_information(_split(world)[1] @ world["channel"])


@CHANNEL.quantity("KL(R‖P) for P > 0, in nats", range="≥ 0", tex=r"\mathrm{KL}(R\|P)")
def kl_from_p(world: Any) -> Any:
    return world.kl(world["r"], world["p"])


@CHANNEL.quantity("KL(RW‖PW) for P > 0, in nats", range="≥ 0", tex=r"\mathrm{KL}(RW\|PW)")
def kl_from_p_after(world: Any) -> Any:
    return world.kl(sent(world["r"], world["channel"]), sent(world["p"], world["channel"]))


@CHANNEL.quantity("χ²(R‖P) for P > 0", range="≥ 0", tex=r"\chi^2(R\|P)")
def chi2_from_p(world: Any) -> Any:
    return chi_square(world, world["r"], world["p"])
