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
    lambda_max,
    lambda_min,
    length_square,
    log_gain,
    logistic_loss,
    margin_at_dual,
    margin_min,
    mode_max,
    mu,
    n,
    other_min,
    q_min,
    rank,
    risk,
    solution_distance,
    step,
    steps,
    t,
    tail_gap,
    unit_margin,
    weight_min,
    weights_gap,
)

INDEPENDENT = Hypothesis("independent", n, "<=", rank, "the inputs are linearly independent")
POSITIVE_STEP = Hypothesis("positive-step", 0, "<", step)
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
    note="A limit is judged by what holds at every step and implies it. “Risk” is the training risk of all samples "
    "alike: that a weighted risk tends to 0 says nothing of samples whose weights vanish. Independence is needed for "
    "the formula only: with a pseudo-inverse the limit is the same wherever the risk tends to 0.",
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
        given=(
            INDEPENDENT,
            POSITIVE_WEIGHTS,
            POSITIVE_STEP,
            Hypothesis("small-step", step * mode_max, "<", 2, "η_0 = 2/λ_max(GQ)"),
        ),
        parts=(Part("contracts", contraction, "<", 1),),
    ),
    note="The residuals follow r ← (I − ηGQ⁽ᵗ⁾)r, and maps that converge to a contraction send them to 0. η_0 is the "
    "largest there is for the limit weights.",
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
        "So Σ_t min_i q_i⁽ᵗ⁾ = ∞ is enough for the risk to tend to 0; the weights need not converge.",
        tex=r"r_{t+1}^\top G^{-1}r_{t+1}\le(1-\eta\lambda_{\min}(G)\min_iq^{(t)}_i)^2\,r_t^\top G^{-1}r_t",
        given=(INDEPENDENT, Hypothesis("small-step", step * lambda_max, "<=", 1)),
        parts=(
            Part(
                "step", energy[t + 1], "<=", (1 - step * lambda_min * q_min[t]) ** 2 * energy[t], over=(t, 0, steps - 1)
            ),
        ),
    ),
    note="Cyclic weights, which leave out a sample at each step, gain nothing in this bound and still converge; "
    "weights with Σ_t q_i⁽ᵗ⁾ < ∞ may never fit sample i.",
    uses=("shift.grw-regression",),
)

REGULARISED = Statement(
    id="shift.grw-regularised",
    title="Regularised reweighting stays near ERM",
    kind=Kind.INEQUALITY,
    source=Source("G23", reconstructed=True),
    vocabulary=REWEIGHTING,
    printed=Claim(
        text="With ½μ‖θ−θ⁽⁰⁾‖² and final training risk ε, the reweighted and the ERM solutions differ by O(√ε).",
        tex=r"\|\theta_q-\theta_{ERM}\|=O(\sqrt\varepsilon)",
        given=(INDEPENDENT, Hypothesis("penalised", 0, "<", mu)),
        parts=(
            Part("distance", sp.sqrt(lambda_min) * solution_distance, "<=", C * sp.sqrt(n * final_risk), constant=C),
        ),
    ),
    corrected=Claim(
        text="‖θ_q − θ_ERM‖ ≤ 2√((n−1)ε/λ_min(XᵀX)), ε the larger of the two mean losses ½r_i².",
        tex=r"\|\theta_q-\theta_{ERM}\|\le2\sqrt{\frac{(n-1)\varepsilon}{\lambda_{\min}(X^\top X)}}",
        given=(INDEPENDENT, Hypothesis("penalised", 0, "<", mu)),
        parts=(Part("distance", solution_distance, "<=", 2 * sp.sqrt((n - 1) * final_risk / lambda_min)),),
    ),
    faults=(Fault.CONSTANT,),
    why="The print leaves its constant open. The triangle inequality gives 2√(2nε/λ_min); the factor (n−1)/n·½ comes "
    "from a search over everything that fixes the ratio, and is approached as one weight tends to 1 and μ to 0.",
    note="The constant of the print is measured beside √(n/λ_min(G)). The constant of the corrected form was found by "
    "optimisation and then searched against; it is not proved.",
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
    note="A run converges like 1/log t, so the limit is judged by inequalities that hold at every point and imply it: "
    "min_i m_i ≥ γ·(length of the path)·(1 − o(1)) ≥ γ‖θ‖(1 − o(1)). The weights enter in o(1) only. Separable data "
    "are enough: independence serves that γ > 0 whatever the labels.",
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
    note="The limit is the direction of least Σ q_i m_i^{−a}, the stationary one of the flow; it determines the "
    "weights: q_i ∝ m_i^{a+1}(G⁻¹m)_i. So every two weights differ, which is more than “depends”.",
)

STATEMENTS = (REGRESSION, CONVERGENCE, ENERGY, REGULARISED, MAX_MARGIN, POLYNOMIAL_TAIL)
