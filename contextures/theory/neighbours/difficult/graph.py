"""Chapter 7.5: the factorisation of a weighted graph and the spectral contrastive loss."""

from __future__ import annotations

from typing import Any

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Kind, Part, Source, Statement

GRAPH = Domain(
    "a weighted graph and a function of its vertices",
    {"weights": sorts.graph("x", text="symmetric weights"), "f": sorts.values("x", "k", text="an encoder")},
    sizes={"x": (1, 5), "k": (1, 3)},
)


def _inner(world: Any) -> Any:
    """The inner products f(x)ᵀf(x′)."""
    f = world["f"]
    return f @ f.swapaxes(-1, -2)


def _distance(weights: Any, inner: Any) -> Any:
    """‖Ā − FFᵀ‖², entry by entry: √(w_xw_x′) taken out of each."""
    degree = weights.sum(-1)
    pairs = degree[..., :, None] * degree[..., None, :]
    return (pairs * (weights / pairs - inner) ** 2).sum(-1).sum(-1)


def _loss(weights: Any, inner: Any) -> Any:
    """−2Σw_{xx′}f(x)ᵀf(x′) + Σw_xw_x′(f(x)ᵀf(x′))²."""
    degree = weights.sum(-1)
    drawn = (inner**2 * degree[..., None, :]).sum(-1)
    return (degree * drawn).sum(-1) - 2 * (weights * inner).sum(-1).sum(-1)


def _shares(world: Any) -> Any:
    weights = world["weights"]
    return weights / weights.sum(-1).sum(-1)[..., None, None]


def _square(weights: Any) -> Any:
    """‖Ā‖², in which f does not occur."""
    return _distance(weights, 0)


@GRAPH.quantity("‖Ā−FFᵀ‖², weights that sum to 1", range="≥ 0", tex=r"\|\bar A-FF^\top\|^2")
def distance(world: Any) -> Any:
    return _distance(_shares(world), _inner(world))


@GRAPH.quantity("spectral contrastive loss", tex=r"\ell(f)")
def loss(world: Any) -> Any:
    return _loss(_shares(world), _inner(world))


@GRAPH.quantity("‖Ā‖², the same for weights that sum to 1 and plain ones", range="≥ 0", tex=r"\|\bar A\|^2")
def square(world: Any) -> Any:
    return _square(world["weights"])


@GRAPH.quantity("‖Ā−FFᵀ‖², plain weights", range="≥ 0", tex=r"\|\bar A-F_wF_w^\top\|^2")
def distance_plain(world: Any) -> Any:
    return _distance(world["weights"], _inner(world))


@GRAPH.quantity("spectral contrastive loss as sums over plain weights", tex=r"\ell_w(f)")
def loss_plain(world: Any) -> Any:
    return _loss(world["weights"], _inner(world))


FACTORISATION = Statement(
    id="neighbours.difficult-factorisation",
    title="The spectral contrastive loss factorises a graph",
    kind=Kind.IDENTITY,
    source=Source("difficult", "(2)"),
    domain=GRAPH,
    printed=Claim(
        "For every symmetric weighted graph, with F_x = √w_x·f(x): ‖Ā−FFᵀ‖² is the spectral contrastive loss of "
        "f and a constant.",
        r"\|\bar A-FF^\top\|_F^2=\ell(f)+\mathrm{const}",
        (
            Part("shares", distance, "==", loss + square, scale=distance + square),
            Part("plain", distance_plain, "==", loss_plain + square, scale=distance_plain + square),
        ),
    ),
    note="The constant is ‖Ā‖². `shares`: weights of sum 1, the loss as expectations; `plain`: weights as they are, "
    "the loss as the same sums over them. With plain weights and expectations f has another scale.",
)
