"""Symbols of chapter 4: several contexts with one P_X, and what is made of them."""

from __future__ import annotations

from contextures.theory.symbols.contexts import CONTEXTS

MIXING = CONTEXTS.extended("mixing")

J = MIXING.integer("J", "number of contexts with the same P_X", "2 or 3")
K = MIXING.integer("K", "number of inputs of the second pair", "K ≥ 1")
steps = MIXING.integer("steps", "number T of steps of exponentiated gradient", "≥ 1", "T")
j = MIXING.integer("j", "number of a context", "1 ≤ j ≤ J")
n = MIXING.integer("n", "sum of two indices less one", "n ≥ 1")
w = MIXING.indexed("w", "weights of the convex combination", "[0, 1], of sum 1", "w")
eta = MIXING.real("eta", "step size of exponentiated gradient", "> 0", r"\eta")
epsilon = MIXING.real("epsilon", "incompatibility allowed in F_ε", "[0, 1]", r"\varepsilon")

s_link = MIXING.indexed(
    "s_link", "singular values of T_2, the operator of P_2(·|·) with input law P_{A_1}", "[0, 1]", "s(T_2)"
)
s_convolution = MIXING.indexed("s_convolution", "singular values of the convolution", "[0, 1]", r"s(T_1T_2)")
product_first = MIXING.indexed("product_first", "∏_{i≤k} s_i(T_1)", "[0, 1]", r"\prod_{i\le k}s_i(T_1)")
product_link = MIXING.indexed("product_link", "∏_{i≤k} s_i(T_2)", "[0, 1]", r"\prod_{i\le k}s_i(T_2)")
product_convolution = MIXING.indexed(
    "product_convolution", "∏_{i≤k} s_i(T_1T_2)", "[0, 1]", r"\prod_{i\le k}s_i(T_1T_2)"
)
convolution_defect = MIXING.real(
    "convolution_defect",
    "largest entry of T − T_1T_2, T from the joint law of X and A_2",
    "≥ 0",
    r"\|T-T_1T_2\|_{\max}",
)
long_convolution_defect = MIXING.real(
    "long_convolution_defect",
    "largest entry of T − T_1T_2T_3 for a chain of three",
    "≥ 0",
    r"\|T-T_1T_2T_3\|_{\max}",
)

lambda_mix = MIXING.indexed("lambda_mix", "λ_i of the convex combination", "[0, 1]", r"\lambda")
lambda_1 = MIXING.indexed("lambda_1", "λ_i of context 1", "[0, 1]", r"\lambda^{(1)}")
lambda_2 = MIXING.indexed("lambda_2", "λ_i of context 2", "[0, 1]", r"\lambda^{(2)}")
lambda_3 = MIXING.indexed("lambda_3", "λ_i of context 3, 0 where J = 2", "[0, 1]", r"\lambda^{(3)}")
weyl = MIXING.indexed(
    "weyl",
    "least w_1λ_i^{(1)} + w_2λ_k^{(2)} over i, k ≥ 1 with i + k − 1 = n",
    "[0, 1]",
    r"\min_{i+k-1=n}w_1\lambda_i^{(1)}+w_2\lambda_k^{(2)}",
)
mix_defect = MIXING.real(
    "mix_defect",
    "largest entry of TT* − Σ_j w_jT_jT_j*, T from the joint law of X and (j, A_j)",
    "≥ 0",
    r"\|TT^*-\sum_jw_jT_jT_j^*\|_{\max}",
)

s_concatenation = MIXING.indexed(
    "s_concatenation", "singular values of the concatenation", "[0, 1]", r"s(\mathrm{concat})"
)
s_largest = MIXING.indexed("s_largest", "max_j s_i(T_j)", "[0, 1]", r"\max_js_i(T_j)")
least_surplus = MIXING.indexed(
    "least_surplus", "least eigenvalue of K_concat − K_j", "[−1, 1]", r"\lambda_{\min}(K_{\mathrm{concat}}-K_j)"
)

lambda_product = MIXING.indexed(
    "lambda_product", "s_i² of the product of two independent pairs", "[0, 1]", r"s_i^2(T_1\otimes T_2)"
)
lambda_pairs = MIXING.indexed(
    "lambda_pairs",
    "the products (s_i^{(1)}s_k^{(2)})², i, k ≥ 0 but not both 0, descending",
    "[0, 1]",
    r"(s_i^{(1)}s_k^{(2)})^2",
)

excess_of_task = MIXING.indexed(
    "excess_of_task",
    "largest err([Φ_1,Φ_2],f) − err(Φ_j,f) over unit tasks f",
    "[−1, 1]",
    r"\max_{\|f\|=1}\mathrm{err}([\Phi_1,\Phi_2],f)-\mathrm{err}(\Phi_j,f)",
)
error_first = MIXING.real("error_first", "err(Φ_1; F_ε)", "[0, 1]", r"\mathrm{err}(\Phi_1;F_\varepsilon)")
error_second = MIXING.real("error_second", "err(Φ_2; F_ε)", "[0, 1]", r"\mathrm{err}(\Phi_2;F_\varepsilon)")
error_both = MIXING.real("error_both", "err([Φ_1,Φ_2]; F_ε)", "[0, 1]", r"\mathrm{err}([\Phi_1,\Phi_2];F_\varepsilon)")
RT_first = MIXING.real("RT_first", "ratio trace of Φ_1", "[0, Σ_{i≤d} s_i²]", r"RT(\Phi_1)")
RT_second = MIXING.real("RT_second", "ratio trace of Φ_2", "[0, Σ_{i≤d} s_i²]", r"RT(\Phi_2)")
RT_both = MIXING.real("RT_both", "ratio trace of [Φ_1,Φ_2]", "≥ 0", r"RT([\Phi_1,\Phi_2])")

rho_square_mix = MIXING.real("rho_square_mix", "ρ²(f) in the convex combination", "[0, 1]", r"\rho^2(f)")
rho_square = MIXING.indexed("rho_square", "ρ_j²(f) in context j", "[0, 1]", r"\rho_j^2(f)")
rho_square_most = MIXING.real("rho_square_most", "max_j ρ_j²(f)", "[0, 1]", r"\max_j\rho_j^2(f)")
rho_square_least = MIXING.real("rho_square_least", "min_j ρ_j²(f)", "[0, 1]", r"\min_j\rho_j^2(f)")

loss = MIXING.indexed("loss", "loss_j(Φ) = d − Σ_i ⟨φ̃_i, K_jφ̃_i⟩ with Φ whitened", "[0, d]", r"\mathrm{loss}_j(\Phi)")
svme = MIXING.indexed(
    "svme",
    "least E‖Φ(X) − Ψ(A_j)‖² over Ψ, Φ centred and whitened",
    "[0, d]",
    r"\min_\Psi\mathbb E\|\Phi(X)-\Psi(A_j)\|^2",
)
mixed_loss = MIXING.real("mixed_loss", "Σ_j w_j·loss_j(Φ)", "[0, d]", r"\sum_jw_j\mathrm{loss}_j(\Phi)")
mixed_loss_best = MIXING.real(
    "mixed_loss_best",
    "Σ_j w_j·loss_j at the top-d singular functions of the convex combination",
    "[0, d]",
    r"\sum_jw_j\mathrm{loss}_j(\mu_1,\dots,\mu_d)",
)
game_value = MIXING.real(
    "game_value", "v(w) = min_Φ Σ_j w_j·loss_j(Φ), from the d smallest eigenvalues of I − Σ_j w_jK_j", "[0, d]", "v(w)"
)
game_value_other = MIXING.real("game_value_other", "v(w′) for a second vector of weights", "[0, d]", "v(w')")
game_value_between = MIXING.real("game_value_between", "v((w + w′)/2)", "[0, d]", r"v(\tfrac{w+w'}2)")
game_value_average = MIXING.real(
    "game_value_average", "v(w̄), w̄ the average of the weights of T steps from equal ones", "[0, d]", r"v(\bar w)"
)
game_value_best = MIXING.real("game_value_best", "max_w v(w)", "[0, d]", r"\max_wv(w)")

tau_1 = MIXING.real("tau_1", "τ of context 1 (β = 1, d_0 = 512)", "[1, 2]", r"\tau^{(1)}")
tau_2 = MIXING.real("tau_2", "τ of context 2 (β = 1, d_0 = 512)", "[1, 2]", r"\tau^{(2)}")
tau_mix = MIXING.real("tau_mix", "τ of the convex combination (β = 1, d_0 = 512)", "[1, 2]", r"\tau")
