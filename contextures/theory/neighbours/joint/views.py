"""Chapter 7.8: linear encoders of augmented samples, trained to reconstruct or to agree."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement


def _wide(sizes: Any) -> bool:
    return bool(sizes["k"] <= sizes["p"])


def _inverse(upper: Any) -> Any:
    """The inverse of I + a strictly upper matrix of at most three rows."""
    one = np.eye(upper.shape[-1], dtype=np.int64)
    rest = upper - one
    return one - rest + rest @ rest


def _masked(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Samples on one coordinate each, which a view keeps or hides; other coordinates of the views; k of them encoded,
    as either objective asks, or any."""
    n, outcomes, p, k = (sizes[name] for name in ("n", "t", "p", "k"))
    home = np.eye(p, dtype=np.int64)[np.arange(n) % p]
    size, scale = rng.integers(1, 4, (count, n)), rng.integers(0, 4, (count, p))
    mass, kept = rng.integers(1, 5, (count, outcomes)), rng.integers(0, 2, (count, outcomes, p))
    kept[:, 0] = 1
    turn = np.eye(p, dtype=np.int64) + np.triu(rng.integers(-1, 2, (count, p, p)), 1)
    mix = np.eye(k, dtype=np.int64) + np.triu(rng.integers(-2, 3, (count, k, k)), 1)
    plain = size[:, :, None] * home
    share = np.einsum("bt,btp->bp", mass, kept)
    energy = share * np.einsum("bnp->bp", plain**2)
    score = np.stack([energy * scale**2, share, rng.permuted(np.broadcast_to(np.arange(p), (count, p)), axis=1)])
    chosen = np.argsort(-score[rng.integers(0, 3, count), np.arange(count)], axis=1, kind="stable")[:, :k]
    pick = np.eye(p, dtype=np.int64)[chosen]
    views = plain[:, :, None, :] * kept[:, None, :, :]
    decoder = np.swapaxes(pick * np.take_along_axis(scale, chosen, 1)[:, :, None], 1, 2)
    return {
        "inputs": plain * scale[:, None, :],
        "views": views @ np.swapaxes(turn, 1, 2)[:, None],
        "mass": mass,
        "encoder": mix @ pick @ _inverse(turn),
        "decoder": decoder @ _inverse(mix),
    }


VIEWS = Domain(
    "samples x_i, the values of a random map at each of them, and linear maps",
    {
        "inputs": sorts.values("n", "p", text="x_i, one a row"),
        "views": sorts.values("n", "t", "p", text="the values of τ(x_i)"),
        "mass": sorts.law("t", text="the law of τ"),
        "encoder": sorts.values("k", "p", text="E"),
        "decoder": sorts.values("p", "k", text="D"),
        "mix": sorts.Invertible(axes=("k", "k"), text="K"),
        "target": sorts.values("n", "q", text="y_i, one a row"),
        "map": sorts.values("q", "p", text="V"),
    },
    sizes={"n": (1, 4), "t": (1, 3), "p": (1, 3), "k": (1, 2), "q": (1, 2)},
    together=_wide,
    families={"masked": _masked},
)


def turned(matrix: Any) -> Any:
    """The transpose."""
    return matrix.swapaxes(-1, -2)


def centre(world: Any) -> Any:
    """X̄, (..., n, p)."""
    return (world["mass"][..., None, :, None] * world["views"]).sum(-2)


def moment(world: Any) -> Any:
    """S = n⁻¹ΣE τ(x)τ(x)ᵀ = G + Σ."""
    views = world["views"]
    weighted = world["mass"][..., None, :, None] * views
    return (turned(weighted) @ views).sum(-3) / world.size("n")


def averaged(world: Any) -> Any:
    """G = n⁻¹X̄ᵀX̄."""
    return turned(centre(world)) @ centre(world) / world.size("n")


def crossed(world: Any) -> Any:
    """C = n⁻¹XᵀX̄."""
    return turned(world["inputs"]) @ centre(world) / world.size("n")


def squares(matrix: Any) -> Any:
    """Σ of the squared entries."""
    return (matrix**2).sum((-1, -2))


def residual(world: Any, target: Any, linear: Any) -> Any:
    """n⁻¹ΣE‖y_i − Vτ(x_i)‖², outcome by outcome."""
    misses = target[..., :, None, :] - world["views"] @ turned(linear)[..., None, :, :]
    return (world["mass"][..., None, :] * (misses**2).sum(-1)).sum((-1, -2)) / world.size("n")


def spread_of_pairs(world: Any) -> Any:
    """n⁻¹ΣE(τ_1(x_i) − τ_2(x_i))(τ_1(x_i) − τ_2(x_i))ᵀ, pair by pair."""
    views, mass = world["views"], world["mass"]
    gaps = views[..., :, :, None, :] - views[..., :, None, :, :]
    weighted = (mass[..., :, None] * mass[..., None, :])[..., None, :, :, None] * gaps
    return (turned(weighted) @ gaps).sum((-3, -4)) / world.size("n")


def explained(world: Any) -> Any:
    """CS⁻¹Cᵀ, whose eigenvalues are the φ_i²."""
    cross = crossed(world)
    return cross @ world.inverse(moment(world)) @ turned(cross)


def agreeing(world: Any) -> Any:
    """n⁻¹X̄S⁻¹X̄ᵀ, whose eigenvalues beside zeros are those of S^{−1/2}GS^{−1/2}."""
    return centre(world) @ world.inverse(moment(world)) @ turned(centre(world)) / world.size("n")


def spectrum(world: Any, symmetric: Any) -> Any:
    """The eigenvalues, descending; in floats none where the matrix has no value."""
    if world.exact:
        return world.eigenvalues(symmetric)
    known = np.isfinite(symmetric).all((-1, -2))
    found = world.eigenvalues(np.where(known[..., None, None], symmetric, 0.0))
    return np.where(known[..., None], found, np.nan)


def top(world: Any, symmetric: Any) -> Any:
    """The sum of the k largest eigenvalues."""
    return spectrum(world, symmetric)[..., : world.size("k")].sum(-1)


def directions(world: Any) -> int:
    """k, or p where that is less."""
    return int(min(world.size("k"), world.size("p")))


def inverse_root(matrix: Any) -> Any:
    """S^{−1/2} (floats)."""
    values, vectors = np.linalg.eigh(matrix)
    return (vectors / np.sqrt(np.where(values > 0, values, np.nan))[..., None, :]) @ turned(vectors)


def encoded(world: Any) -> Any:
    """ESEᵀ."""
    return world["encoder"] @ moment(world) @ turned(world["encoder"])


def printed_pair(world: Any) -> Any:
    """E = K·P_kᵀS^{−1/2} and D = R_kΦ_kK⁻¹ (floats)."""
    k, root = directions(world), inverse_root(moment(world))
    mix = world["mix"][..., :k, :k]
    matrix = crossed(world) @ root
    left, values, right = np.linalg.svd(np.where(np.isfinite(matrix), matrix, 0.0))
    return mix @ right[..., :k, :] @ root, (left[..., :, :k] * values[..., None, :k]) @ np.linalg.inv(mix)


def printed_map(world: Any) -> Any:
    """W = V·Q_kᵀS^{−1/2}, V from the QR decomposition of K (floats)."""
    k, root = directions(world), inverse_root(moment(world))
    form = root @ averaged(world) @ root
    values = np.linalg.eigh(np.where(np.isfinite(form), form, 0.0))[1]
    return np.linalg.qr(world["mix"][..., :k, :k])[0] @ turned(values[..., :, ::-1][..., :k]) @ root


@VIEWS.quantity("n⁻¹ΣE‖y_i − Vτ(x_i)‖²", range="≥ 0", tex=r"\tfrac1n\sum_iE\|y_i-V\tau(x_i)\|^2")
def fit(world: Any) -> Any:
    return residual(world, world["target"], world["map"])


@VIEWS.quantity("n⁻¹Σ‖y_i − Vx̄_i‖²", range="≥ 0", tex=r"\tfrac1n\sum_i\|y_i-V\bar x_i\|^2")
def fit_of_means(world: Any) -> Any:
    return squares(world["target"] - centre(world) @ turned(world["map"])) / world.size("n")


@VIEWS.quantity("tr(VΣVᵀ)", range="≥ 0", tex=r"\operatorname{tr}(V\Sigma V^\top)")
def penalty(world: Any) -> Any:
    return world.trace(world["map"] @ (moment(world) - averaged(world)) @ turned(world["map"]))


@VIEWS.quantity("n⁻¹ΣE‖x_i − DEτ(x_i)‖²", range="≥ 0", tex=r"L(E,D)")
def reconstruction(world: Any) -> Any:
    return residual(world, world["inputs"], world["decoder"] @ world["encoder"])


@VIEWS.quantity("n⁻¹ΣE‖x_i − DEτ(x_i)‖² of the printed E and D", range="≥ 0", tex=r"L(E^*,D^*)")
def reconstruction_printed(world: Any) -> Any:
    """In floats of E and D as printed; exactly n⁻¹tr XᵀX − Σ_{i≤k}φ_i²."""
    if world.exact:
        return squares(world["inputs"]) / world.size("n") - top(world, explained(world))
    encoder, decoder = printed_pair(world)
    return residual(world, world["inputs"], decoder @ encoder)


@VIEWS.quantity("φ_k²", range="≥ 0", tex=r"\varphi_k^2")
def phi_k2(world: Any) -> Any:
    found = spectrum(world, explained(world))
    return found[..., world.size("k") - 1] if directions(world) == world.size("k") else 0 * found[..., 0]


@VIEWS.quantity("how far E and D are from the printed form", range="≥ 0", tex=r"\Delta(E,D)")
def reconstruction_defect(world: Any) -> Any:
    """k less the rank of E, plus ‖D·ESEᵀ − CEᵀ‖², plus what the best decoder of E loses to the k largest φ_i²: all
    vanish iff E = KP_kᵀS^{−1/2} and D = R_kΦ_kK⁻¹ for some decomposition."""
    encoder, n, outcomes = world["encoder"], world.size("n"), world.size("t")
    shape = (*world["mass"].shape[:-1], n * outcomes)
    features = (world["views"] @ turned(encoder)[..., None, :, :]).reshape(*shape, world.size("k"))
    weights = (0 * world["views"][..., 0] + world["mass"][..., None, :]).reshape(shape) / n
    samples = (world["inputs"][..., :, None, :] + 0 * world["views"]).reshape(*shape, world.size("p"))
    reached = weights[..., None] * (world.projector(features, weights) @ samples)
    decoder = squares(world["decoder"] @ encoded(world) - crossed(world) @ turned(encoder))
    return (
        world.size("k")
        - world.rank(encoder)
        + decoder
        + top(world, explained(world))
        - (samples * reached).sum((-1, -2))
    )


@VIEWS.quantity("n⁻¹ΣE‖Wτ_1(x_i) − Wτ_2(x_i)‖² of W = (ESEᵀ)^{−1/2}E", range="≥ 0", tex=r"L(W)")
def agreement(world: Any) -> Any:
    encoder = world["encoder"]
    return world.trace(world.inverse(encoded(world)) @ encoder @ spread_of_pairs(world) @ turned(encoder))


@VIEWS.quantity("n⁻¹ΣE‖Wτ_1(x_i) − Wτ_2(x_i)‖² of the printed W", range="≥ 0", tex=r"L(W^*)")
def agreement_printed(world: Any) -> Any:
    """In floats of W as printed; exactly 2(k − Σ_{i≤k}ω_i)."""
    if world.exact:
        return 2 * (world.size("k") - top(world, agreeing(world)))
    linear = printed_map(world)
    return world.trace(linear @ spread_of_pairs(world) @ turned(linear))


@VIEWS.quantity("how far the span of W is from one of eigenvectors", range="≥ 0", tex=r"\Delta(W)")
def agreement_defect(world: Any) -> Any:
    """‖GEᵀ − SEᵀ(ESEᵀ)⁻¹EGEᵀ‖²: 0 iff the rows of ES^{1/2} span an invariant space of S^{−1/2}GS^{−1/2}."""
    encoder = turned(world["encoder"])
    image = averaged(world) @ encoder
    return squares(image - moment(world) @ encoder @ world.inverse(encoded(world)) @ turned(encoder) @ image)


@VIEWS.quantity("rank of S", range="≥ 0", tex=r"\operatorname{rank}S")
def rank(world: Any) -> Any:
    return world.rank(moment(world))


@VIEWS.quantity("dimension p", range="≥ 1", tex="p")
def p(world: Any) -> Any:
    return world.size("p")


@VIEWS.quantity("width k", range="≥ 1", tex="k")
def k(world: Any) -> Any:
    return world.size("k")


DEFINITE = Hypothesis("definite", p, "<=", rank, "S = G + Σ is positive definite")
POSSIBLE = "A random map is told by its values at the samples; nothing here asks for one value at equal samples."

TIKHONOV = Statement(
    id="neighbours.joint-tikhonov",
    title="Augmentation is a penalty",
    kind=Kind.IDENTITY,
    source=Source("joint", "(1)"),
    domain=VIEWS,
    printed=Claim(
        "n⁻¹ΣE‖y_i − Vτ(x_i)‖² = tr(VΣVᵀ) + n⁻¹Σ‖y_i − Vx̄_i‖².",
        r"\frac1n\sum_iE\|y_i-V\tau(x_i)\|^2=\operatorname{tr}(V\Sigma V^\top)+\frac1n\sum_i\|y_i-V\bar x_i\|^2",
        (Part("identity", fit, "==", penalty + fit_of_means),),
    ),
    note=POSSIBLE,
)

RECONSTRUCTION = Statement(
    id="neighbours.joint-reconstruction",
    title="The linear maps that reconstruct best",
    kind=Kind.IDENTITY,
    source=Source("joint", "Theorem 3.1"),
    domain=VIEWS,
    printed=Claim(
        "G + Σ positive definite, C(G + Σ)^{−1/2} = RΦPᵀ: E = K·P_kᵀ(G + Σ)^{−1/2} and D = R_kΦ_kK⁻¹, K invertible, "
        "minimise n⁻¹ΣE‖x_i − DEτ(x_i)‖²; if φ_k > 0 every minimiser has this form for some decomposition.",
        r"E=KP_k^\top(G+\Sigma)^{-1/2},\quad D=R_k\Phi_kK^{-1}",
        (
            Part("attains", reconstruction_printed, "<=", reconstruction),
            Part(
                "form",
                reconstruction_defect,
                "==",
                0,
                given=(
                    Hypothesis("minimiser", reconstruction, "==", reconstruction_printed),
                    Hypothesis("singular-value", 0, "<", phi_k2, "φ_k > 0"),
                ),
                scale=1 + reconstruction_printed,
            ),
        ),
        given=(DEFINITE,),
    ),
    note=f"From the authors' summary of the theorem. {POSSIBLE}",
    uses=("neighbours.joint-tikhonov",),
)

EMBEDDING = Statement(
    id="neighbours.joint-embedding",
    title="The linear maps under which two views agree best",
    kind=Kind.IDENTITY,
    source=Source("joint", "Theorem 3.2"),
    domain=VIEWS,
    printed=Claim(
        "S positive definite, S^{−1/2}GS^{−1/2} = QΩQᵀ: W = V·Q_kᵀS^{−1/2}, V orthogonal, minimise "
        "n⁻¹ΣE‖Wτ_1(x_i) − Wτ_2(x_i)‖² subject to n⁻¹ΣE Wτ(x_i)τ(x_i)ᵀWᵀ = I; every minimiser has this form for some "
        "eigenbasis.",
        r"W=VQ_k^\top S^{-1/2}",
        (
            Part("attains", agreement_printed, "<=", agreement, scale=k),
            Part(
                "form",
                agreement_defect,
                "==",
                0,
                given=(Hypothesis("minimiser", agreement, "==", agreement_printed),),
                scale=1 + p,
            ),
        ),
        given=(DEFINITE,),
    ),
    note="Every W that meets the constraint is V(ESEᵀ)^{−1/2}E for some E, and the loss does not depend on V. "
    f"{POSSIBLE}",
)

STATEMENTS = (TIKHONOV, RECONSTRUCTION, EMBEDDING)
