"""The page: a table of verdicts that filters, the errors of the prints by kind, and a section for each statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from contextures.formulas import mathml, prose
from contextures.markup import Raw, badge_styles, element, joined, table
from contextures.measure.domain import domain_of
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Claim, Part, Source, Statement
from contextures.theory.typeset import relation_tex
from contextures.verify.certificates.byhand.note import hinges_text, note
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.report.details import effort, formal, needed, proof, tightness
from contextures.verify.report.opening import opening
from contextures.verify.report.picture import curves, svg
from contextures.verify.report.results import Results
from contextures.verify.report.steps import steps

Row = dict[str, Any]
VERDICTS = ("refuted", "ill-posed", "vacuous", "constant", "unrefuted", "argued", "proved")


def page(results: Results, statements: Catalogue = catalogue) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    results : Results
    statements : Catalogue, optional
        Where the statements of the rows are; a row of another statement is left out of the sections.

    Returns
    -------
    str
        One page; it loads nothing.
    """
    by_id: dict[str, list[Row]] = {}
    for row in results.rows:
        by_id.setdefault(row["id"], []).append(row)
    known = [(statements[id_], rows) for id_, rows in by_id.items() if id_ in statements]
    main = element(
        "main",
        element("h1", "Contextures: verdicts"),
        _summary(results),
        opening([statement for statement, _ in known], {(row["id"], row["variant"]): row for row in results.rows}),
        _overview(results, statements),
        _errata(known),
        *(_statement(statement, rows, results) for statement, rows in known),
    )
    style = (files("contextures.verify.report") / "style.css").read_text(encoding="utf-8")
    script = (files("contextures.verify.report") / "filter.js").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("title", "Contextures: verdicts"),
        element("style", Raw(style + badge_styles())),
    )
    body = element("body", main, element("script", Raw(script)))
    return "<!doctype html>\n" + element("html", head, body, lang="en") + "\n"


def _summary(results: Results) -> Raw:
    """What was done: verdicts, effort, seed."""
    document, rows = results.document, results.rows
    counts = Counter((row["variant"], row["verdict"]) for row in rows)
    lines = [
        f"{variant}: " + ", ".join(f"{counts[variant, v]} {v}" for v in VERDICTS if counts[variant, v])
        for variant in ("printed", "corrected")
        if any(key[0] == variant for key in counts)
    ]
    tried = sum(row["instances"] for row in rows)
    undecided = sum(row["undecided"] for row in rows)
    seconds = sum(row["seconds"] or 0 for row in rows)
    work = f" in {seconds:,.0f} seconds of work" if seconds else ""
    several = document.get("seeds") or [document["seed"]]
    seeds = f"seed{'s' if len(several) > 1 else ''} {', '.join(map(str, several))}"
    effort = f"{tried:,} instances{work}, {seeds}, contextures {document.get('contextures', '')}"
    if undecided:
        effort += f"; {undecided} suspects were neither certified nor cleared"
    if document.get("truncated"):
        effort += "; the clock stopped the schedule"
    return element(
        "section",
        *(element("p", line) for line in lines),
        element("p", f"Effort: {effort}."),
        element(
            "p",
            "Refuted: a counterexample was certified in exact arithmetic. Unrefuted: searched, and none found. Argued: "
            "an argument in words beside checked identities covers the statement as it stands. Proved: a symbolic or "
            "formal proof does. Ill-posed: as printed it has no definite content, and nothing was searched. Vacuous: "
            "the hypotheses were never met. Constant: a constant is left open. “Tight” is the best ratio of the two "
            "sides that was found; 1 is attained.",
            class_="small",
        ),
    )


def _badge(verdict: str) -> Raw:
    return element("span", verdict, class_=f"badge {verdict}")


def _tight(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _overview(results: Results, statements: Catalogue) -> Raw:
    rows = []
    for row in results.rows:
        id_ = row["id"]
        known = id_ in statements
        link = element("a", id_, href=f"#{id_}") if known else Raw(id_)
        form = (statements[id_].heading(row["variant"]) if known else row["variant"]).lower()
        cells = [
            element("td", link),
            element("td", form),
            element("td", _badge(row["verdict"])),
            element("td", f"{row['hypotheses_met']:,}", class_="number"),
            element("td", _tight(row["tightness"]), class_="number"),
            element("td", _needed_count(row), class_="number"),
        ]
        words = f"{id_} {statements[id_].title if known else ''} {row['verdict']} {form}"
        rows.append(
            element(
                "tr", *cells, data_words=words.lower(), data_verdict=row["verdict"], data_chapter=id_.partition(".")[0]
            )
        )
    chapters = list(dict.fromkeys(row["id"].partition(".")[0] for row in results.rows))
    controls = element(
        "form",
        element("label", "search ", element("input", type="search", id="words")),
        _select("verdict", ["", *(v for v in VERDICTS if any(row["verdict"] == v for row in results.rows))]),
        _select("chapter", ["", *chapters]),
        element("output", f"{len(rows)} rows", id="count"),
        id="filter",
        hidden="",
    )
    head = element(
        "thead",
        element(
            "tr", *(element("th", x, scope="col") for x in ("statement", "form", "verdict", "met", "tight", "needed"))
        ),
    )
    grid = element("table", head, element("tbody", *rows), id="verdicts")
    return element("section", element("h2", "Verdicts"), controls, element("div", grid, class_="wide"))


def _select(name: str, options: Iterable[str]) -> Raw:
    choices = [element("option", option or "all", value=option) for option in options]
    return element("label", f"{name} ", element("select", *choices, id=name))


def _needed_count(row: Row) -> str:
    needed = row.get("needed")
    return "" if not needed else f"{sum(path is not None for path in needed.values())} of {len(needed)}"


def _errata(known: list[tuple[Statement, list[Row]]]) -> Raw:
    """Refuted prints by the kind of their error."""
    kinds: dict[str, list[Statement]] = {}
    for statement, rows in known:
        if any(row["variant"] == "printed" and row["verdict"] == "refuted" for row in rows):
            for fault in statement.faults or ("no correction encoded",):
                kinds.setdefault(str(fault), []).append(statement)
    if not kinds:
        return Raw("")
    listed = [
        [
            Raw(kind),
            str(len(found)),
            joined(*(joined(Raw(", " if k else ""), element("a", s.id, href=f"#{s.id}")) for k, s in enumerate(found))),
        ]
        for kind, found in sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return element(
        "section",
        element("h2", "Errata by kind"),
        element("div", table(["kind", "prints", "statements"], listed), class_="wide"),
    )


def _source(source: Source) -> str:
    return f"after {source} (reconstructed)" if source.reconstructed else str(source)


def _statement(statement: Statement, rows: list[Row], results: Results) -> Raw:
    parts: list[Raw] = [
        element("h2", prose(statement.title)),
        element("p", element("code", statement.id), f" · {statement.kind} · ", prose(_source(statement.source))),
    ]
    if statement.uses:
        parts.append(
            element(
                "p",
                "Uses ",
                joined(
                    *(
                        joined(Raw(", " if k else ""), element("a", u, href=f"#{u}"))
                        for k, u in enumerate(statement.uses)
                    )
                ),
                ".",
                class_="small",
            )
        )
    for row in rows:
        claim = statement.variants.get(row["variant"])
        if claim is not None:
            parts.append(_variant(statement, claim, row, results))
    if statement.why:
        kinds = ", ".join(statement.faults)
        parts.append(element("p", element("strong", f"What is wrong ({kinds}). "), prose(statement.why)))
    if statement.note:
        parts.append(element("p", element("strong", "Reading. "), prose(statement.note), class_="small"))
    return element("section", *parts, id=statement.id, class_="statement")


def _variant(statement: Statement, claim: Claim, row: Row, results: Results) -> Raw:
    vocabulary = statement.vocabulary
    found = {part["name"]: part for part in row["parts"]}
    lines = [
        element("h3", statement.heading(row["variant"]), " ", _badge(row["verdict"])),
        element("p", prose(claim.text)),
        element("div", mathml(claim.tex, display=True), class_="formula"),
    ]
    if claim.ill_posed:
        return element("article", *lines, element("p", element("strong", "Ill-posed. "), prose(claim.ill_posed)))
    lines += [
        element("p", f"given {h.name}: ", mathml(relation_tex(h, vocabulary)), class_="given") for h in claim.given
    ]
    cells = []
    for part in claim.parts:
        seen = found.get(part.name, {})
        formula = mathml(relation_tex(part, vocabulary))
        own = [
            element("div", f"given {h.name}: ", mathml(relation_tex(h, vocabulary)), class_="given") for h in part.given
        ]
        words = element("div", prose(part.text), class_="small") if part.text else Raw("")
        cells.append(
            [
                part.name,
                joined(formula, words, *own),
                _badge(seen["verdict"]) if seen else Raw(""),
                effort(seen, part.exists),
                _tight(seen.get("tightness")),
            ]
        )
    lines.append(element("div", table(["part", "claim", "verdict", "met, of tried", "tight"], cells), class_="wide"))
    if row["seconds"] is not None:
        lines.append(element("p", f"{row['seconds']:,.1f} seconds of work", class_="small"))
    lines += [formal(row), proof(row), tightness(row, domain_of(statement).world.sorts)]
    lines += [
        _certificate(statement, claim, claim.part(part["name"]), results.certificates[path], path)
        for part in row["parts"]
        if (path := part.get("certificate")) in results.certificates and part["name"] in {p.name for p in claim.parts}
    ]
    lines.append(needed(statement, row, results))
    return element("article", *lines)


def _certificate(statement: Statement, claim: Claim, part: Part, document: Row, path: str) -> Raw:
    """The instance, the two sides step by step, and a picture."""
    domain = domain_of(statement)
    lines = [
        element("h4", f"{'Example' if part.exists else 'Certificate'}: part {part.name}"),
        steps(note(Subject(statement, claim, part, document))),
        element("p", prose(hinges_text(document))),
        element("p", "file ", element("code", path), class_="small"),
    ]
    found = curves(domain, claim, part, domain.read(document["instance"]), document["index"])
    drawing = svg(found, document["relation"]) if found is not None else None
    return element(
        "div", *lines, drawing if drawing is not None else Raw(""), class_=f"certificate{' example' * part.exists}"
    )
