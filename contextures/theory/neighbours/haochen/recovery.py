"""Chapter 7b.1: the error of the best head on a minimiser of the loss, with two labels, over all heads exactly.

A minimiser spans k top eigenfunctions of the graph; where g_k is repeated, `turn` says which.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.exact.numbers import NotCertifiable
from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.eigenspaces import top_functions
from contextures.theory.neighbours.graphs import affinity, graph_eigenvalue
from contextures.theory.neighbours.haochen.graph import KEY, blocks
from contextures.theory.neighbours.heads import least, least_of_any_head, told_apart, view_errors, vote_errors
from contextures.theory.neighbours.partitions import expansions
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

TWO_LABELS = "Searched with r = 2 labels, for which the best head is found exactly. "
FIELDS = {"law": sorts.law("x", "a"), "y": sorts.labels("x", into=2), "turn": sorts.values("a", "k")}


def isolated(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Inputs that share no view, labels in turn, and functions of the views that are orthogonal to the labels."""
    x, a, k = sizes["x"], sizes["a"], sizes["k"]
    owner = np.arange(a) % x
    law = (np.arange(x)[:, None] == owner) * 1
    law[law.sum(-1) == 0] = 1
    y = (np.arange(x) + rng.integers(0, 2, (count, 1))) % 2
    side = 1 - 2 * y[:, owner]
    turn = np.zeros((count, a, k), dtype=np.int64)
    for j in range(k):
        turn[:, j % a, j] += side[:, j % a]
        turn[:, (j + 1) % a, j] -= side[:, (j + 1) % a]
    return {"law": np.broadcast_to(law, (count, x, a)), "y": y, "turn": turn}


def nearly_split(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Groups of inputs that share a few views in a hundred or a thousand with others; labels of any group."""
    x, a = sizes["x"], sizes["a"]
    heavy = np.arange(x)[:, None] % a == np.arange(a) % x if x > 1 and a > 1 else np.ones((x, a), dtype=bool)
    few = rng.integers(0, 2, (count, x, a))
    return {"law": heavy * 10 ** rng.integers(1, 4, (count, 1, 1)) * rng.integers(1, 4, (count, x, 1)) + few}


def domain_of(
    name: str, x: tuple[int, int], a: tuple[int, int], k: tuple[int, int], near: dict[str, Any] | None = None
) -> Domain:
    """Labelled inputs, views and a minimiser of so many coordinates."""
    families = {"blocks": blocks, "isolated": isolated, "nearly split": nearly_split}
    return Domain(name, FIELDS, sizes={"x": x, "a": a, "k": k}, families=families, near=near)


def eigenvalue(world: Any, place: int) -> Any:
    """g_place, 0 beyond the number of views."""
    return graph_eigenvalue(world, world["law"], place)


def gap(world: Any) -> Any:
    """1 − g_{k+1}, 0 where it is 0 to rounding."""
    found = 1 - eigenvalue(world, world.size("k") + 1)
    return world.where(world.exceeds(found, 0 * found), found, 0)


def allowed(world: Any, turn: Any) -> Any:
    """Which subsets of views the heads on a minimiser tell apart."""
    return told_apart(world, *top_functions(world, affinity(world["law"]), world.size("k"), turn))


def error_of_vote(world: Any) -> Any:
    law = world["law"]
    return least(world, vote_errors(world, law, world["y"], law.sum(-1)), allowed(world, world["turn"]))


def error_of_view(world: Any) -> Any:
    return least(world, view_errors(world["law"], world["y"]), allowed(world, world["turn"]))


def masses(world: Any) -> tuple[Any, Any]:
    """P(a, first label) and P(a, second label)."""
    law, second = world["law"], world["y"]
    return (law * (1 - second)[..., :, None]).sum(-2), (law * second[..., :, None]).sum(-2)


def label_error(world: Any) -> Any:
    return world.minimum(*masses(world)).sum(-1)


def label_disagreement(world: Any) -> Any:
    first, second = masses(world)
    return (2 * first * second / (first + second)).sum(-1)


def width_of(world: Any) -> Any:
    return world.size("k")


RECOVERED = domain_of("views of inputs with two labels and a minimiser", (1, 4), (1, 5), (1, 3))
TEX = {"alpha": r"\alpha", "gap": r"\lambda", "view": r"\mathcal E_A(f^*)", "vote": r"\mathcal E(f^*)", "k": "k"}
alpha = RECOVERED.quantity("least error α of a label of the view", range="[0, 1/2]", name="alpha", tex=TEX["alpha"])(
    label_error
)
lam = RECOVERED.quantity("λ = 1 − g_{k+1}", range="[0, 1]", name="gap", tex=TEX["gap"])(gap)
view = RECOVERED.quantity("smallest error at views", range="[0, 1]", name="view", tex=TEX["view"])(error_of_view)
vote = RECOVERED.quantity("smallest error of the vote", range="[0, 1]", name="vote", tex=TEX["vote"])(error_of_vote)
apart = RECOVERED.quantity(
    "P(y(X_1) ≠ y(X_2)) given one view", range="[0, 1/2]", name="apart", tex=r"\Pr(y(X_1)\ne y(X_2))"
)(label_disagreement)

SEPARATED = Hypothesis("gap", 0, "<", lam)
LAMBDA = Statement(
    id="neighbours.haochen-lambda",
    title="The error by the next eigenvalue",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "as later papers quote it", reconstructed=True),
    domain=RECOVERED,
    printed=Claim(
        "k ≥ 1, λ = 1 − g_{k+1} > 0: the error is at most 4α/λ + 8α, of the prediction at a view, or of the vote.",
        r"\mathcal E\le\frac{4\alpha}\lambda+8\alpha",
        (
            Part.of_terms("view", view, {"4α/λ": 4 * alpha / lam, "8α": 8 * alpha}),
            Part.of_terms("vote", vote, {"4α/λ": 4 * alpha / lam, "8α": 8 * alpha}),
        ),
        given=(SEPARATED,),
    ),
    note=TWO_LABELS,
)
LAMBDA_SHARP = Statement(
    id="neighbours.haochen-lambda-sharp",
    title="The error by the next eigenvalue, with the best constant",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=RECOVERED,
    printed=Claim(
        "Two labels, λ = 1 − g_{k+1} > 0, X_1 and X_2 independent given one view: the error at views is at most "
        "P(y(X_1) ≠ y(X_2))/λ ≤ 2α(1−α)/λ, that of the vote at most twice as much.",
        r"\mathcal E_A(f^*)\le\frac{\Pr(y(X_1)\ne y(X_2))}\lambda\le\frac{2\alpha(1-\alpha)}\lambda,\qquad"
        r"\mathcal E(f^*)\le\frac{2\Pr(y(X_1)\ne y(X_2))}\lambda",
        (
            Part("view", view, "<=", apart / lam),
            Part("alpha", apart / lam, "<=", 2 * alpha * (1 - alpha) / lam),
            Part("vote", vote, "<=", 2 * apart / lam),
        ),
        given=(SEPARATED,),
    ),
    note="No smaller constant than 1 will do for views: with k = 1, two equally likely labels and views that say "
    "nothing the error is ½, P(y(X_1) ≠ y(X_2)) = ½ and λ = 1.",
    uses=("neighbours.haochen-lambda",),
)

LAMBDA_VOTE = Statement(
    id="neighbours.haochen-lambda-vote",
    title="The error of the vote by the next eigenvalue, a conjecture",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=RECOVERED,
    printed=Claim(
        "Two labels, λ = 1 − g_{k+1} > 0: the error of the vote is at most 2α/λ, as that at views is.",
        r"\mathcal E(f^*)\le\frac{2\alpha}\lambda",
        (Part("vote", vote, "<=", 2 * alpha / lam),),
        given=(SEPARATED,),
    ),
    note="Unproved: what is proved is 4α(1−α)/λ. Attained by ties of the vote where λ = 1.",
    uses=("neighbours.haochen-lambda-sharp",),
)

EXACT_DOMAIN = domain_of(
    "views of inputs with two labels that views recover",
    (1, 6),
    (1, 6),
    (1, 5),
    {"isolated": {"x": (5, 6), "a": (5, 6), "k": (4, 4)}},
)
exact_alpha = EXACT_DOMAIN.quantity("least error α of a label of the view", name="alpha", tex=TEX["alpha"])(label_error)
exact_gap = EXACT_DOMAIN.quantity("1 − g_{k+1}", range="[0, 1]", name="gap", tex="1-g_{k+1}")(gap)
exact_vote = EXACT_DOMAIN.quantity("smallest error of the vote", name="vote", tex=TEX["vote"])(error_of_vote)
exact_width = EXACT_DOMAIN.quantity("number k of coordinates", range="≥ 1", name="k", tex="k")(width_of)


@EXACT_DOMAIN.quantity("number of inputs with the second label", range="≥ 0", tex=r"\#\{y=2\}")
def second_labels(world: Any) -> Any:
    return world["y"].sum(-1)


@EXACT_DOMAIN.quantity("smallest P_X(x)", range="(0, 1]", tex=r"\min_xP_X(x)")
def rarest_input(world: Any) -> Any:
    return world["law"].sum(-1).min(-1)


@EXACT_DOMAIN.quantity("𝓔 of a minimiser orthogonal to the labels, where there is one", tex=r"\mathcal E(f^\perp)")
def error_of_orthogonal(world: Any) -> Any:
    law = world["law"]
    first, second = masses(world)
    side, weights = world.where(first >= second, 1, -1), law.sum(-2)
    size = law.shape[-1]
    along = side[..., :, None] * (side * weights)[..., None, :] / weights.sum(-1)[..., None, None]
    errors = vote_errors(world, law, world["y"], law.sum(-1))
    return least(world, errors, allowed(world, np.eye(size, dtype=int) - along))


@EXACT_DOMAIN.quantity(
    "the same for the best head with a bias and either order of the labels", range="[0, 1]", tex=r"\mathcal E"
)
def error_of_any_head(world: Any) -> Any:
    law = world["law"]
    functions, _ = top_functions(world, affinity(law), world.size("k"), world["turn"])
    return least_of_any_head(world, functions, law, world["y"], law.sum(-1))


RECOVERED_LABELS = Hypothesis("recoverable", exact_alpha, "==", 0, "α = 0")
EXACT = Statement(
    id="neighbours.haochen-exact",
    title="Exact recovery of labels",
    kind=Kind.EQUIVALENCE,
    source=Source(KEY, "text after Theorem 3.7"),
    domain=EXACT_DOMAIN,
    printed=Claim(
        "α = 0, r ≥ 2, k ≥ 2r: 𝓔(f*) = 0 for every minimiser f*.",
        r"\alpha=0,\ k\ge2r\ \Rightarrow\ \mathcal E(f^*)=0",
        (
            Part("recovery", exact_vote, "==", 0, scale=1),
            Part("any-head", error_of_any_head, "==", 0, "with a bias and either order of the labels", scale=1),
        ),
        given=(RECOVERED_LABELS, Hypothesis("wide", 4, "<=", exact_width, "k ≥ 2r")),
    ),
    corrected=Claim(
        "α = 0, k ≥ 1: 𝓔(f*) = 0 for every minimiser f* iff g_{k+1} < 1, the graph having at most k components, or no "
        "input has the second label. If g_{k+1} = 1, a minimiser orthogonal to the labels errs at some "
        "input.",
        r"\alpha=0:\quad g_{k+1}<1\Rightarrow\mathcal E(f^*)=0,\qquad g_{k+1}=1,\ y\not\equiv1\Rightarrow\exists f^*:"
        r"\mathcal E(f^*)>0",
        (
            Part("recovery", exact_vote, "==", 0, given=(Hypothesis("gap", 0, "<", exact_gap),), scale=1),
            Part(
                "only-if",
                rarest_input,
                "<=",
                error_of_orthogonal,
                given=(Hypothesis("no-gap", exact_gap, "==", 0), Hypothesis("second", 1, "<=", second_labels)),
            ),
        ),
        given=(RECOVERED_LABELS,),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="With more than k components the minimiser spans any k functions that are constant on components, and no head "
    "on those tells the labels if they are orthogonal to them; k ≥ 2r is neither enough nor needed.",
    note=TWO_LABELS + "`any-head` falls where a minimiser has one value at two inputs of different labels.",
)

MAIN_DOMAIN = domain_of(
    "views of inputs with two labels and a minimiser of four or five coordinates", (2, 5), (2, 6), (4, 5)
)
main_alpha = MAIN_DOMAIN.quantity("least error α of a label of the view", name="alpha", tex=TEX["alpha"])(label_error)
main_vote = MAIN_DOMAIN.quantity("smallest error of the vote", name="vote", tex=TEX["vote"])(error_of_vote)
main_width = MAIN_DOMAIN.quantity("number k of coordinates", range="≥ 4", name="k", tex="k")(width_of)


@MAIN_DOMAIN.quantity("ρ_⌊k/2⌋ = ρ_2", range="[0, 1]", tex=r"\rho_{\lfloor k/2\rfloor}")
def rho(world: Any) -> Any:
    return expansions(world, affinity(world["law"]), 2)[..., -1]


c = MAIN_DOMAIN.vocabulary.real("c", "a universal constant, not given", "> 0", "c")
MAIN = Statement(
    id="neighbours.haochen-main",
    title="The error by the expansion of partitions",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Theorem 3.7"),
    domain=MAIN_DOMAIN,
    printed=Claim(
        "r ≥ 2, k ≥ 2r, ⌊k/2⌋ ≤ N, α > 0, ρ = ρ_⌊k/2⌋ > 0: 𝓔(f*) ≤ c·ln(k)·α/ρ².",
        r"\mathcal E(f^*)\le c\,\frac{\ln(k)\,\alpha}{\rho_{\lfloor k/2\rfloor}^2}",
        (Part("bound", main_vote, "<=", c * sp.log(main_width) * main_alpha / rho**2, constant=c),),
        given=(Hypothesis("unrecoverable", 0, "<", main_alpha), Hypothesis("expansion", 0, "<", rho)),
    ),
    note=TWO_LABELS
    + "A universal constant exists by the higher Cheeger inequality: disjoint sets of conductance t, three "
    "quarters of k in number, make a partition into k/2 parts of conductance 2t if the heavier ones join the rest.",
)

FINITE_DOMAIN = Domain(
    "views of inputs with two labels and a nearly minimal encoder of ten coordinates",
    {**FIELDS, "tilt": sorts.ratio(0, 1), "room": sorts.ratio(0, 1, "neither")},
    sizes={"a": (10, 11)},
    fixed={"x": 10, "k": 10},
    families={"blocks": blocks, "nearly split": nearly_split},
)
finite_alpha = FINITE_DOMAIN.quantity("least error α of a label of the view", name="alpha", tex=TEX["alpha"])(
    label_error
)
finite_width = FINITE_DOMAIN.quantity("number k of coordinates", range="10", name="k", tex="k")(width_of)


def last_eigenvalue_of(world: Any) -> Any:
    """g_k."""
    return eigenvalue(world, world.size("k"))


@FINITE_DOMAIN.quantity("g_k", range="[0, 1]", tex="g_k")
def last_eigenvalue(world: Any) -> Any:
    return last_eigenvalue_of(world)


@FINITE_DOMAIN.quantity("Δ = g_⌊3k/4⌋ − g_k", range="[0, 1]", tex=r"\Delta")
def spread(world: Any) -> Any:
    return eigenvalue(world, 3 * world.size("k") // 4) - last_eigenvalue_of(world)


@FINITE_DOMAIN.quantity("ρ_⌊k/2⌋ = ρ_5", range="[0, 1]", tex=r"\rho_{\lfloor k/2\rfloor}", name="rho")
def rho_five(world: Any) -> Any:
    return expansions(world, affinity(world["law"]), 5)[..., -1]


def turned(world: Any) -> tuple[Any, Any]:
    """cos²θ and sin²θ of the turn of e_k towards e_{k+1}."""
    t = world["tilt"]
    return (1 - t * t) ** 2 / (1 + t * t) ** 2, 4 * t * t / (1 + t * t) ** 2


@FINITE_DOMAIN.quantity("ε, more than ℓ(f) − ℓ(f*) and less than g_k²", range="[0, 1]", tex=r"\varepsilon")
def excess(world: Any) -> Any:
    low, (kept, moved) = last_eigenvalue_of(world), turned(world)
    lost = low**2 - (low * kept + eigenvalue(world, world.size("k") + 1) * moved) ** 2
    return lost + (low**2 - lost) * world["room"]


@FINITE_DOMAIN.quantity("smallest error of the vote on f", range="[0, 1]", name="vote", tex=r"\mathcal E(f)")
def error_of_tilted(world: Any) -> Any:
    if world.exact:
        raise NotCertifiable("the tilted eigenfunctions are irrational")
    law, k = world["law"], world.size("k")
    functions, count = top_functions(world, affinity(law), k + 1, np.concatenate([world["turn"]] * 2, axis=-1))
    cosine, sine = (np.sqrt(part)[:, None] for part in turned(world))
    features = functions[..., :k].copy()
    if functions.shape[-1] > k:
        features[..., -1] = cosine * features[..., -1] + sine * functions[..., k]
    told = told_apart(world, features, np.minimum(count, k))
    return least(world, vote_errors(world, law, world["y"], law.sum(-1)), told)


c_finite = FINITE_DOMAIN.vocabulary.real("c", "a universal constant, not given", "> 0", "c")
FINITE = Statement(
    id="neighbours.haochen-finite",
    title="The error of a nearly minimal encoder",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Theorem 4.2"),
    domain=FINITE_DOMAIN,
    printed=Claim(
        "r ≥ 2, k ≥ 4r + 2, k ≤ N, α > 0, 0 < ε < g_k², ℓ(f) < ℓ(f*) + ε, Δ = g_⌊3k/4⌋ − g_k > 0, ρ_⌊k/2⌋ > 0: 𝓔(f) ≤ "
        "c·(ln(k)·α/ρ_⌊k/2⌋² + kε/Δ²).",
        r"\mathcal E(f)\le c\Bigl(\frac{\ln(k)\,\alpha}{\rho_{\lfloor k/2\rfloor}^2}"
        r"+\frac{k\varepsilon}{\Delta^2}\Bigr)",
        (
            Part(
                "bound",
                error_of_tilted,
                "<=",
                c_finite * (sp.log(finite_width) * finite_alpha / rho_five**2 + finite_width * excess / spread**2),
                constant=c_finite,
            ),
        ),
        given=(
            Hypothesis("unrecoverable", 0, "<", finite_alpha),
            Hypothesis("full", 0, "<", last_eigenvalue),
            Hypothesis("spread", 0, "<", spread),
            Hypothesis("expansion", 0, "<", rho_five),
        ),
    ),
    note=TWO_LABELS
    + "f spans the top eigenfunctions, the k-th turned towards the next one, which is how a given ε moves "
    "the span most; N = 10 or 11.",
)

STATEMENTS = (LAMBDA, LAMBDA_SHARP, LAMBDA_VOTE, EXACT, MAIN, FINITE)
