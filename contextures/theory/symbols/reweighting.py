"""Symbols of chapter 6 that speak of linear models trained under weights of the samples."""

from __future__ import annotations

from contextures.theory.symbols.vocabulary import Vocabulary

REWEIGHTING = Vocabulary("reweighting")

n = REWEIGHTING.integer("n", "number of training samples", "n ≥ 1")
steps = REWEIGHTING.integer("steps", "number of steps of gradient descent", "steps ≥ 0")
t = REWEIGHTING.integer("t", "step of gradient descent", "t ≥ 0")
a = REWEIGHTING.integer("a", "degree of the polynomial tail, ℓ(m) = m^{−a}", "a ≥ 1")
rank = REWEIGHTING.integer("rank", "number of linearly independent inputs", "[0, n]", r"\mathrm{rank}X")
step = REWEIGHTING.real("step", "step size", "≥ 0", r"\eta")
mu = REWEIGHTING.real("mu", "weight of the penalty ½μ‖θ−θ⁽⁰⁾‖²", "≥ 0", r"\mu")
weight_min = REWEIGHTING.real("weight_min", "smallest weight of a sample in the limit q", "[0, 1]", r"\min_iq_i")
q_min = REWEIGHTING.indexed("q_min", "smallest weight of a sample at each step", "[0, 1]", r"\min_iq^{(t)}_i")
lambda_min = REWEIGHTING.real("lambda_min", "smallest eigenvalue of the Gram matrix G", "≥ 0", r"\lambda_{\min}(G)")
lambda_max = REWEIGHTING.real("lambda_max", "largest eigenvalue of the Gram matrix G", "≥ 0", r"\lambda_{\max}(G)")
weight_max = REWEIGHTING.real("weight_max", "largest weight of a sample in the limit q", "[0, 1]", r"\max_iq_i")
mode_min = REWEIGHTING.real("mode_min", "smallest eigenvalue of G diag(q)", "≥ 0", r"\lambda_{\min}(GQ)")
mode_max = REWEIGHTING.real("mode_max", "largest eigenvalue of G diag(q)", "≥ 0", r"\lambda_{\max}(GQ)")
contraction = REWEIGHTING.real(
    "contraction", "spectral radius of I − ηG diag(q), the map of the residuals", "≥ 0", r"\rho(I-\eta GQ)"
)
distance_square = REWEIGHTING.indexed(
    "distance_square", "‖θ⁽ᵗ⁾ − θ_ERM‖², θ_ERM = θ⁽⁰⁾ + X(XᵀX)⁻¹(Y − Xᵀθ⁽⁰⁾)", "≥ 0", r"\|\theta^{(t)}-\theta_{ERM}\|^2"
)
energy = REWEIGHTING.indexed("energy", "rᵀG⁻¹r for the residuals r = Xᵀθ⁽ᵗ⁾ − Y", "≥ 0", r"r^\top G^{-1}r")
risk = REWEIGHTING.indexed("risk", "training risk, the mean of ½r_i²", "≥ 0", r"\hat R(\theta^{(t)})")
settling = REWEIGHTING.indexed(
    "settling",
    "max_i|q⁽ᵗ⁾_i − q_i|, how far the weights of a step are from their limit",
    "[0, 1]",
    r"\|q^{(t)}-q\|_\infty",
)
weighted_square = REWEIGHTING.indexed("weighted_square", "Σ q⁽ᵗ⁾_i r_i² at each step", "≥ 0", r"\sum_iq^{(t)}_ir_i^2")
heed = REWEIGHTING.real(
    "heed", "κ, least ratio of Σ q⁽ᵗ⁾_i r_i² to the mean of r_i² over the steps with a residual", "≥ 0", r"\kappa"
)
neglect = REWEIGHTING.real(
    "neglect",
    "by how much, at a step, a sample of larger loss has less weight than one of smaller loss; at most, 0 if never",
    "[0, 1]",
    r"\max_{|r_i|<|r_j|}(q_i-q_j)_+",
)
solution_distance = REWEIGHTING.real(
    "solution_distance",
    "‖θ_q − θ_ERM‖, θ_q of the penalised risk under q, θ_ERM the limit of plain ERM",
    "≥ 0",
    r"\|\theta_q-\theta_{ERM}\|",
)
final_risk = REWEIGHTING.real("final_risk", "training risk, mean of ½r_i², of θ_q", "≥ 0", r"\varepsilon")
penalised_distance = REWEIGHTING.real(
    "penalised_distance",
    "‖θ_q − θ_1‖, θ_1 of the penalised risk under equal weights",
    "≥ 0",
    r"\|\theta_q-\theta_{\mathbf1}\|",
)
penalised_risk = REWEIGHTING.real(
    "penalised_risk",
    "larger training risk, mean of ½r_i², of θ_q and θ_1",
    "≥ 0",
    r"\max\{\varepsilon,\varepsilon_{\mathbf1}\}",
)
gamma_square = REWEIGHTING.real(
    "gamma_square", "γ², least ‖Σ a_i y_i x_i‖² over a in the simplex: the squared maximal margin", "≥ 0", r"\gamma^2"
)
margin_at_dual = REWEIGHTING.real(
    "margin_at_dual",
    "least y_i⟨x_i, v⟩ for v = Σ a_i y_i x_i at the optimal a",
    "≥ 0",
    r"\min_iy_i\langle x_i,v\rangle",
)
logistic_loss = REWEIGHTING.real("logistic_loss", "L = Σ q_i log(1 + e^{−m_i}) at a point θ", "> 0", "L")
gradient_norm = REWEIGHTING.real("gradient_norm", "‖∇L‖ at θ", "≥ 0", r"\|\nabla L\|")
log_gain = REWEIGHTING.real("log_gain", "log L(θ) − log L(θ − η∇L)", "ℝ", r"\log L-\log L^+")
margin_min = REWEIGHTING.real("margin_min", "least margin m_i = y_i⟨x_i, θ⟩", "ℝ", r"\min_im_i")
unit_margin = REWEIGHTING.real("unit_margin", "least margin of θ/‖θ‖", "ℝ", r"\min_im_i/\|\theta\|")
direction_gap = REWEIGHTING.real(
    "direction_gap",
    "‖θ/‖θ‖ − θ*‖², θ* the unit vector of maximal margin",
    "[0, 4]",
    r"\|\theta/\|\theta\|-\theta^*\|^2",
)
length_square = REWEIGHTING.real("length_square", "largest ‖x_i‖²", "≥ 0", r"\max_i\|x_i\|^2")
weights_gap = REWEIGHTING.real("weights_gap", "‖q − q'‖² of two weights", "≥ 0", r"\|q-q'\|^2")
other_min = REWEIGHTING.real("other_min", "smallest weight of a sample in q'", "[0, 1]", r"\min_iq'_i")
tail_gap = REWEIGHTING.real(
    "tail_gap",
    "squared distance of the limit directions under q and q' for ℓ(m) = m^{−a}",
    "[0, 4]",
    r"\|v_q-v_{q'}\|^2",
)
C = REWEIGHTING.real("C", "unspecified constant", "> 0", "C")
