"""A command is a public function and printing: both give the same answer, on paths and on objects."""

from __future__ import annotations

import doctest
import json
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
import typer.main

import contextures as cx
from contextures.bounds import bound
from contextures.cli import application, main
from contextures.errors import SettingError
from contextures.samples import alignment, evaluation, mixture, recommend, spectra
from contextures.studies.experiment import Protocol
from contextures.verify.campaign.compare import compare
from contextures.verify.report.results import read_verdicts

ROWS = 80
STATEMENTS = ("contexts.duality", "optimality.low-variance")


def table(rows: int = ROWS) -> pd.DataFrame:
    """Four numeric columns, a category, and targets of both kinds."""
    x = np.random.default_rng(0).normal(size=(rows, 4))
    y = x[:, 0] + x[:, 1] ** 2
    kinds = {"kind": np.where(x[:, 2] > 0, "u", "v"), "y": y, "class": np.where(y > 1, "high", "low")}
    return pd.DataFrame(x, columns=list("abcd")).assign(**kinds)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Samples, tables, pairs, a law, values, saved contexts, a limit, and the verdicts of two campaigns."""
    path = tmp_path_factory.mktemp("functions")
    samples, rng = table(), np.random.default_rng(1)
    samples.to_csv(path / "samples.csv", index=False)
    samples[list("abcd")].to_csv(path / "numbers.csv", index=False)
    np.save(path / "values.npy", rng.normal(size=(ROWS, 2)))
    np.savetxt(path / "counts.csv", rng.integers(1, 20, (5, 4)), fmt="%d", delimiter=",")
    pd.DataFrame({"x": rng.choice(list("pqr"), 60), "a": rng.choice(list("uv"), 60)}).to_csv(
        path / "pairs.csv", index=False
    )
    (path / "limits.py").write_text(
        "import math\ndef hoeffding(x, delta):\n    return x.mean() + math.sqrt(math.log(1 / delta) / (2 * len(x)))\n"
    )
    law = rng.random((30, 20))
    np.save(path / "law.npy", law / law.sum(axis=1, keepdims=True))
    for k in (5, 10):
        cx.knn_context(samples[list("abcd")], k).spectrum(20).save(path / f"spectrum{k}.npz")
        cx.knn_context(samples[list("abcd")], k).save(path / f"context{k}.npz")
    for seed in (0, 1):
        cx.verify(STATEMENTS[0], instances=1000, seed=seed).write(path / f"campaign{seed}")
    return path


CASES: dict[str, list[tuple[str, Callable[[], Any]]]] = {
    "list": [
        ("", lambda: cx.catalogue),
        ("contexts.*", lambda: Documented(cx.catalogue.to_json("contexts.*"))),
    ],
    "verify": [
        (
            f"{' '.join(STATEMENTS)} --instances 2000 --seed 3 --jobs 1",
            lambda: cx.verify(*STATEMENTS, instances=2000, seed=3),
        )
    ],
    "diff": [
        (
            "campaign0/verdicts.json campaign1/verdicts.json",
            lambda: compare(read_verdicts("campaign0/verdicts.json"), read_verdicts("campaign1/verdicts.json")),
        )
    ],
    "audit": [
        (
            "limits.py:hoeffding --kind upper --n 4 --delta 1/10 --domain binary --seed 2",
            lambda: cx.audit("limits.py:hoeffding", n=4, delta="1/10", domain="binary", seed=2),
        )
    ],
    "spectrum": [
        ("hair_eye --table", lambda: cx.spectrum("hair_eye", "table")),
        (
            "counts.csv --table --rank 2 --bootstrap 20 --permutations 19 --seed 4",
            lambda: cx.spectrum("counts.csv", "table", rank=2, bootstrap=20, permutations=19, seed=4),
        ),
        ("pairs.csv --pairs", lambda: cx.spectrum("pairs.csv", "pairs")),
        ("law.npy --conditional --rank 3", lambda: cx.spectrum("law.npy", "conditional", rank=3)),
        ("context5.npz --rank 4", lambda: cx.spectrum("context5.npz", rank=4)),
        ("spectrum5.npz --rank 4", lambda: cx.spectrum(Path("spectrum5.npz"), rank=4)),
        (
            "samples.csv --samples --context knn-mask --k 6 --mask 0.4 --draws 3 --target y --categorical kind,class",
            lambda: cx.spectrum(
                "samples.csv", context="knn-mask", k=6, mask=0.4, draws=3, target="y", categorical=["kind", "class"]
            ),
        ),
        (
            "samples.csv --samples --context label --label class",
            lambda: cx.spectrum("samples.csv", "samples", context="label", label="class"),
        ),
    ],
    "evaluate": [
        ("samples.csv --context knn --k 7", lambda: cx.evaluate("samples.csv", context="knn", k=7)),
        (
            "samples.csv --target y --context rbf --gamma 0.3 --rank 20 --beta 2 --seed 5 --single",
            lambda: cx.evaluate("samples.csv", "y", context="rbf", gamma=0.3, rank=20, beta=2.0, seed=5, single=True),
        ),
        (
            "samples.csv --target class --context knn --k 5 --pretrain 0.5 --labelled 0.3 --task classification",
            lambda: cx.evaluate(
                "samples.csv", "class", context="knn", k=5, pretrain=0.5, labelled=0.3, task="classification"
            ),
        ),
        (
            "samples.csv --target y --from context5.npz",
            lambda: cx.evaluate("samples.csv", "y", context="context5.npz"),
        ),
        ("spectrum5.npz --rank 15", lambda: cx.evaluate("spectrum5.npz", rank=15)),
    ],
    "align": [
        ("numbers.csv values.npy", lambda: cx.align("numbers.csv", "values.npy")),
        (
            "context5.npz values.npy --k 4 --rank 6 --subset 50 --seed 2",
            lambda: cx.align("context5.npz", "values.npy", k=4, rank=6, subset=50, seed=2),
        ),
    ],
    "mix": [
        ("context5.npz spectrum10.npz --rank 15", lambda: cx.mixture("context5.npz", "spectrum10.npz", rank=15)),
        (
            "context5.npz context10.npz --weights 0.25,0.75 --beta 2 --rank 15",
            lambda: cx.mixture("context5.npz", "context10.npz", weights=[0.25, 0.75], beta=2.0, rank=15),
        ),
        (
            "context5.npz context10.npz --weights learned --dimension 3 --steps 5 --rank 15",
            lambda: cx.mixture("context5.npz", "context10.npz", weights="learned", dimension=3, steps=5, rank=15),
        ),
        (
            "context5.npz context10.npz --weights optimal --dimension 3 --rank 15",
            lambda: cx.mixture("context5.npz", "context10.npz", weights="optimal", dimension=3, rank=15),
        ),
        (
            "counts.csv counts.csv --table --by concatenate",
            lambda: cx.mixture("counts.csv", "counts.csv", holds="table", by="concatenate"),
        ),
        (
            "samples.csv --context knn --k 5 --k 9 --target y --by recommended --rank 15",
            lambda: cx.mixture("samples.csv", context="knn", k=[5, 9], target="y", by="recommended", rank=15),
        ),
    ],
    "recommend": [
        (
            "context5.npz spectrum10.npz --rank 15 --beta 2",
            lambda: cx.recommend("context5.npz", "spectrum10.npz", d0=15, beta=2.0),
        ),
        (
            "samples.csv --context rbf --gamma 0.1 --gamma 1 --rank 15",
            lambda: cx.recommend("samples.csv", context="rbf", gamma=[0.1, 1.0], d0=15),
        ),
    ],
    "compare": [
        (
            "mean=3/25 variance=2/25 n=500 delta=1/20 --two-sided",
            lambda: cx.compare(mean="3/25", variance="2/25", n=500, delta="1/20", two_sided=True),
        ),
    ],
    "bound": [
        (
            "bounds.approximation tau=1/2 epsilon=1/10 B=1",
            lambda: cx.bound("bounds.approximation", tau="1/2", epsilon="1/10", B=1),
        ),
        (
            "optimality.minimax-value s_1=9/10 s_2=1/2 s_next=1/2 --solve epsilon --target 1/4",
            lambda: cx.bound(
                "optimality.minimax-value", s_1="9/10", s_2="1/2", s_next="1/2", solve="epsilon", target="1/4"
            ),
        ),
        (
            "bounds.approximation tau=1/2 B=1 --sweep epsilon=0.1:0.5:5",
            lambda: cx.bound("bounds.approximation", tau="1/2", B=1, epsilon=np.linspace(0.1, 0.5, 5)),
        ),
        (
            "optimality.minimax-value --context hair_eye epsilon=7/10 d=1",
            lambda: cx.bound("optimality.minimax-value", context="hair_eye", epsilon="7/10", d=1),
        ),
        (
            "bounds.approximation bounds.approximation-sharp tau=1/2 epsilon=1/10 B=1",
            lambda: cx.compare_bounds(
                ["bounds.approximation", "bounds.approximation-sharp"], tau="1/2", epsilon="1/10", B=1
            ),
        ),
    ],
}
"""By command, what is typed and what is called, in a folder of the files above."""


class Documented:
    """A document with the method of a result."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def to_json(self) -> dict[str, Any]:
        return self.document


def with_json(group: Any, prefix: str = "") -> Iterator[str]:
    """Names of the commands that have the option --json, those of groups after the group's."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from with_json(command, f"{prefix}{name} ")
        elif any("--json" in parameter.opts for parameter in command.params):
            yield prefix + name


def timeless(document: Any) -> Any:
    """A document without the seconds that something took."""
    if isinstance(document, dict):
        return {key: timeless(value) for key, value in document.items() if key != "seconds"}
    return [timeless(value) for value in document] if isinstance(document, list) else document


def test_every_command_that_writes_json_is_walked() -> None:
    assert set(with_json(typer.main.get_command(application()))) == set(CASES)


@pytest.mark.parametrize(
    ("command", "words", "call"),
    [(command, words, call) for command, cases in CASES.items() for words, call in cases],
    ids=[f"{command} {words}".strip() for command, cases in CASES.items() for words, _ in cases],
)
def test_a_command_writes_what_its_function_returns(
    command: str,
    words: str,
    call: Callable[[], Any],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["contextures", *command.split(), *shlex.split(words), "--json", "-"])
    with pytest.raises(SystemExit) as left:
        main()
    written = capsys.readouterr()
    assert left.value.code == 0, written.err
    found = call()
    assert timeless(json.loads(written.out)) == timeless(found.to_json())
    shown = repr(found)
    assert "\n" not in shown
    assert len(shown) < 300


def told(found: Any) -> dict[str, Any]:
    """What a result writes, but for what was understood of a file."""
    return {key: value for key, value in found.to_json().items() if key != "understood"}


def test_files_data_frames_and_contexts_give_the_same(folder: Path) -> None:
    samples, numbers = pd.read_csv(folder / "samples.csv"), pd.read_csv(folder / "numbers.csv")
    settings: dict[str, Any] = {"context": "knn", "k": 6, "rank": 20}
    by_path = told(cx.evaluate(folder / "samples.csv", "y", **settings))
    assert told(cx.evaluate(samples, "y", **settings)) == by_path
    assert told(cx.evaluate(samples.drop(columns="y"), samples["y"], **settings)) == by_path
    held = told(cx.evaluate(samples, "y", context=cx.load_context(folder / "context5.npz")))
    assert held == told(cx.evaluate(folder / "samples.csv", "y", context=folder / "context5.npz"))
    assert told(cx.spectrum(samples, **settings)) == told(cx.spectrum(folder / "samples.csv", **settings))
    counts = np.loadtxt(folder / "counts.csv", delimiter=",")
    by_path, by_array = cx.spectrum(folder / "counts.csv", "table"), cx.spectrum(counts, "table")
    assert told(by_array) == told(by_path)
    assert told(cx.spectrum(by_array.context)) == told(by_path)
    pairs = pd.read_csv(folder / "pairs.csv")
    assert told(cx.spectrum(pairs, "pairs")) == told(cx.spectrum(folder / "pairs.csv", "pairs"))
    values = np.load(folder / "values.npy")
    by_path = cx.align(folder / "numbers.csv", folder / "values.npy")
    for representation in (numbers, numbers.to_numpy()):
        found = cx.align(representation, values)
        assert found.cca == pytest.approx(by_path.cca, rel=1e-12)
        assert found.mutual_neighbours == by_path.mutual_neighbours
    saved = [folder / "context5.npz", folder / "context10.npz"]
    loaded = [cx.load_context(path) for path in saved]
    assert told(cx.mixture(*loaded, rank=15)) == told(cx.mixture(*saved, rank=15))
    assert told(cx.recommend(*loaded, d0=15)) == told(cx.recommend(*saved, d0=15))
    settings = {"epsilon": round(1 - float(by_array.singular_values[:2].mean()), 6), "d": 1}
    by_object = told(cx.bound("optimality.minimax-value", context=by_array.context, **settings))
    assert by_object == told(cx.bound("optimality.minimax-value", context=folder / "counts.csv", **settings))


def test_an_array_is_taken_as_it_stands() -> None:
    x = np.random.default_rng(3).normal(size=(60, 3)) * [1.0, 10.0, 100.0]
    found = cx.evaluate(x, context="knn", k=5, rank=20)
    assert found.tau == cx.usefulness(cx.knn_context(x, 5), d0=20).tau
    assert found.preprocessing == ()
    np.testing.assert_array_equal(
        cx.spectrum(x, context="rbf", gamma=0.01, rank=6).singular_values,
        cx.rbf_context(x, 0.01).spectrum(6).singular_values,
    )


def test_targets_as_values() -> None:
    x = np.random.default_rng(3).normal(size=(80, 3))
    y = x[:, 0] + x[:, 1]
    settings: dict[str, Any] = {"context": "knn", "k": 5, "rank": 20}
    found = cx.evaluate(x, y, **settings)
    assert (found.prediction.task, found.prediction.target) == ("regression", "target")
    assert found.compatibility == pytest.approx(cx.knn_context(x[rows(80)], 5).compatibility(y[rows(80)]))
    assert cx.evaluate(x, y > 0, **settings).prediction.task == "classification"
    assert cx.evaluate(x, pd.Series(np.where(y > 0, "p", "q"), name="sign"), **settings).prediction.target == "sign"
    missing = np.where(np.arange(80) < 5, np.nan, y)
    without = cx.evaluate(x, missing, **settings)
    assert without.preprocessing == ("dropped 5 rows without a target",)
    assert without.probe_error == cx.evaluate(x[5:], y[5:], **settings).probe_error


def rows(n: int) -> Any:
    """The rows for pretraining."""
    return Protocol().split.rows(n)[0]


def test_results_hold_what_was_computed(tmp_path: Path) -> None:
    x = np.random.default_rng(3).normal(size=(60, 3))
    mixed = cx.mixture(x, context="knn", k=[5, 9], rank=15)
    np.testing.assert_allclose(
        mixed.context.spectrum(5).singular_values,
        cx.mix(cx.knn_context(x, 5), cx.knn_context(x, 9)).spectrum(5).singular_values,
        atol=1e-12,
    )
    mixed.save(tmp_path / "mixture.npz")
    assert cx.spectrum(tmp_path / "mixture.npz", rank=3).chi_square == pytest.approx(mixed.context.chi_square)
    found = cx.spectrum(x, context="knn", k=5, rank=4)
    assert (found.left.shape, found.right.shape, found.complete) == ((60, 4), (60, 4), True)
    finite = cx.spectrum("smoking", "table", rank=2)
    assert (finite.left.shape, finite.right.shape) == ((5, 2), (4, 2))
    with pytest.raises(AttributeError):
        finite.rank = 3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: cx.evaluate(x, context="knn"), "context knn takes k"),
        (lambda x: cx.evaluate(x, context="nonsense"), "context is 'nonsense'; one of knn"),
        (lambda x: cx.evaluate(x, context="knn", k=3, rank=1), "rank is 1; at least 2"),
        (
            lambda x: cx.evaluate(x, "a", context="knn", k=3),
            "the array has no column 'a'; its columns are numbered from 0 to 2",
        ),
        (lambda x: cx.evaluate(x, x[:3, 0], context="knn", k=3), "60 values, one a row, are right"),
        (lambda x: cx.evaluate(x, context="knn", k=3, task="regression"), "a task needs a target"),
        (lambda x: cx.evaluate(x, context="label", label="a"), "an array has no columns of labels"),
        (lambda x: cx.evaluate(x, context=cx.knn_context(x, 3)), "takes samples and a target"),
        (lambda x: cx.evaluate(cx.knn_context(x, 3), x[:, 0]), "goes without a target"),
        (lambda x: cx.evaluate(x, x[:, 0], context=cx.load_table("smoking")), "finite context"),
        (lambda x: cx.evaluate(x, x[:, 0], context=3), "int is no context"),
        (lambda x: cx.evaluate(x, np.full(60, "t"), context="knn", k=3, task="regression"), "holds no numbers"),
        (lambda x: cx.spectrum(x), "one of table, pairs, samples, conditional, graph and views is needed"),
        (lambda x: cx.spectrum(x, "table", context="knn", k=3), "are for samples"),
        (lambda x: cx.spectrum(x, context="knn", k=3, bootstrap=9), "bootstrap and permutations need counts"),
        (lambda x: cx.spectrum(cx.knn_context(x, 3), bootstrap=9), "bootstrap and permutations need counts"),
        (lambda x: cx.spectrum(cx.load_table("smoking"), rank=9), "rank is 9 of 3 singular values"),
        (lambda x: cx.spectrum(x[:, :1], "pairs"), "two columns x, a"),
        (lambda x: cx.mixture(x, context="knn", k=[3], gamma=[2.0]), "gamma is for context rbf"),
        (lambda x: cx.mixture(x, context="knn", k=3), "1 context was given"),
        (lambda x: cx.mixture(x, context="knn", k=[3, 4], weights=[0.5, 0.5 + 1j]), "weights holds values of type"),
        (lambda x: cx.mixture(), "no context was given"),
        (lambda x: cx.mixture(x, x, weights="best", context=None), "ndarray is no context"),
        (lambda x: cx.mixture(*[cx.knn_context(x, 3)] * 2, weights="best"), "weights is 'best'"),
        (lambda x: cx.recommend(cx.knn_context(x, 3), "no.csv"), "no.csv is no saved context"),
        (lambda x: cx.align(x, cx.knn_context(x, 3), rank=0), "rank is 0"),
        (lambda x: cx.align(x, x, subset=9), "subset estimates the spectrum"),
        (
            lambda x: cx.evaluate(x, x[:, 0], context="knn", k=3, recal=0.5),
            "evaluate has no setting 'recal'; 'recall' is",
        ),
        (
            lambda x: cx.spectrum(x, context="knn", zzz=3),
            "spectrum has no setting 'zzz'; it has source, holds, context, k,",
        ),
        (lambda x: cx.mixture(x, contxt="knn", k=[3, 4]), "mixture has no setting 'contxt'; 'context' is right"),
        (lambda x: cx.recommend(x, context="knn", k=[3, 4], foldr="a"), "recommend has no setting 'foldr'; 'folder'"),
        (lambda x: cx.knn_context(x, 3).spectrum(2, folder=5), "folder is 5; the path of a folder that is there"),
        (lambda x: cx.knn_context(x, 3, folder=5), "folder is 5; the path of a folder that is there"),
        (lambda x: cx.evaluate(x, context="knn", k=3, folder=5), "folder is 5; the path of a folder that is there"),
        (lambda x: cx.reproduce("table2"), "no study is called 'table2'"),
        (lambda x: cx.reproduce(jobs=0), "jobs is 0; at least 1"),
        (lambda x: cx.reproduce(levls=2), "no setting levls"),
    ],
)
def test_bad_input_is_named_as_python_names_it(call: Callable[[Any], Any], message: str) -> None:
    with pytest.raises(cx.InputError) as raised:
        call(np.random.default_rng(0).normal(size=(60, 3)))
    assert message in str(raised.value)
    assert "--" not in str(raised.value)


def test_settings_are_named_for_the_shell_and_for_python() -> None:
    error = SettingError("--k and --from-here go with --context, not with 2 -- 3")
    assert error.as_options == "--k and --from-here go with --context, not with 2 -- 3"
    assert str(error).startswith("k and from_here go with context")


def test_statements_parts_and_campaigns_are_shown_short(campaign: cx.Report) -> None:
    shown = [campaign, cx.catalogue, *cx.catalogue.values(), *campaign.results]
    shown += [part for result in campaign.results for part in result.parts]
    assert max(len(repr(each)) for each in shown) < 400
    assert repr(cx.catalogue["optimality.minimax-value"]).startswith("Statement(optimality.minimax-value: ")
    assert f"seed {campaign.seed}" in repr(campaign)


def test_an_experiment_is_run_again_by_its_function(tmp_path: Path) -> None:
    samples = table(60)[list("abcd")].assign(__target__=table(60)["y"])
    (tmp_path / "data").mkdir()
    samples.to_csv(tmp_path / "data" / "abalone.csv", index=False)
    settings: dict[str, Any] = {"data": tmp_path / "data", "out": tmp_path / "out", "levels": 2, "draws": 2}
    found = cx.reproduce("table1", **settings)
    assert len(found.contexts) == 8
    assert found.lines[0].context == "all"
    assert len(found.to_json()["lines"]) == len(found.lines)
    assert (tmp_path / "out" / "contexts.csv").read_text(encoding="utf-8").count("\n") == 9
    with pytest.raises(cx.InputError, match="resume goes on with it, or give another out"):
        cx.reproduce("table1", **settings)
    assert cx.reproduce("table1", **settings, resume=True).lines == found.lines


@pytest.mark.parametrize(
    "module", [alignment, bound, evaluation, mixture, recommend, spectra], ids=lambda m: m.__name__
)
def test_doctests(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
