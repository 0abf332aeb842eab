"""Chapter 7.1: task covariances without regret, and the cone that they form."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory.neighbours.tang import spectra as of
from contextures.theory.neighbours.tang.premises import GAP
from contextures.theory.neighbours.tang.spectra import SPECTRUM, d, entry, n, rho, singular, task
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def _blocks(world: Any) -> tuple[Any, Any]:
    """The two diagonal blocks of Λ."""
    matrix, size = task(world), world.size("d")
    return matrix[..., :size, :size], matrix[..., size:, size:]


def _ends(world: Any) -> tuple[Any, Any, Any]:
    """λ_min(Λ_1), λ_max(Λ_2) and λ_min(Λ_2); without a second block 0, and λ_min(Λ_1) in place of λ_min(Λ_2)."""
    first, second = _blocks(world)
    least = world.eigenvalues(first)[..., -1]
    if world.size("d") == world.size("n"):
        return least, 0 * least, least
    values = world.eigenvalues(second)
    return least, values[..., 0], values[..., -1]


@SPECTRUM.quantity("‖block of Λ of i ≤ d < j‖_F²", range="≥ 0", tex=r"\|\Lambda_{12}\|_F^2")
def coupling(world: Any) -> Any:
    size = world.size("d")
    return (task(world)[..., :size, size:] ** 2).sum(-1).sum(-1)


@SPECTRUM.quantity("λ_min(Λ_1), of the block of i, j ≤ d", range="≥ 0", tex=r"\lambda_{\min}(\Lambda_1)")
def first_min(world: Any) -> Any:
    return _ends(world)[0]


@SPECTRUM.quantity("λ_max(Λ_2), of the block of i, j > d", range="≥ 0", tex=r"\lambda_{\max}(\Lambda_2)")
def second_max(world: Any) -> Any:
    return _ends(world)[1]


@SPECTRUM.quantity("λ_min(Λ_2), of the block of i, j > d", range="≥ 0", tex=r"\lambda_{\min}(\Lambda_2)")
def second_min(world: Any) -> Any:
    return _ends(world)[2]


@SPECTRUM.quantity(
    "largest radius t such that Λ + E is in the set for every block diagonal symmetric E with ‖E‖ ≤ t; 0 where none is",
    range="≥ 0",
    tex="t(\\Lambda)",
)
def radius(world: Any) -> Any:
    least, most, second = _ends(world)
    s, size = singular(world), world.size("d")
    top, under = entry(s, size) ** 2, entry(s, size + 1) ** 2
    return world.minimum((top * least - under * most) / (top + under), world.minimum(least, second))


@SPECTRUM.quantity("entries on and above the diagonal", range="≥ 1", tex=r"\dim\mathrm{Sym}(M-1)")
def all_entries(world: Any) -> Any:
    return int(np.triu(np.ones((world.size("n"), world.size("n")))).sum()) + 0 * world["s"][..., 0]


@SPECTRUM.quantity(
    "entries on and above the diagonal within the two blocks", range="≥ 1", tex=r"\dim\mathrm{Sym}_{1,2}"
)
def block_entries(world: Any) -> Any:
    first = np.arange(world.size("n")) < world.size("d")
    return int(np.triu(first[:, None] == first).sum()) + 0 * world["s"][..., 0]


SPLIT = Hypothesis("blocks", coupling, "==", 0, "Λ is block diagonal")
REACHED = Hypothesis("next", 0, "<", of.s_next, "s_{d+1} > 0")
FIRST = Hypothesis("first-block", 0, "<", first_min, "λ_min(Λ_1) > 0")
RATIO = Hypothesis(
    "ratio", of.s_next**2 * second_max, "<=", of.s_d**2 * first_min, "s_d²/s_{d+1}² ≥ λ_max(Λ_2)/λ_min(Λ_1)"
)
STRICTLY = Hypothesis(
    "strict-ratio", of.s_next**2 * second_max, "<", of.s_d**2 * first_min, "s_d²λ_min(Λ_1) > s_{d+1}²λ_max(Λ_2)"
)
SECOND = Hypothesis("second-block", 0, "<", second_min, "λ_min(Λ_2) > 0")
POSITIVE = Hypothesis("factor", 0, "<", of.tau, "c > 0")

CONE_ZERO = Statement(
    id="neighbours.tang-cone-zero",
    title="Block diagonal tasks without regret",
    kind=Kind.IDENTITY,
    source=Source("tang", "Proposition 10"),
    domain=SPECTRUM,
    printed=Claim(
        "If Λ is block diagonal for span(ν_1..ν_d) and its complement with blocks Λ_1, Λ_2, s_{d+1} > 0, λ_min(Λ_1) "
        "> 0 and s_d²/s_{d+1}² ≥ λ_max(Λ_2)/λ_min(Λ_1), then ρ(Φ_s,Λ) = 0.",
        r"\frac{s_d^2}{s_{d+1}^2}\ge\frac{\lambda_{\max}(\Lambda_2)}{\lambda_{\min}(\Lambda_1)}"
        r"\Rightarrow\rho(\Phi_s,\Lambda)=0",
        (Part("zero", rho, "==", 0, scale=1),),
        given=(SPLIT, REACHED, FIRST, RATIO),
    ),
)

CODIMENSION = Part("codimension", all_entries - block_entries, "==", d * (n - d))
SCALED = Part("cone", of.s_next**2 * (of.tau * second_max), "<=", of.s_d**2 * (of.tau * first_min), given=(POSITIVE,))

CONE_GEOMETRY = Statement(
    id="neighbours.tang-cone-geometry",
    title="The cone of tasks without regret",
    kind=Kind.EXISTENCE,
    source=Source("tang", "Proposition 10"),
    domain=SPECTRUM,
    printed=Claim(
        "For a law with s_{d+1} > 0 the set of the Λ that meet the conditions of neighbours.tang-cone-zero lies in a "
        "subspace of codimension d(M − 1 − d) of the symmetric operators, is closed under multiplication by c > 0, "
        "is open relative to that subspace and contains every c·Id, c > 0.",
        r"\mathcal C=\Bigl\{\Lambda_1\oplus\Lambda_2:\lambda_{\min}(\Lambda_1)>0,\ \frac{s_d^2}{s_{d+1}^2}\ge"
        r"\frac{\lambda_{\max}(\Lambda_2)}{\lambda_{\min}(\Lambda_1)}\Bigr\}",
        (
            CODIMENSION,
            Part(
                "cone", SCALED.lhs, "<=", SCALED.rhs, given=(POSITIVE, SPLIT, FIRST, RATIO)
            ),
            Part("open", 0, "<", radius, given=(SPLIT, FIRST, RATIO)),
            Part("open-positive", 0, "<", radius, "at its Λ ≻ 0", given=(SPLIT, FIRST, RATIO, SECOND)),
            Part("ray", of.s_next**2 * of.tau, "<=", of.s_d**2 * of.tau, given=(POSITIVE,)),
        ),
        given=(REACHED,),
    ),
    corrected=Claim(
        "For a law with s_d > s_{d+1} > 0 the set of block diagonal Λ with λ_min(Λ_2) > 0 and "
        "s_d²λ_min(Λ_1) > s_{d+1}²λ_max(Λ_2) lies in that subspace, is closed under multiplication by c > 0, is open "
        "relative to it and contains every c·Id, c > 0.",
        r"\mathcal C^\circ=\{\Lambda_1\oplus\Lambda_2:\Lambda_2\succ0,\ s_d^2\lambda_{\min}(\Lambda_1)>"
        r"s_{d+1}^2\lambda_{\max}(\Lambda_2)\}",
        (
            CODIMENSION,
            Part("cone", SCALED.lhs, "<", SCALED.rhs, given=(POSITIVE, SPLIT, SECOND, STRICTLY)),
            Part("open", 0, "<", radius, given=(SPLIT, SECOND, STRICTLY)),
            Part("ray", of.s_next**2 * of.tau, "<", of.s_d**2 * of.tau, given=(POSITIVE, GAP)),
        ),
        given=(REACHED,),
    ),
    faults=(Fault.BOUNDARY,),
    note="`open-positive` is `open` relative to the positive semidefinite operators too.",
    why="The set is cut out by “at least”, and its Λ_2 may be singular, so that it has boundary points within the "
    "subspace. Its interior is open, and holds the ray of the c·Id exactly where s_d > s_{d+1}.",
)  # fmt: skip

CONE_GAP = Statement(
    id="neighbours.tang-cone-gap",
    title="With a gap, an open cone of tasks has no regret",
    kind=Kind.EXISTENCE,
    source=Source("tang", "text after (7)"),
    domain=SPECTRUM,
    printed=Claim(
        "If δ_d > 0, the block diagonal Λ with ρ(Φ_s,Λ) = 0 contain a cone that is open relative to the block "
        "diagonal symmetric operators and contains the ray {c·Id}.",
        r"\delta_d>0\Rightarrow\{c\,\mathrm{Id}\}\subset\mathcal C^\circ\subset\{\Lambda_1\oplus\Lambda_2:"
        r"\rho(\Phi_s,\Lambda)=0\}",
        (
            Part("zero", rho, "==", 0, scale=1, given=(SPLIT, SECOND, STRICTLY)),
            Part("open", 0, "<", radius, given=(SPLIT, SECOND, STRICTLY)),
            Part("ray", of.s_next**2 * of.tau, "<", of.s_d**2 * of.tau, given=(POSITIVE,)),
        ),
        given=(GAP,),
    ),
    note="The cone is that of λ_min(Λ_2) > 0 and s_d²λ_min(Λ_1) > s_{d+1}²λ_max(Λ_2).",
    uses=("neighbours.tang-cone-zero",),
)
