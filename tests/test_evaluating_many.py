"""What an evaluation holds: parts of a table once, and what is large in blocks, with the same numbers."""

from __future__ import annotations

import tempfile
import tracemalloc

import numpy as np
import pandas as pd
import pytest

import contextures as cx
from contextures import knn_context, rbf_context
from contextures.samples import chosen_rows, scratch, singular_functions, usefulness
from contextures.samples.chosen_rows import rows_of
from contextures.samples.usefulness import kernel_deviation, lipschitz_constant

RNG = np.random.default_rng(3)
POINTS = RNG.normal(size=(300, 60))
TARGET = POINTS[:, 0] + POINTS[:, 1]
CHOSEN = RNG.permutation(300)[:130]


@pytest.fixture
def short(monkeypatch, tmp_path):
    """Points go to scratch files, whatever memory there is."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(chosen_rows, "CELLS", 500)
    monkeypatch.setattr(scratch, "SHARE", 1e12)


@pytest.mark.parametrize("form", ["array", "map", "frame"])
def test_some_rows_are_those_rows_in_a_scratch_file_where_memory_is_short(form, short, tmp_path):
    np.save(tmp_path / "x.npy", POINTS)
    frame = pd.DataFrame(POINTS, columns=[f"c{j}" for j in range(60)])
    given = {"array": POINTS, "map": np.load(tmp_path / "x.npy", mmap_mode="r"), "frame": frame}[form]
    found = rows_of(given, CHOSEN, "x")
    scratch = list(tmp_path.glob("contextures-*.npy"))
    assert len(scratch) == 1
    if form == "frame":
        pd.testing.assert_frame_equal(found, frame.iloc[CHOSEN])
    else:
        assert (found == POINTS[CHOSEN]).all()
        with pytest.raises(ValueError, match="read-only"):
            found[0, 0] = 1.0
    del found
    assert not any(path.exists() for path in scratch)


def test_rows_of_words_and_of_whole_numbers_are_those_rows():
    frame = pd.DataFrame({"a": POINTS[:, 0], "b": ["u", "v", "w"] * 100})
    pd.testing.assert_frame_equal(rows_of(frame, CHOSEN, "x"), frame.iloc[CHOSEN])
    assert (rows_of(np.arange(300)[:, None], CHOSEN, "x") == CHOSEN[:, None]).all()


def test_points_that_nothing_can_change_are_not_copied():
    closed = rows_of(POINTS, CHOSEN, "x")
    assert np.shares_memory(knn_context(closed, 5).law.points, closed)
    assert np.shares_memory(rbf_context(closed, 0.1).law.points, closed)
    view = POINTS.view()
    view.setflags(write=False)
    for open_to_change in (POINTS, view):
        assert not np.shares_memory(knn_context(open_to_change, 5).law.points, POINTS)


@pytest.mark.parametrize("context", [{"context": "knn", "k": 8}, {"context": "rbf", "gamma": 0.01}], ids=str)
def test_a_file_and_an_array_of_the_same_points_are_worth_the_same(context, short, tmp_path, monkeypatch):
    np.save(tmp_path / "x.npy", POINTS)
    pd.DataFrame(POINTS, columns=[f"c{j}" for j in range(60)]).assign(y=TARGET).to_parquet(tmp_path / "x.parquet")
    found = cx.evaluate(tmp_path / "x.npy", TARGET, rank=5, **context)
    assert isinstance(found.context.law.points.base, np.memmap)
    framed = cx.evaluate(tmp_path / "x.parquet", "y", rank=5, **context)
    monkeypatch.undo()
    expected = cx.evaluate(POINTS, TARGET, rank=5, **context)
    assert not isinstance(expected.context.law.points.base, np.memmap)
    assert found.to_json() == expected.to_json()
    frame = pd.DataFrame(POINTS, columns=[f"c{j}" for j in range(60)]).assign(y=TARGET)
    assert framed.to_json() | {"understood": []} == cx.evaluate(frame, "y", rank=5, **context).to_json()


def test_rows_without_a_target_are_left_out_of_a_file(tmp_path):
    np.save(tmp_path / "x.npy", POINTS)
    target = TARGET.copy()
    target[CHOSEN[:9]] = np.nan
    found = cx.evaluate(tmp_path / "x.npy", target, context="knn", k=8, rank=5)
    there = ~np.isnan(target)
    expected = cx.evaluate(POINTS[there], TARGET[there], context="knn", k=8, rank=5)
    assert found.probe_error == expected.probe_error
    assert found.preprocessing == ("dropped 9 rows without a target",)


CONTEXTS = {
    "sparse": lambda: knn_context(np.repeat(POINTS, 2, axis=0), 6),
    "dense": lambda: rbf_context(np.repeat(POINTS, 2, axis=0), 0.02),
    "single": lambda: rbf_context(POINTS, 0.02, dtype=np.float32),
    "implicit": lambda: cx.concatenate(rbf_context(POINTS[:90], 0.02), rbf_context(POINTS[:90], 0.05)),
}


@pytest.mark.parametrize("kind", CONTEXTS)
def test_a_kernel_in_blocks_is_the_kernel(kind, monkeypatch):
    context = CONTEXTS[kind]()
    conditional = np.asarray(
        context.conditional.toarray() if kind == "sparse" else context.conditional @ np.eye(context.n_a), np.float64
    )
    kernel = (conditional / context.p_a) @ conditional.T
    exactly = context.p_x @ np.abs(kernel - 1.0) @ context.p_x
    points = np.repeat(POINTS, 2, axis=0)[: context.n_x] if kind in ("sparse", "dense") else POINTS[: context.n_x]
    slope = lipschitz_constant(context, points)
    for cells in (usefulness.CELLS, 1000):
        monkeypatch.setattr(usefulness, "CELLS", cells)
        assert kernel_deviation(context) == pytest.approx(exactly, rel=1e-5 if kind == "single" else 1e-12)
        assert lipschitz_constant(context, points) == pytest.approx(slope, rel=1e-12)
    apart = np.linalg.norm(points[:, None] - points, axis=2)
    steepest = max(
        (np.abs(kernel - row).max(axis=1)[apart[i] > 0] / apart[i][apart[i] > 0]).max() for i, row in enumerate(kernel)
    )
    assert slope == pytest.approx(steepest, rel=1e-4 if kind == "single" else 1e-9)


def test_a_kernel_of_many_points_is_never_held(monkeypatch):
    monkeypatch.setattr(usefulness, "CELLS", 2**15)
    context = knn_context(RNG.normal(size=(3000, 2)), 5)
    context.p_columns  # noqa: B018
    tracemalloc.start()
    kernel_deviation(context)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * usefulness.SAMPLE * 3000 / 8


@pytest.mark.parametrize("frame", [False, True])
def test_singular_functions_at_many_new_points_are_extended_in_blocks(frame, monkeypatch):
    wrap = (lambda x: pd.DataFrame(x, columns=[f"c{j}" for j in range(60)])) if frame else np.asarray
    spectrum = rbf_context(wrap(POINTS), 0.01).spectrum(4)
    new = wrap(RNG.normal(size=(50, 60)))
    expected = spectrum.transform(new)
    asked = []
    usual = cx.DataContext.at

    def counted(context, points):
        asked.append(len(points))
        return usual(context, points)

    monkeypatch.setattr(cx.DataContext, "at", counted)
    monkeypatch.setattr(singular_functions, "CELLS", 300 * 16)
    np.testing.assert_allclose(spectrum.transform(new), expected, rtol=0, atol=1e-12)
    assert asked == [16, 16, 16, 2]
