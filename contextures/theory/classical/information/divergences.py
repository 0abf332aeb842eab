"""Chapter 8.5: divergences of two laws, and what a channel leaves of them."""

from __future__ import annotations

import sympy as sp

from contextures.theory.classical.information.channels import (
    CHANNEL,
    chi2_after,
    chi2_before,
    eta_tv,
    kl_after,
    kl_before,
    mi_after,
    mi_before,
    min_mass,
    tv_after,
    tv_before,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

POSITIVE = Hypothesis("positive-law", 0, "<", min_mass, "P > 0")

PINSKER = Statement(
    id="classical.pinsker",
    title="Total variation, KL and χ² of two laws",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Pinsker; Bretagnolle–Huber 1979", reconstructed=True),
    domain=CHANNEL,
    printed=Claim(
        "TV ≤ √(KL/2); TV ≤ √(1 − e^{−KL}) ≤ 1 − ½e^{−KL}; KL(R‖P) ≤ ln(1 + χ²(R‖P)) ≤ χ²(R‖P); and "
        "KL(R‖P) ≤ ln(1 + 2TV²/min P) for P > 0.",
        r"\mathrm{TV}\le\sqrt{\tfrac12\mathrm{KL}},\quad "
        r"\mathrm{TV}\le\sqrt{1-e^{-\mathrm{KL}}}\le1-\tfrac12e^{-\mathrm{KL}},\quad "
        r"\mathrm{KL}\le\ln(1+\chi^2)\le\chi^2,\quad "
        r"\mathrm{KL}\le\ln\Bigl(1+\frac{2\mathrm{TV}^2}{\min P}\Bigr)",
        (
            Part("pinsker", tv_before, "<=", sp.sqrt(kl_before / 2)),
            Part("huber", tv_before, "<=", sp.sqrt(1 - sp.exp(-kl_before))),
            Part("huber-simple", sp.sqrt(1 - sp.exp(-kl_before)), "<=", 1 - sp.exp(-kl_before) / 2),
            Part("chi2", kl_before, "<=", sp.log(1 + chi2_before)),
            Part("chi2-simple", sp.log(1 + chi2_before), "<=", chi2_before),
            Part("reverse", kl_before, "<=", sp.log(1 + 2 * tv_before**2 / min_mass), given=(POSITIVE,)),
        ),
    ),
)

PROCESSING = Statement(
    id="classical.data-processing",
    title="A channel brings laws nearer and loses information",
    kind=Kind.INEQUALITY,
    source=Source("classical", "data processing", reconstructed=True),
    domain=CHANNEL,
    printed=Claim(
        "KL(RW‖PW) ≤ KL(R‖P), and the same for χ² and TV; where U, X, Y is a Markov chain, I(U;Y) ≤ I(U;X).",
        r"\mathrm{KL}(RW\|PW)\le\mathrm{KL}(R\|P),\quad\chi^2(RW\|PW)\le\chi^2(R\|P),\quad"
        r"\mathrm{TV}(RW,PW)\le\mathrm{TV}(R,P),\quad I(U;Y)\le I(U;X)",
        (
            Part("kl", kl_after, "<=", kl_before),
            Part("chi2", chi2_after, "<=", chi2_before),
            Part("tv", tv_after, "<=", tv_before),
            Part("mi", mi_after, "<=", mi_before),
        ),
    ),
)

RENYI = Statement(
    id="classical.renyi-contraction",
    title="Contraction of χ² and of the Rényi divergence of order 2 by η_TV",
    kind=Kind.INEQUALITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=CHANNEL,
    printed=Claim(
        "With D_2 = ln(1 + χ²): χ²(RW‖PW) ≤ η_TV·χ²(R‖P), and D_2(RW‖PW) ≤ η_TV·D_2(R‖P).",
        r"\chi^2(RW\|PW)\le\eta_{\mathrm{TV}}\chi^2(R\|P),\qquad D_2(RW\|PW)\le\eta_{\mathrm{TV}}D_2(R\|P)",
        (
            Part("chi2", chi2_after, "<=", eta_tv * chi2_before),
            Part("renyi", sp.log(1 + chi2_after), "<=", eta_tv * sp.log(1 + chi2_before)),
        ),
    ),
    corrected=Claim(
        "χ²(RW‖PW) ≤ η_TV·χ²(R‖P), and D_2(RW‖PW) ≤ ln(1 + η_TV(e^{D_2(R‖P)} − 1)).",
        r"\chi^2(RW\|PW)\le\eta_{\mathrm{TV}}\chi^2(R\|P),\qquad "
        r"D_2(RW\|PW)\le\ln\bigl(1+\eta_{\mathrm{TV}}(e^{D_2(R\|P)}-1)\bigr)",
        (
            Part("chi2", chi2_after, "<=", eta_tv * chi2_before),
            Part(
                "renyi",
                sp.log(1 + chi2_after),
                "<=",
                sp.log(1 + eta_tv * (sp.exp(sp.log(1 + chi2_before)) - 1)),
            ),
        ),
    ),
    faults=(Fault.CONSTANT,),
    why="An erasure channel keeps the share η_TV of χ² exactly, and ln(1 + ηχ²) > η·ln(1 + χ²) since the logarithm is "
    "concave: what contracts is χ², and the bound on D_2 is what that says; erasure attains it.",
)
