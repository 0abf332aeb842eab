"""Chapter 6: linear models trained under weights of the samples, fixed or changing."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.reweighting import (
    REWEIGHTING,
    C,
    contraction,
    direction_gap,
    distance_square,
    energy,
    final_risk,
    gamma_square,
    gradient_norm,
    heed,
    lambda_max,
    lambda_min,
    length_square,
    log_gain,
    logistic_loss,
    margin_at_dual,
    margin_min,
    mode_max,
    mode_min,
    mu,
    n,
    neglect,
    other_min,
    penalised_distance,
    penalised_risk,
    q_min,
    rank,
    risk,
    settling,
    solution_distance,
    step,
    steps,
    t,
    tail_gap,
    unit_margin,
    weight_max,
    weight_min,
    weighted_square,
    weights_gap,
)

INDEPENDENT = Hypothesis("independent", n, "<=", rank, "the inputs are linearly independent")
POSITIVE_WEIGHTS = Hypothesis("positive-weights", 0, "<", weight_min)

REGRESSION = Statement(
    id="shift.grw-regression",
    title="Reweighted least squares ends where ERM ends",
    kind=Kind.IDENTITY,
    source=Source("G23", reconstructed=True),
    vocabulary=REWEIGHTING,
    printed=Claim(
        text="Linearly independent inputs, squared loss, gradient descent under any weights q⁽ᵗ⁾ on the simplex whose "
        "risk tends to 0: the limit is θ⁽⁰⁾ + X(XᵀX)⁻¹(Y − Xᵀθ⁽⁰⁾), the same as ERM's.",
        tex=r"\theta^{(t)}\to\theta^{(0)}+X(X^\top X)^{-1}(Y-X^\top\theta^{(0)})",
        given=(INDEPENDENT,),
        parts=(
            Part(
                "distance",
                distance_square[t],
                "==",
                energy[t],
                "the distance to the limit is a norm of the residuals",
                over=(t, 0, steps),
            ),
            Part(
                "risk",
                lambda_min * distance_square[t],
                "<=",
                2 * n * risk[t],
                "and vanishes with the risk",
                over=(t, 0, steps),
            ),
        ),
    ),
    note="In place of the limit stands what holds at every step and implies it, as ‖θ⁽ᵗ⁾ − θ_ERM‖² ≤ 2n·risk/λ_min: "
    "nothing is lost. “Risk” is the training risk of all samples alike: that a weighted risk tends to 0 says nothing "
    "of samples whose weights vanish. Independence is needed for the formula only: with a pseudo-inverse the limit is "
    "the same wherever the risk tends to 0.",
)

CONVERGENCE = Statement(
    id="shift.grw-convergence",
    title="Reweighted least squares converges",
    kind=Kind.INEQUALITY,
    source=Source("G23", reconstructed=True),
    vocabulary=REWEIGHTING,
    printed=Claim(
        text="If q⁽ᵗ⁾ → q with min q_i > 0, there is a step size below which the risk tends to 0.",
        tex=r"q^{(t)}\to q,\ \min_iq_i>0\ \Rightarrow\ \exists\eta_0\ \forall\eta<\eta_0:\ \hat R(\theta^{(t)})\to0",
        given=(INDEPENDENT, POSITIVE_WEIGHTS),
        parts=(
            Part(
                "step",
                sp.sqrt(energy[t + 1]),
                "<=",
                (contraction + step * lambda_max * settling[t]) * sp.sqrt(energy[t]),
                "a step multiplies the distance by less than a factor that tends to ρ(I − ηGQ)",
                over=(t, 0, steps - 1),
            ),
            Part(
                "risk",
                2 * n * risk[t],
                "<=",
                lambda_max * energy[t],
                "and the risk is at most that distance",
                over=(t, 0, steps),
            ),
            Part(
                "modes",
                mode_max,
                "<=",
                weight_max * lambda_max,
                "so that η_0 need not know q: 2/λ_max(G) is small enough",
            ),
            Part(
                "slowest",
                weight_min * lambda_min,
                "<=",
                mode_min,
                "every mode of the limit moves",
            ),
        ),
    ),
    note="Schedules are drawn that settle to q, and others. In place of the limit stands what holds at each step: the "
    "eigenvalues of GQ are positive (“slowest”), so that ρ(I − ηGQ) < 1 for η < η_0 = 2/λ_max(GQ), the largest there "
    "is, and from some step on the factor of “step” is below a number less than 1, whatever q⁽ᵗ⁾ was before.",
    uses=("shift.grw-regression",),
)

ENERGY = Statement(
    id="shift.grw-energy",
    title="What each step gains under any weights",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    vocabulary=REWEIGHTING,
    printed=Claim(
        text="For ηλ_max(G) ≤ 1 a step under weights q⁽ᵗ⁾ multiplies rᵀG⁻¹r by at most (1 − ηλ_min(G)min_i q_i⁽ᵗ⁾)². "
        "So Σ_t min_i q_i⁽ᵗ⁾ = ∞ is enough for the risk to tend to 0; the weights need not converge. For η < "
        "2/λ_max(G) every rule with Σq_i r_i² ≥ κ·mean r_i² for some κ > 0 is enough too, and κ = 1 for each that "
        "gives no larger loss less weight (CVaR, χ²-DRO, the worst sample alone): zero weights and weights that never "
        "settle included.",
        tex=r"r_{t+1}^\top G^{-1}r_{t+1}\le(1-\eta\lambda_{\min}(G)\min_iq^{(t)}_i)^2\,r_t^\top G^{-1}r_t,\qquad "
        r"r_{t+1}^\top G^{-1}r_{t+1}\le r_t^\top G^{-1}r_t-\eta(2-\eta\lambda_{\max}(G))\sum_iq^{(t)}_ir_i^2",
        given=(INDEPENDENT,),
        parts=(
            Part(
                "step",
                energy[t + 1],
                "<=",
                (1 - step * lambda_min * q_min[t]) ** 2 * energy[t],
                given=(Hypothesis("small-step", step * lambda_max, "<=", 1),),
                over=(t, 0, steps - 1),
            ),
            Part(
                "descent",
                energy[t + 1],
                "<=",
                energy[t] - step * (2 - step * lambda_max) * weighted_square[t],
                "at any step size",
                over=(t, 0, steps - 1),
                scale=energy[t],
            ),
            Part(
                "rate",
                energy[t + 1],
                "<=",
                (1 - step * (2 - step * lambda_max) * heed * lambda_min / n) * energy[t],
                given=(Hypothesis("step", step * lambda_max, "<=", 2),),
                over=(t, 0, steps - 1),
                scale=energy[t],
            ),
            Part("heeds", 1, "<=", heed, given=(Hypothesis("heeding", neglect, "<=", 0),)),
        ),
    ),
    note="Cyclic weights, which leave out a sample at each step, gain nothing in “step” and still converge; those that "
    "follow the loss converge by “rate”; weights with Σ_t q_i⁽ᵗ⁾ < ∞ may never fit sample i.",
    uses=("shift.grw-regression",),
)

PENALISED = Hypothesis("penalised", 0, "<", mu)

REGULARISED = Statement(
    id="shift.grw-regularised",
    title="Regularised reweighting stays near ERM",
    kind=Kind.INEQUALITY,
    source=Source("G23", reconstructed=True),
    vocabulary=REWEIGHTING,
    printed=Claim(
        text="The solution of the weighted risk with ½μ‖θ−θ⁽⁰⁾‖², of training risk ε, and that of plain ERM differ by "
        "O(√ε).",
        tex=r"\|\theta_q-\theta_{ERM}\|=O(\sqrt\varepsilon)",
        given=(INDEPENDENT, PENALISED),
        parts=(
            Part("distance", sp.sqrt(lambda_min) * solution_distance, "<=", C * sp.sqrt(n * final_risk), constant=C),
        ),
    ),
    corrected=Claim(
        text="‖θ_q − θ_ERM‖ ≤ √(2nε/λ_min(XᵀX)), ε the mean loss ½r_i² of θ_q. If ERM is penalised alike and ε is the "
        "larger risk of the two, their distance is at most 2√((n−1)ε/λ_min(XᵀX)).",
        tex=r"\|\theta_q-\theta_{ERM}\|\le\sqrt{\frac{2n\varepsilon}{\lambda_{\min}(X^\top X)}}",
        given=(INDEPENDENT, PENALISED),
        parts=(
            Part("distance", solution_distance, "<=", sp.sqrt(2 * n * final_risk / lambda_min)),
            Part("both-penalised", penalised_distance, "<=", 2 * sp.sqrt((n - 1) * penalised_risk / lambda_min)),
        ),
    ),
    faults=(Fault.CONSTANT,),
    why="The print leaves its constant open. θ_q − θ_ERM = XG⁻¹r for the residuals r of θ_q, so that its length is at "
    "most ‖r‖/√λ_min; every r occurs for every G, q > 0 and μ, and an eigenvector of λ_min attains the bound.",
    note="G23 compares the regularised reweighted solution with the unregularised one of ERM, and ε is its own risk: "
    "so it is read. The constant of the print is measured beside √(n/λ_min(G)). “both-penalised” is another reading, "
    "with a penalty on both sides; its constant was found by optimisation and then searched against, is approached as "
    "one weight tends to 1 and μ to 0, and is not proved.",
    uses=("shift.grw-regression",),
)

gamma = sp.sqrt(gamma_square)

MAX_MARGIN = Statement(
    id="shift.grw-max-margin",
    title="Reweighted logistic regression tends to the maximal margin",
    kind=Kind.INEQUALITY,
    source=Source("G23", reconstructed=True),
    vocabulary=REWEIGHTING,
    printed=Claim(
        text="Logistic loss, linearly independent data, weights with positive limits, small step: θ⁽ᵗ⁾/‖θ⁽ᵗ⁾‖ tends to "
        "the direction of maximal margin, whatever the weights.",
        tex=r"\theta^{(t)}/\|\theta^{(t)}\|\to\theta^*",
        given=(INDEPENDENT, POSITIVE_WEIGHTS),
        parts=(
            Part("optimal", margin_at_dual, "==", gamma_square, "θ* = Σ a_i y_i x_i/γ is the maximal margin"),
            Part(
                "flow",
                gamma * (1 - logistic_loss / (2 * weight_min)),
                "<=",
                gradient_norm / logistic_loss,
                "−log L grows by at least γ(1 − o(1)) for each unit of path",
            ),
            Part(
                "step",
                step * gradient_norm**2 / logistic_loss * (1 - step * length_square * logistic_loss / 2),
                "<=",
                log_gain,
                "and so it does for each unit of the path of small steps",
                given=(Hypothesis("small-step", step * length_square, "<=", 2),),
                scale=1 + sp.Abs(log_gain),
            ),
            Part(
                "margin",
                sp.log(1 + sp.exp(-margin_min)),
                "<=",
                logistic_loss / weight_min,
                "every margin is at least log(min q/L) − o(1)",
            ),
            Part(
                "direction",
                direction_gap,
                "<=",
                2 * (1 - unit_margin / gamma),
                "a direction whose margin is nearly γ is nearly θ*",
                scale=1,
            ),
        ),
    ),
    note="A run converges like 1/log t: in place of the limit stand inequalities at every point. They imply it: small "
    "steps lower L to 0; by “flow” and “step” log 1/L gains γ(1 − o(1)) for each unit of path; by “margin” min_i m_i "
    "≥ log(min q/L) − o(1), so at least γ(1 − o(1)) times the path, which is no shorter than ‖θ − θ⁽⁰⁾‖; so the "
    "margin of θ/‖θ‖ tends to γ, and by “direction” θ/‖θ‖ to θ*. The weights of a step that only tend to q change "
    "o(1) alone. Separable data are enough: independence serves that γ > 0 whatever the labels.",
)

POLYNOMIAL_TAIL = Statement(
    id="shift.grw-polynomial-tail",
    title="With a polynomial tail the weights matter",
    kind=Kind.INEQUALITY,
    source=Source("G23", reconstructed=True),
    vocabulary=REWEIGHTING,
    printed=Claim(
        text="With a polynomially decaying loss the limit direction depends on the weights.",
        tex=r"\ell(m)=m^{-a}:\quad q\ne q'\ \Rightarrow\ \lim\frac{\theta_q^{(t)}}{\|\theta_q^{(t)}\|}"
        r"\ne\lim\frac{\theta_{q'}^{(t)}}{\|\theta_{q'}^{(t)}\|}",
        given=(
            INDEPENDENT,
            POSITIVE_WEIGHTS,
            Hypothesis("positive-others", 0, "<", other_min),
            Hypothesis("different", 0, "<", weights_gap),
        ),
        parts=(Part("differ", 0, "<", tail_gap, "different weights, different directions"),),
    ),
    note="In place of the limit of the flow stands the direction v of largest φ = (Σ q_i m_i^{−a})^{−1/a} on the "
    "sphere. That it is the limit is exact: φ is concave and φ(cθ) = cφ(θ), and the flow of the loss is that of φ but "
    "for its speed. ⟨∇φ(θ), v⟩ ≥ φ(v) and ⟨∇φ(θ), θ⟩ = φ(θ) ≤ φ(v)‖θ‖, so ⟨θ, v⟩ grows at least, and ‖θ‖ at most, at "
    "the rate φ(v): their ratio tends to 1. The stationary v determines the weights, q_i ∝ m_i^{a+1}(G⁻¹m)_i, so "
    "every two weights differ, which is more than “depends”.",
)

STATEMENTS = (REGRESSION, CONVERGENCE, ENERGY, REGULARISED, MAX_MARGIN, POLYNOMIAL_TAIL)
