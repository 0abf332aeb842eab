"""Symbols of chapter 2: objectives that learn the contexture."""

from __future__ import annotations

from contextures.theory.symbols.contexts import CONTEXTS

OBJECTIVES = CONTEXTS.extended("objectives")

onehot_loss = OBJECTIVES.real("onehot_loss", "min_W E‖WΦ(X) − A‖², A one-hot", "[0, 1]", r"R(\Phi)")
onehot_eigenvalue = OBJECTIVES.indexed(
    "onehot_eigenvalue", "eigenvalues of TΛT*, (Λg)(a) = g(a)P_A(a), descending, from i = 1", "[0, 1]", r"\theta"
)
onehot_gap = OBJECTIVES.real(
    "onehot_gap",
    "Σ_{i≤d} θ_i − Tr(P_Φ TΛT*) + d − rank Φ: zero exactly when Φ extracts the top-d eigenspace",
    "≥ 0",
    r"\mathrm{gap}(\Phi,T\Lambda T^*)",
)
onehot_operator_defect = OBJECTIVES.real(
    "onehot_operator_defect", "largest entry of M·TΛT* − TT*", "≥ 0", r"\|M\,T\Lambda T^*-TT^*\|_{\max}"
)
class_imbalance = OBJECTIVES.real("class_imbalance", "largest |P_A(a) − 1/M|", "[0, 1)", r"\max_a|P_A(a)-1/M|")
lost_dimensions = OBJECTIVES.real("lost_dimensions", "d − rank Φ, Φ as it stands", "[0, d]", r"d-\mathrm{rank}\,\Phi")
centred_lost_dimensions = OBJECTIVES.real(
    "centred_lost_dimensions", "d − rank Φ̃", "[0, d]", r"d-\mathrm{rank}\,\tilde\Phi"
)
balanced_loss = OBJECTIVES.real(
    "balanced_loss",
    "min_{W,b} E[‖WΦ(X) + b − A‖²/√P_A(A)], A one-hot",
    "≥ 0",
    r"R_{\mathrm{bal}}(\Phi)",
)
balanced_minimum = OBJECTIVES.real(
    "balanced_minimum", "smallest R_bal of a d-dimensional encoder", "≥ 0", r"\min_\Phi R_{\mathrm{bal}}(\Phi)"
)
scaled_loss = OBJECTIVES.real(
    "scaled_loss",
    "min_{W,b} E‖WΦ(X) + b − A/√P_A(A)‖², A one-hot",
    "≥ 0",
    r"\min_{W,b}\mathbb E\|W\Phi+b-A/\sqrt{P_A(A)}\|^2",
)
learning_gap = OBJECTIVES.real(
    "learning_gap",
    "Σ_{i≤d} s_i² − RT(Φ) + d − rank(Φ̃): zero exactly when Φ learns the contexture",
    "≥ 0",
    r"\sum_{i\le d}s_i^2-\mathrm{RT}(\Phi)+d-\mathrm{rank}\,\tilde\Phi",
)
plain_loss = OBJECTIVES.real("plain_loss", "min_W E‖WΦ(X) − A‖², A ∈ ℝ^p", "≥ 0", r"\min_W\mathbb E\|W\Phi-A\|^2")
plain_eigenvalue = OBJECTIVES.indexed(
    "plain_eigenvalue", "eigenvalues of TΛT*, k_Λ = ⟨a,a'⟩, descending, from i = 1", "≥ 0", r"\theta"
)
plain_gap = OBJECTIVES.real(
    "plain_gap", "as onehot_gap, for k_Λ = ⟨a,a'⟩, the φ_i as they stand", "≥ 0", r"\mathrm{gap}(\Phi,T\Lambda T^*)"
)
second_moment = OBJECTIVES.real("second_moment", "E‖A‖², A ∈ ℝ^p", "≥ 0", r"\mathbb E\|A\|^2")
bias_loss = OBJECTIVES.real(
    "bias_loss", "min_{W,b} E‖WΦ(X) + b − A‖², A ∈ ℝ^p", "≥ 0", r"\min_{W,b}\mathbb E\|W\Phi+b-A\|^2"
)
bias_eigenvalue = OBJECTIVES.indexed(
    "bias_eigenvalue", "eigenvalues of TΛT*, k_Λ = ⟨ã,ã'⟩, descending, from i = 1", "≥ 0", r"\tilde\theta"
)
bias_gap = OBJECTIVES.real(
    "bias_gap",
    "as onehot_gap, for k_Λ = ⟨ã,ã'⟩, the φ_i as they stand",
    "≥ 0",
    r"\mathrm{gap}(\Phi,T\tilde\Lambda T^*)",
)
centred_bias_gap = OBJECTIVES.real(
    "centred_bias_gap", "the same for the centred φ̃_i", "≥ 0", r"\mathrm{gap}(\tilde\Phi,T\tilde\Lambda T^*)"
)
variance = OBJECTIVES.real("variance", "E‖A − E A‖², A ∈ ℝ^p", "≥ 0", r"\mathbb E\|\tilde A\|^2")
label_noise = OBJECTIVES.real(
    "label_noise", "1 − E[P⁺(A|X)]: zero for deterministic labels", "[0, 1)", r"1-\mathbb E P^+(A|X)"
)
etf_gap = OBJECTIVES.real(
    "etf_gap",
    "Σ_{i≤M} θ_i − Tr(P_Φ TΛT*) + M − rank Φ for φ_i = P⁺(i|x) − 1/M",
    "≥ 0",
    r"\mathrm{gap}(\mathrm{ETF},T\Lambda T^*)",
)
etf_centred_gap = OBJECTIVES.real(
    "etf_centred_gap",
    "Σ_{i<M} s_i² − Tr(P_Φ TT*) + M − 1 − rank Φ for the same φ_i, the constant excluded",
    "≥ 0",
    r"\mathrm{gap}(\mathrm{ETF},TT^*)",
)
label_kernel_defect = OBJECTIVES.real(
    "label_kernel_defect",
    "largest difference between the kernel of TΛT* and 1[x and x' have the same label]",
    "≥ 0",
    r"\max|k_{T\Lambda T^*}-1_{\mathrm{same}}|",
)
right_gap = OBJECTIVES.real(
    "right_gap",
    "Σ_{i≤d} s_i² − Tr(P_Ψ T*T) + d − rank Ψ, Ψ as it stands: zero exactly when Ψ spans top-d right functions (s_d "
    "> 0)",
    "≥ 0",
    r"\mathrm{gap}(\Psi,T^*T)",
)
image_gap = OBJECTIVES.real(
    "image_gap", "the same for TΨ and the left functions, TΨ as it stands", "≥ 0", r"\mathrm{gap}(T\Psi,TT^*)"
)
learned_gap = OBJECTIVES.real(
    "learned_gap",
    "learning_gap of Φ̃ = TΨ̃: zero exactly when it learns the contexture",
    "≥ 0",
    r"\mathrm{gap}(T\tilde\Psi,TT^*)",
)
centred_right_gap = OBJECTIVES.real(
    "centred_right_gap", "right_gap of the centred Ψ̃", "≥ 0", r"\mathrm{gap}(\tilde\Psi,T^*T)"
)
kernel_share = OBJECTIVES.real(
    "kernel_share",
    "share of Tr Gram(Ψ̃) orthogonal to the range of T*",
    "[0, 1]",
    r"\|P_{\ker T}\tilde\Psi\|^2/\|\tilde\Psi\|^2",
)
contrastive_loss = OBJECTIVES.real("contrastive_loss", "L_C of Ψ, over pairs", "ℝ", "L_C")
scaled_defect = OBJECTIVES.real(
    "scaled_defect",
    "‖T*TΨ̃ − Ψ̃·Cov Ψ̃‖² + |Σ_{i≤d} s_i² − Tr Cov Ψ̃|: zero exactly when Ψ̃ = (s_1ν_1, …, s_dν_d)U for an orthogonal U",
    "≥ 0",
    r"\mathrm{dist}(\tilde\Psi,\{(s_i\nu_i)_{i\le d}U\})",
)
coefficient_form = OBJECTIVES.real(
    "coefficient_form",
    "‖B − D‖_F² − ‖D‖_F², B = CᵀC the Gram matrix of coefficients, D = diag(s_j²)",
    "ℝ",
    r"\|B-D\|_F^2-\|D\|_F^2",
)
noncontrastive_loss = OBJECTIVES.real(
    "noncontrastive_loss", "E‖Ψ(A) − Ψ(A⁺)‖² of the whitened Ψ (undefined if rank Ψ̃ < d)", "[0, 2d]", "L_N"
)
denoising_loss = OBJECTIVES.real(
    "denoising_loss", "min_{W,b} E‖WΨ(A) + b − X‖², X ∈ ℝ^p", "≥ 0", r"\min_{W,b}\mathbb E\|W\Psi+b-X\|^2"
)
denoising_plain_loss = OBJECTIVES.real(
    "denoising_plain_loss", "min_W E‖WΨ(A) − X‖², X ∈ ℝ^p", "≥ 0", r"\min_W\mathbb E\|W\Psi-X\|^2"
)
denoising_minimum = OBJECTIVES.real(
    "denoising_minimum",
    "E‖X̃‖² less the top-d eigenvalues of T*ΛT, k_Λ = ⟨x̃,x̃'⟩",
    "≥ 0",
    r"\mathbb E\|\tilde X\|^2-\sum_{i\le d}\theta_i",
)
denoising_plain_minimum = OBJECTIVES.real(
    "denoising_plain_minimum",
    "E‖X‖² less the top-d eigenvalues of T*ΛT, k_Λ = ⟨x,x'⟩",
    "≥ 0",
    r"\mathbb E\|X\|^2-\sum_{i\le d}\theta_i",
)
denoising_eigenvalue = OBJECTIVES.indexed(
    "denoising_eigenvalue", "eigenvalues of T*ΛT, k_Λ = ⟨x̃,x̃'⟩, descending, from i = 1", "≥ 0", r"\theta"
)
denoising_plain_eigenvalue = OBJECTIVES.indexed(
    "denoising_plain_eigenvalue", "eigenvalues of T*ΛT, k_Λ = ⟨x,x'⟩, descending, from i = 1", "≥ 0", r"\theta"
)
denoising_gap = OBJECTIVES.real(
    "denoising_gap", "gap of Ψ̃ for T*ΛT, k_Λ = ⟨x̃,x̃'⟩", "≥ 0", r"\mathrm{gap}(\tilde\Psi,T^*\tilde\Lambda T)"
)
denoising_plain_gap = OBJECTIVES.real(
    "denoising_plain_gap", "gap of Ψ̃ for T*ΛT, k_Λ = ⟨x,x'⟩", "≥ 0", r"\mathrm{gap}(\tilde\Psi,T^*\Lambda T)"
)
denoising_plain_gap_as_is = OBJECTIVES.real(
    "denoising_plain_gap_as_is",
    "gap of Ψ as it stands for T*ΛT, k_Λ = ⟨x,x'⟩",
    "≥ 0",
    r"\mathrm{gap}(\Psi,T^*\Lambda T)",
)
denoising_image_defect = OBJECTIVES.real(
    "denoising_image_defect",
    "d − rank(TΨ̃), plus the share of TT*Λ(TΨ̃) outside span TΨ̃, plus |Σ_{i≤d} θ_i − Tr TT*Λ there|: zero exactly when "
    "TΨ̃ extracts the top-d eigenspace",
    "≥ 0",
    r"\mathrm{gap}(T\tilde\Psi,TT^*\Lambda)",
)
asymmetry = OBJECTIVES.real(
    "asymmetry", "largest |P⁺(x,a) − P⁺(a,x)| (1 if N ≠ M)", "[0, 1]", r"\|P^+-P^{+\top}\|_{\max}"
)
walk_eigenvalue = OBJECTIVES.indexed(
    "walk_eigenvalue",
    "eigenvalues of T on mean-zero functions with their signs, descending, from i = 1",
    "[−1, 1]",
    r"\lambda",
)
graph_loss = OBJECTIVES.real(
    "graph_loss",
    "½E‖Φ(u) − Φ(v)‖² over edges, of the whitened Φ (undefined if rank Φ̃ < d)",
    "[0, 2d]",
    r"\tfrac12\mathbb E\|\Phi(u)-\Phi(v)\|^2",
)
edge_gap = OBJECTIVES.real(
    "edge_gap",
    "learning_gap for the node–edge context, whose TT* is (I + T)/2",
    "≥ 0",
    r"\mathrm{gap}(\Phi,\tfrac12(I+T))",
)
laplacian_eigenvalue = OBJECTIVES.indexed(
    "laplacian_eigenvalue",
    "eigenvalues of the normalised Laplacian I − D^{-1/2}WD^{-1/2}, ascending, from i = 0",
    "[0, 2]",
    r"\ell",
)
svme_loss = OBJECTIVES.real(
    "svme_loss",
    "min_Ψ E‖Φ(X) − Ψ(A)‖² of the whitened Φ (undefined if rank Φ̃ < d)",
    "[0, d]",
    r"\min_\Psi\mathbb E\|\Phi(X)-\Psi(A)\|^2",
)
svme_loss_of = OBJECTIVES.real(
    "svme_loss_of",
    "E‖Φ(X) − Ψ(A)‖² of the whitened Φ for the Ψ of the instance",
    "≥ 0",
    r"\mathbb E\|\Phi(X)-\Psi(A)\|^2",
)
kise_value = OBJECTIVES.real(
    "kise_value",
    "E k_X(X,X')⟨Φ̃(X),Φ̃(X')⟩ of the whitened Φ (undefined if rank Φ̃ < d)",
    "[0, d]",
    r"\mathbb E k_X\langle\tilde\Phi,\tilde\Phi'\rangle",
)
kise_pair_loss = OBJECTIVES.real(
    "kise_pair_loss",
    "E‖Φ(X) − Φ(X')‖² over pairs that share a context, of the whitened Φ",
    "[0, 2d]",
    r"\mathbb E\|\Phi(X)-\Phi(X')\|^2",
)
cross_modal_loss = OBJECTIVES.real(
    "cross_modal_loss",
    "−2E⟨Φ(X),Ψ(A)⟩ + E⟨Φ,Ψ⟩² over independent pairs",
    "ℝ",
    r"-2\mathbb E\langle\Phi,\Psi\rangle+\mathbb E\langle\Phi,\Psi\rangle^2",
)
cross_modal_best = OBJECTIVES.real(
    "cross_modal_best", "the same for the optimal Ψ of the given Φ (least squares)", "≤ 0", r"\min_\Psi(\cdot)"
)
cross_modal_distance = OBJECTIVES.real(
    "cross_modal_distance",
    "‖ΦΨᵀ − P⁺/(P_XP_A)‖² − ‖P⁺/(P_XP_A)‖² in L²(P_X⊗P_A)",
    "ℝ",
    r"\|\Phi\Psi^\top-R\|^2-\|R\|^2",
)
full_gap = OBJECTIVES.real(
    "full_gap",
    "Σ_{i<d} s_i² − Tr(P_Φ TT*) + d − rank Φ, the constant included, Φ as it stands",
    "≥ 0",
    r"\mathrm{gap}(\Phi,TT^*)",
)
k = OBJECTIVES.integer("k", "index of a class of encoders", "k ≥ 1", "k")
scaling_value = OBJECTIVES.indexed(
    "scaling_value",
    "largest ratio trace of d functions in the span of the first k features (undefined while there are too few), "
    "from k = 1",
    "[0, d]",
    "v",
)
scaling_kise = OBJECTIVES.indexed(
    "scaling_kise", "largest KISE objective of d functions in the same span", "[0, d]", r"v^{\mathrm{KISE}}"
)
scaling_svme = OBJECTIVES.indexed(
    "scaling_svme", "least SVME loss of d functions in the same span", "[0, d]", r"\ell^{\mathrm{SVME}}"
)
scaling_missing = OBJECTIVES.indexed(
    "scaling_missing",
    "share of span{μ_1..μ_d} outside the span of the first k features, from k = 1",
    "[0, d]",
    "m",
)
classes = OBJECTIVES.integer("classes", "number of nested classes", "≥ 1", "K")
