"""The map of a table: where its rows and columns lie, what each axis owes to them, and pictures of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import contextures as cx
from contextures import InputError
from contextures.contexts.tables import TABLES
from contextures.style import written
from tests.command_line import Run

CLOSE: dict[str, float] = {"rtol": 0, "atol": 1e-10}
PUBLIC = ["haireye", "housetasks", "smoke"]


@pytest.fixture
def frames(request: pytest.FixtureRequest) -> dict[str, pd.DataFrame]:
    folder: Path = request.getfixturevalue("shared_data")
    return {name: pd.read_csv(folder / f"ct_{name}.csv", index_col=0) for name in PUBLIC}


def agrees_with_prince(frame: pd.DataFrame) -> None:
    import prince

    found, analysis = cx.spectrum(frame, "table").map, prince.CA(n_components=min(frame.shape) - 1).fit(frame)
    for points, coordinates, contributions, cosines in (
        (found.rows, analysis.row_coordinates, analysis.row_contributions_, analysis.row_cosine_similarities),
        (
            found.columns,
            analysis.column_coordinates,
            analysis.column_contributions_,
            analysis.column_cosine_similarities,
        ),
    ):
        signs = np.sign((points.principal * coordinates(frame).to_numpy()).sum(axis=0))
        np.testing.assert_allclose(points.principal * signs, coordinates(frame), **CLOSE)
        np.testing.assert_allclose(points.contributions, contributions, **CLOSE)
        np.testing.assert_allclose(points.cos2, cosines(frame), **CLOSE)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_tables_agree_with_prince(frames: dict[str, pd.DataFrame], name: str) -> None:
    agrees_with_prince(frames[name])


@pytest.mark.parametrize("name", TABLES)
def test_shipped_tables_agree_with_prince(name: str) -> None:
    table = cx.load_table(name)
    agrees_with_prince(pd.DataFrame(table.counts, index=table.row_labels, columns=table.column_labels))


def test_what_the_points_add_up_to() -> None:
    found = cx.spectrum("hair_eye", "table")
    for points in (found.map.rows, found.map.columns):
        assert points.inertia.sum() == pytest.approx(found.chi_square)
        np.testing.assert_allclose(points.contributions.sum(axis=0), 1)
        np.testing.assert_allclose(points.cos2.sum(axis=1), 1)
        np.testing.assert_allclose(points.mass @ points.standard**2, 1)
        np.testing.assert_allclose(points.mass @ points.principal, 0, atol=1e-12)


def test_supplementary_lines_have_no_part_in_the_law() -> None:
    """They lie where the same profile would lie as a row of no mass."""
    table = cx.load_table("smoking")
    found = cx.spectrum(table, supplementary_rows=["SC"], supplementary_columns=["heavy"])
    kept = np.array([label != "SC" for label in table.row_labels])
    assert table.counts is not None
    rest = cx.Context.from_table(table.counts[kept][:, :3])
    np.testing.assert_allclose(found.singular_values, rest.singular_values)
    assert found.context.total == rest.total
    tiny = np.vstack([table.counts[kept][:, :3], 1e-9 * table.counts[~kept][:, :3]])
    nearly = cx.Context.from_table(tiny)
    where = nearly.left[-1] * nearly.singular_values
    supplementary = found.map.supplementary_rows
    np.testing.assert_allclose(np.abs(supplementary.principal[0]), np.abs(where), atol=1e-6)
    assert supplementary.labels == ("SC",)
    assert supplementary.cos2.sum() == pytest.approx(1)
    assert not supplementary.contributions.any()
    column = found.map.supplementary_columns
    profile = table.counts[kept][:, 3] / table.counts[kept][:, 3].sum()
    np.testing.assert_allclose(column.principal[0], profile @ found.left)
    assert "1 supplementary rows have no part in the law: SC" in found.preprocessing


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"supplementary_rows": ["XX"]}, "the supplementary row 'XX' is none of the table's: SM, JM"),
        ({"supplementary_rows": ["SC", "SC"]}, "given twice"),
        ({"supplementary_columns": ["none", "light", "medium", "heavy"]}, "every row or column is supplementary"),
    ],
)
def test_supplementary_lines_that_are_none_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        cx.spectrum("smoking", "table", **settings)


def test_a_map_is_for_tables() -> None:
    points = np.random.default_rng(0).normal(size=(30, 2))
    with pytest.raises(InputError, match="are for a table"):
        cx.spectrum(points, "samples", context="knn", k=5, coordinates=True)
    with pytest.raises(InputError, match="zero on all that is not supplementary"):
        cx.spectrum(pd.DataFrame([[1, 2, 0], [2, 1, 0], [0, 0, 1]]), "table", supplementary_rows=[2])


def overlaps(axes: Any) -> int:
    axes.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in axes.texts]
    return sum(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


@pytest.mark.parametrize("kind", ["symmetric", "rows", "columns"])
def test_labels_do_not_overlap(frames: dict[str, pd.DataFrame], kind: Any) -> None:
    found = cx.spectrum(frames["housetasks"], "table", supplementary_rows=["Laundry"])
    axes = found.plot(kind)
    assert {text.get_text() for text in axes.texts} == {*map(str, frames["housetasks"].index), *frames["housetasks"]}
    assert overlaps(axes) == 0
    assert written(found.plot(kind), "svg") == written(found.plot(kind), "svg")


def test_every_picture_is_drawn() -> None:
    found = cx.spectrum("smoking", "table", bootstrap=20)
    assert found.plot("scree").get_ylabel().startswith("singular value")
    assert found.plot(dims=(1, 3)).get_ylabel().startswith("axis 3")
    assert cx.spectrum([[3, 1], [1, 3]], "table").plot().get_ylabel() == "axis 2"
    for kind in ("pie", "points"):
        with pytest.raises(InputError, match="one of symmetric, rows, columns is right"):
            found.plot(kind)
    with pytest.raises(InputError, match="two different ones from 1 to 3"):
        found.plot(dims=(1, 4))
    with pytest.raises(InputError, match="nothing to draw"):
        cx.spectrum([[1, 2]], "table").plot()
    points = np.random.default_rng(0).normal(size=(60, 2))
    samples = cx.spectrum(points, "samples", context="knn", k=5, rank=4)
    assert len(samples.plot().collections[0].get_offsets()) == 60
    assert len(samples.plot("scree").lines[0].get_xdata()) == 4
    with pytest.raises(InputError, match="points or scree"):
        samples.plot("map")


def test_evaluations_and_mixtures_are_drawn() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(80, 2)), columns=["u", "v"]).assign(y=lambda f: np.sin(f.u))
    found = cx.evaluate(frame, "y", context="knn", k=8)
    (curve, _, best), metric = found.plot().lines, found.plot("tau")
    np.testing.assert_allclose(curve.get_ydata(), found.prediction.probe.errors)
    assert list(best.get_xdata()) == [found.probe_d]
    assert metric.get_xlabel() == "d"
    assert cx.evaluate(frame, context="knn", k=8).plot().get_ylabel() == metric.get_ylabel()
    with pytest.raises(InputError, match="no target"):
        cx.evaluate(frame, context="knn", k=8).plot("probe")
    with pytest.raises(InputError, match="probe or tau"):
        found.plot("pie")
    table = cx.load_table("smoking")
    mixed = cx.mixture(table, table, by="mix", weights=[0.5, 0.5])
    assert len(mixed.plot().lines) == 3
    np.testing.assert_allclose(np.asarray(mixed.plot().lines[-1].get_ydata())[:3], table.singular_values)


def test_the_command_prints_and_draws_them(run: Run, tmp_path: Path, valid: Callable[[str, Any], None]) -> None:
    picture = tmp_path / "map.svg"
    asked = ("spectrum", "smoking", "--table", "--coordinates", "--supplementary-row", "SC", "--plot", picture)
    code, out, _ = run(*asked)
    assert code == 0
    assert picture.read_bytes().startswith(b"<?xml")
    assert all(word in out for word in ("supplementary rows", "SC", "contribution", "cos2", "heavy"))
    document = json.loads(run(*asked, "--json", "-")[1])
    valid("spectrum", document)
    found = cx.spectrum("smoking", "table", supplementary_rows=["SC"], coordinates=True)
    assert document == json.loads(json.dumps(found.to_json()))
    assert document["coordinates"]["supplementary_rows"]["labels"] == ["SC"]
    assert run("spectrum", "smoking", "--table", "--plot", tmp_path / "map.gif")[0] == 2
    assert run("spectrum", "smoking", "--table", "--kind", "scree")[0] == 2
    assert run("spectrum", "smoking", "--table", "--kind", "scree", "--plot", picture)[0] == 0
    for words in (["mix", "smoking", "smoking", "--table"], ["evaluate", "smoking.csv"]):
        assert run(*words, "--plot", tmp_path / "map.gif")[0] == 2
    assert run("mix", "smoking", "smoking", "--table", "--plot", tmp_path / "mix.pdf")[0] == 0
    assert (tmp_path / "mix.pdf").read_bytes().startswith(b"%PDF")
