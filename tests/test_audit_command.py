"""`contextures audit`, and the check and export of its certificates, run as others run them."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

import contextures as cx
from contextures.verify.audit import certificate
from contextures.verify.certificates.document import digest

OWN = """import math

def hoeffding(x, delta):
    return min(1.0, x.mean() + math.sqrt(math.log(1 / delta) / (2 * len(x))))

def naive(x, delta):
    return x.mean()

def first(x, delta):
    return x[0], x[0] + 0.5

def reject(x, level):
    return 0.0 if x.sum() == 0 else 1.0

def largest(x, delta):
    return x.max()

def dithered(x, delta, seed):
    return x.mean() + seed % 3 / 10

def many(x, delta):
    return x.mean(1)
"""
CASES = {
    "upper": ("naive", ["--kind", "upper"]),
    "lower": ("naive", ["--kind", "lower", "--values", "0,1/2,1"]),
    "interval": ("first", ["--kind", "interval", "--domain", "binary"]),
    "pvalue": ("reject", ["--kind", "pvalue", "--domain", "binary"]),
    "null": ("reject", ["--kind", "pvalue", "--domain", "binary", "--null", "1/10"]),
    "conformal": ("largest", ["--kind", "conformal", "--delta", "1/10"]),
    "seeded": ("dithered", ["--kind", "upper", "--seeded", "--domain", "binary"]),
    "batched": ("many", ["--kind", "upper", "--batched", "--domain", "binary"]),
}


@pytest.fixture
def run(run, monkeypatch, tmp_path):
    """Run a command in a folder with own.py."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text(OWN)
    return run


def test_a_true_guarantee_is_exit_0_and_leaves_no_certificate(run, valid, tmp_path):
    code, out, err = run("audit", "own.py:hoeffding", "--kind", "upper", "--n", 4, "--time-budget", 20, "--json", "-")
    assert (code, err) == (0, "")
    document = json.loads(out)
    valid("audit", document)
    assert not document["violated"]
    assert document["certificate"] is None
    assert document["function"] == "own.py:hoeffding"
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize("case", CASES)
def test_a_false_guarantee_is_certified_checked_rerun_and_exported(run, valid, case, tmp_path):
    name, options = CASES[case]
    code, out, err = run("audit", f"own.py:{name}", "--n", 3, *options, "--json", "-")
    assert (code, err) == (1, "")
    document = json.loads(out)
    valid("audit", document)
    assert document["violated"]
    path = tmp_path / "contextures-results" / document["certificate"]
    written = json.loads(path.read_text(encoding="utf-8"))
    valid("audit-certificate", written)
    assert written["lhs"] == {"exact": document["miss"]}
    code, out, _ = run("check", path)
    assert (code, out.startswith("proved: own.py:")) == (0, True)
    code, out, _ = run("check", path, "--rerun")
    assert (code, "the same answers" in out) == (0, True)
    code, out, _ = run("export", path)
    assert (code, out.startswith("# Audit of own.py:")) == (0, True)
    code, out, _ = run("export", path, "--as", "tex")
    assert (code, out.rstrip().endswith(r"\end{document}")) == (0, True)
    run("export", path, "--as", "py", "--out", "script.py")
    done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"P(miss) = {document['miss']} " in done.stdout


def test_a_violation_can_be_only_reported(run):
    code, out, _ = run("audit", "own.py:naive", "--kind", "upper", "--n", 2, "--report-only")
    assert code == 0
    assert "more than δ = 1/20" in out
    assert "Certificate: contextures-results/certificates/audit.naive.upper.2.json" in out


def test_several_n_give_a_list_and_one_picture(run, valid, tmp_path):
    code, out, _ = run(
        "audit", "own.py:naive", "--kind", "upper", "--n", "2,3", "--domain", "binary", "--json", "-", "--plot", "a.svg"
    )
    documents = json.loads(out)
    valid("audit", documents)
    assert code == 1
    assert [document["n"] for document in documents] == [2, 3]
    assert len({document["certificate"] for document in documents}) == 2
    assert (tmp_path / "a.svg").read_text().count("<svg") == 1


def test_a_guarantee_that_was_mended_loses_its_old_certificate(run, tmp_path):
    assert run("audit", "own.py:naive", "--kind", "upper", "--n", 2)[0] == 1
    (tmp_path / "own.py").write_text("def naive(x, delta): return 1.0\n")
    assert run("audit", "own.py:naive", "--kind", "upper", "--n", 2)[0] == 0
    assert not list(tmp_path.rglob("*.json"))


def test_rerun_of_a_mended_function_proves_nothing(run, tmp_path):
    path = "contextures-results/certificates/audit.naive.upper.2.json"
    run("audit", "own.py:naive", "--kind", "upper", "--n", 2)
    (tmp_path / "mended.py").write_text("def naive(x, delta): return 1.0\n")
    code, out, _ = run("check", path, "--rerun", "--file", "mended.py")
    assert code == 1
    assert "run again it misses with probability 0" in out
    (tmp_path / "own.py").unlink()
    code, _, err = run("check", path, "--rerun")
    assert code == 2
    assert "own.py is not there" in err
    assert run("check", path)[0] == 0


def test_a_function_without_a_name_is_exported_with_its_answers(run, tmp_path):
    found = cx.audit(lambda x, delta: x.mean() - 0.1, n=3, values=(0, 1))
    (tmp_path / "c.json").write_text(json.dumps(found.certificate))
    code, _, err = run("check", "c.json", "--rerun")
    assert code == 2
    assert "--file FILE.py" in err
    run("export", "c.json", "--as", "py", "--out", "script.py")
    done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, check=False)
    assert f"P(miss) = {found.miss} " in done.stdout, done.stderr


def forged(document, **changes):
    """A certificate with other entries, and a hash that fits."""
    changed = {**document, **changes}
    return {**changed, "sha256": digest(changed)}


@pytest.fixture(scope="module")
def honest():
    return cx.audit(lambda x, delta: x.mean(), n=3, law={0: "1/4", 1: "3/4"}).certificate


@pytest.mark.parametrize(
    ("where", "key", "value", "words"),
    [
        ("instance", "law", {"0": "1/2", "1": "3/4"}, "its law is none"),
        ("instance", "law", {"0": "3/2", "1": "-1/2"}, "its law is none"),
        ("instance", "law", {"0": "1/8", "1": "7/8"}, "not those recomputed"),
        ("instance", "n", 4, "is none of the law's"),
        ("instance", "delta", "2", "not in their ranges"),
        ("instance", "delta", "99/100", "not those recomputed"),
        ("instance", "order", "given", "not those recomputed"),
        ("instance", "order", "sorted", "cannot be evaluated"),
        ("instance", "rounding", "1", "is no miss"),
        ("instance", "null", "1/2", "below the level"),
        ("instance", "scores", ["0", "1"], "its law is none"),
        ("instance", "seeds", [1, 1], "not distinct"),
        ("instance", "seeds", [1], "not of one number"),
        ("witness", "answers", ["1"] * 3, "is no miss"),
        ("witness", "answers", ["0 1"] * 3, "is no answer of kind"),
        ("witness", "answers", ["x"] * 3, "cannot be evaluated"),
        ("witness", "answers", [], "not of one number"),
        ("witness", "samples", ["0 0 0", "0 0 0", "0 0 1"], "counted twice"),
        ("witness", "samples", ["0 0 0", "1 0 0", "0 1 1"], "not in ascending order"),
        ("witness", "samples", ["0 0 0", "0 0 2", "0 1 1"], "is none of the law's"),
        ("witness", "samples", [3, 4, 5], "cannot be evaluated"),
    ],
)
def test_forged_certificates_prove_nothing(honest, where, key, value, words):
    outcome = cx.check(forged(honest, **{where: {**honest[where], key: value}}))
    assert not outcome.proves
    assert words in outcome.reason


def test_an_edited_certificate_is_exit_1_and_another_document_exit_2(run, honest, tmp_path):
    path = tmp_path / "c.json"
    path.write_text(json.dumps({**honest, "lhs": {"exact": "1"}}))
    code, out, _ = run("check", path)
    assert (code, "hash does not match" in out) == (1, True)
    path.write_text(json.dumps(forged(honest, lhs={"exact": "1"})))
    assert run("check", path)[0] == 1
    path.write_text(json.dumps(forged(honest, part="median")))
    assert run("check", path)[0] == 1
    code, _, err = run("export", path)
    assert (code, "does not prove what it says" in err) == (2, True)
    for entry in ("instance", "witness"):
        path.write_text(json.dumps(forged(honest, **{entry: {}})))
        code, _, err = run("check", path)
        assert (code, "lacks what `contextures audit` writes" in err) == (2, True)
    path.write_text("{}")
    assert run("check", path, "--rerun")[0] == 2
    path.write_text(json.dumps(forged(honest, witness={**honest["witness"], "samples": [], "answers": []})))
    assert run("check", path)[0] == 1


def test_a_certificate_holds_no_more_samples_than_it_needs(monkeypatch):
    monkeypatch.setattr(certificate, "MOST", 50)
    found = cx.audit(lambda x, delta: -1.0, n=8, law={0: "1/2", 1: "1/2"}, order="given")
    assert found.missed_count == 2**8
    assert len(found.certificate["witness"]["samples"]) == 50
    assert found.certificate["witness"]["complete"] is False
    assert cx.check(found.certificate).proves
    most = cx.audit(lambda x, delta: -1.0, n=8, law={0: "1/2", 1: "1/2"}, delta="99/100", order="given")
    assert len(most.certificate["witness"]["samples"]) == 254


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.py:f", "--kind", "upper"], "nowhere.py is not there"),
        (["own.py:f", "--kind", "upper"], "has no 'f'; it has hoeffding"),
        (["own.py:naive", "--kind", "middle"], "upper, lower, interval, pvalue, conformal are right"),
        (["own.py:naive"], "--kind"),
        (["own.py:naive", "--kind", "upper", "--n", "x"], "--n is 'x'"),
        (["own.py:naive", "--kind", "upper", "--n", "1,0"], "n is 0"),
        (["own.py:naive", "--kind", "upper", "--plot", "a.gif"], "ends in .pdf, .svg or .png"),
        (["own.py:naive", "--kind", "upper", "--plot", "no/a.svg"], "cannot be written"),
        (["own.py:naive", "--kind", "upper", "--json", "no/a.json"], "cannot be written"),
        (["own.py:naive", "--kind", "upper", "--out", "own.py"], "cannot be used as a folder"),
        (["own.py:naive", "--kind", "upper", "--values", "0,0"], "occurs twice"),
        (["own.py:naive", "--kind", "upper", "--seeded"], "is called f(sample, delta, seed)"),
        (["own.py:naive", "--kind", "interval"], "two numbers, (low, high), are right"),
    ],
)
def test_bad_input_is_one_sentence(run, arguments, words, tmp_path):
    code, out, err = run("audit", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "own.py"]


def test_what_is_printed_reads_well(run):
    _, out, _ = run("audit", "own.py:naive", "--kind", "upper", "--n", 2, "--domain", "binary")
    first, law, missed = out.splitlines()[:3]
    assert first.endswith("more than δ = 1/20; it returns an upper confidence limit of the mean.")
    assert re.match(r"Law: P\(0\) = \d+/\d+, P\(1\) = 1/\d+; mean 1/\d+\.", law)
    assert missed == "Missed, of 1 samples: (2×0), answer 0, probability 0.999998."
