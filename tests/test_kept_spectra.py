"""A spectrum that was interrupted goes on from its folder, with the same result."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

import contextures as cx
from contextures import InputError, knn_context
from contextures.cli import main
from contextures.samples import chebyshev, iterated, needs, spectral
from contextures.samples.kept_runs import KeptRun
from contextures.samples.operator import Operator

POINTS = np.random.default_rng(0).normal(size=(900, 2))
CONTEXT = knn_context(POINTS, 8)
SETTINGS = {"rank": 20, "method": "lanczos"}


@pytest.fixture
def products(monkeypatch):
    """Products with TT* that were done and that are left, and states to be kept, before an interrupt comes."""
    usual, write, said = Operator.gram, KeptRun.write, {"done": 0, "left": np.inf, "states": np.inf}

    def gram(self, vectors):
        if said["left"] <= 0:
            raise KeyboardInterrupt
        said["done"] += 1
        said["left"] -= 1
        return usual(self, vectors)

    def kept(self, state, rng):
        write(self, state, rng)
        said["states"] -= 1
        if said["states"] == 0:
            said["left"] = 3

    monkeypatch.setattr(Operator, "gram", gram)
    monkeypatch.setattr(KeptRun, "write", kept)
    monkeypatch.setattr(iterated, "BLOCK", 4)
    return said


def same(first, second):
    return all(
        (np.asarray(getattr(first, name)) == np.asarray(getattr(second, name))).all()
        for name in ("singular_values", "left", "right", "residuals", "checks")
    )


@pytest.mark.parametrize("filtered", [False, True])
@pytest.mark.parametrize("states", [1, 2])
def test_a_spectrum_that_was_interrupted_goes_on_to_the_same_result(tmp_path, monkeypatch, products, filtered, states):
    monkeypatch.setattr(iterated, "FILTERED", 0 if filtered else 10**9)
    monkeypatch.setattr(chebyshev, "DEGREE", 2)  # which makes more restarts
    monkeypatch.setattr(iterated, "BLOCK", 2)
    line = knn_context(POINTS[:, :1], 8)
    expected = line.spectrum(**SETTINGS)
    whole = products["done"]
    products["states"] = states
    with pytest.raises(KeyboardInterrupt):
        line.spectrum(**SETTINGS, folder=tmp_path)
    (kept,) = tmp_path.iterdir()
    assert kept.name.startswith("spectrum-")
    products.update(done=0, left=np.inf)
    assert same(line.spectrum(**SETTINGS, folder=tmp_path), expected)
    assert products["done"] < whole
    assert not list(tmp_path.iterdir())


def test_another_spectrum_takes_nothing_from_the_folder(tmp_path, products):
    products["states"] = 1
    with pytest.raises(KeyboardInterrupt):
        CONTEXT.spectrum(**SETTINGS, folder=tmp_path)
    products["left"] = np.inf
    others = [(CONTEXT, {"seed": 1}), (CONTEXT, {"rank": 19}), (knn_context(POINTS + 0.1 * POINTS**2, 8), {})]
    for context, setting in others:
        chosen = SETTINGS | setting
        assert same(context.spectrum(**chosen, folder=tmp_path), context.spectrum(**chosen))
    assert len(list(tmp_path.iterdir())) == 1


def test_a_state_that_is_none_is_refused_by_its_name(tmp_path, products):
    products["states"] = 1
    with pytest.raises(KeyboardInterrupt):
        CONTEXT.spectrum(**SETTINGS, folder=tmp_path)
    products["left"] = np.inf
    (kept,) = tmp_path.iterdir()
    arrays = dict(np.load(kept))
    for spoiled in ({"basis": arrays["basis"][:, :-1]}, {"values": arrays["values"] * np.nan}, {"rng": np.array("{}")}):
        np.savez(kept, **(arrays | spoiled))
        with pytest.raises(InputError, match=rf"{kept.name} is no state of a spectrum.*delete it"):
            CONTEXT.spectrum(**SETTINGS, folder=tmp_path)
    for content in (b"", b"no archive"):
        kept.write_bytes(content)
        with pytest.raises(InputError, match=rf"{kept.name} is no state of a spectrum.*delete it"):
            CONTEXT.spectrum(**SETTINGS, folder=tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path, products):
    with pytest.raises(InputError, match="cannot be written"):
        CONTEXT.spectrum(**SETTINGS, folder=tmp_path / "absent")


def test_a_command_goes_on(tmp_path, monkeypatch, capsys, products):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(needs, "DENSE", 100)
    monkeypatch.setattr(spectral, "PATIENCE", dict.fromkeys((True, False), np.inf))
    CONTEXT.save("c.npz")
    (tmp_path / "kept").mkdir()

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["contextures", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        return left.value.code, capsys.readouterr()

    command = ("spectrum", "c.npz", "--rank", "20", "--json", "-")
    code, expected = run(*command)
    assert code == 0
    products["states"] = 1
    assert run(*command, "--folder", "kept")[0] == 130
    products["left"] = np.inf
    code, found = run(*command, "--folder", "kept")
    assert code == 0
    assert json.loads(found.out) == json.loads(expected.out)
    code, found = run("spectrum", "smoking", "--table", "--folder", "kept")
    assert code == 2
    assert "--folder is for samples" in found.err


def test_every_function_hands_the_folder_on(tmp_path, monkeypatch, products):
    monkeypatch.setattr(needs, "DENSE", 100)
    monkeypatch.setattr(spectral, "PATIENCE", dict.fromkeys((True, False), np.inf))
    saved = knn_context(POINTS, 12)
    for doing in (
        lambda: cx.spectrum(CONTEXT, rank=20, folder=tmp_path),
        lambda: cx.evaluate(CONTEXT, rank=20, folder=tmp_path),
        lambda: cx.mixture(CONTEXT, saved, rank=20, folder=tmp_path),
        lambda: cx.recommend(CONTEXT, saved, d0=20, folder=tmp_path),
    ):
        products["states"] = 1
        with pytest.raises(KeyboardInterrupt):
            doing()
        (kept,) = tmp_path.iterdir()
        kept.unlink()
        products["left"] = np.inf
