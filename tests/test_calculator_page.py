"""The calculator as a page: the browser computes what `bound` does, and its controls work."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures as cx
from contextures.bounds.computable import Computable, computable
from contextures.bounds.sensible import drawn, given, ranged, usual
from contextures.figures.calculator.javascript import written
from contextures.theory.functions import Special

SETTINGS = 50
"""Of each form."""
LARGEST = 3_000_000
NEAR = 1e-9
NOTHING = 1e-12
"""What rounding of numbers of the order of 1 may leave."""


@pytest.fixture(scope="module")
def text() -> str:
    """The page."""
    return cx.bound_page()


@pytest.fixture(scope="module")
def entries() -> list[Computable]:
    """All forms, in the order of the page."""
    return [entry for several in computable().values() for entry in several]


def case(entry: Computable, k: int) -> dict[str, Any]:
    """Random settings of a form."""
    found = drawn(entry, SETTINGS, np.random.default_rng(k))
    assert found is not None, (entry.statement.id, entry.variant, entry.part)
    return found


def computed(entry: Computable, settings: dict[str, Any]) -> cx.Bound:
    """What Python says; a sample tells its size."""
    said = {name: value for name, value in settings.items() if name != "n" or "sample" not in settings}
    return cx.bound(entry.statement.id, variant=entry.variant, part=entry.part, **said)


def columns(found: cx.Bound) -> list[np.ndarray]:
    """The value, the lower end, the terms; one entry for each of the settings."""
    ends = [] if found.lower is None else [found.lower]
    return [
        np.broadcast_to(np.asarray(v, dtype=float), (SETTINGS,)) for v in (found.value, *ends, *found.terms.values())
    ]


def plain(settings: dict[str, Any], k: int) -> dict[str, Any]:
    """The k-th of many settings."""
    return {name: float(value[k]) if isinstance(value, np.ndarray) else value for name, value in settings.items()}


def pressed(work: str) -> str:
    """A script that does some work in the page and leaves what it finds, and every error, in a last element."""
    return f"""<script>
      const left = document.createElement("pre");
      left.id = "left";
      let said;
      try {{ said = (() => {{ {work} }})(); }} catch (error) {{ failures.push(String(error.stack)); }}
      left.textContent = JSON.stringify({{ said, failures }});
      document.body.append(left);
    </script></body>"""


LISTENER = """<script>
  const failures = [];
  addEventListener("error", (event) => failures.push(event.message));
  addEventListener("unhandledrejection", (event) => failures.push(String(event.reason)));
  console.error = (...words) => failures.push(words.join(" "));
</script></head>"""


def asked(browser: Any, text: str, work: str, folder: Path, *options: str, fragment: str = "") -> Any:
    """What work in the page finds; no error happened."""
    page = folder / "page.html"
    page.write_text(text.replace("</head>", LISTENER).replace("</body>", pressed(work)), encoding="utf-8")
    seen = browser(page.as_uri() + fragment, folder / "profile", "--dump-dom", "--enable-logging=stderr", *options)
    left = re.search(r'<pre id="left">(.*?)</pre>', seen.stdout, re.S)
    assert left, seen.stdout[-2000:]
    found = json.loads(html.unescape(left[1]))
    assert found["failures"] == []
    assert "CONSOLE" not in seen.stderr
    return found["said"]


def test_every_function_of_the_theory_is_known_there() -> None:
    x, y, z = sp.symbols("x y z")
    for kind in Special.__subclasses__():
        assert written(kind(*(x, y, z)[: next(iter(kind.nargs))])).startswith("F.")
    with pytest.raises(TypeError, match="cannot write zeta"):
        written(sp.zeta(x))


def test_every_limit_is_on_the_page(entries: list[Computable]) -> None:
    there = {(entry.statement.id, entry.variant, entry.part) for entry in entries}
    for id_, statement in cx.catalogue.items():
        for variant, claim in statement.variants.items():
            assert all((id_, variant, part) in there for part in claim.limits)
    assert {"bounds.pretrain-downstream", "stkr.estimation", "shift.doro-minimiser", "optimality.minimax-value"} <= {
        entry.statement.id for entry in entries
    }


def test_it_loads_nothing(text: str) -> None:
    assert len(text.encode()) < LARGEST
    addresses = set(re.findall(r"https?://[^\s\"'<>\\]+", text))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(link|img|iframe)\b|\ssrc=|@import|url\(|fetch\(|XMLHttpRequest", text)


def test_every_control_has_a_label(text: str) -> None:
    body = text[text.index("<body>") : text.index("<script>")]
    labelled = set(re.findall(r'<label for="(\w+)"', body))
    assert labelled == set(re.findall(r'<(?:input|select)[^>]* id="(\w+)"', body))


def test_the_browser_computes_what_python_does(
    browser: Any, text: str, entries: list[Computable], tmp_path: Path
) -> None:
    many = [case(entry, k) for k, entry in enumerate(entries)]
    cases = [
        [plain(settings, k) for k in range(SETTINGS)] + [usual(e)] for e, settings in zip(entries, many, strict=True)
    ]
    work = f"""
      const cases = {json.dumps(cases)};
      const told = (value) => Number.isFinite(value) ? value : String(value);
      return FORMS.map((form, k) => [form.statement.id, form.variant, form.part, cases[k].map((settings) => {{
        const {{ value, lower, terms, met }} = evaluate(form, settings);
        return [[value, ...(lower === null ? [] : [lower]), ...terms].map(told), met];
      }})]);
    """
    said = asked(browser, text, work, tmp_path)
    wrong = []
    for entry, settings, (id_, variant, part, found) in zip(entries, many, said, strict=True):
        assert (id_, variant, part) == (entry.statement.id, entry.variant, entry.part)
        assert not any(False in met for _, met in found)
        python = np.array(columns(computed(entry, settings)))
        first = usual(entry)
        exact = computed(entry, {n: v if isinstance(v, list) else repr(v) for n, v in first.items()})
        ends = [] if exact.lower is None else [exact.lower]
        python = np.column_stack([python, np.array([exact.value, *ends, *exact.terms.values()], dtype=float)])
        browsers = np.array([[float(v) for v in values] for values, _ in found]).T
        assert browsers.shape == python.shape
        size = np.abs(python)
        apart = np.abs(browsers - python) > np.maximum(NEAR * size, NOTHING)
        apart &= ~((browsers == python) | (np.isnan(browsers) & np.isnan(python)))
        for row, k in np.argwhere(apart)[:2]:
            at = plain(settings, k) if k < SETTINGS else first
            wrong.append((id_, variant, part, int(row), at, browsers[row, k], python[row, k]))
    assert wrong == []


def test_the_browser_refuses_what_python_does(
    browser: Any, text: str, entries: list[Computable], tmp_path: Path
) -> None:
    rng = np.random.default_rng(0)
    several = [
        {
            n: v[:20] if isinstance(v, np.ndarray) else v
            for n, v in ranged(entry, (*entry.needed, *entry.optional), rng).items()
        }
        for entry in entries
    ]
    cases = [[plain(settings, k) for k in range(20)] for settings in several]
    work = f"""
      const cases = {json.dumps(cases)};
      return FORMS.map((form, k) => cases[k].map((settings) => evaluate(form, settings).met));
    """
    refused = kept = 0
    for entry, settings, met in zip(entries, several, asked(browser, text, work, tmp_path), strict=True):
        _, _, mask = entry.formula.violated(given(entry, settings))
        known = [k for k, each in enumerate(met) if None not in each]
        fails = np.array([False in met[k] for k in known], dtype=bool)
        assert (fails == ~np.broadcast_to(mask, (20,))[known]).all(), (entry.statement.id, entry.variant, entry.part)
        refused, kept = refused + fails.sum(), kept + (~fails).sum()
    assert min(refused, kept) > 500


def test_the_browser_says_what_is_wrong(browser: Any, text: str, entries: list[Computable], tmp_path: Path) -> None:
    settings = {"mean": 1.5, "n": 100.0, "delta": 0.05}
    work = f"""
      const form = FORMS.find((form) => form.statement.id === "classical.hoeffding" && form.part === "limit");
      const found = evaluate(form, {json.dumps(settings | {"a": 0, "b": 1})});
      const number = (name, text) => read(form, name, text);
      return [found.met, String(found.value), number("n", "2.5"), number("delta", "1"), number("delta", "1/20"),
              number("delta", "x"), evaluate(form, {{ n: 3 }}).missing];
    """
    met, value, half, whole, twentieth, letter, missing = asked(browser, text, work, tmp_path)
    assert (met, value) == ([True, True, False], "NaN")
    assert half == {"problem": "n is 2.5; a whole number is right"}
    assert whole == {"problem": "delta is 1, out of its range (0, 1)"}
    assert twentieth == {"value": 0.05}
    assert letter == {"problem": "delta is x; a number such as 0.05 or 1/20 is right"}
    assert missing == ["delta", "mean", "a", "b"]
    with pytest.raises(cx.InputError, match="mean-at-most-one"):
        cx.bound("classical.hoeffding", **settings)


def scaled(settings: dict[str, Any], factor: float) -> dict[str, Any]:
    """Settings of which those that are no whole numbers are scaled."""
    kept = {name: isinstance(value, list) or float(value).is_integer() for name, value in settings.items()}
    return {name: value if kept[name] else factor * value for name, value in settings.items()}


def rounded(settings: dict[str, Any]) -> dict[str, str]:
    """Settings as short decimals."""
    return {
        name: ", ".join(f"{v:.3g}" for v in value) if isinstance(value, list) else repr(float(f"{value:.3g}"))
        for name, value in settings.items()
    }


def exactly(entry: Computable, said: dict[str, str]) -> str | None:
    """What Python says exactly at settings as they are written; None where it says nothing of the kind."""
    told = {name: value.split(", ") if name in entry.sequences else value for name, value in said.items()}
    if "sample" in told:
        told["sample"] = [float(value) for value in told["sample"]]
    try:
        return computed(entry, told).exact
    except cx.InputError:
        return None


def test_exact_values_are_those_of_python(browser: Any, text: str, entries: list[Computable], tmp_path: Path) -> None:
    cases = [[rounded(scaled(usual(entry), factor)) for factor in (1, 0.9)] for entry in entries]
    work = f"""
      const cases = {json.dumps(cases)};
      return FORMS.map((form, k) => cases[k].map((said) => {{
        const settings = {{}}, exact = {{}};
        for (const [name, written] of Object.entries(said)) {{
          const found = read(form, name, written);
          if (found.problem) return null;
          [settings[name], exact[name]] = [found.value, readExactly(form, name, written)];
        }}
        return contradicted(form, settings) ? null : evaluate(form, settings, exact).exact;
      }}));
    """
    wrong, rational = [], 0
    for entry, several, found in zip(entries, cases, asked(browser, text, work, tmp_path), strict=True):
        for said, seen in zip(several, found, strict=True):
            python = exactly(entry, said)
            rational += python is not None
            if seen != python:
                wrong.append((entry.statement.id, entry.variant, entry.part, said, seen, python))
    assert wrong == []
    assert rational > 800


def test_a_target_is_met_as_in_python(browser: Any, text: str, tmp_path: Path) -> None:
    questions = [
        ("classical.clopper-pearson", "n", 0.05, {"count": 0, "delta": 0.05}),
        ("classical.chernoff-kl", "n", 0.12, {"mean": 0.1, "delta": 0.05}),
        ("classical.bentkus", "n", 0.12, {"mean": 0.1, "delta": 0.05}),
        ("classical.hoeffding", "delta", 0.2, {"mean": 0.1, "n": 200}),
        ("optimality.minimax-value", "epsilon", 0.3, {"s_1": 0.9, "s_next": 0.5}),
    ]
    work = f"""
      return {json.dumps(questions)}.map(([id, name, target, settings]) => {{
        const form = FORMS.find((form) => form.statement.id === id && form.preferred);
        return solve(form, {{ a: 0, b: 1, ...settings }}, name, target).runs;
      }});
    """
    for (id_, name, target, settings), runs in zip(questions, asked(browser, text, work, tmp_path), strict=True):
        found = cx.bound(id_, solve=name, target=target, **settings).inverse
        assert found is not None
        assert runs[0][0] == pytest.approx(found.kept[0][0], rel=1e-9)
        if id_ == "classical.bentkus":  # it goes up and down: the page tells every run, the command the sampled ones
            assert all(np.diff(np.ravel(runs)) >= 0)
            assert runs[-1][0] >= found.kept[-1][0]
            continue
        assert len(runs) == len(found.kept) == 1
        inner = [k for k in (0, 1) if found.kept[0][k] in [solution.value for solution in found.solutions]]
        assert inner
        assert [runs[0][k] for k in inner] == pytest.approx([found.kept[0][k] for k in inner], rel=1e-9)


def test_exact_settings_decide_where_doubles_do_not(browser: Any, text: str, tmp_path: Path) -> None:
    work = """
      const [sum, whole] = [Q.add(Q.read("0.1"), Q.read("2/10")), Q.read("3e-1")];
      const chernoff = FORMS.find((form) => form.statement.id === "classical.hoeffding" && form.part === "limit");
      const said = { a: "0.1", b: "0.3", mean: "0.30000000000000001", n: "20", delta: "1/20" };
      const settings = {}, exact = {};
      for (const [name, written] of Object.entries(said))
        [settings[name], exact[name]] = [read(chernoff, name, written).value, readExactly(chernoff, name, written)];
      const written = ["1/3", " -2.50 ", "1e3/4", ".5", "x", "1/0", ""].map(Q.read).map((x) => x && Q.text(x));
      return [Q.less(whole, sum), Q.equal(whole, sum), hypotheses(chernoff, settings).includes(false),
              hypotheses(chernoff, settings, exact).includes(false), written];
    """
    above, same, doubles, exactly, written = asked(browser, text, work, tmp_path)
    assert (above, same) == (False, True)
    assert (doubles, exactly) == (False, True)
    assert written == ["1/3", "-5/2", "250", "1/2", None, None, None]
    with pytest.raises(cx.InputError, match="mean-at-most"):
        cx.bound("classical.hoeffding", a="0.1", b="0.3", mean="0.30000000000000001", n=20, delta="1/20")


def test_the_sizes_of_use_are_those_of_python(browser: Any, text: str, tmp_path: Path) -> None:
    work = """
      const form = FORMS.find((form) => form.statement.id === "classical.conformal" && form.use);
      const { runs } = solve(form, { alpha: 0.05 }, "n", 0, "use");
      return [form.use, runs[0][0], form.known, evaluate(form, { alpha: 0.05, n: 20 }).beside];
    """
    use, first, names, known = asked(browser, text, work, tmp_path)
    python = cx.bound("classical.conformal", alpha="1/20", solve="n").inverse
    assert python is not None
    assert (use, first) == (python.target, python.kept[0][0])
    beside = cx.bound("classical.conformal", alpha="1/20", n=20).beside
    assert names == list(beside)
    assert known == pytest.approx([answer.value for answer in beside.values()], rel=NEAR)


def test_a_width_and_the_best_are_those_of_python(browser: Any, text: str, tmp_path: Path) -> None:
    widths = [
        ("classical.chernoff-kl", "n", 0.05, {"mean": 0.1, "delta": 0.05}),
        ("classical.hoeffding", "n", 0.05, {"mean": 0.1, "delta": 0.05}),
    ]
    optima = [("classical.pb-catoni", "C", {"mean": 0.1, "n": 1000, "delta": 0.05, "KL": 2})]
    work = f"""
      const form = (id) => FORMS.find((form) => form.statement.id === id && form.preferred);
      return [{json.dumps(widths)}.map(([id, name, target, settings]) =>
        [form(id).width, solve(form(id), {{ a: 0, b: 1, ...settings }}, name, target, "width").runs]),
        {json.dumps(optima)}.map(([id, name, settings]) => bestAt(form(id), {{ a: 0, b: 1, ...settings }}, name))];
    """
    found, best = asked(browser, text, work, tmp_path)
    for (id_, name, target, settings), (able, runs) in zip(widths, found, strict=True):
        assert able
        assert runs[0][0] == cx.bound(id_, solve=name, width=target, **settings).solutions[0]
    for (id_, name, settings), seen in zip(optima, best, strict=True):
        python = cx.bound(id_, best=name, **settings)
        assert seen["value"] == pytest.approx(python.value, rel=1e-7)


LOOKED = r"Looked at \d+ values from 1 to 100000000; ends by bisection\."
WORK = """
  const $ = (id) => document.getElementById(id);
  const fire = (box, value) => { box.value = value; box.dispatchEvent(new Event("input", { bubbles: true })); };
  const first = $("value").textContent;
  fire($("set-n"), "800");
  const second = $("value").textContent;
  fire($("other"), "classical.hoeffding/limit/printed"); $("add").click();
  const compared = document.querySelectorAll("#compared tbody tr").length;
  fire($("target"), "0.12"); fire($("solve"), "n");
  const solution = $("solution").textContent, link = location.hash;
  const lines = document.querySelectorAll("#plot path.line").length;
  fire($("set-delta"), "2");
  const refused = [$("value").textContent, $("problem").textContent, $("set-delta").getAttribute("aria-invalid")];
  fire($("words"), "anderson");
  const found = [...$("bound").options].map((option) => option.value);
  const wide = document.documentElement.scrollWidth <= innerWidth;
  const boxes = [...document.querySelectorAll("input, select")];
  const bare = boxes.filter((box) => !box.labels?.length && !box.ariaLabel).length;
  return { first, second, compared, solution, link, lines, refused, found, wide, bare };
"""


def test_the_controls_work(browser: Any, text: str, tmp_path: Path) -> None:
    start = "#bound=classical.chernoff-kl/limit/printed&v.n=200&v.mean=1/10"
    for size in ("360,800", "800,900", "1400,900"):
        seen = asked(browser, text, WORK, tmp_path, f"--window-size={size}", fragment=start)
        for name, n in (("first", 200), ("second", 800)):
            python = cx.bound("classical.chernoff-kl", n=n, mean="1/10", delta=0.05).value
            assert float(seen[name]) == pytest.approx(python, rel=1e-6)
        assert (seen["compared"], seen["lines"]) == (2, 2)
        n = int(cx.bound("classical.chernoff-kl", mean="1/10", delta=0.05, solve="n", target=0.12).solutions[0])
        assert re.fullmatch(rf"The value is at most 0\.12 for n from {n} on\. {LOOKED}", seen["solution"])
        assert "v.n=800" in seen["link"]
        assert "beside=classical.hoeffding%2Flimit%2Fprinted" in seen["link"]
        assert seen["refused"] == ["–", "delta is 2, out of its range (0, 1).", "true"]
        assert seen["found"] == ["classical.anderson"]
        assert (seen["wide"], seen["bare"]) == (True, 0)


def test_the_command(run: Any, text: str, tmp_path: Path) -> None:
    target = tmp_path / "calculator.html"
    code, out, _ = run("bound", "--page", target)
    assert code == 0
    assert target.read_text(encoding="utf-8") == text
    assert re.search(r"calculator\.html: \d\.\d MB", out)


def test_bad_input_is_one_sentence(run: Any, tmp_path: Path) -> None:
    for words, said in (
        (("--page", tmp_path / "none" / "page.html"), "cannot be written"),
        (("classical.hoeffding", "--page", tmp_path / "page.html"), "nothing else goes with it"),
        (("--page", tmp_path / "page.html", "--solve", "n"), "nothing else goes with it"),
        ((), "no statement is named"),
    ):
        code, out, err = run("bound", *words)
        assert (code, out) == (2, "")
        assert said in err
        assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "page.html").exists()
