"""Symbols of chapter 6 that speak of a context whose inputs come from another law Q."""

from __future__ import annotations

from contextures.theory.symbols.contexts import CONTEXTS

TRANSFER = CONTEXTS.extended("transfer")

error_p = TRANSFER.real("error_p", "err_P(Φ, f), probe error under P", "≥ 0", r"\mathrm{err}_P(\Phi,f)")
error_q = TRANSFER.real(
    "error_q", "err_Q(Φ, f), probe error under Q, the probe refitted", "≥ 0", r"\mathrm{err}_Q(\Phi,f)"
)
reuse_q = TRANSFER.real("reuse_q", "E_Q of the squared residual of the probe fitted under P", "≥ 0", r"E_Qr^2")
ratio_min = TRANSFER.real("ratio_min", "c, least dQ/dP", "[0, 1]", "c")
ratio_max = TRANSFER.real("ratio_max", "C, largest dQ/dP", "≥ 1", "C")
ratio_a_min = TRANSFER.real("ratio_a_min", "c′, least dQ_A/dP_A", "[0, 1]", "c'")
ratio_a_max = TRANSFER.real("ratio_a_max", "C′, largest dQ_A/dP_A", "≥ 1", "C'")
pointwise_defect = TRANSFER.real(
    "pointwise_defect",
    "largest |(T_Qg − T_Pg)(x)| over indicators g and x of positive Q-mass",
    "≥ 0",
    r"\|T_Q-T_P\|_{\max}",
)
s_q = TRANSFER.indexed("s_q", "singular values of the context with inputs from Q", "[0, 1]", "s^{(Q)}")
epsilon = TRANSFER.real("epsilon", "incompatibility allowed in F_ε(Q)", "[0, 1]", r"\varepsilon")
error_contexture_p = TRANSFER.real(
    "error_contexture_p",
    "worst-case squared probe error under Q, over F_ε(Q), of the top-d singular functions under P",
    "[0, 1]",
    r"\mathrm{err}_Q((\mu_1,\dots,\mu_d);F_\varepsilon(Q))",
)
minimax_q = TRANSFER.real(
    "minimax_q",
    "the least of it over all encoders, that of the top-d singular functions under Q",
    "[0, 1]",
    r"\min_\Phi\mathrm{err}_Q(\Phi;F_\varepsilon(Q))",
)
chi_square_q = TRANSFER.real("chi_square_q", "½E_P(dQ/dP − 1)²", "≥ 0", r"D_{\chi^2}(Q\|P)")
variation_q = TRANSFER.real("variation_q", "TV(P, Q)", "[0, 1]", r"TV(P,Q)")
alpha = TRANSFER.real("alpha", "dQ/dP ≤ 1/α in the CVaR ball", "(0, 1]", r"\alpha")
rho = TRANSFER.real("rho", "radius of the χ² ball", "≥ 0", r"\rho")
tv = TRANSFER.real("tv", "radius of the ball in total variation", "[0, 1]", r"\delta")
transfer_cvar = TRANSFER.real(
    "transfer_cvar",
    "largest E_Qr² over dQ/dP ≤ 1/α, r the residual of the P-probe",
    "≥ 0",
    r"\mathrm{CVaR}_\alpha(r^2)",
)
transfer_cvar_dual = TRANSFER.real(
    "transfer_cvar_dual", "inf_η α⁻¹E_P(r²−η)_+ + η", "≥ 0", r"\inf_\eta\alpha^{-1}E(r^2-\eta)_++\eta"
)
transfer_chi = TRANSFER.real("transfer_chi", "largest E_Qr² over the χ² ball", "≥ 0", r"R_{\chi^2,\rho}(r^2)")
transfer_tv = TRANSFER.real("transfer_tv", "largest E_Qr² over TV(P, Q) ≤ δ", "≥ 0", r"\sup_{TV\le\delta}E_Qr^2")
refit_cvar = TRANSFER.real(
    "refit_cvar",
    "largest err_Q(Φ, f) over dQ/dP ≤ 1/α, the probe fitted again for each Q",
    "≥ 0",
    r"\sup_{dQ/dP\le1/\alpha}\mathrm{err}_Q",
)
refit_chi = TRANSFER.real(
    "refit_chi",
    "largest err_Q(Φ, f) over the χ² ball, the probe fitted again for each Q",
    "≥ 0",
    r"\sup_{\chi^2\le\rho}\mathrm{err}_Q",
)
refit_tv = TRANSFER.real(
    "refit_tv",
    "largest err_Q(Φ, f) over TV(P, Q) ≤ δ, the probe fitted again for each Q",
    "≥ 0",
    r"\sup_{TV\le\delta}\mathrm{err}_Q",
)
residual_max = TRANSFER.real("residual_max", "largest r² of the P-probe", "≥ 0", r"\max r^2")
residual_variance = TRANSFER.real("residual_variance", "variance of r² under P", "≥ 0", r"\mathrm{Var}_Pr^2")
