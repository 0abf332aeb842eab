"""Errors planted in the measuring code: the search notices them, and what it cannot notice is known by name."""

from __future__ import annotations

import joblib
import numpy as np
import pytest

from contextures.measure.quantities.optimality import tasks
from contextures.verify.campaign.benches import benches
from contextures.verify.campaign.measuring import Fate, look_for, sample
from contextures.verify.campaign.planting import Site, plant, sites
from contextures.verify.campaign.retelling import confirmed
from contextures.verify.campaign.selftest import plant_errors

SHARE = 0.95
"""Of the errors that some claim can show, those that must be noticed, on declared domains as on the others."""

LEAST = 0.72
"""Of all functions, those whose error must be noticed; those of the others change no value, or make claims weaker."""


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


@pytest.mark.parametrize(
    ("function", "error", "by"),
    [
        ("clustering.kernels.off_all", "Sub for Add", "off_all leaves its range"),
        ("association._slopes", "Sub for Add", "the script of optimality.lipschitz (printed), part bound"),
    ],
)
def test_a_range_and_a_script_notice_what_no_verdict_shows(function: str, error: str, by: str) -> None:
    assert look_for(site(function, error)).by == by


def test_what_rounding_alone_puts_below_zero_has_not_fallen() -> None:
    bench = next(b for b in benches(0) if any(row.id == "neighbours.tang-weyl" for row in b.rows))
    row = next(row for row in bench.rows if row.part.name == "low-rank")
    with np.errstate(all="ignore"):
        assert bench.before(row).verdict == (True, False)


def test_the_script_of_a_counterexample_is_of_another_source() -> None:
    bench = next(b for b in benches(0) if b.domain.name == "finite contexts")
    row = next(row for row in bench.rows if (row.id, row.part.name) == ("optimality.lipschitz", "bound"))
    wrong = site("association._slopes", "Sub for Add")
    with np.errstate(all="ignore"):
        fallen = [bench.instance(int(place)) for place in np.flatnonzero(bench.before(row).fallen)]
        told = {confirmed(bench.domain, row, instance) for instance in fallen}
        with plant(wrong):
            wrongly = {confirmed(bench.domain, row, instance) for instance in fallen}
    assert True in told
    assert False not in told
    assert False in wrongly


def test_what_is_weaker_is_said_to_be() -> None:
    assert look_for(site("reweighting.final_risk", "Div for Mult")).fate is Fate.WEAKER


def test_the_self_test_tells_what_became_of_each() -> None:
    planted = plant_errors(8, 3, 1)
    assert len(planted) == 8
    assert {p.fate for p in planted} <= {fate.name.lower() for fate in Fate}
    assert all(bool(p.by) == (p.fate == "noticed") for p in planted)


FALLS = "moves claims alone that fall with it and without"
SCALE = "the scale that a difference is told against, no side of a claim"
MISSED = {
    "biquadratic.largest": "the search of an angle narrows by another factor, and what it finds differs by rounding",
    "bounds.LearningWorld.range_projector_a": "preimages lose their constant: RT, what is approximated and what "
    "is learned are those of another encoder, and the claims are true of every one",
    "contexts._covariance": "the covariance is the same, the variance too large where f has a mean: the smaller side",
    "kernel_pca.g_square_quantile": "the number of points for that of eigenfunctions, in a guard on d",
    "least_squares._largest_in_ball": "a maximum is bounded from above less well, below a bound that is loose",
    "quadratic_forms.solve": "values that are the largest up to rounding are left out where the level is the largest "
    "itself: a smaller supremum, on the smaller side of bounds, at instances that are rare",
    "reweighting.SampleWorld.signed": "a label of 1 counts as −1: other signs, and the claims hold for all signs",
    "reweighting._coefficients": "the residuals of a penalised solution are too large, on the larger side of bounds",
    "reweighting.length_square": "sums over the samples for sums over the coordinates, in a step that is small anyway",
    "reweighting.settling": "the size of the weights of a step for their distance from the last, on the larger side",
    "risks.sigma": "the third for the second moment, on the larger side of bounds, for losses that are 0 or above 1",
    "samples.lambda_bar": "the other critical value, in a bound whose best ratio is a fifth",
    "samples.pca_gap": "the other critical value, in a bound whose best ratio is a fifth",
    "samples.signed": "noise counts where it is positive alone, below bounds that are loose",
    "stkr.KernelWorld.target": "the target without its tilt is a target too",
    "tasks.rho_square": "the value at a constant function, a convention that hypotheses exclude",
    "transfer.TransferWorld.features": "a multiple of the constant spans the same: what differs is rounding",
    "worth.RT_second": "the encoder of both for the second one: the two sides of its only claim are equal",
    "worth.error_second": "the encoder of both for the second one, whose error the joint one is not to exceed",
    "clustering.objectives._difference": "an energy is left out on the larger side of a bound",
    "difficult.spectrum.largest": "the last eigenvalue is there once more, at places where claims bound it from above",
    "joint.views.phi_k2": "stands in a hypothesis alone, that φ_k > 0; nothing met with φ_{k−1} > 0 = φ_k fails",
    "means.betting.hedged_ruin": "a share over the capital for a share of it, whose ruin stays below a loose bound",
    "ncl.objectives.tail": "a cube for the square of numbers up to 1, on the smaller side of a bound",
    "pacbayes.rules.split": "a limit that is too large: what stands is weaker, and what falls falls with it",
    "neighbours.gauss.variance": "a square added for one taken off, on the larger side of a bound",
    "neighbours.saunshi.contrastive": "the largest score is there twice, which keeps what averages and permutations do",
    "tang.losses.head": "another multiple of the head, in claims on every head",
    "tang.losses.root_kernel": "another covariance, in claims on every one",
    "tang.losses.size": SCALE,
    "tang.matrices._changed": "one over each entry of a matrix of rank one: of rank one, or infinite and no value",
    "tang.matrices.eigenvalue_without": "a change of low rank is added for one taken off, and has low rank too",
    "tang.matrices.least_order": "a third for a half of a number whose sign alone is claimed",
    "tang.matrices.sigma_changed": "no change for a change, which moves singular values less",
    "tang.matrices.smallest_next": "the same block on both sides, of which the bound holds with equality",
    "tang.oscillation.Q": "the value at another pair of vectors, in claims on every pair",
    "tang.oscillation._signed": "weights 2 and 0 for 1 and −1: a symmetric form too",
    "tang.posthoc._units": "a factor that both sides share",
    "tang.priors._norms": "other strengths of the terms, in claims on all strengths",
    "tang.tasks.dimension": "stands in a hypothesis alone, that there is room, which was not seen to be needed",
    "zheng.modes.size_of_a": SCALE,
    "zheng.residuals._best_left": "another function in the place of the best, in claims that hold of both",
    "zheng.residuals.size_of_score": SCALE,
    "adainf.spectra.items": "stands in a hypothesis alone, that there is an item, without which nothing fails",
    "adainf.spectra.new_points": FALLS,
    "adainf.spectra.weights": FALLS,
    "ncl.classes.no_indicator": FALLS,
    "zheng.modes.operator_apart": FALLS,
    "zheng.pair.pmi": FALLS,
}
"""Functions with an error that nothing noticed, and why the claims that they serve stay true with it."""


@pytest.mark.parametrize("declared", [False, True])
def test_nearly_all_that_can_be_noticed_must_be(declared: bool) -> None:
    """What every third must notice at least, beside all that may be missed."""
    names = {place.name for place in sample(10**6, 0) if place.declared == declared}
    noticed, missed = LEAST * len(names), len(names & set(MISSED))
    assert noticed >= SHARE * (noticed + missed)


@pytest.mark.campaign
def test_an_error_in_every_function_is_noticed_or_known_by_name(campaign_seed: int) -> None:
    """Three seeds, the default, take every function."""
    chosen = sample(10**6, 0)[campaign_seed % 3 :: 3]
    seen = joblib.Parallel(n_jobs=2)(joblib.delayed(look_for)(place) for place in chosen)
    for declared in (False, True):
        fates = {place.name: s.fate for place, s in zip(chosen, seen, strict=True) if place.declared == declared}
        assert {name for name, fate in fates.items() if fate is Fate.MISSED} <= set(MISSED)
        assert list(fates.values()).count(Fate.NOTICED) >= LEAST * len(fates)
