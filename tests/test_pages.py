"""The report, the calculator and the site in a browser: no errors, no dead links, nothing cut, contrast, names."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import contextures as cx
from contextures.verify.report import page, read_results
from contextures.verify.report.results import Results

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = (1400, 800, 360)
RULES = [
    "color-contrast",
    "link-in-text-block",
    "image-alt",
    "label",
    "select-name",
    "button-name",
    "link-name",
    "document-title",
    "html-has-lang",
    "aria-valid-attr-value",
    "aria-required-attr",
    "duplicate-id-aria",
    "scrollable-region-focusable",
    "tabindex",
    "nested-interactive",
    "svg-img-alt",
]
"""What axe looks at."""
LOOKED_AT = (
    "index",
    "found",
    "catalogue/contexts",
    "neighbours/johnson",
    "audits",
    "which-bound",
    "theory/contexts",
    "calculator",
)
"""Pages of the site whose contrast and names are looked at: every kind of page; the others share their styles."""
STILL = "* { transition: none !important; animation: none !important; }"
OPEN = "() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
AXE = f"""
() => axe.run(document, {{ preload: false, runOnly: {json.dumps(RULES)}, resultTypes: ["violations"] }}).then((found) =>
  found.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.html.slice(0, 200), node.failureSummary])))
"""
OVERFLOW = """
() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const reach = (node) => node.getBoundingClientRect().right > wide + 1;
  return [...document.querySelectorAll("body *")].filter(reach).map((node) => node.outerHTML.slice(0, 120)).slice(0, 5);
}
"""


class Watched:
    """A tab that keeps what goes wrong in it."""

    def __init__(self, tab: Any) -> None:
        self.tab, self.wrong = tab, list[str]()
        tab.on("console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else None)
        tab.on("pageerror", lambda error: self.wrong.append(str(error)))
        tab.on("requestfailed", lambda asked: self.wrong.append(f"not loaded: {asked.url}"))

    def look(self, path: Path) -> list[str]:
        """Open a page and narrow it from width to width: what goes wrong, and what is cut."""
        self.wrong.clear()
        self.widen(WIDTHS[0])
        self.tab.goto(path.as_uri())
        for width in WIDTHS:
            self.widen(width)
            self.wrong += [f"beyond {width}: {node}" for node in self.tab.evaluate(OVERFLOW)]
        return [f"{path.name}: {word}" for word in self.wrong]

    def widen(self, width: int) -> None:
        """Make the window as wide as that."""
        self.tab.set_viewport_size({"width": width, "height": 900})

    def hard_to_see(self, *schemes: Any) -> list[Any]:
        """What axe finds on the open page, folds and all, in each colour scheme, at the greatest width."""
        self.widen(WIDTHS[0])
        self.tab.add_style_tag(content=STILL)
        self.tab.evaluate(OPEN)
        self.tab.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        found: list[Any] = []
        for scheme in schemes or ("light",):
            self.tab.emulate_media(color_scheme=scheme)
            found += self.tab.evaluate(AXE)
        self.tab.emulate_media(color_scheme="light")
        return found


@pytest.fixture(scope="module")
def tab(browser_path: str) -> Iterator[Watched]:
    """A tab of a browser that all tests of this file share."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        yield Watched(started.new_page())
        started.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site: that of CONTEXTURES_SITE, else one that is built here."""
    if built := os.environ.get("CONTEXTURES_SITE"):
        return Path(built)
    if find_spec("material") is None or find_spec("mkdocstrings") is None:
        pytest.skip("the site is not built: the extra docs is not installed")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def results() -> Results:
    """The committed verdicts and certificates."""
    return read_results(ROOT / "docs")


@pytest.fixture(scope="module")
def report(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on them."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page(results), encoding="utf-8")
    return path


def linked(text: str) -> set[str]:
    """The addresses that a page refers to, on this machine."""
    found = {html.unescape(address) for address in re.findall(r'\s(?:href|src)="([^"]*)"', text)}
    return {unquote(address) for address in found if not re.match(r"[a-z]+:|//", address)}


def anchors(text: str) -> set[str]:
    """The places of a page."""
    return {html.unescape(name) for name in re.findall(r'\s(?:id|name)="([^"]*)"', text)}


@pytest.mark.site
def test_no_link_of_the_site_is_dead(site: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html") if path.name != "404.html"}
    places = {path.resolve(): anchors(text) for path, text in texts.items()}
    dead = []
    for path, text in texts.items():
        for address in linked(text):
            name, _, anchor = address.partition("#")
            target = (path.parent / name.partition("?")[0]).resolve() if name else path.resolve()
            known = target / "index.html" if target.is_dir() else target
            if not known.exists() or (anchor and known in places and anchor not in places[known] | {"__codelineno"}):
                dead.append((path.name, address))
    assert dead == []
    assert len(texts) > 50


def test_no_link_of_the_report_is_dead(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    assert {address.removeprefix("#") for address in linked(text)} <= anchors(text)


@pytest.fixture(scope="module")
def looked_at(site: Path, tab: Watched) -> dict[str, tuple[list[str], list[Any]]]:
    """By page of the site what goes wrong in it; of the pages that stand for their kind, what is hard to see."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).with_suffix("").as_posix()
        if name != "404":
            wrong = tab.look(path)
            found[name] = wrong, tab.hard_to_see("light", "dark") if name in LOOKED_AT else []
    return found


@pytest.mark.site
def test_every_page_of_the_site_is_whole_at_every_width(looked_at: dict[str, tuple[list[str], list[Any]]]) -> None:
    assert [word for wrong, _ in looked_at.values() for word in wrong] == []
    assert len(looked_at) > 50


def is_table_that_scrolls(wrong: Any) -> bool:
    """Whether axe asks that what a wide table is wrapped in can be focused: browsers focus what scrolls."""
    wraps = ('class="md-typeset__scrollwrap"', 'class="wide"')
    return wrong[0] == "scrollable-region-focusable" and any(wrap in wrong[1] for wrap in wraps)


@pytest.mark.site
def test_every_kind_of_page_can_be_read(looked_at: dict[str, tuple[list[str], list[Any]]]) -> None:
    assert set(LOOKED_AT) <= set(looked_at)
    found = {
        name: [wrong for wrong in hard if not is_table_that_scrolls(wrong)] for name, (_, hard) in looked_at.items()
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_report_is_whole_at_every_width(report: Path, tab: Watched) -> None:
    assert tab.look(report) == []


def test_the_report_can_be_read(results: Results, tab: Watched, tmp_path: Path) -> None:
    """A report of a row for every verdict, as all of them together are too long for axe."""
    chosen = {(row["variant"], row["verdict"], bool(row["certificate"])): row for row in results.rows}
    path = tmp_path / "report.html"
    rows = {**results.document, "statements": list(chosen.values())}
    path.write_text(page(Results(rows, results.certificates)), encoding="utf-8")
    tab.tab.goto(path.as_uri())
    assert [wrong for wrong in tab.hard_to_see() if not is_table_that_scrolls(wrong)] == []


FOCUSED = """
() => {
  const node = document.activeElement, box = node.getBoundingClientRect(), style = getComputedStyle(node);
  const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const at = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), middle);
  return {
    name: node.id || node.getAttribute("aria-label") || node.textContent.trim(),
    told: Boolean(node.labels?.length || node.ariaLabel || node.textContent.trim()),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    uncovered: node.tagName === "BODY" || Boolean(at) && (node.contains(at) || at.contains(node)),
  };
}
"""
CONTROLS = """
() => [...document.querySelectorAll("input, select, button, summary, [tabindex='0']")]
  .filter((node) => node.checkVisibility() && !node.disabled)
  .map((node) => node.id || node.getAttribute("aria-label") || node.textContent.trim())
"""


@pytest.mark.parametrize("width", [360, 1400])
def test_the_calculator_is_worked_by_keyboard_alone(tab: Watched, tmp_path: Path, width: int) -> None:
    path = tmp_path / "calculator.html"
    path.write_text(cx.bound_page(), encoding="utf-8")
    page = tab.tab
    tab.wrong.clear()
    tab.widen(width)
    page.goto(f"{path.as_uri()}#bound=classical.chernoff-kl/limit/printed&v.n=200&v.mean=1/10")
    page.evaluate(OPEN)
    controls, reached = page.evaluate(CONTROLS), []
    for _ in range(len(controls) + 5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    assert set(controls) <= {seen["name"] for seen in reached}
    assert [seen for seen in reached if not (seen["told"] and seen["uncovered"])] == []
    assert [seen for seen in reached if not seen["ring"] and seen["name"] in controls] == []

    def told(name: str) -> str:
        return str(page.locator(f"#{name}").inner_text())

    def press(name: str, *keys: str) -> None:
        page.locator(name).focus()
        for key in keys:
            page.keyboard.press(key)

    first = told("value")
    press("#set-n", "Control+A", "8", "0", "0")
    assert float(told("value")) < float(first)
    press('[aria-label="mean, slider"]', "ArrowRight", "ArrowRight")
    assert page.locator("#set-mean").input_value() != "1/10"
    press("#target", "0", ".", "2")
    assert told("solution").startswith("The value is at most 0.2 for ")
    press("#add", "Enter")
    assert page.locator("#compared tbody tr").count() == 2
    press("#log", "Space")
    assert not page.locator("#log").is_checked()
    press("#bound", "ArrowDown")
    assert "classical.chernoff-kl" not in told("about")
    assert (
        page.locator("#value").evaluate("(node) => node.closest('[aria-live]').getAttribute('aria-live')") == "polite"
    )
    assert tab.wrong == []


def test_dead_links_are_seen() -> None:
    text = '<a href="a.html#b">x</a><img src="c%20d.png"><a href="https://example.org">y</a><p id="e">'
    assert linked(text) == {"a.html#b", "c d.png"}
    assert anchors(text) == {"e"}
