"""The report: one page that loads nothing, with every statement, formula and certificate; looked at in a browser."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import contextures
from contextures import InputError, Report, catalogue
from contextures.files import as_text
from contextures.formulas import mathml
from contextures.measure.worlds.shift import LossWorld
from contextures.verify.proofs.elsewhere import elsewhere_part
from contextures.verify.report import page, read_results
from contextures.verify.report.details import formal, tightness

LARGEST = 5_000_000
VOID = {"meta", "input", "br"}


@pytest.fixture(scope="module")
def folder(campaign: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `contextures verify` writes for that campaign."""
    folder = tmp_path_factory.mktemp("results")
    (folder / "certificates").mkdir()
    (folder / "verdicts.json").write_text(as_text(campaign.to_json()), encoding="utf-8")
    for result in campaign.results:
        for path, document in result.certificates().items():
            (folder / path).write_text(as_text(document), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    """The page."""
    return page(read_results(folder))


class Outline(HTMLParser):
    """Collects the elements of a page and checks that they are nested."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def outline(text: str) -> Outline:
    """Its elements."""
    parser = Outline()
    parser.feed(text)
    assert parser.open == []
    return parser


def test_it_loads_nothing_and_is_small(text: str, outline: Outline) -> None:
    assert len(text.encode()) < LARGEST
    assert {tag for tag, _ in outline.elements} & {"img", "link", "iframe", "object", "embed", "base"} == set()
    assert not [a for _, attributes in outline.elements for a in attributes if a in ("src", "srcset", "onload")]
    assert re.findall(r"url\(|@import|fetch\(|XMLHttpRequest|import\(", text) == []
    assert {a["href"][:1] for tag, a in outline.elements if tag == "a" and a["href"]} == {"#"}
    elsewhere = set(re.findall(r"[a-z]+://[^\s\"'<>]+", text))
    assert elsewhere == set()


def test_ids_are_unique_and_links_lead_somewhere(outline: Outline, campaign: Report) -> None:
    ids = [a["id"] for _, a in outline.elements if a.get("id")]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for tag, a in outline.elements if tag == "a" and a["href"]}
    assert targets <= {*ids, *catalogue}
    assert {result.statement.id for result in campaign.results} <= set(ids)


def test_every_row_can_be_filtered(text: str, outline: Outline, campaign: Report) -> None:
    rows = [a for tag, a in outline.elements if tag == "tr" and "data-verdict" in a]
    assert [(a["data-verdict"], a["data-chapter"]) for a in rows] == [
        (str(r.verdict), r.statement.chapter) for r in campaign.results
    ]
    assert {"words", "verdict", "chapter", "count", "filter"} <= {a["id"] for _, a in outline.elements if a.get("id")}
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert "@media print" in text
    assert "@media (max-width" in text


def test_each_certificate_is_a_table_with_its_sides_and_most_have_a_picture(text: str, campaign: Report) -> None:
    certificates = {path: d for result in campaign.results for path, d in result.certificates().items()}
    assert len(re.findall(r'class="certificate( example)?"', text)) == len(certificates)
    tables = re.findall(r'<table class="steps">.*?</table>', text, re.S)
    assert len(tables) == len(certificates)
    for table in tables:
        assert all(f"<td>{side} side</td><td><math>" in table for side in ("left", "right"))
        assert "<mtable" in table
    assert text.count('<svg viewBox="0 0 460 230"') >= 0.9 * len(certificates)
    for path in certificates:
        assert f"<code>{path}</code>" in text


def test_errata_proofs_effort_and_seed_are_there(text: str, campaign: Report) -> None:
    assert "Errata by kind" in text
    for result in campaign.results:
        if result.variant == "printed" and result.verdict == "refuted":
            for fault in result.statement.faults:
                assert f"<td>{fault}</td>" in text
    assert "Proof for every instance" in text
    assert f"seed {campaign.seed}" in text
    assert "instances in" in text


def test_how_tight_each_part_is_and_where_is_shown(text: str, campaign: Report) -> None:
    parts = [part for result in campaign.results for part in result.parts if part.tightness is not None]
    assert text.count(": best ratio of the two sides ") == len(parts)
    assert len([part for part in parts if part.tightest]) == text.count(", at<div")


def test_a_conjectured_constant_is_said_to_be_one() -> None:
    part = {"name": "one", "tightness": 0.5, "tightest": {"alpha": "1/2", "d": 1}, "conjecture": "1/2"}
    told = tightness({"parts": [part, {**part, "name": "two", "conjecture": None}, {"name": "three"}]}, LossWorld.sorts)
    assert "How tight, with 1 conjectured constant<" in told
    assert told.count("Conjecture, not proved: it holds with the factor 1/2 on the larger side.") == 1
    assert told.count("rate or level α = 1/2") == 2
    assert "three" not in told


def test_effort_is_told_for_each_part(text: str, campaign: Report) -> None:
    for result in campaign.results:
        claim = result.statement.variants[result.variant]
        for part in result.parts:
            assert f"<div>{part.hypotheses_met:,} of {part.instances:,}</div>" in text
            if part.suspects:
                word = "examples" if claim.part(part.name).exists else "suspects"
                assert f"<div>{part.suspects:,} {word}</div>" in text
    assert text.count("seconds of work</p>") == len(campaign.results)


def test_prose_is_set_like_mathematics(text: str) -> None:
    words = re.sub(r"<(script|style|code|math)\b.*?</\1>|<[^>]*>", " ", text, flags=re.S)
    assert re.findall(r"\w_\{|\w\^\{|`|&lt;=", words) == []
    assert "left side (solid) ≤ right side (dashed) is claimed" in text


def test_one_proof_of_many_parts_is_told_once(text: str, campaign: Report) -> None:
    for article in re.findall(r"<article>.*?</article>", text, re.S):
        told = re.findall(
            r"</em>(.*?)</li>", "".join(re.findall(r'<details class="proof">.*?</details>', article, re.S))
        )
        assert len(told) == len(set(told))


def test_an_example_is_not_said_to_fail(tmp_path: Path) -> None:
    report = contextures.verify("mixing.moderate", instances=2000)
    (result,) = report.results
    (tmp_path / "certificates").mkdir()
    (tmp_path / "verdicts.json").write_text(as_text(report.to_json()), encoding="utf-8")
    for path, document in result.certificates().items():
        (tmp_path / path).write_text(as_text(document), encoding="utf-8")
    shown = page(read_results(tmp_path))
    assert 'class="certificate example"' in shown
    sides = re.search(r"so that</th>.*?</tbody>", shown, re.S)
    assert sides
    assert "&#x0003C;" in sides[0] or "&lt;" in sides[0]
    assert "nless" not in sides[0]
    assert "≮" not in sides[0]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, str]:
    """A campaign with an ablation, and its page: a corrected form that stands, printed forms that fall."""
    folder = tmp_path_factory.mktemp("asked")
    report = contextures.verify("stkr.kernel-metric", "shift.cvar-chi2", instances=1000, ablate=True)
    (folder / "certificates").mkdir()
    (folder / "verdicts.json").write_text(as_text(report.to_json()), encoding="utf-8")
    for result in report.results:
        for path, document in result.certificates().items():
            (folder / path).write_text(as_text(document), encoding="utf-8")
    return report, page(read_results(folder))


def test_what_was_seen_of_each_hypothesis_is_told_in_its_words(asked: tuple[Report, str]) -> None:
    report, shown = asked
    for result in report.results:
        assert result.ablation is not None
        for name, seen in result.ablation.items():
            assert f"<li>{name}: {seen.text()}" in shown
            if seen.certificate:
                assert result.needed_path(name) in shown


def test_a_hypothesis_of_what_fell_is_not_said_to_be_useless(asked: tuple[Report, str]) -> None:
    report, shown = asked
    result = report["stkr.kernel-metric", "printed"]
    assert {part.verdict for part in result.parts} == {"refuted"}
    assert result.ablation == {}
    article = re.findall(r"<article>.*?</article>", shown, re.S)[[r is result for r in report.results].index(True)]
    assert "needed" not in article
    rows = [row for row in re.findall(r"<tr.*?</tr>", shown, re.S) if "stkr.kernel-metric<" in row and "printed" in row]
    assert rows
    assert not any(re.search(r">0 of \d+</td></tr>", row) for row in rows)


def test_every_formula_of_the_catalogue_is_typeset() -> None:
    for statement in catalogue.values():
        for claim in statement.variants.values():
            formula = mathml(claim.tex, display=True)
            ET.fromstring(formula)
            assert "\\" not in formula, claim.tex
            assert "<merror" not in formula


def test_a_reconstructed_text_is_never_said_to_be_printed(tmp_path: Path, folder: Path) -> None:
    document = json.loads((folder / "verdicts.json").read_text())
    row = document["statements"][0]
    rebuilt = next(s for s in catalogue.values() if s.source.reconstructed)
    parts = [{**row["parts"][0], "name": part.name, "certificate": None} for part in rebuilt.printed.parts]
    row = {
        **row,
        "id": rebuilt.id,
        "variant": "printed",
        "reconstructed": True,
        "parts": parts,
        "proof": None,
        "seconds": None,
    }
    document.update(truncated=True, statements=[row])
    (tmp_path / "verdicts.json").write_text(json.dumps(document))
    shown = page(read_results(tmp_path))
    assert "(reconstructed)" in shown
    assert "<h3>As reconstructed" in shown
    assert "<h3>Printed" not in shown
    assert "the clock stopped the schedule" in shown
    assert "seconds of work" not in shown


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("{", "is not a JSON file, or only a part of one"),
        ("[]", r"not as its schema asks: \$: \[\] is not of type 'object'"),
        ('{"format": 2}', "not as its schema asks"),
    ],
)
def test_bad_results_are_named(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "verdicts.json").write_text(content)
    with pytest.raises(InputError, match=message):
        read_results(tmp_path)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda document: document.update(format=2), r"\$\.format: 1 was expected"),
        (lambda document: document.update(seed="0"), r"\$\.seed: '0' is not of type 'integer'"),
        (lambda document: document["statements"][1].pop("variant"), r"\$\.statements\[1\]: 'variant' is a required"),
        (lambda document: document["statements"][0].update(parts={}), r"\$\.statements\[0\]\.parts: \{\} is not"),
        (lambda document: document["statements"][2].update(instances=[1]), r"\$\.statements\[2\]\.instances: \[1\]"),
    ],
    ids=["format", "seed", "row", "parts", "count"],
)
def test_a_verdict_changed_by_hand_is_named_with_its_place(
    tmp_path: Path, folder: Path, change: Callable[[dict[str, Any]], None], place: str
) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    path = tmp_path / "copy" / "verdicts.json"
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))
    with pytest.raises(InputError, match=place):
        read_results(tmp_path / "copy")


def test_a_missing_or_broken_certificate_is_named(tmp_path: Path, folder: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    victim = sorted((tmp_path / "copy" / "certificates").iterdir())[0]
    victim.write_text("[]")
    with pytest.raises(InputError, match=f"{victim.name} is not as its schema asks"):
        read_results(tmp_path / "copy")
    victim.unlink()
    with pytest.raises(InputError, match=f"{victim.name} cannot be read"):
        read_results(tmp_path / "copy")


# ------------------------------------------------------------------------------------------------------- in a browser
def test_the_filter_works_in_a_browser(browser: Any, text: str, tmp_path: Path, campaign: Report) -> None:
    refuted = sum(result.verdict == "refuted" for result in campaign.results)
    pressed = """<script>
      const [chosen, words] = ["verdict", "words"].map((id) => document.getElementById(id));
      const fire = (control) => control.dispatchEvent(new Event("input", { bubbles: true }));
      const seen = () => document.getElementById("count").textContent;
      chosen.value = "refuted"; fire(chosen); const first = seen();
      words.value = "trace gap"; fire(words); const second = seen();
      const width = document.documentElement.scrollWidth <= window.innerWidth;
      document.title = [first, second, width, document.querySelectorAll("math").length > 50].join("|");
    </script></body>"""
    (tmp_path / "page.html").write_text(text.replace("</body>", pressed), encoding="utf-8")
    url = (tmp_path / "page.html").as_uri()
    for size in ("1200,900", "390,900"):
        dom = browser(url, tmp_path / "profile", f"--window-size={size}", "--dump-dom").stdout
        title = re.search(r"<title>(.*?)</title>", dom)
        assert title
        first, second, fits, formulas = title[1].split("|")
        assert first == f"{refuted} of {len(campaign.results)} rows"
        assert second == f"1 of {len(campaign.results)} rows"
        assert (fits, formulas) == ("true", "true")


def test_it_prints(browser: Any, text: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    target = tmp_path / "page.pdf"
    browser((tmp_path / "page.html").as_uri(), tmp_path / "profile", f"--print-to-pdf={target}")
    assert target.read_bytes().startswith(b"%PDF")
    assert target.stat().st_size > 50_000


def test_the_command(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from contextures.cli import main

    target = tmp_path / "report.html"
    monkeypatch.setattr("sys.argv", ["contextures", "report", "--from", str(folder), "--out", str(target)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "MB" in capsys.readouterr().out


def test_proofs_of_others_stand_beside_ours() -> None:
    ours = {"prover": "coq 8.16", "theorem": "Contextures.Proofs.classical_markov.markov", "axioms": []}
    others = [known.record() for known in elsewhere_part("classical.markov", "printed", "markov")]
    shown = formal({"parts": [{"name": "markov", "formal": ours, "formal_elsewhere": others}, {"name": "mean"}]})
    assert shown.index(ours["theorem"]) < shown.index("proved elsewhere") < shown.index(others[0]["theorem"])
    assert f'<a href="{others[0]["url"]}">mathlib</a>' in shown
    assert others[0]["covers"] in shown
    assert formal({"parts": [{"name": "mean"}]}) == ""
