"""Chapter 6 on balls of laws: the duals of their risks."""

from __future__ import annotations

from contextures.theory.shift.premises import LEVEL, ORDER, POSITIVE_LEVEL
from contextures.theory.statement import Claim, Kind, Part, Source, Statement
from contextures.theory.symbols.shift import SHIFT, cvar, cvar_dual, cvar_dual_at_quantile, robust_dual, robust_risk

CRESSIE_READ_DUAL = Statement(
    id="shift.cressie-read-dual",
    title="The dual of Cressie–Read balls",
    kind=Kind.IDENTITY,
    source=Source("D21", "(5)"),
    vocabulary=SHIFT,
    printed=Claim(
        text="R_{D_β,ρ} = inf_η c_β(ρ)(E_P(ℓ−η)_+^{β*})^{1/β*} + η, c_β(ρ) = (1+β(β−1)ρ)^{1/β}, β* = β/(β−1).",
        tex=r"R_{D_\beta,\rho}=\inf_\eta\{c_\beta(\rho)(E_P(\ell-\eta)_+^{\beta^*})^{1/\beta^*}+\eta\}",
        given=(ORDER,),
        parts=(
            Part("weak", robust_risk, "<=", robust_dual, "the dual is an upper bound"),
            Part("strong", robust_dual, "<=", robust_risk, "and there is no gap"),
        ),
    ),
    note="At ρ = 0 the infimum is E_Pℓ and is not attained unless ℓ is constant.",
)

CVAR_DUAL = Statement(
    id="shift.cvar-dual",
    title="The dual of the CVaR and its minimiser",
    kind=Kind.IDENTITY,
    source=Source("D21", "(7)–(8)"),
    vocabulary=SHIFT,
    printed=Claim(
        text="CVaR_α = inf_η α⁻¹E(ℓ−η)_+ + η, and inf{q: P(ℓ > q) ≤ α} is a minimiser.",
        tex=r"\mathrm{CVaR}_\alpha=\inf_\eta\{\alpha^{-1}E(\ell-\eta)_++\eta\}",
        given=(POSITIVE_LEVEL, LEVEL),
        parts=(Part("value", cvar, "==", cvar_dual), Part("minimiser", cvar_dual_at_quantile, "==", cvar_dual)),
    ),
    note="At α = 1 the quantile is −∞ and no minimiser is claimed; the value holds there too.",
)
