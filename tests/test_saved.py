"""Saved contexts and spectra: mixtures come back whole, and files that are not sound are refused in one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sparse

import contextures as cx
from contextures.samples.saved import load_saved

POINTS = np.random.default_rng(7).normal(size=(50, 3))
REPEATED = np.concatenate([POINTS[:30], POINTS[:10]])
FRAME = pd.DataFrame(POINTS, columns=list("abc"))
GRAPH = cx.graph_context(list("abc"), list("bca"))
NEW = np.random.default_rng(8).normal(size=(6, 3))


@pytest.mark.parametrize(
    "mixed",
    [
        cx.mix(cx.knn_context(POINTS, 3), cx.knn_context(POINTS, 20), weights=[0.3, 0.7]),
        cx.mix(cx.knn_context(REPEATED, 3), cx.rbf_context(REPEATED, 0.5)),
        cx.convolve(cx.knn_context(POINTS, 3), cx.knn_context(POINTS, 2)),
        cx.convolve(cx.knn_context(POINTS, 30), cx.rbf_context(POINTS, 0.5), cx.knn_context(POINTS, 30)),
        cx.convolve(cx.rbf_context(REPEATED, 0.5), cx.rbf_context(REPEATED, 2.0, dtype=np.float32)),
        cx.mix(cx.convolve(cx.knn_context(POINTS, 3), cx.knn_context(POINTS, 9)), cx.knn_context(POINTS, 3, mask=0.4)),
        cx.concatenate(cx.knn_context(POINTS, 3), cx.knn_context(POINTS, 5)),
    ],
    ids=lambda mixed: mixed.description,
)
def test_mixtures_come_back_with_their_law_at_new_points(mixed, tmp_path):
    cx.save_context(mixed, tmp_path / "mixed.npz")
    again = cx.load_context(tmp_path / "mixed.npz")
    assert repr(again) == repr(mixed)
    assert again.spectrum(9).singular_values == pytest.approx(mixed.spectrum(9).singular_values, abs=1e-6)
    assert (again.law is None) == (mixed.law is None)
    if mixed.law is not None:
        laws = [np.asarray(context.at(NEW) @ np.eye(context.core.shape[1])) for context in (mixed, again)]
        assert laws[0] == pytest.approx(laws[1], abs=1e-7)
        assert laws[1].sum(axis=1) == pytest.approx(np.ones(6), abs=1e-6)


def test_values_that_are_never_reached_stay_out_at_new_points(tmp_path):
    far = np.concatenate([POINTS[:20], POINTS[:20]])  # the copies are nobody's neighbours with k = 1
    chain = cx.convolve(cx.knn_context(far, 1), cx.knn_context(far, 1))
    cx.save_context(chain, tmp_path / "chain.npz")
    again = cx.load_context(tmp_path / "chain.npz")
    assert chain.n_a == again.n_a == 20
    spectrum = again.spectrum(4)
    assert spectrum.transform(far) == pytest.approx(spectrum.left, abs=1e-8)


def test_contexts_and_spectra_save_themselves(tmp_path):
    spectrum = cx.knn_context(FRAME, 5).spectrum(4)
    spectrum.context.save(tmp_path / "context.npz")
    spectrum.save(tmp_path / "spectrum.npz")
    cx.save_spectrum(spectrum, tmp_path / "same.npz")
    assert repr(cx.load_context(tmp_path / "context.npz")) == repr(spectrum.context)
    assert (cx.load_spectrum(tmp_path / "same.npz").left == spectrum.left).all()
    # where a context is asked for, that of a spectrum will do
    assert repr(cx.load_context(tmp_path / "spectrum.npz")) == repr(spectrum.context)


# -------------------------------------------------------------------------------------------------------- unsound files
def changed(source, target, **parts):
    """A copy of a file with some arrays replaced, or left out where None."""
    with np.load(source) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for name, change in parts.items():
        if change is None:
            del arrays[name]
        else:
            arrays[name] = change(arrays[name].copy())
    np.savez(target, **arrays)


def put(position, value):
    def change(array):
        array[position] = value
        return array

    return change


UNSOUND = {
    "index out of range": ({"core.indices": put(7, 10**6)}, "sound"),
    "negative index": ({"core.indices": put(7, -5)}, "sound"),
    "pointers that fall": ({"core.indptr": put(3, 100)}, "sound"),
    "indices that are no whole numbers": ({"core.indices": lambda a: a + 0.5}, "no vector of whole numbers"),
    "rows of sum 3": ({"core.data": lambda a: 3 * a}, "row 0 of P sums to 3"),
    "negative entries": ({"core.data": put(0, -1)}, "P holds -1"),
    "missing numbers": ({"core.data": put(0, np.nan)}, "P holds nan"),
    "numbers of another kind": ({"core.data": lambda a: a.astype(np.complex128)}, "of type complex128"),
    "another shape": ({"core.shape": lambda _: np.array([5])}, "sound"),
    "row_of cut": ({"row_of": lambda a: a[:10]}, "row_of of length 10 lacks"),
    "row_of out of range": ({"row_of": put(0, 50)}, "row_of holds 1 to 50"),
    "column_of out of range": ({"column_of": put(0, -2)}, "column_of holds -2 to"),
    "column_of cut": ({"column_of": lambda a: a[:10]}, "column_of of length 10 lacks"),
    "p_rows too short": ({"p_rows": lambda _: np.array([0.5, 0.5])}, "p_rows has 2 entries"),
    "p_rows with a zero": ({"p_rows": lambda a: put(0, 0.0)(put(1, 0.04)(a))}, "the least 0"),
    "p_rows of another sum": ({"p_rows": lambda a: 2 * a}, "p_rows sums to 2"),
    "no p_rows": ({"p_rows": None}, "lacks 'p_rows'"),
    "points lost": ({"law.points": lambda a: a[:20]}, "the law at new points has 20 columns"),
    "too many neighbours": ({"law.k": lambda _: np.array(51)}, "law.k is 51 of 50 points"),
    "an unknown law": ({"law.kind": lambda _: np.array("Guess")}, "sound|lacks"),
    "no values": ({"singular_values": lambda a: a[:2]}, "u has shape"),
    "values above 1": ({"singular_values": lambda a: 3 * a}, "numbers from 1 down to 0"),
    "values that are not those of the law": ({"singular_values": lambda a: a / 2}, "no.* singular functions"),
    "functions lost": ({"u": lambda a: a[:, :2]}, "u has shape"),
    "another version": ({"format": lambda _: np.array(2)}, "format 2"),
}


@pytest.mark.parametrize(("parts", "says"), UNSOUND.values(), ids=UNSOUND)
def test_a_file_that_is_not_sound_is_one_sentence(run, tmp_path, parts, says):
    cx.save_spectrum(cx.knn_context(POINTS, 5).spectrum(4), tmp_path / "good.npz")
    changed(tmp_path / "good.npz", tmp_path / "bad.npz", **parts)
    with pytest.raises(cx.InputError, match=says):
        load_saved(tmp_path / "bad.npz")
    code, out, err = run("evaluate", tmp_path / "bad.npz")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "bad.npz" in err


@pytest.mark.parametrize(
    ("context", "parts", "says"),
    [
        (cx.rbf_context(POINTS, 1.0), {"core.dense": lambda a: a[:, :9]}, "row 0 of P sums to"),
        (cx.rbf_context(POINTS, 1.0), {"law.gamma": lambda a: -a}, "must be positive"),
        (cx.rbf_context(POINTS, 1.0), {"law.points": put((0, 0), np.inf)}, "is inf"),
        (cx.knn_context(POINTS, 5, mask=0.4, draws=3), {"law.columns": put(0, 3)}, "law.columns holds 0 to 3|1 to 3"),
        (cx.knn_context(FRAME, 5), {"law.numeric": lambda a: a[:1]}, "sound"),
        (cx.convolve(*[cx.knn_context(POINTS, 3)] * 2), {"law.step0.data": lambda a: 2 * a}, "sums to 2"),
        (cx.mix(*[cx.knn_context(POINTS, 3)] * 2), {"law.weights": lambda a: a[:1]}, "weights sums to 0.5"),
        (GRAPH, {"row_labels": lambda a: a[:2]}, "row_labels must be 3 texts that differ"),
        (GRAPH, {"row_labels": put(1, "a")}, "row_labels must be 3 texts that differ"),
        (GRAPH, {"column_labels": lambda a: np.arange(3)}, "column_labels must be 3 texts that differ"),
        (cx.load_table("smoking"), {"joint": lambda a: 2 * a}, "no whole saved context"),
        (cx.load_table("smoking"), {"joint": lambda a: a[:2]}, "no whole saved context"),
        (cx.load_table("smoking"), {"kept_rows": put(0, 3)}, "no whole saved context"),
        (cx.load_table("smoking"), {"row_labels": lambda _: np.array("[1]")}, "no whole saved context"),
        (cx.load_table("smoking"), {"original_shape": lambda _: np.array(3)}, "no whole saved context"),
    ],
)
def test_contexts_of_every_kind_are_checked(tmp_path, context, parts, says):
    context.save(tmp_path / "good.npz")
    changed(tmp_path / "good.npz", tmp_path / "bad.npz", **parts)
    with pytest.raises(cx.InputError, match=says):
        cx.load_context(tmp_path / "bad.npz")


@pytest.mark.parametrize("command", [("evaluate",), ("spectrum",), ("mix", "good.npz"), ("recommend", "good.npz")])
@pytest.mark.parametrize("name", ["cut.npz", "cut.csv", "empty.npz", "absent.npz"])
def test_a_file_that_was_cut_short_is_no_table(run, tmp_path, monkeypatch, command, name):
    monkeypatch.chdir(tmp_path)
    cx.knn_context(POINTS, 5).save("good.npz")
    whole = (tmp_path / "good.npz").read_bytes()
    if name != "absent.npz":
        (tmp_path / name).write_bytes(b"" if name.startswith("empty") else whole[: len(whole) // 2])
    code, out, err = run(*command, name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"{name} cannot be read" in err if name == "absent.npz" else f"{name} is no saved context or spectrum" in err


def test_sparse_laws_given_as_they_are_come_back(tmp_path):
    law = sparse.csr_array(np.array([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.25, 0.25, 0.5]], dtype=np.float32))
    context = cx.DataContext.from_conditional(law, [0.2, 0.3, 0.5])
    context.save(tmp_path / "law.npz")
    again = cx.load_context(tmp_path / "law.npz")
    assert again.core.dtype == np.float32
    assert (again.core != context.core).sum() == 0
    assert again.p_x == pytest.approx([0.2, 0.3, 0.5])


def test_a_link_and_what_is_no_file_stay_what_they_are(tmp_path: Path) -> None:
    context = cx.load_table("smoking")
    (tmp_path / "link.npz").symlink_to("kept.npz")
    cx.save_context(context, tmp_path / "link.npz")
    assert (tmp_path / "link.npz").is_symlink()
    assert cx.load_context(tmp_path / "kept.npz").n_x == context.n_x


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        cx.save_context(cx.load_table("smoking"), pipe)
        (tmp_path / "received.npz").write_bytes(os.read(end, 1 << 16))
    finally:
        os.close(end)
    assert pipe.is_fifo()
    assert cx.load_context(tmp_path / "received.npz").n_x == 5
