"""What the documentation says is run, or compared with what the package says."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import contextures
from contextures import catalogue
from contextures.cli import main
from contextures.formulas import mathml
from contextures.verify.proofs import formal_of, proofs_of

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
STATEMENT = re.compile(r"(?:^@.*\n)*^(?=[^\s#)\]}@]).*\n(?:^(?:[ \t)\]}].*)?\n)*", re.M)
ELSEWHERE = re.compile(
    r"contextures verify(?=\s|$)(?!.*[a-z]\.)|contextures (figures|reproduce)\b"
    r"|pip install|pytest|python|mkdocs|jupyter|\.ci/run"
)
"""Long commands and those of other tools: `.ci/run` or a test of their own runs them."""
SMALL = {"verify": ("--instances", "3000", "--jobs", "1")}
"""What keeps a command short here, where the page leaves its effort open."""
EFFORT = ("--instances", "--time-budget", "--self-test", "--help")


def blocks(page: str) -> list[tuple[str, str]]:
    """The code blocks of a page in order: language and text."""
    return FENCE.findall((ROOT / page).read_text(encoding="utf-8"))


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Run a command line as a page shows it, and return what it prints."""
    monkeypatch.setenv("COLUMNS", "120")

    def run(line: str) -> str:
        arguments = shlex.split(line, comments=True)
        if ELSEWHERE.match(line):
            return ""
        assert arguments[0] == "contextures", f"nothing runs `{line}`"
        if not any(option in EFFORT for option in arguments):
            arguments += SMALL.get(arguments[1], ())
        monkeypatch.setattr(sys, "argv", arguments)
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        assert not left.value.code, f"{line}: {printed.err}"
        return printed.out

    return run


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)])
def test_code_of_a_page_runs_and_gives_what_the_page_says(
    page: str, command: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    names: dict[str, Any] = {}
    for language, text in blocks(page):
        if language == "python":
            run_python(page, text, names)
        elif language == "sh":
            for line in text.splitlines():
                for each in line.split(" && "):
                    command(each)
        elif language == "console":
            for session in re.split(r"^\$ ", text, flags=re.M)[1:]:
                line, _, expected = session.partition("\n")
                assert_like(command(line), expected)
        else:
            assert language in ("text", "json", "bibtex", "csv"), f"{page}: nothing checks a block of {language}"


def run_python(page: str, text: str, names: dict[str, Any]) -> None:
    """Run a block statement by statement; a value with a comment that starts with a number or a verdict is compared."""
    for statement in STATEMENT.findall(text):
        code, _, promise = statement.partition("  # ")
        try:
            value = eval(compile(code.strip(), page, "eval"), names)
        except SyntaxError:
            exec(compile(statement, page, "exec"), names)
            continue
        expected = re.match(r"-?\d[\d.]*|(un)?refuted|vacuous|True|False", promise)
        if expected and expected[0].lstrip("-")[0].isdigit():
            first = value[0] if hasattr(value, "__len__") else value
            number = expected[0].rstrip(".")
            places = len(number.partition(".")[2])
            assert float(first) == pytest.approx(float(number), abs=0.6 * 10**-places), statement
        elif expected:
            assert str(value) == expected[0], statement


def assert_like(printed: str, expected: str) -> None:
    """Every line of a page is printed, in that order; spaces and rules count by their place, … stands for anything."""
    lines = iter(_plain(printed).splitlines())
    for wanted in filter(None, _plain(expected).splitlines()):
        pattern = re.compile(re.escape(wanted).replace("…", ".*"))
        assert any(pattern.fullmatch(line) for line in lines), f"{wanted!r} is not in\n{printed}"


def _plain(text: str) -> str:
    return "\n".join(re.sub(r"─+", "─", re.sub(r"[ \t]+", " ", line)).strip() for line in text.splitlines())


def test_the_errata_are_those_of_the_catalogue():
    page = runpy.run_path(str(ROOT / "docs" / "make_errata.py"))["text"]()
    assert (ROOT / "docs" / "errata.md").read_text(encoding="utf-8") == page, "run python docs/make_errata.py"
    for statement in catalogue.values():
        assert (f"### `{statement.id}`" in page) == (statement.corrected is not None), statement.id


def test_local_links_lead_somewhere():
    chapters = {"index", *(statement.chapter for statement in catalogue.values())}
    generated = {ROOT / "docs" / "catalogue" / f"{chapter}.md" for chapter in chapters}
    generated |= {ROOT / "docs" / page for page in ("index.md", "formal-statements.md", "calculator.html")}
    for page in PAGES:
        text = FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)", text):
            found = ((ROOT / page).parent / target).resolve()
            assert found.exists() or found in generated, f"{page}: {target}"


def test_every_page_is_in_the_navigation_once():
    navigation = re.findall(r": ([\w./-]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.M)
    written = {page.removeprefix("docs/") for page in PAGES if page.startswith("docs/")}
    generated = {"index.md", "found.md", "catalogue/index.md", "formal-statements.md", "changelog.md"}
    generated |= {f"catalogue/{statement.chapter}.md" for statement in catalogue.values()}
    assert sorted(navigation) == sorted(written | generated)


def test_every_formula_of_the_catalogue_and_of_a_page_is_understood():
    formulas = [(name.id, claim.tex) for name in catalogue.values() for claim in name.variants.values()]
    for page in PAGES:
        text = FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
        formulas += [(page, tex) for tex in re.findall(r"\$\$(.*?)\$\$", text, re.S)]
    for place, tex in formulas:
        assert not re.search(r"\\|\[\d+ex\]", re.sub(r"<[^>]*>", "", mathml(tex, display=True))), f"{place}: {tex}"


def test_the_reference_has_every_public_name():
    shown = set(re.findall(r"^::: ([\w.]+)", (ROOT / "docs" / "reference.md").read_text(encoding="utf-8"), re.M))
    wanted = set(contextures.__all__) - {"__version__"}
    missing = {name for name in wanted if not {f"contextures.{name}", *HOMES.get(name, ())} & shown}
    assert not missing


HOMES = {
    "Catalogue": ("contextures.theory.catalogue.Catalogue",),
    "catalogue": ("contextures.theory.catalogue.Catalogue",),
    "sorts": ("contextures.theory.sorts",),
    "verify": ("contextures.verify.campaign.campaign.verify",),
}
"""Names that are shown as what they are an instance of, or under the module that holds them."""


def test_the_committed_verdicts_are_of_the_statements_as_they_are():
    script = runpy.run_path(str(ROOT / "docs" / "make_verdicts.py"))
    assert [statement.id for statement in script["stale"]()] == [], "run python docs/make_verdicts.py"
    forms = [(statement.id, variant) for statement in catalogue.values() for variant in statement.variants]
    rows = script["committed"]()
    assert list(rows) == forms, "run python docs/make_verdicts.py"
    for id_, variant in forms:
        row = rows[id_, variant]
        assert row == script["proved"](row, catalogue[id_], variant), f"{id_}: run python docs/make_verdicts.py"


def test_the_committed_certificates_prove_the_committed_refutations():
    rows = json.loads((ROOT / "docs" / "verdicts.json").read_text(encoding="utf-8"))["statements"]
    named = set()
    for row in rows:
        assert row["certificate"] or row["verdict"] != "refuted", row["id"]
        for part in row["parts"]:
            assert part["certificate"] or part["verdict"] != "refuted", row["id"]
            if part["certificate"]:
                named.add(part["certificate"])
                document = json.loads((ROOT / "docs" / part["certificate"]).read_text(encoding="utf-8"))
                assert (document["id"], document["variant"], document["part"]) == (
                    row["id"], row["variant"], part["name"],
                )  # fmt: skip
                assert contextures.check(document).proves, part["certificate"]
    assert named == {f"certificates/{path.name}" for path in (ROOT / "docs" / "certificates").iterdir()}
    assert not [row["id"] for row in rows if row["variant"] == "corrected" and row["verdict"] == "refuted"]


def test_the_gallery_of_audits_is_that_of_its_results(no_clock: None):
    script = runpy.run_path(str(ROOT / "docs" / "make_audits.py"))
    page = (ROOT / "docs" / "audits.md").read_text(encoding="utf-8")
    assert page == script["text"](), "run python docs/make_audits.py"
    kept = {row["name"]: row for row in json.loads(script["RESULTS"].read_text(encoding="utf-8"))["audits"]}
    quick = [row for row in script["OWN"] if row.kind == "conformal" or row.options]
    assert len(quick) > 5
    for row in quick:
        found = script["document"](row, script["audited"](row, "own.py"))
        again = [one[key] for one in (found, kept[row.name]) for key in ("violated", "order", "truncated")]
        assert again[:3] == again[3:], f"{row.name}: run python docs/make_audits.py"
        misses = [float(Fraction(one["miss"])) for one in (found, kept[row.name])]
        assert misses[0] == pytest.approx(misses[1], rel=1e-3), f"{row.name}: run python docs/make_audits.py"
    pictures = {f"{row.name}.png" for row in (*script["OWN"], *script["OTHERS"]) if row.picture}
    assert pictures == {path.name for path in (ROOT / "docs" / "audits").iterdir()}


def test_every_sharper_theorem_has_its_display_and_its_picture():
    scripts = [runpy.run_path(str(path)) for path in (ROOT / "docs").glob("make_sharper*.py")]
    drawn = sorted(name for script in scripts for name in script["DRAWINGS"])
    text = (ROOT / "docs" / "sharper.md").read_text(encoding="utf-8")
    assert drawn == sorted(re.findall(r"\(images/sharper-([a-z-]+)\.svg\)", text))
    assert drawn == sorted(path.stem.removeprefix("sharper-") for path in (ROOT / "docs/images").glob("sharper-*.svg"))
    for section in re.split(r"^### ", text, flags=re.M)[1:]:
        assert "$$" in section, section.splitlines()[0]
        assert "](images/" in section or "No picture: " in section, section.splitlines()[0]


def test_a_sharper_theorem_is_called_what_its_proof_is():
    told = 0
    for section in re.split(r"^### ", (ROOT / "docs" / "sharper.md").read_text(encoding="utf-8"), flags=re.M)[1:]:
        statement = catalogue[re.findall(r"^`([a-z]+\.[a-z0-9-]+)`", section, re.M)[0]]
        form = list(statement.variants)[-1]
        proofs = proofs_of(statement, form)
        proved = {name for name, proof in proofs.items() if proof.whole} | formal_of(statement, form).keys()
        for word in re.findall(r"Proof[^.(]*\((proved|argued)", section):
            assert proved if word == "proved" else proofs.keys() - proved, section.splitlines()[0]
            told += 1
    assert told > 10
