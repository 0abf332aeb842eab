"""Symbols of chapter 5.2: a kernel on a finite space, its transforms, and what is learnt from samples."""

from __future__ import annotations

from contextures.theory.symbols.vocabulary import Vocabulary

STKR = Vocabulary("stkr")

points = STKR.integer("points", "number of inputs in the space", "≥ 1", r"|\mathcal X|")
d = STKR.integer("d", "dimension of the encoders", "1 ≤ d", "d")
n = STKR.integer("n", "number of labelled points", "≥ 1", "n")
m = STKR.integer("m", "number of unlabelled points", "≥ 1", "m")
N = STKR.integer("N", "number of points, n + m", "≥ 2", "N")
p = STKR.integer("p", "power of the kernel", "≥ 1", "p")
r = STKR.integer("r", "largest number of eigenvalues on mean-zero functions, |X| − 1", "≥ 0", "r")
i = STKR.integer("i", "index of an eigenvalue", "≥ 1", "i")
k = STKR.integer("k", "index of a term", "≥ 1", "k")

lam = STKR.indexed("lambda", "eigenvalues of T_K on mean-zero functions, descending", "≥ 0", r"\lambda")
s = STKR.indexed("s", "transformed eigenvalues s(λ_i), from i = 1", "≥ 0", "s")
M = STKR.real("M", "smallest M with s(λ) ≤ Mλ on [0, λ_1]", "≥ 0", "M")
M_eta = STKR.real("M_eta", "the same for the inverse Laplacian, 1/(1−ηλ_1)", "≥ 1", "M")
least_power = STKR.real("least_power", "smallest coefficient π_p of s", "≥ 0 under A1", r"\min_p\pi_p")
kappa = STKR.real("kappa", "κ = max_x √K(x,x)", "≥ 0", r"\kappa")
L = STKR.real("L", "scale L of the noise moments", "≥ 0", "L")
B = STKR.real("B", "bound on ‖f*‖_P; the norm itself where f* is given", "≥ 0", "B")
epsilon = STKR.real("epsilon", "smoothness allowed: ‖f‖²_{H_{K_s}} ≤ ε‖f‖²_P", "≥ 0", r"\varepsilon")
eta = STKR.real("eta", "strength of the inverse Laplacian", "(0, 1/λ_1)", r"\eta")
beta = STKR.real("beta", "ridge for each label, β_n", "> 0", r"\beta_n")
delta = STKR.real("delta", "probability of failure", "(0, 1)", r"\delta")
sigma = STKR.real("sigma", "size of the noise", "≥ 0", r"\sigma")
t = STKR.real("t", "deviation: failure has probability 4e^{−t} at most", "> 0", "t")
decay = STKR.real("decay", "exponent p in s(λ_i) = O(i^{−1/p})", "(0, 1]", "p")
c_0 = STKR.real("c_0", "constant the source does not specify", "> 0", "c_0")

norm_f = STKR.real("norm_f", "‖f‖²_P, f centred", "≥ 0", r"\|f\|_P^2")
outside_range = STKR.real(
    "outside_range", "‖f‖²_P of the part of f outside the range of T_K", "≥ 0", r"\|\Pi_{\ker}f\|^2"
)
norm_H = STKR.real("norm_H", "‖f‖²_{H_K}", "≥ 0", r"\|f\|_{H_K}^2")
norm_H_power = STKR.real("norm_H_power", "‖f‖²_{H_{K^p}}", "≥ 0", r"\|f\|_{H_{K^p}}^2")
norm_H_s = STKR.real("norm_H_s", "‖f‖²_{H_{K_s}}", "≥ 0", r"\|f\|_{H_{K_s}}^2")
norm_H_eta = STKR.real("norm_H_eta", "‖f‖²_{H_{K_s}} for the inverse Laplacian s", "≥ 0", r"\|f\|_{H_{K_s}}^2")

distance = STKR.real(
    "distance", "‖K^p_x−K^p_{x'}‖_{H_{K^p}} for the first two inputs", "≥ 0", r"\|K^p_x-K^p_{x'}\|_{H_{K^p}}"
)
distance_square = STKR.real("distance_square", "its square", "≥ 0", r"\|K^p_x-K^p_{x'}\|_{H_{K^p}}^2")
spectral_distance = STKR.real(
    "spectral_distance", "Σ λ_i^p(ψ_i(x)−ψ_i(x'))²", "≥ 0", r"\sum_i\lambda_i^p(\psi_i(x)-\psi_i(x'))^2"
)
lipschitz_square = STKR.real(
    "lipschitz_square", "squared Lipschitz constant of f over signed measures", "≥ 0", r"\overline{\mathrm{Lip}}(f)^2"
)
integral_square = STKR.real("integral_square", "(∫f dξ)² for a signed measure ξ", "≥ 0", r"(\int f\,d\xi)^2")
measure_square = STKR.real(
    "measure_square",
    "‖∫K^p_x dξ‖²_{H_{K^p}}: squared distance of two measures that differ by ξ",
    "≥ 0",
    r"\|\xi\|_{K^p}^2",
)

target_trace = STKR.real(
    "target_trace", "trace of T_{K_t}, K_t the kernel of the target space H_t", "≥ 0", r"\mathrm{Tr}\,T_{K_t}"
)
target_least = STKR.real(
    "target_least", "smallest eigenvalue of T_{K_t}", "≥ 0 for a kernel", r"\lambda_{\min}(T_{K_t})"
)
target_outside = STKR.real(
    "target_outside", "trace of T_{K_t} off the range of T_K: 0 iff H_t ⊂ H_K", "≥ 0", r"\mathrm{Tr}(\Pi_{\ker}T_{K_t})"
)
order_defect = STKR.real(
    "order_defect",
    "how far H_t is from keeping the order of all r_{K^p}, p ≥ 1 real: the relative distance of its form from the cone "
    "cI + Σ a_pS^p, a_p ≥ 0, S the form of H_K; 0 iff no pair of functions breaks the order",
    "≥ 0",
    r"\mathrm{dist}(Q,\mathrm{cone}\{\pm I,S^p\})",
)
target_mixing = STKR.real(
    "target_mixing",
    "squared Hilbert–Schmidt distance of T_{K_t} from the operators that are one scalar on each eigenspace of T_K",
    "≥ 0",
    r"\|T_{K_t}-\sum s_i\Pi_i\|^2",
)
s_t = STKR.indexed("s_t", "mean of ⟨ψ, T_{K_t}ψ⟩ over the unit eigenfunctions of λ_i", "≥ 0", "s")
M_t = STKR.real(
    "M_t", "least M with ‖f‖²_{H_K} ≤ M‖f‖²_{H_t} for every f ∈ H_t: of the embedding H_t ⊂ H_K", "≥ 0", "M"
)
cone_defect = STKR.real(
    "cone_defect",
    "distance of 1/s on the spectrum, relative to 1/s, from the functions c + Σ a_pλ^{−p}, a_p ≥ 0, p ≥ 1, and their "
    "limits",
    "≥ 0",
    r"\mathrm{dist}(1/s,\mathrm{cone})",
)
largest_drop = STKR.real(
    "largest_drop",
    "largest Σ(w_i−v_i)/s(λ_i) over |w_i−v_i| ≤ s(λ_i), w and v the shares of two functions of equal size, that of w "
    "the smoother one for all p",
    "≥ 0",
    r"\max_{f,g}\ 1/r_t(f)-1/r_t(g)",
)
other_outside_range = STKR.real(
    "other_outside_range", "the part of g outside the range of T_K", "≥ 0", r"\|\Pi_{\ker}g\|^2"
)
order_excess = STKR.real(
    "order_excess",
    "by how much r_{K^p}(f) ≥ r_{K^p}(g) fails at worst, p ≥ 1 real; 0 iff it holds for all of them",
    "≥ 0",
    r"\max_p(1/r_{K^p}(f)-1/r_{K^p}(g))_+",
)
smooth_first = STKR.real("smooth_first", "‖f‖²_{H_t}‖g‖²_P", "≥ 0", r"\|f\|_{H_t}^2\|g\|_P^2")
smooth_second = STKR.real("smooth_second", "‖g‖²_{H_t}‖f‖²_P", "≥ 0", r"\|g\|_{H_t}^2\|f\|_P^2")

error = STKR.real(
    "error",
    "largest min_w‖wᵀΦ−f‖² over ‖f‖_P ≤ B in the class ‖f‖²_{H_{K_s}} ≤ ε‖f‖²_P",
    "[0, B²]",
    r"\mathrm{err}(\Phi)",
)
error_top = STKR.real("error_top", "the same for Φ = (ψ_1..ψ_d)", "[0, B²]", r"\mathrm{err}(\psi_1,\dots,\psi_d)")
learning_gap = STKR.real(
    "learning_gap", "Σ_{i≤d} λ_i − Tr(ΠT_K) + lost dimensions: 0 exactly for spans of top-d eigenfunctions", "≥ 0",
    r"\sum_{i\le d}\lambda_i-\mathrm{Tr}(\Pi_\Phi T_K)",
)  # fmt: skip
penalised_top = STKR.real(
    "penalised_top",
    "largest eigenvalue of (1/s(λ_{d+1}) − 1/s(λ_1))·(projection off Φ) − T_{K_s}⁻¹ on the range",
    "ℝ",
    r"\lambda_{\max}((1/s_{d+1}-1/s_1)P_{\Phi^\perp}-T_{K_s}^{-1})",
)

approximation_error = STKR.real(
    "approximation_error",
    "‖f̂−f̃‖²_P that all but a share δ of the samples stay below",
    "≥ 0",
    r"\|\hat f-\tilde f\|_P^2",
)
approximation_error_eta = STKR.real(
    "approximation_error_eta",
    "the same for the inverse Laplacian, on samples with ηλ̂_1 < 1",
    "≥ 0",
    r"\|\hat f-\tilde f\|_P^2",
)
approximation_square = STKR.real(
    "approximation_square",
    "‖f̂−f̃‖²_P that all but a share δ of the samples stay below, beside ((s(λ)/λ)')² at λ_max and ‖y‖²",
    "≥ 0",
    r"\|\hat f-\tilde f\|_P^2",
)
approximation_square_eta = STKR.real(
    "approximation_square_eta",
    "the same for the inverse Laplacian, on samples with ηλ̂_1 < 1",
    "≥ 0",
    r"\|\hat f-\tilde f\|_P^2",
)
s_max = STKR.real("s_max", "s(λ_max), λ_max = max(λ_1, λ̂_1)", "≥ 0", r"s(\lambda_{\max})")
slope_max = STKR.real("slope_max", "(s(λ)/λ)' at λ_max", "≥ 0", r"(s(\lambda)/\lambda)'|_{\lambda_{\max}}")
s_max_eta = STKR.real("s_max_eta", "s(λ_max) for the inverse Laplacian", "≥ 0", r"s(\lambda_{\max})")
slope_max_eta = STKR.real(
    "slope_max_eta", "(s(λ)/λ)' at λ_max for the inverse Laplacian", "≥ 0", r"(s(\lambda)/\lambda)'|_{\lambda_{\max}}"
)
y_square = STKR.real("y_square", "‖y‖² of the n labels", "≥ 0", r"\|y\|^2")
empirical_top = STKR.real(
    "empirical_top", "λ̂_1 that all but a share δ of the samples stay below", "≥ 0", r"\hat\lambda_1"
)
ill_posed = STKR.real(
    "ill_posed", "probability that ηλ̂_1 ≥ 1, so that K̂_s does not exist", "[0, 1]", r"\Pr(\eta\hat\lambda_1\ge1)"
)
estimation_error = STKR.real(
    "estimation_error",
    "‖f̃−f*‖²_P that all but a share 4e^{−t} of the samples stay below",
    "≥ 0",
    r"\|\tilde f-f^*\|_P^2",
)
estimation_error_eta = STKR.real(
    "estimation_error_eta", "the same with the inverse Laplacian", "≥ 0", r"\|\tilde f-f^*\|_P^2"
)
residual_P = STKR.real("residual_P", "‖f*−f̃_d‖²_P", "≥ 0", r"\|f^*-\tilde f_d\|_P^2")
residual_H = STKR.real("residual_H", "‖f*−f̃_d‖²_{H_K}", "≥ 0", r"\|f^*-\tilde f_d\|_{H_K}^2")
g_square = STKR.real("g_square", "‖g‖²_P, g = (f*−f̃_d)/‖f*−f̃_d‖_{H_K}", "[0, λ_1]", r"\|g\|_P^2")
g_square_low = STKR.real(
    "g_square_low",
    "‖g‖²_P that all but a share δ of the unlabelled samples stay above; where g has no value it counts as above",
    "≥ 0",
    r"\|g\|_P^2",
)
g_square_worst = STKR.real("g_square_worst", "largest ‖g‖²_P over all f*", "[0, λ_1]", r"\max_{f^*}\|g\|_P^2")
g_square_quantile = STKR.real(
    "g_square_quantile",
    "largest ‖g‖²_P over all f*, that all but a share δ of the unlabelled samples stay below",
    "[0, λ_1]",
    r"\max_{f^*}\|g\|_P^2",
)
lambda_sample = STKR.real("lambda_sample", "λ̃_d of the unlabelled points", "≥ 0", r"\tilde\lambda_d")
pca_error = STKR.real(
    "pca_error",
    "‖f̂_d−f̃_d‖²_P that all but a share 4e^{−t}+δ of the labelled samples stay below",
    "≥ 0",
    r"\|\hat f_d-\tilde f_d\|_P^2",
)

inverse_form_defect = STKR.real(
    "inverse_form_defect",
    "largest difference of the two forms of STKR-Prop, inverse Laplacian",
    "≥ 0",
    r"\max|f_1-f_2|",
)
horner_defect = STKR.real(
    "horner_defect", "largest difference of Horner's s(G_K/N) and Σ π_p(G_K/N)^p", "≥ 0", r"\max|s(G)-\sum\pi_pG^p|"
)
induction_defect = STKR.real(
    "induction_defect",
    "largest difference of v_K(x)ᵀc and v_{K̂_s}(x)ᵀα",
    "≥ 0",
    r"\max|v_K^\top c-v_{\hat K_s}^\top\alpha|",
)
step_residual = STKR.real(
    "step_residual",
    "‖y−Aα_p‖² after p steps of Richardson's iteration, step 1/(nβ+N s(κ²))",
    "≥ 0",
    r"\|y-A\alpha_p\|^2",
)
s_kappa = STKR.real("s_kappa", "s(κ²)", "≥ 0", r"s(\kappa^2)")
given_labels = STKR.real("given_labels", "‖y‖² of the first n inputs' labels", "≥ 0", r"\|y\|^2")
condition = STKR.real(
    "condition",
    "largest eigenvalue of G_{K̂_s,n} over n, on the sample of every input once, of which the first n are labelled",
    "≥ 0",
    r"\|G_{\hat K_s,n}\|/n",
)
labelled_points = STKR.real("labelled_points", "labels among the inputs, min(n, |X|)", "≥ 1", r"n")
sample_top = STKR.real("sample_top", "λ̂_1 of the sample of every input once", "≥ 0", r"\hat\lambda_1")
contrast_condition = STKR.real(
    "contrast_condition", "the same for K = I − J/N, s = λ and one label", "> 0", r"\|G_{\hat K_s,n}\|/n"
)
contrast_top = STKR.real("contrast_top", "s(λ̂_1) for them", "> 0", r"s(\hat\lambda_1)")
