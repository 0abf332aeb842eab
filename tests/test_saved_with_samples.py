"""Saved contexts on tables of samples, laws from files, labels, and the alignment of representations: the commands."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sparse

import contextures as cx
from contextures.samples.sample_rows import allot, points_of_sample
from contextures.samples.split import Split

RNG = np.random.default_rng(2)
X = RNG.normal(size=(120, 3))
FRAME = pd.DataFrame(X, columns=list("abc")).assign(kind=np.where(X[:, 2] > 0, "up", "down"))
TABLE = FRAME.assign(y=X[:, 0] ** 2 + X[:, 1])


@pytest.fixture
def run(run, monkeypatch, tmp_path):
    """Run a command in a folder with samples.csv."""
    monkeypatch.chdir(tmp_path)
    TABLE.to_csv("samples.csv", index=False)
    return run


def answer(run, valid, command, *arguments):
    code, out, err = run(command, *arguments, "--json", "-")
    assert code == 0, err
    document = json.loads(out)
    valid(command, document)
    return document


@pytest.mark.parametrize("options", [("knn", "--k", 8), ("rbf-mask", "--draws", 3), ("label", "--label", "kind")])
def test_a_saved_context_is_judged_as_the_one_that_was_made(run, valid, options):
    arguments = ("samples.csv", "--target", "y", "--rank", 40)
    made = answer(run, valid, "evaluate", *arguments, "--context", *options, "--save", "own.npz")
    again = answer(run, valid, "evaluate", *arguments, "--from", "own.npz")
    for key in made:
        assert again[key] == (pytest.approx(made[key]) if key != "preprocessing" else made[key])
    assert made["rows"] == {"pretrain": 72, "labelled": 24, "test": 24}
    assert (made["lipschitz"] is None) == (options[0] == "label")
    alone = answer(run, valid, "evaluate", "own.npz", "--rank", 40)
    assert alone["lipschitz"] == (made["lipschitz"] and pytest.approx(made["lipschitz"]))
    assert cx.load_context("own.npz").spectrum(3).transform(FRAME.head()).shape == (5, min(3, alone["resolved"]))


def test_which_rows_serve_for_what(run, valid):
    split = Split(seed=0)
    first, probe, test = split.rows(120)
    context = cx.knn_context(FRAME.iloc[first], 8)
    own = allot(context, FRAME, split)
    assert (own.sample == first).all()
    assert (own.probe == probe).all()
    assert (own.test == test).all()
    other = allot(context, FRAME, Split(seed=5))
    assert (other.sample == first).all()
    assert set(other.probe) | set(other.test) == set(probe) | set(test)
    assert not set(other.probe) & set(other.test)
    assert len(other.probe) == len(other.test) == 24
    every = allot(cx.knn_context(FRAME, 8), FRAME, split)
    assert (every.sample == np.arange(120)).all()
    assert (every.test == test).all()
    assert "those of the test too" in every.notes[0]
    partly = allot(context, FRAME.drop(index=first[:9]), split)
    assert partly.sample is None
    assert partly.seen == len(first) - 9
    assert "no compatibility" in partly.notes[1]
    new = allot(context, FRAME.assign(a=FRAME.a + 9), split)
    assert (new.sample, new.seen, len(new.probe)) == (None, 0, 60)
    cx.knn_context(FRAME, 8).save("every.npz")
    document = answer(run, valid, "evaluate", "samples.csv", "--target", "y", "--from", "every.npz", "--rank", 30)
    assert document["compatibility"] == pytest.approx(cx.knn_context(FRAME, 8).compatibility(TABLE.y))
    assert document["rows"]["pretrain"] == 120


def test_copies_among_the_rows_are_told_apart_by_their_number():
    frame = pd.concat([FRAME.head(40)] * 3, ignore_index=True)
    context = cx.rbf_context(frame.iloc[:80], 0.5)
    rows = allot(context, frame, Split(seed=1))
    assert (rows.sample == np.arange(80)).all()
    assert set(rows.probe) | set(rows.test) == set(range(80, 120))


def test_the_points_of_a_sample_are_those_of_its_law():
    repeated = np.concatenate([X[:30], X[:10]])
    knn, rbf = cx.knn_context(repeated, 12), cx.rbf_context(repeated, 0.5)
    for context in (knn, rbf, cx.rbf_context(repeated, 0.5, mask=0.4), cx.mix(rbf, knn), cx.convolve(knn, rbf)):
        assert (points_of_sample(context) == repeated).all()
    assert points_of_sample(cx.DataContext.from_conditional(np.eye(3))) is None


def test_a_mixture_and_a_saved_spectrum_serve_too(run, valid):
    cx.knn_context(FRAME, 8).save("knn.npz")
    cx.rbf_context(FRAME).spectrum(20).save("rbf.npz")
    answer(run, valid, "mix", "knn.npz", "rbf.npz", "--rank", 20, "--save", "mixed.npz")
    for name in ("mixed.npz", "rbf.npz"):
        document = answer(run, valid, "evaluate", "samples.csv", "--target", "y", "--from", name, "--rank", 20)
        assert document["probe_error"] < document["baseline"]
        assert document["lipschitz"] > 0
        assert 0 < document["compatibility"] <= 1


# ------------------------------------------------------------------------------------------------------ laws from files
@pytest.mark.parametrize("name", ["law.npy", "law.npz", "law.csv"])
def test_a_conditional_law_from_a_file(run, valid, name):
    law = cx.knn_context(X, 6).conditional
    if name == "law.npz":
        sparse.save_npz(name, law)
    elif name == "law.npy":
        np.save(name, law.toarray())
    else:
        np.savetxt(name, law.toarray(), delimiter=",")
    document = answer(run, valid, "spectrum", name, "--conditional", "--rank", 5, "--save", "saved.npz")
    assert document["singular_values"] == pytest.approx(cx.knn_context(X, 6).spectrum(5).singular_values)
    judged = answer(run, valid, "evaluate", "samples.csv", "--target", "y", "--from", "saved.npz", "--rank", 30)
    assert judged["compatibility"] == pytest.approx(cx.knn_context(X, 6).compatibility(TABLE.y))


def test_labels_of_a_column(run, valid):
    document = answer(run, valid, "spectrum", "samples.csv", "--samples", "--context", "label", "--label", "kind")
    assert document["singular_values"] == [pytest.approx(1)]
    arguments = ("mix", "samples.csv", "--context", "label", "--label", "kind", "--label", "other")
    FRAME.assign(other=np.where(X[:, 0] > 1, "1", "0")).to_csv("samples.csv", index=False)
    mixed = answer(run, valid, *arguments)
    exact = cx.mix(cx.label_context(FRAME.kind), cx.label_context(X[:, 0] > 1)).spectrum().singular_values
    assert mixed["mixture"]["singular_values"] == pytest.approx(exact)


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_a_missing_label_is_named(missing):
    for labels in (pd.Series(["a", missing, "b"]), pd.Series([1, missing, 2], dtype=object)):
        with pytest.raises(cx.InputError, match="label 1 is missing"):
            cx.label_context(labels)
    with pytest.raises(cx.InputError, match="label 2 is missing"):
        cx.label_context(pd.DataFrame({"u": ["a", "b", missing]}), "u")
    with pytest.raises(cx.InputError, match="label 1 is missing"):
        cx.label_context(["a", None])


# ------------------------------------------------------------------------------------------------------------ alignment
def test_align(run, valid):
    context = cx.rbf_context(X, 0.5)
    spectrum = context.spectrum(4)
    encoder = spectrum.left @ RNG.normal(size=(4, 4))
    spectrum.save("rbf.npz")
    np.save("encoder.npy", encoder)
    pd.DataFrame(X).to_csv("points.csv", index=False)
    document = answer(run, valid, "align", "rbf.npz", "encoder.npy", "--rank", 4)
    assert document["cca"] == pytest.approx(1)
    assert document["mutual_neighbours"] == 1
    assert document["squares"] == pytest.approx(spectrum.singular_values**2)
    part = answer(run, valid, "align", "encoder.npy", "rbf.npz", "--rank", 4, "--subset", 60, "--seed", 3)
    assert part["squares"] == pytest.approx(cx.subset_spectrum(context, encoder, 60, 3).squares)
    plain = answer(run, valid, "align", "encoder.npy", "points.csv", "--k", 5)
    assert (plain["squares"], plain["dimensions"]) == (None, [4, 3])
    assert plain["cca"] == pytest.approx(cx.cca_alignment(encoder, X))
    assert plain["mutual_neighbours"] == pytest.approx(cx.mutual_neighbours(encoder, X, 5))
    code, out, _ = run("align", "rbf.npz", "encoder.npy")
    assert code == 0
    assert "s_i^2 from 120 points" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("evaluate samples.csv --target y --context label", "--context label takes --label COL, the column that is A"),
        ("evaluate samples.csv --target y --context label --label y", "--label is the target"),
        ("evaluate samples.csv --target y --context knn --k 3 --label kind", "--label is for --context label"),
        ("evaluate samples.csv --target y --context knn --k 3 --rank 1", "--rank is 1; at least 2"),
        ("evaluate samples.csv --target y --context knn --k 3 --from knn.npz", "--from takes samples and a --target"),
        ("evaluate samples.csv --from knn.npz", "--from takes samples and a --target"),
        ("evaluate knn.npz --target y", "`evaluate SAMPLES --target COL --from knn.npz` is right"),
        ("evaluate samples.csv --target y --from table.npz", "holds a finite context"),
        ("evaluate samples.csv --target y --from samples.csv", "no saved context"),
        ("evaluate samples.csv --target y --from withy.npz", "the table has no column 'y'"),
        ("evaluate samples.csv --target y --from small.npz", "is known on its 3 points only"),
        ("evaluate few.csv --target y --from knn.npz", "1 rows are new to the context"),
        ("spectrum broken.npz --conditional", "holds no matrix"),
        ("spectrum broken.npy --conditional", "holds no matrix"),
        ("spectrum absent.npy --conditional", "no such file"),
        ("spectrum encoder.npy --conditional", "a number ≥ 0 is right"),
        (
            "spectrum encoder.npy --conditional --pairs",
            "only one of --table, --pairs, --samples, --conditional, --graph and --views",
        ),
        ("spectrum samples.csv --samples --context label --label z", "no column 'z'"),
        ("align knn.npz table.npz", "knn.npz has 120 points and table.npz has 5"),
        ("align encoder.npy encoder.npy --subset 5", "--subset estimates the spectrum of one context"),
        ("align knn.npz knn.npz --k 120", "k is 120 of 120 points"),
        ("align knn.npz samples.csv", "which is no number"),
    ],
)
def test_bad_input_is_one_sentence(run, arguments, says):
    cx.knn_context(FRAME, 8).save("knn.npz")
    cx.knn_context(TABLE, 8).save("withy.npz")
    cx.load_table("smoking").save("table.npz")
    cx.DataContext.from_conditional(np.full((3, 2), 0.5)).save("small.npz")
    np.save("encoder.npy", X)
    for name in ("broken.npz", "broken.npy"):
        Path(name).write_bytes(b"PK\x03\x04 and no more")
    pd.concat([TABLE, TABLE.head(1) + TABLE.head(1)]).to_csv("few.csv", index=False)
    code, out, err = run(*arguments.split())
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
