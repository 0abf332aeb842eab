"""Gaussian kernels on many points: landmarks with a two-sided bound, cut kernels with theirs, memory."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

import contextures as cx
from contextures import InputError, rbf_context
from contextures.samples import cut, kernel_law, memory, sampled, threads
from contextures.samples.cut import Cut, cut_law, left_out, points_to_keep
from contextures.samples.kernel_law import KernelLaw
from contextures.samples.landmarks import landmark_triplets, pivoted_cholesky
from contextures.samples.threads import ALONE

RNG = np.random.default_rng(0)
CLOUD = RNG.normal(size=(400, 3))
WEIGHTS = RNG.integers(1, 4, 400).astype(float)
BLOBS = np.concatenate([RNG.normal(size=(40, 2)) + 30 * i for i in range(10)])


def whole(gamma, points=CLOUD, weights=None):
    """The law as an array, its marginals, and the singular values of Q, the constant first."""
    weights = np.ones(len(points)) if weights is None else weights
    law = np.exp(-gamma * cdist(points, points, "sqeuclidean")) * weights
    law /= law.sum(axis=1, keepdims=True)
    p_x = weights / weights.sum()
    p_a = p_x @ law
    return law, p_x, p_a, np.linalg.svd(np.sqrt(p_x)[:, None] * law / np.sqrt(p_a))[1]


# ------------------------------------------------------------------------------------------------------------- products
def test_the_law_that_is_not_held_is_the_law(monkeypatch):
    monkeypatch.setattr(kernel_law, "CELLS", 4000)
    law, p_x, p_a, _ = whole(0.7, weights=WEIGHTS)
    kernel = KernelLaw(CLOUD, WEIGHTS, 0.7)
    vectors = RNG.normal(size=(400, 3))
    assert kernel @ vectors == pytest.approx(law @ vectors)
    assert kernel.T @ vectors == pytest.approx(law.T @ vectors)
    assert kernel @ vectors[:, 0] == pytest.approx(law @ vectors[:, 0])
    masses, squares, diagonal = kernel.sums
    assert masses == pytest.approx(p_a)
    assert squares == pytest.approx(p_x @ law**2)
    assert diagonal == pytest.approx(np.diag(law))


def test_a_sweep_does_not_depend_on_the_number_of_threads(monkeypatch):
    vectors = RNG.normal(size=(400, 2))
    sums = []
    for count in (1, 2, 3):
        monkeypatch.setattr(threads, "allowed", lambda count=count: count)
        sums.append(KernelLaw(CLOUD, WEIGHTS, 0.7).T @ vectors)
    assert (sums[0] == sums[1]).all()
    assert (sums[0] == sums[2]).all()


# ------------------------------------------------------------------------------------------------------------ landmarks
def test_landmarks_give_the_kernel_where_it_is_smooth():
    factor = pivoted_cholesky(KernelLaw(CLOUD, WEIGHTS, 0.1), 150, 0, ALONE)
    exact = np.exp(-0.1 * cdist(CLOUD, CLOUD, "sqeuclidean"))
    rest = exact - factor @ factor.T
    assert np.trace(rest) < 1e-4 * 400
    assert np.linalg.eigvalsh(rest)[0] > -1e-8


@pytest.mark.parametrize("gamma", [0.01, 0.1, 0.5])
@pytest.mark.parametrize("weights", [np.ones(400), WEIGHTS], ids=["equal", "weighted"])
@pytest.mark.parametrize("rank", [3, 30])
def test_every_value_lies_between_its_estimate_and_that_plus_the_trace_gap(gamma, weights, rank):
    exact = np.square(whole(gamma, weights=weights)[3])[1 : rank + 1]
    found = landmark_triplets(KernelLaw(CLOUD, weights, gamma), rank)
    squares, gap = found.singular_values**2, found.resolution
    assert (squares <= exact + 1e-12).all()
    assert (exact <= squares + gap + 1e-12).all()
    assert found.complete == (gap <= 1e-3)
    assert found.method == "landmarks"
    assert f"{gap:.1e}" in found.checks[0]


@pytest.mark.parametrize("gamma", [0.1, 0.5])
def test_residuals_are_bounds_and_vectors_orthonormal(gamma):
    law, p_x, p_a, _ = whole(gamma)
    q = np.sqrt(p_x)[:, None] * law / np.sqrt(p_a)
    found = landmark_triplets(KernelLaw(CLOUD, np.ones(400), gamma), 12)
    true = np.linalg.norm(q @ (q.T @ found.u) - found.u * found.singular_values**2, axis=0)
    assert (true <= found.residuals + 1e-12).all()
    assert found.u.T @ found.u == pytest.approx(np.eye(12), abs=1e-10)
    assert found.v.T @ found.v == pytest.approx(np.eye(12), abs=1e-10)
    assert np.abs(np.sqrt(p_x) @ found.u).max() < 1e-10
    assert np.abs(np.sqrt(p_a) @ found.v).max() < 1e-8


def test_a_kernel_too_sharp_for_landmarks_is_refused(monkeypatch):
    monkeypatch.setattr("contextures.samples.landmarks.LANDMARKS", (10, 20))
    with pytest.raises(InputError, match=r"too sharp .* trace gap .* kept=K"):
        landmark_triplets(KernelLaw(CLOUD, np.ones(400), 200.0), 4)


def test_many_points_take_landmarks_or_a_cut_by_themselves(monkeypatch):
    monkeypatch.setattr(sampled, "WHOLE", 300)
    monkeypatch.setattr(cut, "FEWEST", 32)
    smooth = rbf_context(CLOUD, 0.1)
    assert isinstance(smooth.core, KernelLaw)
    spectrum = smooth.spectrum(10)
    assert spectrum.method == "landmarks"
    assert spectrum.complete
    exact = whole(0.1)[3]
    assert spectrum.singular_values == pytest.approx(exact[1:11], abs=1e-6)
    assert smooth.chi_square == pytest.approx(np.square(exact[1:]).sum())
    assert spectrum.transform(CLOUD[:5])[:, :5] == pytest.approx(spectrum.left[:5, :5], abs=1e-3)
    sharp = rbf_context(BLOBS, 1.0)
    assert sharp.cut is not None
    assert sharp.core.nnz == 400 * sharp.cut.kept
    document = cx.spectrum(CLOUD, context="rbf", gamma=0.1, rank=5).to_json()
    assert document["method"] == "landmarks"
    assert rbf_context(CLOUD[:300], 0.1).cut is None


# ------------------------------------------------------------------------------------------------------------------ cut
@pytest.mark.parametrize("gamma", [0.5, 3.0, 30.0])
@pytest.mark.parametrize("kept", [1, 5, 40, 399])
def test_the_bound_of_a_cut_kernel_holds(gamma, kept):
    law, p_x, p_a, exact = whole(gamma, weights=WEIGHTS)
    core, what = cut_law(KernelLaw(CLOUD, WEIGHTS, gamma), kept)
    dense = core.toarray()
    assert dense.sum(axis=1) == pytest.approx(np.ones(400))
    left = 1 - np.where(dense > 0, law, 0).sum(axis=1)
    assert what.mass == pytest.approx(left.max(), abs=1e-12)
    share = 1 - p_x @ np.where(dense > 0, law, 0) / p_a
    assert what.share == pytest.approx(share.max(), abs=1e-9)
    masses = p_x @ dense
    found = np.linalg.svd(np.sqrt(p_x)[:, None] * dense / np.sqrt(masses))[1]
    assert np.abs(found - exact).max() <= what.bound + 1e-9
    if gamma == 30.0 and kept == 399:
        assert what.bound < 1e-6


def test_beyond_many_points_the_mass_left_out_is_called_an_estimate(monkeypatch):
    kernel = KernelLaw(CLOUD, np.ones(400), 3.0)
    exact = cut_law(kernel, 20)[1]
    assert "estimate" not in str(exact)
    assert f"{exact.bound:.1e}" in str(exact)
    monkeypatch.setattr(cut, "EXACT", 100)
    monkeypatch.setattr(cut, "SAMPLED", 400)
    found = cut_law(kernel, 20)[1]
    assert found.mass == pytest.approx(exact.mass)
    assert found.bound == np.inf
    assert "estimate" in str(found)


def test_the_points_to_keep_leave_out_little(monkeypatch):
    monkeypatch.setattr(cut, "FEWEST", 4)
    kernel = KernelLaw(BLOBS, np.ones(400), 1.0)
    kept = points_to_keep(kernel)
    assert kept is not None
    assert left_out(kernel, kept, 1).max() <= cut.SHARES
    assert left_out(kernel, kept // 2, 0).max() > cut.SHARES
    assert points_to_keep(KernelLaw(CLOUD, np.ones(400), 0.01)) is None


def test_a_cut_context_is_saved_and_knows_new_points(tmp_path):
    context = rbf_context(CLOUD, 3.0, kept=50)
    spectrum = context.spectrum(12)
    assert any("cut to the 50 nearest" in check for check in spectrum.checks)
    assert spectrum.transform(CLOUD)[:, :4] == pytest.approx(spectrum.left[:, :4], abs=1e-6)
    spectrum.save(tmp_path / "s.npz")
    again = cx.load_spectrum(tmp_path / "s.npz")
    assert again.context.cut == context.cut
    assert again.checks == spectrum.checks
    fresh = RNG.normal(size=(4, 3))
    assert again.transform(fresh) == pytest.approx(spectrum.transform(fresh))
    law = context.at(fresh).toarray()
    squares = cdist(fresh, CLOUD, "sqeuclidean")
    expected = np.where(law > 0, np.exp(-3.0 * squares), 0)
    assert law == pytest.approx(expected / expected.sum(axis=1, keepdims=True))


def test_a_mixture_tells_the_cuts_of_its_parts_and_claims_no_bound_of_its_own(tmp_path):
    sharp, smooth = rbf_context(CLOUD, 3.0, kept=50), rbf_context(CLOUD, 0.5, kept=50)
    assert smooth.cut.mass > sharp.cut.mass
    for operation in (cx.mix, cx.convolve, cx.concatenate):
        mixed = operation(sharp, smooth)
        assert mixed.exact_neighbours
        assert (mixed.cut.kept, mixed.cut.mass, mixed.cut.bound) == (50, smooth.cut.mass, np.inf)
        assert "s_i" not in str(mixed.cut)
        told = mixed.spectrum(3).checks[-2:]
        for note, part in zip(told, (sharp, smooth), strict=True):
            assert note == f"the part ({part.description}) by itself: {part.cut}"
            assert f"{part.cut.bound:.1e}" in note
        mixed.save(tmp_path / "m.npz")
        again = cx.load_context(tmp_path / "m.npz")
        assert (again.cut, again.parts) == (mixed.cut, mixed.parts)


def test_files_from_before_mixtures_told_their_parts_are_read(tmp_path):
    context = rbf_context(CLOUD, 3.0, kept=50)
    context.save(tmp_path / "new.npz")
    arrays = dict(np.load(tmp_path / "new.npz"))
    assert len(arrays["cut"]) == 6
    assert "parts" not in arrays
    np.savez(tmp_path / "old.npz", **{**arrays, "cut": arrays["cut"][:5]})
    again = cx.load_context(tmp_path / "old.npz")
    assert again.cut == context.cut
    assert again.approximations == context.approximations


# ------------------------------------------------------------------------------------------------------------ bad input
def test_less_memory_than_needed_is_refused_before_the_work(monkeypatch):
    monkeypatch.setattr(memory, "available", lambda: 1e6)
    with pytest.raises(InputError, match=r"400 × 400 needs 0.0 GB of memory, of which 0.0 are left"):
        rbf_context(CLOUD, 0.1)
    with pytest.raises(InputError, match="cut to 300 points needs"):
        rbf_context(CLOUD, 0.1, kept=300)
    monkeypatch.undo()
    assert 1e8 < memory.available() < 1e14


def test_what_a_container_may_use_counts(monkeypatch, tmp_path):
    (tmp_path / "memory.max").write_text("5000000\n")
    (tmp_path / "memory.current").write_text("1000000\n")
    monkeypatch.setattr(memory, "GROUP", tmp_path)
    assert memory.available() == 4e6
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.available() > 1e8


@pytest.mark.parametrize("kept", [0, 400, 1.5])
def test_a_cut_out_of_range_is_refused(kept):
    with pytest.raises(InputError, match="kept"):
        rbf_context(CLOUD, 1.0, kept=kept)
    with pytest.raises(InputError, match="without masks"):
        rbf_context(CLOUD, 1.0, kept=5, mask=0.4)


def test_a_file_with_an_unsound_cut_is_refused(tmp_path):
    rbf_context(CLOUD, 3.0, kept=50).save(tmp_path / "c.npz")
    arrays = dict(np.load(tmp_path / "c.npz"))
    np.savez(tmp_path / "d.npz", **{**arrays, "cut": np.array([50, 2.0, 0.1, 10, 1])})
    with pytest.raises(InputError, match="cut holds"):
        cx.load_context(tmp_path / "d.npz")
    assert Cut(3, 1.0, 1.0, 5, True).bound == np.inf
