"""Chapter 8.5: channels of binary input, and independent pairs side by side."""

from __future__ import annotations

from typing import Any

import sympy as sp

from contextures.theory import sorts
from contextures.theory.classical.information.channels import FAMILIES
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Kind, Part, Source, Statement

BINARY = Domain(
    "a channel of binary input with rows W_0, W_1",
    {"channel": sorts.channel("x", "y", text="the channel W")},
    sizes={"y": (2, 5)},
    fixed={"x": 2},
    families={name: FAMILIES[name] for name in ("erasing", "symmetric channel", "one-sided", "faint")},
)


@BINARY.quantity("H² = Σ(√W_0 − √W_1)²", range="[0, 2]", tex="H^2")
def H2(world: Any) -> Any:
    rows = world["channel"]
    return 2 - 2 * world.sqrt(rows[..., 0, :] * rows[..., 1, :]).sum(-1)


@BINARY.quantity("sup_P η_KL(P, W)", range="[0, 1]", tex=r"\sup_P\eta_{\mathrm{KL}}(P,W)")
def eta_any(world: Any) -> Any:
    return world.largest_contraction("eta_any", world["channel"])


@BINARY.quantity(
    "sup_p p(1−p)Σ(W_0−W_1)²/((1−p)W_0+pW_1)", range="[0, 1]",
    tex=r"\sup_{0<p<1}p(1-p)\sum\frac{(W_0-W_1)^2}{(1-p)W_0+pW_1}",
)  # fmt: skip
def formula(world: Any) -> Any:
    return world.largest_chi_square_contraction("formula", world["channel"])


PAIRS = Domain(
    "two independent pairs of variables, the first of each binary",
    {
        "first": sorts.law("x", "y", text="the law of the first pair"),
        "second": sorts.law("z", "w", text="the law of the second pair"),
    },
    sizes={"y": (2, 3), "w": (2, 3)},
    fixed={"x": 2, "z": 2},
)


def _product(world: Any) -> Any:
    """The law of both pairs, the inputs on the rows and the outputs on the columns."""
    first, second = world["first"], world["second"]
    both = first[..., :, None, :, None] * second[..., None, :, None, :]
    rows, columns = first.shape[-2] * second.shape[-2], first.shape[-1] * second.shape[-1]
    return both.reshape((*first.shape[:-2], rows, columns))


def _s_1(world: Any, joint: Any) -> Any:
    return world.singular_values(joint)[..., 0]


def _eta(world: Any, name: str, joint: Any) -> Any:
    p = joint.sum(-1)
    return world.contraction(name, p, joint / p[..., None])


@PAIRS.quantity("s_1 of the first pair", range="[0, 1]", tex="s_1")
def s_first(world: Any) -> Any:
    return _s_1(world, world["first"])


@PAIRS.quantity("s_1 of the second pair", range="[0, 1]", tex="s_1'")
def s_second(world: Any) -> Any:
    return _s_1(world, world["second"])


@PAIRS.quantity("s_1 of both pairs together", range="[0, 1]", tex=r"s_1^{\otimes}")
def s_both(world: Any) -> Any:
    return _s_1(world, _product(world))


@PAIRS.quantity("η_KL of the first pair", range="[0, 1]", tex=r"\eta_{\mathrm{KL}}")
def eta_first(world: Any) -> Any:
    return _eta(world, "eta_first", world["first"])


@PAIRS.quantity("η_KL of the second pair", range="[0, 1]", tex=r"\eta'_{\mathrm{KL}}")
def eta_second(world: Any) -> Any:
    return _eta(world, "eta_second", world["second"])


@PAIRS.quantity("η_KL of both pairs together", range="[0, 1]", tex=r"\eta_{\mathrm{KL}}^{\otimes}")
def eta_both(world: Any) -> Any:
    return _eta(world, "eta_both", _product(world))


HELLINGER = Statement(
    id="classical.hellinger-contraction",
    title="Contraction of a channel of binary input and the Hellinger distance of its rows",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Polyanskiy–Wu 2017", reconstructed=True),
    domain=BINARY,
    printed=Claim(
        "H²/2 ≤ sup_P η_KL(P, W) ≤ H²(1 − H²/4), and sup_P η_KL(P, W) = sup_p p(1−p)Σ(W_0−W_1)²/((1−p)W_0+pW_1).",
        r"\tfrac12H^2\le\sup_P\eta_{\mathrm{KL}}(P,W)\le H^2\bigl(1-\tfrac14H^2\bigr),\quad "
        r"\sup_P\eta_{\mathrm{KL}}(P,W)=\sup_{0<p<1}p(1-p)\sum\frac{(W_0-W_1)^2}{(1-p)W_0+pW_1}",
        (
            Part("bounds-lower", H2 / 2, "<=", formula),
            Part("bounds", eta_any, "<=", H2 * (1 - H2 / 4)),
            Part("formula", eta_any, "==", formula, scale=1),
        ),
    ),
    note="The lower bound is read off the formula, which is enclosed on both sides; the upper one off laws P and R.",
)

TENSOR = Statement(
    id="classical.tensor",
    title="Contraction of independent pairs side by side",
    kind=Kind.IDENTITY,
    source=Source("classical", "Witsenhausen 1975; Anantharam et al. 2013", reconstructed=True),
    domain=PAIRS,
    printed=Claim(
        "Of two independent pairs together, s_1 is the larger s_1 and η_KL the larger η_KL.",
        r"s_1^{\otimes}=\max(s_1,s_1'),\quad "
        r"\eta_{\mathrm{KL}}^{\otimes}=\max(\eta_{\mathrm{KL}},\eta_{\mathrm{KL}}')",
        (
            Part("correlation", s_both, "==", sp.Max(s_first, s_second), scale=1),
            Part("kl", eta_both, "<=", sp.Max(eta_first, eta_second), scale=1),
        ),
    ),
    note="A law R of one input beside P of the other shows that η_KL of both is at least either one; encoded is that "
    "it is no larger, for binary inputs, whose contraction is enclosed from above.",
)
