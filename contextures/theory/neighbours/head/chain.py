"""Chapter 7.6: Y → X → Z_1 → Z_2 → R, each arrow of which may be broken, and its Shannon information."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _whole(count: int, value: int) -> Any:
    return np.broadcast_to(np.array([value, 1]), (count, 2))


def _arrows(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Chains of any steps."""
    return {"around_z": _whole(count, 0), "around_w": _whole(count, 0), "around_r": _whole(count, 0)}


def _chain(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Chains whose steps lose nothing, much or something."""
    found = _arrows(rng, count, sizes)
    for name, start, end in (("encoder", "x", "z"), ("projector", "z", "w"), ("target", "w", "r")):
        told = np.arange(sizes[start])[:, None] % sizes[end] == np.arange(sizes[end])
        noise = rng.integers(0, 4, (count, sizes[start], sizes[end])) * rng.integers(0, 2, (count, 1, 1))
        found[name] = told * rng.integers(1, 20, (count, 1, 1)) + noise
    return found


def _input(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Targets made from the input, which tell it or a part of it."""
    told = np.arange(sizes["x"])[:, None] % sizes["r"] == np.arange(sizes["r"])
    noise = rng.integers(0, 3, (count, sizes["x"], sizes["r"])) * rng.integers(0, 2, (count, 1, 1))
    return _chain(rng, count, sizes) | {"around_r": _whole(count, 1), "r_from_x": told * 5 + noise}


CHAIN = Domain(
    "a label Y, an input X, an encoding Z_1, a projection Z_2 and a target R",
    {
        "first": sorts.law("y", "x", text="the law of Y and X"),
        "encoder": sorts.channel("x", "z", text="Z_1 from X"),
        "projector": sorts.channel("z", "w", text="Z_2 from Z_1"),
        "target": sorts.channel("w", "r", text="R from Z_2"),
        "z_from_y": sorts.channel("y", "z", text="Z_1 from Y, around X"),
        "w_from_x": sorts.channel("x", "w", text="Z_2 from X, around Z_1"),
        "r_from_x": sorts.channel("x", "r", text="R from X, around Z_1 and Z_2"),
        "around_z": sorts.ratio(0, 1, text="how often Z_1 is drawn from Y"),
        "around_w": sorts.ratio(0, 1, text="how often Z_2 is drawn from X"),
        "around_r": sorts.ratio(0, 1, text="how often R is drawn from X"),
    },
    sizes=dict.fromkeys("yxzwr", (2, 3)),
    families={"arrows": _arrows, "chain": _chain, "input": _input},
)

LETTERS = "yxzwr"


def _joint(world: Any) -> Any:
    """The law of Y, X, Z_1, Z_2 and R."""
    rare_z, rare_w, rare_r = (world[f"around_{name}"][..., None, None, None] for name in "zwr")
    z = (1 - rare_z) * world["encoder"][..., None, :, :] + rare_z * world["z_from_y"][..., :, None, :]
    w = (1 - rare_w) * world["projector"][..., None, :, :] + rare_w * world["w_from_x"][..., :, None, :]
    r = (1 - rare_r) * world["target"][..., None, :, :] + rare_r * world["r_from_x"][..., :, None, :]
    three = world["first"][..., :, :, None] * z
    return three[..., None, None] * w[..., None, :, :, :, None] * r[..., None, :, None, :, :]


def _entropy(world: Any, names: str) -> Any:
    """H of some of the variables, by their letters."""
    kept = "".join(sorted(names))
    if kept not in world.cache:
        if "joint law" not in world.cache:
            world.cache["joint law"] = _joint(world)
        law = world.cache["joint law"]
        gone = tuple(LETTERS.index(name) - 5 for name in LETTERS if name not in names)
        line = law.sum(gone) if gone else law
        world.cache[kept] = world.entropy(line.reshape((*line.shape[: line.ndim - len(names)], -1)))
    return world.cache[kept]


def _information(world: Any, first: str, second: str, given: str = "") -> Any:
    """I(first; second | given), from four entropies."""
    base = _entropy(world, given) if given else 0
    both = _entropy(world, first + second + given)
    return _entropy(world, first + given) + _entropy(world, second + given) - both - base


@CHAIN.quantity("how often Z_1 is drawn around X", range="[0, 1]", tex="e_1")
def around_z(world: Any) -> Any:
    return world["around_z"]


@CHAIN.quantity("how often Z_2 is drawn around Z_1", range="[0, 1]", tex="e_2")
def around_w(world: Any) -> Any:
    return world["around_w"]


@CHAIN.quantity("how often R is drawn around Z_2", range="[0, 1]", tex="e_3")
def around_r(world: Any) -> Any:
    return world["around_r"]


@CHAIN.quantity("I(Y;R|Z_1) in nats", range="≥ 0", tex=r"I(Y;R\mid Z_1)")
def label_target_given(world: Any) -> Any:
    return _information(world, "y", "r", "z")


@CHAIN.quantity("I(Y;Z_2|Z_1) in nats", range="≥ 0", tex=r"I(Y;Z_2\mid Z_1)")
def label_projection_given(world: Any) -> Any:
    return _information(world, "y", "w", "z")


@CHAIN.quantity("I(Z_1;Z_2|R) in nats", range="≥ 0", tex=r"I(Z_1;Z_2\mid R)")
def steps_given_target(world: Any) -> Any:
    return _information(world, "z", "w", "r")


@CHAIN.quantity("H(Z_1|Y,Z_2) in nats", range="≥ 0", tex=r"H(Z_1\mid Y,Z_2)")
def left_over(world: Any) -> Any:
    return _entropy(world, "yzw") - _entropy(world, "yw")


@CHAIN.quantity("I(Z_1;R) in nats", range="≥ 0", tex="I(Z_1;R)")
def encoding_target(world: Any) -> Any:
    return _information(world, "z", "r")


@CHAIN.quantity("I(Z_1;Z_2) in nats", range="≥ 0", tex="I(Z_1;Z_2)")
def encoding_projection(world: Any) -> Any:
    return _information(world, "z", "w")


@CHAIN.quantity("I(R;Y) in nats", range="≥ 0", tex="I(R;Y)")
def target_label(world: Any) -> Any:
    return _information(world, "y", "r")


@CHAIN.quantity("I(Y;Z_1) in nats", range="≥ 0", tex="I(Y;Z_1)")
def label_encoding(world: Any) -> Any:
    return _information(world, "y", "z")


@CHAIN.quantity("I(Y;Z_2) in nats", range="≥ 0", tex="I(Y;Z_2)")
def label_projection(world: Any) -> Any:
    return _information(world, "y", "w")


@CHAIN.quantity("I(X;R) in nats", range="≥ 0", tex="I(X;R)")
def input_target(world: Any) -> Any:
    return _information(world, "x", "r")


@CHAIN.quantity("H(Z_1) in nats", range="≥ 0", tex="H(Z_1)")
def encoding(world: Any) -> Any:
    return _entropy(world, "z")


FROM_X = Hypothesis("encoding-from-input", around_z, "==", 0, "Z_1 is drawn from X")
FROM_Z = Hypothesis("projection-from-encoding", around_w, "==", 0, "Z_2 is drawn from Z_1")
FROM_W = Hypothesis("target-from-projection", around_r, "==", 0, "R is drawn from Z_2")
ARROWS = (FROM_X, FROM_Z, FROM_W)
LEAST = encoding_target - encoding_projection + target_label
MOST = label_projection - encoding_projection + encoding

STEPS = Statement(
    id="neighbours.head-steps",
    title="What the arrows say of information",
    kind=Kind.IDENTITY,
    source=Source("head", "proofs of Theorems 3.1 and 3.2"),
    domain=CHAIN,
    printed=Claim(
        "I(Y;R|Z_1) = 0, I(Z_1;R) ≤ I(Z_1;Z_2), I(Y;Z_2|Z_1) = 0.",
        r"I(Y;R\mid Z_1)=0,\quad I(Z_1;R)\le I(Z_1;Z_2),\quad I(Y;Z_2\mid Z_1)=0",
        (
            Part("target", label_target_given, "==", 0, scale=1),
            Part("processing", encoding_target, "<=", encoding_projection),
            Part("projection", label_projection_given, "==", 0, scale=1),
        ),
        given=ARROWS,
    ),
)

LOWER = Statement(
    id="neighbours.head-lower",
    title="A lower bound of what the encoding knows of the label",
    kind=Kind.INEQUALITY,
    source=Source("head", "Theorem 3.1"),
    domain=CHAIN,
    printed=Claim(
        "I(Y;Z_1) ≥ I(Z_1;R) − I(Z_1;Z_2) + I(R;Y).",
        r"I(Y;Z_1)\ge I(Z_1;R)-I(Z_1;Z_2)+I(R;Y)",
        (Part("bound", LEAST, "<=", label_encoding),),
        given=ARROWS,
    ),
)

UPPER = Statement(
    id="neighbours.head-upper",
    title="An upper bound of what the encoding knows of the label",
    kind=Kind.INEQUALITY,
    source=Source("head", "Theorem 3.2"),
    domain=CHAIN,
    printed=Claim(
        "I(Y;Z_1) ≤ I(Y;Z_2) − I(Z_1;Z_2) + H(Z_1).",
        r"I(Y;Z_1)\le I(Y;Z_2)-I(Z_1;Z_2)+H(Z_1)",
        (Part("bound", label_encoding, "<=", MOST),),
        given=ARROWS,
    ),
)

NO_PROJECTOR = Statement(
    id="neighbours.head-no-projector",
    title="Without a projector its information is largest",
    kind=Kind.INEQUALITY,
    source=Source("head", "text after Theorem 3.1"),
    domain=CHAIN,
    printed=Claim(
        "For given Z_1, I(Z_1;Z_2) is largest where Z_2 = Z_1.",
        r"I(Z_1;Z_2)\le I(Z_1;Z_1)=H(Z_1)",
        (Part("largest", encoding_projection, "<=", encoding),),
        given=ARROWS,
    ),
)

LOWER_COMPARED = Statement(
    id="neighbours.head-lower-compared",
    title="The lower bound is below that of data processing",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=CHAIN,
    printed=Claim(
        "I(Z_1;R) − I(Z_1;Z_2) + I(R;Y) ≤ I(R;Y) ≤ I(Y;Z_1).",
        r"I(Z_1;R)-I(Z_1;Z_2)+I(R;Y)\le I(R;Y)\le I(Y;Z_1)",
        (Part("weaker", LEAST, "<=", target_label), Part("processing", target_label, "<=", label_encoding)),
        given=ARROWS,
    ),
    uses=("neighbours.head-lower",),
)

GAPS = Statement(
    id="neighbours.head-gaps",
    title="What both bounds of the encoding lose, exactly",
    kind=Kind.IDENTITY,
    source=Source("ours"),
    domain=CHAIN,
    printed=Claim(
        "The lower bound is I(R;Y) − I(Z_1;Z_2|R), and the upper one I(Y;Z_1) + H(Z_1|Y,Z_2), which loses nothing "
        "exactly where Y and Z_2 tell Z_1. The upper one holds whatever the law of Y, Z_1 and Z_2.",
        r"I(Z_1;R)-I(Z_1;Z_2)+I(R;Y)=I(R;Y)-I(Z_1;Z_2\mid R),\quad "
        r"I(Y;Z_2)-I(Z_1;Z_2)+H(Z_1)=I(Y;Z_1)+H(Z_1\mid Y,Z_2)",
        (
            Part("lower", LEAST, "==", target_label - steps_given_target, scale=1, given=(FROM_Z, FROM_W)),
            Part("upper", MOST, "==", label_encoding + left_over, scale=1, given=(FROM_X, FROM_Z)),
            Part("upper-any", label_encoding, "<=", MOST),
        ),
    ),
    uses=("neighbours.head-lower", "neighbours.head-upper"),
)

LOWER_INPUT = Statement(
    id="neighbours.head-lower-input",
    title="The lower bound for targets made from the input",
    kind=Kind.INEQUALITY,
    source=Source("head", "Theorem 3.1", reconstructed=True),
    domain=CHAIN,
    printed=Claim(
        "For Y → X → Z_1 → Z_2 and R drawn from X alone: I(Y;Z_1) ≥ I(Z_1;R) − I(Z_1;Z_2) + I(R;Y).",
        r"I(Y;Z_1)\ge I(Z_1;R)-I(Z_1;Z_2)+I(R;Y)",
        (Part("bound", LEAST, "<=", label_encoding),),
        given=(FROM_X, FROM_Z, Hypothesis("target-from-input", around_r, "==", 1, "R is drawn from X alone")),
    ),
    corrected=Claim(
        "For Y → X → Z_1 and R drawn from X alone: I(Y;Z_1) ≥ I(Z_1;R) − I(X;R) + I(R;Y).",
        r"I(Y;Z_1)\ge I(Z_1;R)-I(X;R)+I(R;Y)",
        (Part("bound", encoding_target - input_target + target_label, "<=", label_encoding),),
        given=(FROM_X, Hypothesis("target-from-input", around_r, "==", 1, "R is drawn from X alone")),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="A target made from the input may tell the label while the encoding tells nothing. What both can tell of the "
    "target together is at most what the input does, and that takes the place of I(Z_1;Z_2).",
)
