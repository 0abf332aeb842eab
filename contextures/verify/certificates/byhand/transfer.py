"""Recipes for probes that are used under a second law Q of the inputs."""

from __future__ import annotations

from contextures.measure.quantities import transfer
from contextures.measure.worlds.transfer import TransferWorld
from contextures.verify.certificates.byhand.linear import formula, setting
from contextures.verify.certificates.byhand.script import Script, ingredient, literal, recipe

setting(transfer.alpha, transfer.rho, transfer.tv, transfer.epsilon)


@ingredient(TransferWorld)
def Q(script: Script) -> None:
    """The second law."""
    script.use("P")
    script.put(f"Q = {literal(script.instance['target_law'])}")


@ingredient(TransferWorld)
def residual(script: Script) -> None:
    """The task less its probe under P on 1 and the φ_i, and the law of its square."""
    script.use("f", "phi", "basis")
    script.put(
        "found = basis(phi, p)",
        "rest = [v - sum(dot(b, f, p) / dot(b, b, p) * b[x] for b in found) for x, v in enumerate(f)]",
        "squares = [v * v for v in rest]",
    )


formula(transfer.error_p, "dot(rest, rest, p)", "residual")
formula(transfer.reuse_q, "dot(rest, rest, Q)", "residual", "Q")
formula(transfer.residual_max, "max(squares)", "residual")
formula(transfer.residual_variance, "sum(w * (v - dot(rest, rest, p)) ** 2 for v, w in zip(squares, p))", "residual")
formula(transfer.ratio_min, "min(v / w for v, w in zip(Q, p))", "Q")
formula(transfer.ratio_max, "max(v / w for v, w in zip(Q, p))", "Q")
formula(transfer.chi_square_q, "sum(w * (v / w - 1) ** 2 for v, w in zip(Q, p)) / 2", "Q")
formula(transfer.variation_q, "sum(abs(v - w) for v, w in zip(Q, p)) / 2", "Q")
formula(transfer.transfer_cvar, "tail(zip(squares, p), alpha)", "residual", "tail", measured=("alpha",))
formula(
    transfer.transfer_tv,
    "sum(v * held for v, w, held in top(zip(squares, p), 1 - tv)) + tv * max(squares)",
    "residual",
    "top",
    measured=("tv",),
)


@recipe(transfer.transfer_cvar_dual)
def transfer_cvar_dual(script: Script) -> None:
    """Least at one of the r², where the dual breaks."""
    script.use("residual")
    script.measure("alpha")
    script.put(
        "def dual(eta): return sum(w * max(v - eta, 0) for v, w in zip(squares, p)) / alpha + eta",
        "transfer_cvar_dual = min(map(dual, squares))  # convex, with breaks there only",
    )
