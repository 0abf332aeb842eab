"""Symbols of chapter 6 that speak of losses on points: risks of a law, of its groups and of laws near it.

``SHIFT`` has a level α that is chosen; in ``GROUPS`` it is the share of the smallest group.
"""

from __future__ import annotations

from contextures.theory.symbols.vocabulary import Vocabulary

LOSSES = Vocabulary("losses")

n = LOSSES.integer("n", "number of points", "n ≥ 1")
k = LOSSES.integer("k", "half of the order of the moment", "k ≥ 1")
epsilon = LOSSES.real("epsilon", "share of P_train that is contaminated", "[0, 1/2)", r"\varepsilon")
rho = LOSSES.real("rho", "radius of the ball of a divergence", "≥ 0", r"\rho")
beta = LOSSES.real("beta", "order of the Cressie–Read divergence", "> 1", r"\beta")
smallest_loss = LOSSES.real("smallest_loss", "smallest loss at a point", "ℝ", r"\min\ell")
sigma = LOSSES.real("sigma", "√E_Pℓ²", "≥ 0", r"\sigma")
cvar = LOSSES.real("cvar", "CVaR_α of ℓ under P, by sorting", "ℝ", r"\mathrm{CVaR}_\alpha")
chi_square_risk = LOSSES.real("chi_square_risk", "R_{χ²,ρ}, the largest risk in the χ² ball", "ℝ", r"R_{\chi^2,\rho}")
robust_risk = LOSSES.real(
    "robust_risk", "R_{D_β,ρ} of ℓ under P: a law on the boundary of the ball", "ℝ", r"R_{D_\beta,\rho}"
)
R_max = LOSSES.real("R_max", "risk of the worst group, max_k E[ℓ|D_k]", "ℝ", r"R_{\max}")
cvar_doro = LOSSES.real("cvar_doro", "least CVaR_α of P' ≤ P_train/(1−ε)", "ℝ", r"\mathrm{CVaR}_{\alpha,\varepsilon}")
chi_square_doro = LOSSES.real(
    "chi_square_doro", "least R_{χ²,ρ} of P' ≤ P_train/(1−ε)", "ℝ", r"R_{\chi^2,\rho,\varepsilon}"
)
cvar_in_ball = LOSSES.real(
    "cvar_in_ball", "least CVaR_α over TV(P, P') ≤ ε/(1−ε)", "ℝ", r"\inf_{P'}\mathrm{CVaR}_\alpha(P')"
)

SHIFT = LOSSES.extended("shift")

alpha = SHIFT.real("alpha", "level of the CVaR: the worst share of the mass", "(0, 1]", r"\alpha")
robust_dual = SHIFT.real(
    "robust_dual", "inf_η c_β(ρ)(E_P(ℓ−η)_+^{β*})^{1/β*} + η", "ℝ", r"\inf_\eta c_\beta\|(\ell-\eta)_+\|_{\beta^*}+\eta"
)
cvar_dual = SHIFT.real("cvar_dual", "inf_η α⁻¹E_P(ℓ−η)_+ + η", "ℝ", r"\inf_\eta\alpha^{-1}E(\ell-\eta)_++\eta")
cvar_dual_at_quantile = SHIFT.real(
    "cvar_dual_at_quantile", "α⁻¹E_P(ℓ−η)_+ + η at η = inf{q: P(ℓ > q) ≤ α}", "ℝ", r"\alpha^{-1}E(\ell-q)_++q"
)
doro = SHIFT.real("doro", "least R_{D_β,ρ} of P' ≤ P_train/(1−ε)", "ℝ", r"R_{D_\beta,\rho,\varepsilon}")
doro_conditional = SHIFT.real(
    "doro_conditional",
    "inf_η c_β(ρ)E[(ℓ−η)_+^{β*} | P_{Z'}(ℓ(Z') > ℓ(Z)) ≥ ε]^{1/β*} + η under P_train",
    "ℝ",
    r"\inf_\eta c_\beta E[(\ell-\eta)_+^{\beta^*}|\cdot]^{1/\beta^*}+\eta",
)
doro_split = SHIFT.real(
    "doro_split",
    "inf_η c_β(ρ)((E h − ε CVaR_ε(h))/(1−ε))^{1/β*} + η for h = (ℓ−η)_+^{β*} under P_train",
    "ℝ",
    r"\inf_\eta c_\beta\bigl(\tfrac{Eh-\varepsilon\mathrm{CVaR}_\varepsilon(h)}{1-\varepsilon}\bigr)^{1/\beta^*}+\eta",
)
split_mass = SHIFT.real(
    "split_mass", "distance from ε to the nearest value of P_train(ℓ > q)", "[0, 1]", r"\min_q|P(\ell>q)-\varepsilon|"
)
robust_in_ball = SHIFT.real(
    "robust_in_ball", "least R_{D_β,ρ} over TV(P, P') ≤ ε/(1−ε)", "ℝ", r"\inf_{P'}R_{D_\beta,\rho}(P')"
)
cvar_gap = SHIFT.real(
    "cvar_gap",
    "CVaR_α(θ̂; P) − min_θ CVaR_α(θ; P), θ̂ the worst minimiser of the DORO risk",
    "≥ 0",
    r"\mathrm{CVaR}_\alpha(\hat\theta)-\inf_\theta\mathrm{CVaR}_\alpha",
)
chi_square_gap = SHIFT.real(
    "chi_square_gap",
    "R_{χ²,ρ}(θ̂; P) − min_θ R_{χ²,ρ}(θ; P), θ̂ the worst minimiser of the χ²-DORO risk",
    "≥ 0",
    r"R_{\chi^2,\rho}(\hat\theta)-\inf_\theta R_{\chi^2,\rho}",
)
sigma_2k = SHIFT.real("sigma_2k", "(E_Pℓ(θ̂)^{2k})^{1/(2k)} of that minimiser", "≥ 0", r"\sigma_{2k}")
sigma_2k_chi = SHIFT.real("sigma_2k_chi", "(E_Pℓ(θ̂)^{2k})^{1/(2k)} of the χ²-DORO minimiser", "≥ 0", r"\sigma_{2k}")
learner_gap = SHIFT.real(
    "learner_gap",
    "the least, over answers, of the largest CVaR_α gap over two pairs with one P_train, losses 0 and 1 and "
    "E_Pℓ^{2k} = min{α, ε/(1−ε)}: the pair comes last",
    "≥ 0",
    r"\min_{\hat\theta}\max_P\mathrm{gap}",
)
drawn_gap = SHIFT.real(
    "drawn_gap",
    "the same for a learner that draws its answer, in the mean",
    "≥ 0",
    r"\min_{\hat\theta}\max_P E\,\mathrm{gap}",
)
learner_gap_chi = SHIFT.real(
    "learner_gap_chi",
    "as learner_gap for R_{χ²,ρ}, with E_Pℓ^{2k} = min{ε/(1−ε), 1/(1+2ρ)}",
    "≥ 0",
    r"\min_{\hat\theta}\max_P\mathrm{gap}_{\chi^2}",
)
drawn_gap_chi = SHIFT.real(
    "drawn_gap_chi",
    "the same for R_{χ²,ρ} and a learner that draws its answer, in the mean",
    "≥ 0",
    r"\min_{\hat\theta}\max_P E\,\mathrm{gap}_{\chi^2}",
)
farthest_kept = SHIFT.real(
    "farthest_kept",
    "largest TV(P, P') of a P' ≤ P_train/(1−ε)",
    "[0, 1]",
    r"\max_{P'\le P_{train}/(1-\varepsilon)}TV(P,P')",
)
zero_one_cvar = SHIFT.real("zero_one_cvar", "CVaR_α of the 0/1 loss 1[ℓ > 0]", "[0, 1]", r"\mathrm{CVaR}_\alpha")
zero_one_risk = SHIFT.real("zero_one_risk", "P(ℓ > 0), the risk R of the 0/1 loss", "[0, 1]", "R")
erm_cvar = SHIFT.real(
    "erm_cvar",
    "CVaR_α of the worst 0/1 minimiser of the risk in the family",
    "[0, 1]",
    r"\mathrm{CVaR}_\alpha(\theta_{ERM})",
)
least_cvar = SHIFT.real(
    "least_cvar", "least CVaR_α of a 0/1 classifier of the family", "[0, 1]", r"\min_t\mathrm{CVaR}_\alpha(t)"
)
single_cvar = SHIFT.real(
    "single_cvar",
    "least CVaR_α, over equal weights, of one of the 0/1 classifiers",
    "[0, 1]",
    r"\min_t\mathrm{CVaR}_\alpha(\ell^t)",
)
mixture_cvar = SHIFT.real(
    "mixture_cvar",
    "least CVaR_α, over equal weights, of a mixture of the 0/1 classifiers, a linear programme",
    "[0, 1]",
    r"\min_\lambda\mathrm{CVaR}_\alpha(F_\lambda)",
)
boosting_value = SHIFT.real(
    "boosting_value",
    "ρ*, the least max_t⟨w, 1−ℓ^t⟩ over w in the simplex with w ≤ 1/(αn)",
    "[0, 1]",
    r"\rho^*",
)
spread_mixture = SHIFT.real(
    "spread_mixture",
    "CVaR_α of the even mixture of n classifiers, each wrong at one of n points",
    "[0, 1]",
    r"\mathrm{CVaR}_\alpha(F_{1/n})",
)
spread_best = SHIFT.real("spread_best", "least CVaR_α of one of them", "[0, 1]", r"\min_t\mathrm{CVaR}_\alpha(t)")
C_cvar = SHIFT.real("C_cvar", "unspecified constant of the CVaR gap", "> 0", r"C_{\alpha,k}")
C_chi = SHIFT.real("C_chi", "unspecified constant of the χ² gap", "> 0", r"C_{\rho,k}")

GROUPS = LOSSES.extended("groups")

K = GROUPS.integer("K", "number of groups", "K ≥ 1")
overlap = GROUPS.integer("overlap", "largest number of groups that one point of positive mass is in", "≥ 0")
alpha_of_groups = GROUPS.real("alpha", "share of the smallest group, min_k P(D_k)", "(0, 1]", r"\alpha")
