"""Commands that make contexts of corruptions, models, partners, texts and graphs."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest
import skops.io
from sklearn.ensemble import (
    RandomForestClassifier,
)

import contextures as cx
from contextures.cli import main
from contextures.samples.sample_rows import SEEN, TAUGHT, allot
from contextures.samples.split import Split
from tests.points import CLASSES, FRAME, TEXTS, X, Y

TABLE = FRAME.assign(text=[TEXTS[i % len(TEXTS)] for i in range(120)], y=Y)


OF_NEIGHBOURS = [("--approximate",), ("--exact",), ("--recall", 0.9), ("--kept", 9)]


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run a command in this process, in a folder with samples; return its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    TABLE.to_csv("samples.csv", index=False)
    np.save("partner.npy", X[:, :2])
    (tmp_path / "edges.csv").write_text("u,v,weight\na,b,2\nb,c,1\nc,a,1\n")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["contextures", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return run


@pytest.mark.parametrize(
    "options",
    [
        ("knn-scarf", "--k", 8, "--mask", 0.5, "--draws", 4),
        ("rbf-cutmix", "--mask", 0.5, "--draws", 4),
        ("trees",),
        ("trees", "--label", "y"),
        ("trees", "--label", "kind"),
        ("teacher", "--label", "y"),
        ("pairs", "--partner", "partner.npy", "--k", 8),
        ("text", "--label", "text"),
    ],
    ids=str,
)
def test_commands_make_them(run, valid, options):
    code, out, err = run(
        "evaluate", "samples.csv", "--target", "y", "--context", *options, "--rank", 9, "--save", "c.npz", "--json", "-"
    )
    assert code == 0, err
    document = json.loads(out)
    valid("evaluate", document)
    assert document["n_x"] == 72
    code, out, err = run("evaluate", "samples.csv", "--target", "y", "--from", "c.npz", "--rank", 9, "--json", "-")
    assert code == 0, err
    again = json.loads(out)
    for key in ("singular_values", "probe_errors", "compatibility"):
        np.testing.assert_allclose(again[key], document[key], atol=1e-9)
    assert again["rows"] == document["rows"]
    assert run("spectrum", "samples.csv", "--samples", "--target", "y", "--context", *options, "--rank", 2)[0] == 0


@pytest.mark.parametrize("kind", [("trees",), ("teacher", "--label", "kind"), ("text", "--label", "text")], ids=str)
def test_rows_that_such_a_context_has_seen_are_told_from_new_ones(run, kind):
    TABLE[:60].to_csv("seen.csv", index=False)
    TABLE[40:].sample(frac=1, random_state=0).to_csv("later.csv", index=False)
    assert run("spectrum", "seen.csv", "--samples", "--context", *kind, "--target", "y", "--save", "c.npz")[0] == 0
    code, out, err = run("evaluate", "later.csv", "--target", "y", "--from", "c.npz", "--rank", 5, "--json", "-")
    assert code == 0, err
    document = json.loads(out)
    copies = TABLE.text[40:].isin(TABLE.text[:60]).sum() if kind[0] == "text" else 0
    assert document["rows"]["pretrain"] >= 20
    if not copies:
        assert document["rows"] == {"pretrain": 20, "labelled": 30, "test": 30}
        assert any("20 of the 80 rows are among the 60 points" in note for note in document["preprocessing"])
    assert (TAUGHT in document["preprocessing"]) == (kind[0] == "teacher")


ALL = FRAME[list("abcd")]
EVERY = {
    "teacher": (lambda: cx.teacher_context(ALL, y=CLASSES), (SEEN, TAUGHT)),
    "trees": (lambda: cx.tree_context(ALL, y=Y), (SEEN, TAUGHT)),
    "mixture": (lambda: cx.mix(cx.knn_context(ALL, 5), cx.tree_context(ALL, y=Y)), (SEEN, TAUGHT)),
    "concatenation": (
        lambda: cx.concatenate(cx.label_context(FRAME, "kind"), cx.teacher_context(ALL, y=CLASSES)),
        (SEEN, TAUGHT),
    ),
    "steps": (
        lambda: cx.convolve(cx.knn_context(ALL, 5), cx.tree_context(ALL, y=Y)),
        (f"{SEEN}; whether from their target too is not known, and if so, the probe error is too small",),
    ),
    "law": (
        lambda: cx.DataContext.from_conditional(cx.teacher_context(ALL, y=CLASSES).conditional),
        (f"{SEEN}; whether from their target too is not known, and if so, the probe error is too small",),
    ),
    "random": (lambda: cx.tree_context(ALL), (f"{SEEN}, though not from their target",)),
    "words": (lambda: cx.text_context(TABLE, "text"), (f"{SEEN}, though not from their target",)),
}


@pytest.mark.parametrize("name", EVERY)
def test_what_every_row_was_seen_for_is_told(name):
    make, notes = EVERY[name]
    assert allot(make(), TABLE.drop(columns="y"), Split()).notes == notes


def test_a_model_of_an_array_is_for_an_array_and_the_way_out_that_is_named_works(run):
    skops.io.dump(RandomForestClassifier(5, random_state=0).fit(X, CLASSES), "plain.skops")
    ALL.assign(y=CLASSES).to_csv("plain.csv", index=False)
    np.save("plain.npy", np.column_stack([X, CLASSES]))
    for kind in ("trees", "teacher"):
        options = ("--context", kind, "--model", "plain.skops", "--rank", 5)
        code, out, err = run("evaluate", "plain.csv", "--target", "y", *options)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "an array is right, as in a .npy file, or a model that was fitted to a data frame" in err
        assert run("evaluate", "plain.npy", "--target", 4, "--task", "classification", *options)[0] == 0


def test_a_model_that_was_fitted_elsewhere_is_told(run):
    skops.io.dump(RandomForestClassifier(5, random_state=0).fit(ALL, CLASSES), "all.skops")
    skops.io.dump(RandomForestClassifier(5, random_state=0), "none.skops")
    table = ALL.assign(y=CLASSES.astype(str))
    for kind in ("trees", "teacher"):
        told = cx.evaluate(table, "y", context=kind, model="all.skops", rank=8).preprocessing
        assert told[-1] == TAUGHT
        here = cx.evaluate(table, "y", context=kind, model="none.skops", label="y", rank=8).preprocessing
        assert TAUGHT not in here
    model = RandomForestClassifier(5, random_state=0).fit(ALL, CLASSES)
    own = cx.tree_context(ALL.iloc[Split().rows(120)[0]], model)
    assert cx.evaluate(table, "y", context=own, rank=8).preprocessing == (TAUGHT,)


def test_a_context_of_lists_knows_a_table_row_by_row(run):
    views = cx.view_context([i for i in range(120) for _ in range(2)], [j % 50 for i in range(120) for j in (i, 7 * i)])
    found = cx.evaluate(TABLE, "y", context=views, rank=8)
    assert found.compatibility == pytest.approx(views.compatibility(Y))
    with pytest.raises(cx.InputError, match="known on its 120 points only"):
        cx.evaluate(TABLE[:100], "y", context=views, rank=8)


def test_mixtures_of_models_and_of_partners_in_one_command(run, valid):
    for i in range(2):
        model = RandomForestClassifier(5, random_state=i).fit(FRAME[list("abcd")], CLASSES)
        skops.io.dump(model, f"{i}.skops")
    FRAME[list("abcd")].to_csv("plain.csv", index=False)
    np.save("other.npy", X[:, 1:])
    cases = [
        ("plain.csv", "--context", "trees", "--model", "0.skops", "--model", "1.skops"),
        ("plain.csv", "--context", "pairs", "--k", 5, "--partner", "partner.npy", "--partner", "other.npy"),
        ("plain.csv", "--context", "pairs", "--k", 5, "--k", 8, "--partner", "partner.npy"),
        ("samples.csv", "--target", "y", "--context", "trees", "--label", "kind", "--label", "a"),
    ]
    for by in ("mix", "concatenate"):
        for case in cases:
            code, out, err = run("mix", *case, "--by", by, "--rank", 4, "--json", "-", "--save", "mixed.npz")
            assert code == 0, err
            document = json.loads(out)
            valid("mix", document)
            again = cx.spectrum("mixed.npz", rank=4).singular_values
            np.testing.assert_allclose(document["mixture"]["singular_values"][:4], again, atol=1e-9)
    for case in cases:
        code, out, err = run("recommend", *case, "--rank", 4, "--json", "-")
        assert code == 0, err
        valid("recommend", json.loads(out))


def test_a_context_that_learned_the_target_knows_it_and_never_sees_the_test(run):
    found = {}
    for label in (None, "y"):
        learned = {} if label is None else {"label": label}
        found[label] = cx.evaluate("samples.csv", "y", context="trees", rank=40, **learned).probe_error
    assert found["y"] < found[None]
    split = cx.evaluate("samples.csv", "y", context="trees", label="y", rank=8)
    changed = TABLE.copy()
    first = np.random.default_rng(0).permutation(120)[:72]
    rest = np.setdiff1d(np.arange(120), first)
    changed.loc[rest, "y"] = changed.loc[rest[::-1], "y"].to_numpy()
    other = cx.evaluate(changed, "y", context="trees", label="y", rank=8)
    np.testing.assert_array_equal(other.singular_values, split.singular_values)


def test_graphs_and_views_are_read_from_pairs(run, valid):
    code, out, err = run("spectrum", "edges.csv", "--graph", "--json", "-", "--save", "graph.npz")
    assert code == 0, err
    document = json.loads(out)
    valid("spectrum", document)
    finite = cx.Context.from_graph([[0, 2, 1], [2, 0, 1], [1, 1, 0]])
    np.testing.assert_allclose(document["singular_values"], finite.singular_values, atol=1e-9)
    assert cx.load_context("graph.npz").p_x == pytest.approx(finite.p_x)
    assert cx.spectrum("edges.csv", "views").context.n_x == 3
    assert cx.spectrum([["a", "x"], ["b", "x"], ["b", "z"]], "views").context.n_a == 2


def test_a_fitted_model_is_read_from_a_file(run):
    model = RandomForestClassifier(5, random_state=0).fit(FRAME[list("abcd")], CLASSES)
    skops.io.dump(model, "model.skops")
    FRAME[list("abcd")].to_csv("plain.csv", index=False)
    expected = cx.tree_context(FRAME[list("abcd")], model).spectrum(4).singular_values
    for kind in ("trees", "teacher"):
        code, _, err = run("spectrum", "plain.csv", "--samples", "--context", kind, "--model", "model.skops")
        assert code == 0, err
    found = cx.spectrum("plain.csv", context="trees", model="model.skops", rank=4)
    np.testing.assert_allclose(found.singular_values, expected, atol=1e-9)


def test_a_model_that_learns_another_class_in_every_row_is_noted_once(run):
    FRAME[:30].assign(id=[f"row {i}" for i in range(30)]).to_csv("ids.csv")
    code, out, err = run("spectrum", "ids.csv", "--samples", "--context", "trees", "--label", "id")
    assert (code, err.count("\n")) == (0, 1)
    assert " ".join(out.split()).count("knows 30 classes, for 30 rows: few rows share one") == 1


@pytest.mark.parametrize(
    ("kind", "option"),
    [
        *((kind, option) for kind in ("trees", "teacher", "text", "label", "pairs") for option in OF_NEIGHBOURS),
        *((kind, option) for kind in ("rbf", "knn-mask", "rbf-scarf") for option in OF_NEIGHBOURS[:3]),
        *((kind, ("--kept", 9)) for kind in ("knn", "knn-cutmix", "rbf-mask")),
        *((kind, ("--single",)) for kind in ("knn", "trees", "pairs")),
        *((kind, option) for kind in ("knn", "trees", "label") for option in (("--ngrams", 1, 2), ("--unit", "char"))),
        *((kind, option) for kind in ("rbf", "teacher") for option in (("--least", 3), ("--unit", "word"))),
        *((kind, ("--bins", 4)) for kind in ("knn", "trees", "text")),
        ("pairs", ("--jobs", 2)),
        ("pairs", ("--gamma", 1.0)),
    ],
    ids=str,
)
def test_a_setting_that_a_kind_has_not_is_refused_before_anything_is_read(run, kind, option):
    code, out, err = run("spectrum", "absent.csv", "--samples", "--context", kind, *option)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("contextures: --")
    assert option[0] in err
    assert f"for --context {'text' if option[0] in ('--ngrams', '--unit', '--least') else ''}" in err
    assert err.endswith(f"not for {kind}\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--context", "knn", "--k", 3, "--recall", 0.9, "--exact"), "--recall is for approximate neighbours, and"),
        (("--graph", "--target", "y"), "--target is for --samples"),
        (("--views", "--categorical", "u"), "--categorical is for --samples"),
        (("--graph", "--recall", 0.9, "--single"), "--single and --recall are for --samples"),
        (("--graph", "--bins", 3), "--bins is for --samples"),
    ],
)
def test_what_is_for_samples_alone_is_refused(run, arguments, says):
    code, out, err = run("spectrum", "edges.csv", *(("--samples",) if "--context" in arguments else ()), *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_sequences_of_letters_and_bins_are_those_of_the_functions(run, valid):
    options = ("--context", "text", "--label", "text", "--ngrams", 2, 3, "--unit", "char", "--least", 4)
    code, out, err = run("spectrum", "samples.csv", "--samples", *options, "--json", "-")
    assert code == 0, err
    expected = cx.text_context(TABLE, "text", ngrams=(2, 3), unit="char", least=4)
    document = json.loads(out)
    valid("spectrum", document)
    assert document["n_a"] == expected.n_a
    np.testing.assert_allclose(document["singular_values"], expected.spectrum().singular_values, atol=1e-9)
    code, out, err = run(
        "mix", "samples.csv", "--context", "teacher", "--label", "y", "--label", "a", "--bins", 4, "--json", "-"
    )
    assert code == 0, err
    assert [each["n_a"] for each in json.loads(out)["contexts"]] == [4, 4]
    made = cx.ContextEncoder("text", ngrams=(2, 3), unit="char", least=4, n_components=3).fit(TABLE.text).context_
    assert made.n_a == expected.n_a
    assert cx.ContextEncoder("teacher", bins=4, n_components=2).fit(X, Y).context_.n_a == 4
    for settings in ({"bins": 4}, {"ngrams": (1, 2)}, {"least": 1}, {"unit": "char"}):
        with pytest.raises(cx.InputError, match=f"{min(settings)} is for context"):
            cx.ContextEncoder("knn", k=3, **settings).fit(X)
        with pytest.raises(cx.InputError, match="not for a function"):
            cx.ContextEncoder(lambda points, _: cx.knn_context(points, 3), **settings).fit(X)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--context", "teacher"), "takes --label COL, what it learns, or --model"),
        (("--context", "trees", "--k", 3), "--k is for --context knn"),
        (("--context", "trees", "--label", "z"), "a column of the samples, or their target, is right"),
        (("--context", "text"), "takes --label COL, the column that holds the documents"),
        (("--context", "text", "--label", "y"), "which would tell new rows their answer"),
        (("--context", "pairs", "--k", 3), "takes --partner FILE and --k"),
        (("--context", "pairs", "--k", 3, "--partner", "short.npy"), "--partner has 5 rows and the samples have 120"),
        (("--context", "knn", "--k", 3, "--partner", "partner.npy"), "--partner is for --context pairs"),
        (("--context", "knn", "--k", 3, "--model", "m.skops"), "--model is for --context trees and teacher"),
        (("--context", "knn", "--k", 3, "--mask", 0.3), "--mask is for --context knn-mask, rbf-mask, "),
        (("--context", "label", "--label", "kind", "--draws", 9), "rbf-cutmix, not for label"),
        (("--context", "knn-scarf", "--k", 3, "--mask", 1.5), "--mask is 1.5"),
        (("--context", "trees", "--model", "m.skops"), "m.skops cannot be read"),
        (("--context", "text", "--label", "text", "--ngrams", 2, 1), "ngrams is (2, 1); the shortest, then"),
        (("--context", "text", "--label", "text", "--unit", "line"), "unit is 'line'; one of word, char is right"),
        (("--context", "text", "--label", "text", "--least", 0), "least is 0; a whole number ≥ 1 is right"),
        (("--context", "teacher", "--label", "y", "--bins", 1), "bins is 1; a whole number ≥ 2 is right"),
        (("--context", "trees", "--model", "samples.csv"), "holds no model that can be read"),
    ],
)
def test_bad_options_are_one_sentence(run, arguments, says):
    np.save("short.npy", X[:5])
    code, out, err = run("evaluate", "samples.csv", "--target", "y", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
