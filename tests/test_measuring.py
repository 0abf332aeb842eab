"""Errors planted in the measuring code: the search notices them, and what it cannot notice is known by name."""

from __future__ import annotations

import joblib
import pytest

from contextures.measure.quantities.optimality import tasks
from contextures.verify.campaign.measuring import Fate, look_for, sample
from contextures.verify.campaign.planting import Site, plant, sites
from contextures.verify.campaign.selftest import plant_errors

SHARE = 0.95
"""Of the errors that some claim can show, those that must be noticed."""


def site(function: str, error: str) -> Site:
    """The first place of a function where an error can be planted."""
    return next(s for s in sites() if s.name == function and s.error == error)


def test_every_kind_of_error_is_there_in_every_folder() -> None:
    everything = sites()
    assert len(everything) > 12000
    kinds = {error.split(" for ")[-1] if " for " in error else error for error in (s.error for s in everything)}
    assert {
        "Add",
        "Sub",
        "Mult",
        "Div",
        "Lt",
        "LtE",
        "a term is dropped",
        "p_x",
        "p_a",
        "0",
        "1",
        "2",
        "reaches",
        "exceeds",
    } <= kinds
    for folder in ("quantities", "worlds", "suprema", "neighbours", "classical"):
        assert any(f"/{folder}/" in s.path.replace("\\", "/") for s in everything)


def test_a_planted_error_is_gone_afterwards() -> None:
    wrong = site("tasks.rho_square", "1 for 0")
    before = tasks.rho_square.measure.__code__
    with plant(wrong):
        assert tasks.rho_square.measure.__code__ is not before
    assert tasks.rho_square.measure.__code__ is before
    with pytest.raises(RuntimeError), plant(wrong):
        raise RuntimeError
    assert tasks.rho_square.measure.__code__ is before


@pytest.mark.parametrize(
    ("function", "error"),
    [
        ("contexts.ContextWorld.forward", "Div for Mult"),
        ("supervised.variance", "Mult for Div"),
        ("population.distance_square", "Sub for Add"),
        ("tang.priors._prior", "Mult for Div"),
        ("means.bernstein.b", "Sub for Add"),
        ("information.pairs.chi2", "3 for 2"),
    ],
)
def test_what_is_wrong_is_noticed(function: str, error: str) -> None:
    seen = look_for(site(function, error))
    assert seen.fate is Fate.NOTICED
    assert seen.by


def test_what_is_weaker_is_said_to_be() -> None:
    assert look_for(site("reweighting.final_risk", "Div for Mult")).fate is Fate.WEAKER


def test_the_self_test_tells_what_became_of_each() -> None:
    planted = plant_errors(8, 3, 1)
    assert len(planted) == 8
    assert {p.fate for p in planted} <= {fate.name.lower() for fate in Fate}
    assert all(bool(p.by) == (p.fate == "noticed") for p in planted)


FALLS = "moves claims alone that fall with it and without"
WEAKENS = "weakens the claims that stand, and moves others that fall with it and without"
MISSED = {
    "adainf.spectra.items": "stands in a hypothesis alone, that there is an item",
    "biquadratic.largest": "the search narrows by another factor, and ends at the same angle",
    "contexts._covariance": "a mean added for one taken off: what is correlated has mean 0 where the claim is attained",
    "kernel_pca.g_square_quantile": "the number of points for that of eigenfunctions, in a guard on d",
    "least_squares._largest_in_ball": "the place of a maximum is found less well, below a bound that is loose",
    "mixing.RT_second": "the encoder of another context, in a bound from one side",
    "mixing.error_second": "the encoder of another context, in a bound from one side",
    "reweighting.SampleWorld.signed": "a label between 0 and 1 has the other sign; the drawn labels are whole numbers",
    "reweighting._coefficients": "a penalised solution is another point, whose distance stays below a loose bound",
    "reweighting._length": "the length of a point, on the larger side of a bound",
    "reweighting.length_square": "the sum over the samples for the largest, on the larger side of a bound",
    "reweighting.settling": "stands in a hypothesis alone, which is then met more rarely",
    "risks.sigma": "the third for the second moment, on the larger side of bounds, for losses that are 0 or above 1",
    "samples.signed": "signed counts of a noisy sample, below bounds that are loose",
    "samples.lambda_bar": "the other critical value, in a bound whose best ratio is a fifth",
    "samples.pca_gap": "the other critical value, in a bound whose best ratio is a fifth",
    "stkr.KernelWorld.target": "the target without its tilt is a target too",
    "tasks.rho_square": "the value at a constant function, a convention that hypotheses exclude",
    "clustering.objectives._difference": "an energy is left out on the larger side of a bound",
    "difficult.spectrum.largest": "how often the last eigenvalue is there, beyond the places that claims speak of",
    "head.chain._joint": "another chain, of which the same identities hold",
    "joint.views.phi_k2": "stands in a hypothesis alone, that a singular value is positive",
    "means.betting.hedged_ruin": "another bet, whose ruin stays below a bound that is loose",
    "ncl.objectives.tail": "a cube for the square of numbers up to 1, on the smaller side of a bound",
    "neighbours.garrido.uneven_other": "stands in a hypothesis alone, that rows and columns are even",
    "neighbours.gauss.variance": "a square added for one taken off, on the larger side of a bound",
    "neighbours.saunshi.contrastive": "another loss of the same inner products, of which the same is true",
    "tang.losses.head": "another multiple of the head, in claims on every head",
    "tang.losses.root_kernel": "another covariance, in claims on every one",
    "tang.matrices.least_order": "a third for a half of a number whose sign alone is claimed",
    "tang.matrices.sigma_changed": "no change for a change, which moves singular values less",
    "tang.matrices.smallest_next": "a block for the next one, of which a bound holds with equality",
    "tang.oscillation.Q": "the value at another pair of vectors, in claims on every pair",
    "tang.oscillation._signed": "weights 1 and 0 for 1 and -1: a symmetric form too",
    "tang.posthoc._units": "a factor that both sides share",
    "tang.posthoc.unnormalised": "stands in a hypothesis alone, that the second moment is the identity",
    "tang.priors._norms": "other strengths of the terms, in claims on all strengths",
    "tang.tasks.dimension": "stands in a hypothesis alone, that there is room",
    "tang.tasks.twice_d": "stands in hypotheses and in a bound, all moved alike",
    "zheng.residuals._best_left": "another function in the place of the best, in claims that hold of both",
    "adainf.spectra.new_points": FALLS,
    "classes.ridge.residual_at_n": FALLS,
    "clustering.kernels.off_all": FALLS,
    "clustering.objectives.asymmetry": FALLS,
    "means.binomial.beyond": FALLS,
    "ncl.classes.no_indicator": FALLS,
    "tang.matrices._changed": FALLS,
    "tang.matrices.eigenvalue_later": FALLS,
    "tang.matrices.left_over": FALLS,
    "tang.rates.quotient": FALLS,
    "zheng.modes.operator_apart": FALLS,
    "zheng.pair.pmi": FALLS,
    "adainf.spectra.weights": WEAKENS,
    "pacbayes.rules.split": WEAKENS,
    "tang.losses.size": WEAKENS,
    "zheng.modes.size_of_a": WEAKENS,
    "zheng.residuals.size_of_score": WEAKENS,
}
"""Functions with an error that nothing noticed, and why the claims that they serve stay true with it."""


@pytest.mark.campaign
def test_an_error_in_every_function_is_noticed_or_known_by_name() -> None:
    chosen = sample(10**6, 0)
    seen = joblib.Parallel(n_jobs=2)(joblib.delayed(look_for)(place) for place in chosen)
    fates = [found.fate for found in seen]
    missed = {place.name for place, fate in zip(chosen, fates, strict=True) if fate is Fate.MISSED}
    noticed = fates.count(Fate.NOTICED)
    assert noticed >= SHARE * (noticed + len(missed))
    assert missed <= set(MISSED)
