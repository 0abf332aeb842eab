"""Neighbours by blocks of queries: the same with processes, on a cluster, and after an interrupt."""

from __future__ import annotations

import distributed
import numpy as np
import pytest

from contextures import InputError, knn_context
from contextures.samples import approximate, query_blocks
from contextures.samples.search import neighbours_of

POINTS = np.random.default_rng(0).normal(size=(320, 3))
EXPECTED = knn_context(POINTS, 6).core


def same(found):
    return (found.core != EXPECTED).nnz == 0


def test_processes_find_the_same():
    assert same(knn_context(POINTS, 6, jobs=2))


RANDOM = [{"mask": 0.4}, {"corrupt": 0.4}, {"corrupt": 0.4, "donors": "rows"}]


@pytest.mark.parametrize("setting", RANDOM, ids=str)
def test_masks_and_corruptions_are_shared_and_kept_draw_by_draw(tmp_path, setting, monkeypatch):
    expected = knn_context(POINTS, 6, draws=5, **setting).core
    for shared in ({"jobs": 2}, {"folder": tmp_path}, {"folder": tmp_path}):
        found = knn_context(POINTS, 6, draws=5, **setting, **shared).core
        assert (found != expected).nnz == 0
    assert len(list(tmp_path.iterdir())) == 5
    monkeypatch.setattr(query_blocks, "neighbours_of", None)  # all are there
    knn_context(POINTS, 6, draws=5, **setting, folder=tmp_path)


@pytest.mark.parametrize("setting", RANDOM, ids=str)
def test_a_cluster_finds_the_same_after_masks(setting, cluster):
    expected = knn_context(POINTS, 6, draws=3, **setting).core
    assert (knn_context(POINTS, 6, draws=3, **setting, backend="dask").core != expected).nnz == 0


def test_a_memory_map_is_searched_by_processes_and_on_a_cluster(tmp_path, cluster):
    np.save(tmp_path / "x.npy", POINTS)
    assert same(knn_context(tmp_path / "x.npy", 6, jobs=2))
    assert same(knn_context(tmp_path / "x.npy", 6, backend="dask"))


def test_an_approximate_search_that_was_interrupted_goes_on(tmp_path, monkeypatch):
    points = np.random.default_rng(1).normal(size=(2000, 6))
    settings = {"approximate": True, "recall": 0.9}
    expected = knn_context(points, 9, **settings)
    monkeypatch.setattr(approximate, "BLOCK", 300)
    usual, blocks = approximate._found, []

    def tired(faiss, index, points, scale, rows, k, probe):
        blocks.append(rows)
        if len(blocks) == 5:
            raise KeyboardInterrupt
        return usual(faiss, index, points, scale, rows, k, probe)

    monkeypatch.setattr(approximate, "_found", tired)
    with pytest.raises(KeyboardInterrupt):
        knn_context(points, 9, folder=tmp_path, **settings)
    kept = len(list(tmp_path.iterdir()))
    assert 0 < kept < 4
    found = knn_context(points, 9, folder=tmp_path, **settings)
    assert (found.core != expected.core).nnz == 0
    assert found.audit == expected.audit
    assert len(list(tmp_path.iterdir())) == 7


def test_approximate_neighbours_take_no_jobs_and_no_cluster():
    for shared in ({"jobs": 2}, {"backend": "dask"}):
        with pytest.raises(InputError, match="jobs and a cluster are for exact ones, with approximate=False"):
            knn_context(POINTS, 6, approximate=True, **shared)


@pytest.fixture(scope="module")
def cluster():
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0") as local,
        distributed.Client(local) as client,
    ):
        yield client


def test_a_cluster_finds_the_same(cluster):
    assert same(knn_context(POINTS, 6, backend="dask"))


def test_a_search_that_was_interrupted_goes_on(tmp_path, monkeypatch):
    asked = []

    def tired(points, queries, k, index):
        asked.append(len(queries))
        if len(asked) == 5:
            raise KeyboardInterrupt
        return neighbours_of(points, queries, k, index)

    monkeypatch.setattr(query_blocks, "neighbours_of", tired)
    with pytest.raises(KeyboardInterrupt):
        knn_context(POINTS, 6, folder=tmp_path)
    assert len(list(tmp_path.iterdir())) == 4
    assert same(knn_context(POINTS, 6, folder=tmp_path))
    assert len(asked) == 5 + 12
    assert same(knn_context(POINTS, 6, folder=tmp_path))
    assert len(asked) == 17


def test_other_points_or_another_k_take_nothing_from_the_folder(tmp_path):
    knn_context(POINTS, 6, folder=tmp_path)
    assert (knn_context(POINTS, 5, folder=tmp_path).core != knn_context(POINTS, 5).core).nnz == 0
    other = POINTS + 1e-9 * np.arange(320)[:, None]
    assert (knn_context(other, 6, folder=tmp_path).core != knn_context(other, 6).core).nnz == 0
    assert len(list(tmp_path.iterdir())) == 3 * 16


@pytest.mark.parametrize("content", [b"", b"no array", None])
def test_a_block_that_is_none_is_refused_by_its_name(tmp_path, content):
    knn_context(POINTS, 6, folder=tmp_path)
    spoiled = min(tmp_path.iterdir())
    if content is None:
        np.save(spoiled, np.full((20, 6), 320))
    else:
        spoiled.write_bytes(content)
    with pytest.raises(InputError, match=rf"{spoiled.name} is no block"):
        knn_context(POINTS, 6, folder=tmp_path)


def test_a_folder_that_is_not_there_and_jobs_out_of_range_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        knn_context(POINTS, 6, folder=tmp_path / "absent")
    with pytest.raises(InputError, match="jobs"):
        knn_context(POINTS, 6, jobs=0)
