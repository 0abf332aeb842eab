"""Indices and exponents of formulas in plain text: lowered and raised, while names stay as they are."""

import pytest

from contextures.formulas import lowered


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2λ_i/(1 + λ_i)", "2λ[i]/(1 + λ[i])"),
        ("2√(ε_Xε_Z)", "2√(ε[X]ε[Z])"),
        ("P_ij, K_il, π_ij′, Λ_ii, α^|S|", "P[ij], K[il], π[ij′], Λ[ii], α{|S|}"),
        ("Bf_j* = σ_jg_j*", "Bf[j]* = σ[j]g[j]*"),
        ("Σ_xB̃(x, y), Σ_xP_X(x)", "Σ[x]B̃(x, y), Σ[x]P[X](x)"),
        ("w_jT_jT_j*, M_1M_2, c_1m, n_dr(γ−β)", "w[j]T[j]T[j]*, M[1]M[2], c[1]m, n[d]r(γ−β)"),
        ("α_RC² of η_KL, d_sum, s_(k), g_⌊3k/4⌋", "α[RC]² of η[KL], d[sum], s[(k)], g[⌊3k/4⌋]"),
        ("F_+F_+ᵀ, (ℓ−η)_+, λ_−(L), L_&gt;", "F[+]F[+]ᵀ, (ℓ−η)[+], λ[−](L), L[&gt;]"),
        ("‖f‖²_{H_Γ}, s²_{d′+1}", "‖f‖²[H[Γ]], s²[d′+1]"),
        ("‖K^p_x‖_{H_{K^p}}, W^(r), x^2, e^{−t}", "‖K{p}[x]‖[H[K{p}]], W{(r)}, x{2}, e{−t}"),
        ("err_Q, around_z, min_Φ, CVaR_{α,ε}(P_X)", "err[Q], around[z], min[Φ], CVaR[α,ε](P[X])"),
        ("ηλ̂_1, S′_d, K⁻_i(m), ŷ_i, θ_ERM", "ηλ̂[1], S′[d], K⁻[i](m), ŷ[i], θ[ERM]"),
        ("qR_max, WS_WWᵀ, 2out_1, Z_(j−1)", "qR[max], WS[W]Wᵀ, 2out[1], Z[(j−1)]"),
        ("wine_red, kings_county and x_axis", "wine_red, kings_county and x_axis"),
    ],
)
def test_indices_are_lowered_and_names_are_not(text: str, shown: str) -> None:
    """Brackets stand for what is lowered, braces for what is raised."""
    marked = lowered(text).replace("<sub>", "[").replace("</sub>", "]")
    assert marked.replace("<sup>", "{").replace("</sup>", "}") == shown
