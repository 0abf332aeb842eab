"""What a section of the report says beside verdicts: effort, proofs, how tight a bound is, which hypotheses count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contextures.formulas import prose
from contextures.markup import Raw, element, joined
from contextures.theory.sorts import Sort
from contextures.theory.statement import Statement
from contextures.verify.campaign.asked import Asked
from contextures.verify.campaign.longrun import ablation
from contextures.verify.campaign.verdict import TRIVIAL, trivial_ratio
from contextures.verify.report.results import Results

Row = dict[str, Any]


def effort(part: Row, exists: bool) -> Raw:
    """How often the hypotheses of a part were met among the instances tried, and what became of suspects."""
    told = [f"{part.get('hypotheses_met', 0):,} of {part.get('instances', 0):,}"]
    words = {"suspects": "examples" if exists else "suspects", "undecided": "undecided"}
    told += [f"{part[name]:,} {word}" for name, word in words.items() if part.get(name)]
    return joined(*(element("div", line) for line in told))


def proof(row: Row) -> Raw:
    """What is proved of a form: parts with one and the same proof together."""
    known = row.get("proof")
    if not known:
        return Raw("")
    alike: dict[tuple[str, str, str], list[str]] = {}
    for name, found in (known.get("parts") or {}).items():
        uses = f" It uses: {'; '.join(found['facts'])}." if found.get("facts") else ""
        checked = f" Checked by machine: {'; '.join(found['checked'])}." if found.get("checked") else ""
        alike.setdefault((found["scope"], found["how"] + uses, checked), []).append(name)
    items = [
        element("li", element("em", f"{', '.join(names)}, for {scope}: "), prose(how + checked))
        for (scope, how, checked), names in alike.items()
    ]
    return element("details", element("summary", f"Proof for {known['scope']}"), element("ul", *items), class_="proof")


def formal(row: Row) -> Raw:
    """What a proof assistant has checked of a form, by part."""
    items = []
    for part in row["parts"]:
        if found := part.get("formal"):
            outcome = "refuted" if found["theorem"].endswith(".refuted") else "proved"
            assumed = f"; axioms: {', '.join(found['axioms'])}" if found["axioms"] else "; no axioms"
            told = f"{part['name']}: {outcome} in {found['prover'].capitalize()}, {found['theorem']}{assumed}"
            items.append(element("li", told))
        for other in part.get("formal_elsewhere", ()):
            library = element("a", other["library"], href=other["url"])
            told = f" ({other['prover']}), {other['theorem']}; covers {other['covers']}; leaves {other['leaves']}"
            items.append(element("li", f"{part['name']}: proved elsewhere, in ", library, told))
    if not items:
        return Raw("")
    return element("details", element("summary", "Checked by a proof assistant"), element("ul", *items), class_="proof")


def tightness(row: Row, sorts: Mapping[str, Sort]) -> Raw:
    """The best ratio of each part with the instance that attains it, and the constant that is conjectured."""
    items = []
    for part in row["parts"]:
        if (idle := trivial_ratio(part)) is not None:
            items.append(element("li", f"part {part['name']}: best ratio {idle:.6g} where it is trivial ({TRIVIAL})"))
        if part.get("tightness") is None:
            continue
        fields = [field(name, value, sorts) for name, value in (part.get("tightest") or {}).items()]
        told = f"part {part['name']}: best ratio of the two sides {part['tightness']:.6g}" + (", at" if fields else "")
        guess = f"Conjecture, not proved: it holds with the factor {part['conjecture']} on the larger side."
        items.append(
            element("li", told, *fields, element("div", element("em", guess)) if part.get("conjecture") else Raw(""))
        )
    if not items:
        return Raw("")
    guesses = sum(part.get("conjecture") is not None for part in row["parts"])
    title = "How tight" + (f", with {guesses} conjectured constant{'s' * (guesses > 1)}" if guesses else "")
    return element("details", element("summary", title), element("ul", *items), class_="tight")


def field(name: str, value: Any, sorts: Mapping[str, Sort]) -> Raw:
    """A field of an instance: a number, or a small matrix."""
    text = (sorts[name].text or f"{name}, {sorts[name].words}") if name in sorts else name
    if not isinstance(value, list):
        return element("div", prose(f"{text} = {value}"))
    rows = value if value and isinstance(value[0], list) else [value]
    body = [element("tr", *(element("td", str(entry)) for entry in row)) for row in rows]
    return element(
        "div", element("span", prose(f"{text} = ")), element("table", *body, class_="matrix"), class_="field"
    )


def needed(statement: Statement, row: Row, results: Results) -> Raw:
    """What was seen of each hypothesis: in this campaign, else in the long run that is shipped."""
    asked, counts = row.get("needed"), row.get("ablation")
    if asked is not None and counts is not None:
        paths = {name: f" ({path})" if path else "" for name, path in asked.items()}
        found = {
            name: Asked(**counts[name], certificate=results.certificates.get(path or ""))
            for name, path in asked.items()
        }
        lines = [f"{name}: {seen.text()}{paths[name]}" for name, seen in found.items()]
        where = "in this campaign"
    else:
        lines = [f"{known.hypothesis}: {known.text()}" for known in ablation(statement.id, row["variant"])]
        where = "in a long run"
    if not lines:
        return Raw("")
    listed = element("ul", *(element("li", line) for line in lines))
    return element("details", element("summary", f"Hypotheses, {where}"), listed, class_="needed")
