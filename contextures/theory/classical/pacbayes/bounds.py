"""Chapter 8.3: bounds of the risk of every posterior at once."""

from __future__ import annotations

import sympy as sp

from contextures.theory.classical.pacbayes.posteriors import LEARNER, delta, n
from contextures.theory.classical.pacbayes.rules import (
    miss_catoni,
    miss_catoni_free,
    miss_catoni_xi,
    miss_kl,
    miss_lambda,
    miss_langford,
    miss_mcallester,
    miss_optimistic,
    miss_relaxed,
    miss_split,
    miss_split_strict,
    miss_unexpected,
    miss_upper,
    miss_xi,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

SEVERAL = Hypothesis("two-examples", 2, "<=", n, "n ≥ 2")
HALF = Hypothesis("small-failure-probability", delta, "<=", sp.Rational(1, 2), "δ ≤ ½")

PB_KL = Statement(
    id="classical.pb-kl",
    title="PAC-Bayes-kl",
    kind=Kind.INEQUALITY,
    source=Source("WS22", "Theorem 5", recalled=("langford",)),
    domain=LEARNER,
    printed=Claim(
        "P(some ρ: kl(L_S(ρ)‖L(ρ)) ≥ (KL + ln(2√n/δ))/n) ≤ δ; the same with ln(ξ(n)/δ) and with ln((n + 1)/δ); with "
        "ε = (KL + ln(2√n/δ))/n, P(some ρ: L(ρ) > L_S(ρ) + √(2L_S(ρ)ε) + 2ε) ≤ δ.",
        r"\Pr\Bigl(\exists\rho:\mathrm{kl}(L_S(\rho)\|L(\rho))\ge"
        r"\frac{\mathrm{KL}+\ln(2\sqrt n/\delta)}n\Bigr)\le\delta",
        (
            Part("printed", miss_kl, "<=", delta),
            Part("xi", miss_xi, "<=", delta),
            Part("langford", miss_langford, "<=", delta),
            Part("relaxed", miss_relaxed, "<=", delta),
        ),
    ),
    note="The part langford is from memory of Langford and Seeger.",
)

PB_OPTIMISTIC = Statement(
    id="classical.pb-optimistic",
    title="PAC-Bayes-kl with ln(1/δ) alone",
    kind=Kind.INEQUALITY,
    source=Source("classical", "folklore, after Foong et al. 2021", reconstructed=True),
    domain=LEARNER,
    printed=Claim(
        "P(some ρ: L(ρ) > kl^{-1,+}(L_S(ρ), (KL + ln(1/δ))/n)) ≤ δ for every δ in (0, 1), and for δ ≤ ½.",
        r"\Pr\Bigl(\exists\rho:L(\rho)>\mathrm{kl}^{-1,+}\bigl(L_S(\rho),\tfrac{\mathrm{KL}+\ln(1/\delta)}n\bigr)\Bigr)"
        r"\le\delta",
        (
            Part("every", miss_optimistic, "<=", delta),
            Part("half", miss_optimistic, "<=", delta, given=(HALF,)),
        ),
    ),
    corrected=Claim(
        "P(some ρ: L(ρ) > kl^{-1,+}(L_S(ρ), (KL + ln(ξ(n)/δ))/n)) ≤ δ, ξ(n) the sum of Maurer, at most 2√n.",
        r"\Pr\Bigl(\exists\rho:L(\rho)>\mathrm{kl}^{-1,+}\bigl(L_S(\rho),\tfrac{\mathrm{KL}+\ln(\xi(n)/\delta)}n\bigr)"
        r"\Bigr)\le\delta",
        (Part("every", miss_upper, "<=", delta),),
    ),
    faults=(Fault.CONSTANT,),
    why="The posterior may follow the sample: of two complementary hypotheses one errs less on each sample than in "
    "truth, so that every sample may violate the bound at a δ below 1; ln ξ(n) pays for that.",
)

PB_MCALLESTER = Statement(
    id="classical.pb-mcallester",
    title="McAllester's bound",
    kind=Kind.INEQUALITY,
    source=Source("UML", "Theorem 31.1"),
    domain=LEARNER,
    printed=Claim(
        "n ≥ 2: P(some ρ: L(ρ) > L_S(ρ) + √((KL + ln(n/δ))/(2(n − 1)))) ≤ δ.",
        r"\Pr\Bigl(\exists\rho:L(\rho)>L_S(\rho)+\sqrt{\frac{\mathrm{KL}+\ln(n/\delta)}{2(n-1)}}\Bigr)\le\delta",
        (Part("bound", miss_mcallester, "<=", delta),),
        given=(SEVERAL,),
    ),
)

PB_CATONI = Statement(
    id="classical.pb-catoni",
    title="Catoni's bound with a rate that is fixed before the sample",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Catoni 2007", reconstructed=True),
    domain=LEARNER,
    printed=Claim(
        "C > 0 fixed before S: P(some ρ: L(ρ) > (1 − exp(−C·L_S(ρ) − (KL + ln(1/δ))/n))/(1 − e^{−C})) ≤ δ.",
        r"\Pr\Bigl(\exists\rho:L(\rho)>\frac{1-e^{-C\,L_S(\rho)-(\mathrm{KL}+\ln(1/\delta))/n}}{1-e^{-C}}\Bigr)\le\delta",
        (Part("bound", miss_catoni, "<=", delta),),
    ),
)

PB_CATONI_FREE = Statement(
    id="classical.pb-catoni-free",
    title="Catoni's bound with the best rate for the sample",
    kind=Kind.INEQUALITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=LEARNER,
    printed=Claim(
        "The bound of Catoni with C > 0 chosen after S, the best for each ρ.",
        r"\Pr\Bigl(\exists\rho,C:L(\rho)>\frac{1-e^{-C\,L_S(\rho)-(\mathrm{KL}+\ln(1/\delta))/n}}{1-e^{-C}}\Bigr)\le\delta",
        (Part("bound", miss_catoni_free, "<=", delta),),
    ),
    corrected=Claim(
        "With C chosen after S the bound holds where ln(1/δ) is ln(ξ(n)/δ), ξ(n) the sum of Maurer, at most 2√n.",
        r"\Pr\Bigl(\exists\rho,C:L(\rho)>\frac{1-e^{-C\,L_S(\rho)-(\mathrm{KL}+\ln(\xi(n)/\delta))/n}}{1-e^{-C}}\Bigr)"
        r"\le\delta",
        (Part("bound", miss_catoni_xi, "<=", delta),),
    ),
    faults=(Fault.QUANTIFIER,),
    why="C was to be fixed before the sample: the best C for each posterior makes the bound kl^{-1,+}(L_S, ·), which "
    "needs ln(ξ(n)/δ) in place of ln(1/δ).",
)

PB_LAMBDA = Statement(
    id="classical.pb-lambda",
    title="PAC-Bayes-λ",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Thiemann, Igel, Wintenberger, Seldin 2017", reconstructed=True),
    domain=LEARNER,
    printed=Claim(
        "P(some ρ and λ in (0, 2): L(ρ) > L_S(ρ)/(1 − λ/2) + (KL + ln(2√n/δ))/(nλ(1 − λ/2))) ≤ δ.",
        r"\Pr\Bigl(\exists\rho,\lambda\in(0,2):L(\rho)>\frac{L_S(\rho)}{1-\frac\lambda2}+"
        r"\frac{\mathrm{KL}+\ln(2\sqrt n/\delta)}{n\lambda(1-\frac\lambda2)}\Bigr)\le\delta",
        (Part("bound", miss_lambda, "<=", delta),),
    ),
)

PB_UNEXPECTED = Statement(
    id="classical.pb-unexpected",
    title="PAC-Bayes unexpected Bernstein",
    kind=Kind.INEQUALITY,
    source=Source("WS22", "Theorem 6"),
    domain=LEARNER,
    printed=Claim(
        "ℓ ≤ b, b > 0, 0 < γ < 1/b fixed, ψ(u) = u − ln(1 + u), V_S the average square: "
        "P(some ρ: L(ρ) ≥ L_S(ρ) + ψ(−γb)/(γb²)·V_S(ρ) + (KL + ln(1/δ))/(γn)) ≤ δ.",
        r"\Pr\Bigl(\exists\rho:L(\rho)\ge L_S(\rho)+\frac{\psi(-\gamma b)}{\gamma b^2}V_S(\rho)+"
        r"\frac{\mathrm{KL}+\ln(1/\delta)}{\gamma n}\Bigr)\le\delta",
        (Part("bound", miss_unexpected, "<=", delta),),
    ),
)

PB_SPLIT_KL = Statement(
    id="classical.pb-split-kl",
    title="PAC-Bayes-split-kl",
    kind=Kind.INEQUALITY,
    source=Source("WS22", "Theorem 7"),
    domain=LEARNER,
    printed=Claim(
        "ℓ in [a, b], a < μ < b, ℓ^± = max(0, ±(ℓ − μ)), κ = (KL + ln(4√n/δ))/n: P(some ρ: L(ρ) ≥ μ + "
        "(b − μ)kl^{-1,+}(L⁺_S(ρ)/(b − μ), κ) − (μ − a)kl^{-1,−}(L⁻_S(ρ)/(μ − a), κ)) ≤ δ.",
        r"\Pr\Bigl(\exists\rho:L(\rho)\ge\mu+(b-\mu)\mathrm{kl}^{-1,+}\bigl(\tfrac{L_S^+(\rho)}{b-\mu},\kappa\bigr)-"
        r"(\mu-a)\mathrm{kl}^{-1,-}\bigl(\tfrac{L_S^-(\rho)}{\mu-a},\kappa\bigr)\Bigr)\le\delta",
        (Part("bound", miss_split, "<=", delta),),
    ),
    corrected=Claim(
        "The same with L(ρ) > the limit in place of ≥.",
        r"\Pr\Bigl(\exists\rho:L(\rho)>\mu+(b-\mu)\mathrm{kl}^{-1,+}\bigl(\tfrac{L_S^+(\rho)}{b-\mu},\kappa\bigr)-"
        r"(\mu-a)\mathrm{kl}^{-1,-}\bigl(\tfrac{L_S^-(\rho)}{\mu-a},\kappa\bigr)\Bigr)\le\delta",
        (Part("bound", miss_split_strict, "<=", delta),),
    ),
    faults=(Fault.BOUNDARY,),
    why="A hypothesis whose loss is always b has risk b, and b is its limit: with ≥ it violates the bound on every "
    "sample. The limit is not exceeded that often.",
    note="Encoded on [0, 1]; values in [a, b] scale.",
)
