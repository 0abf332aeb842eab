"""Writes docs/neighbours/ from the catalogue and the verdicts, a page a paper: ``python docs/make_neighbours.py``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from contextures.cli.catalogue import source_text
from contextures.cli.markdown import certificate_text, escaped, form_text
from contextures.theory.catalogue import catalogue
from contextures.theory.neighbours.papers import PAPERS, Paper, of_paper
from contextures.theory.statement import Statement, Variant
from contextures.verify.campaign.verdict import Verdict
from contextures.verify.certificates.byhand.note import note
from contextures.verify.certificates.byhand.subject import Subject

DOCS = Path(__file__).parent
FOLDER = DOCS / "neighbours"
Row = dict[str, Any]
Rows = Mapping[tuple[str, str], Row]

STANDING = (Verdict.PROVED, Verdict.ARGUED, Verdict.UNREFUTED)
SETTLED = (*STANDING, Verdict.REFUTED, Verdict.CONSTANT, Verdict.ILL_POSED, Verdict.VACUOUS)
COLUMNS = {Verdict.REFUTED: "falls", Verdict.CONSTANT: "constant open"}
"""What a verdict is called in the tables, where that is another word."""
NOT_SEARCHED = "not searched yet"
HEAD = """# The papers next to the theory

Statements of {count} papers on contrastive learning, views and robust risk, each encoded as it is printed and searched
for counterexamples on finite spaces, in exact arithmetic where it matters. What stands is *proved* (identities that
SymPy checks and named theorems), *argued* (in words beside the identities) or *unrefuted* (a search found nothing).
What falls has an exact counterexample, which `contextures check` re-verifies, and the strongest form that survived the
same search. A statement is counted as its weakest part, so that one that falls may stand in all parts but one.

What was not seen in print (a reading of a sentence, a formula that was damaged, what is from memory or folklore) is
*reconstructed*. It is counted apart, and its verdict is on the form that is written here and not on the paper.
"""
BESIDE = "“Ours” are further statements."
PICTURES = {
    "tang": (
        "regret",
        "The regret of the spectral encoder at width one against the condition number of the tasks, for three laws: "
        "the printed bounds, the largest regret in closed form, and what a search over task covariances reaches.",
    ),
    "difficult": (
        "difficult",
        "Left: bound (4) over bound (3), for two classes of 60 points and γ halfway from β = 0.01 to α. Right: the "
        "margin of Theorem 4.3 against the difficulty, for 41 classes of which half of the points are difficult.",
    ),
}
"""A figure of `contextures figures` that goes with a paper, and what it shows."""
SHARPER = "“Sharper” counts statements that stand and have a sharper form beside them."
BEYOND = "What is said here beyond the paper; no part of it is a claim of its authors."


def rows() -> Rows:
    """Return the committed verdicts by id and form."""
    found = json.loads((DOCS / "verdicts.json").read_text(encoding="utf-8"))["statements"]
    return {(row["id"], row["variant"]): row for row in found}


def is_ours(statement: Statement) -> bool:
    """Tell whether a statement is none of the paper."""
    return statement.source.key == "ours"


def verdict(statement: Statement, known: Rows, variant: Variant = "printed") -> str:
    """Return the verdict of a form."""
    if statement.variants[variant].ill_posed:
        return str(Verdict.ILL_POSED)
    row = known.get((statement.id, variant))
    return NOT_SEARCHED if row is None else str(row["verdict"])


def grouped(statements: Iterable[Statement], known: Rows) -> dict[str, list[Statement]]:
    """Return statements by the verdict of the print, in the order of `SETTLED`."""
    found: dict[str, list[Statement]] = {str(kind): [] for kind in (*SETTLED, NOT_SEARCHED)}
    for statement in statements:
        found[verdict(statement, known)].append(statement)
    return found


def index(known: Rows) -> str:
    """Return the summary: how many statements of each paper stand and fall."""
    page = [HEAD.format(count=len(PAPERS))]
    for heading, reconstructed in (("As printed", False), ("As reconstructed", True)):
        page += [f"## {heading}\n", *table(known, reconstructed), ""]
    sharper = any(sharpened(s, known) for paper in PAPERS for s in of_paper(paper, catalogue.values()))
    return "\n".join([*page, f"{SHARPER} {BESIDE}" if sharper else BESIDE, ""])


def table(known: Rows, reconstructed: bool) -> Iterator[str]:
    """Return the lines of the table of the papers."""
    counted = {paper: count(paper, known, reconstructed) for paper in PAPERS}
    total = sum(counted.values(), Counter[str]())
    used = [str(kind) for kind in (*SETTLED, NOT_SEARCHED) if total[kind] or kind in (Verdict.PROVED, Verdict.REFUTED)]
    columns = ["statements", *used, *["sharper"] * bool(total["sharper"]), *["ours"] * (not reconstructed)]
    yield f"| paper | {' | '.join(COLUMNS.get(Verdict(c), c) if c in set(Verdict) else c for c in columns)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for paper, counts in counted.items():
        if counts["statements"] or (counts["ours"] and not reconstructed):
            yield f"| [{paper.title}]({paper.key}.md) | {' | '.join(str(counts[c] or '–') for c in columns)} |"
    yield f"| all | {' | '.join(str(total[c] or '–') for c in columns)} |"


def count(paper: Paper, known: Rows, reconstructed: bool) -> Counter[str]:
    """Return how many statements of a paper there are, by verdict, sharper and ours."""
    own = of_paper(paper, catalogue.values())
    told = [s for s in own if not is_ours(s) and s.source.reconstructed == reconstructed]
    found = Counter(verdict(s, known) for s in told)
    found["statements"] = len(told)
    found["sharper"] = sum(sharpened(s, known) for s in told)
    found["ours"] = sum(map(is_ours, own))
    return found


def sharpened(statement: Statement, known: Rows) -> bool:
    """Tell whether a statement that stands has another form beside it."""
    return statement.corrected is not None and verdict(statement, known) in STANDING


def page(paper: Paper, known: Rows) -> str:
    """Return the page of a paper."""
    own = of_paper(paper, catalogue.values())
    theirs, ours = [s for s in own if not is_ours(s)], [s for s in own if is_ours(s)]
    arxiv = f" arXiv [{paper.arxiv}](https://arxiv.org/abs/{paper.arxiv})." if paper.arxiv else ""
    found = grouped(theirs, known)
    lines = [
        f"# {paper.title}\n",
        f"{paper.authors.removesuffix('.')}. {paper.where}.{arxiv}\n",
        f"**What was read.** {paper.read}\n",
        f"**What was checked.** {checked(theirs, ours, found)}\n",
    ]
    if paper.key in PICTURES:
        name, shown = PICTURES[paper.key]
        lines += [f"![{shown}](../images/{name}.svg)\n", f"*{shown}*\n"]
    standing = [s for kind in STANDING for s in found[kind]]
    fallen, rest = found[Verdict.REFUTED], [Verdict.CONSTANT, Verdict.ILL_POSED, Verdict.VACUOUS, NOT_SEARCHED]
    if standing:
        lines += ["## What stands\n", *(entry(s, known) for s in standing)]
    if fallen:
        lines += ["## What falls, and what holds instead\n", *(entry(s, known) for s in fallen)]
    if other := [s for kind in rest for s in found[kind]]:
        lines += ["## What is left open\n", *(entry(s, known) for s in other)]
    if ours:
        lines += ["## Beyond the paper\n", f"{BEYOND}\n", *(entry(s, known) for s in ours)]
    return "\n".join(lines)


def checked(theirs: list[Statement], ours: list[Statement], found: Mapping[str, list[Statement]]) -> str:
    """Say how many statements there are, of what kind, and what became of them."""
    reconstructed = sum(s.source.reconstructed for s in theirs)
    apart = f", {reconstructed} of them reconstructed" if reconstructed else ""
    told = [f"{len(some)} {told_as(kind)}" for kind, some in found.items() if some]
    beyond = f" Ours beyond the paper: {len(ours)}." if ours else ""
    return f"{plural(len(theirs), 'statement')}{apart}: {', '.join(told)}.{beyond}" if theirs else "Nothing yet."


def told_as(kind: str) -> str:
    """Return the word for a verdict after a number."""
    return {str(Verdict.REFUTED): "refuted", str(Verdict.CONSTANT): "with a constant left open"}.get(kind, kind)


def plural(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def entry(statement: Statement, known: Rows) -> str:
    """Return what is said of a statement: its form, the parts, what falls by hand, what holds instead."""
    row = known.get((statement.id, "printed"))
    lines = [f"### {statement.title}\n", f"`{statement.id}`, {source_text(statement.source)}.\n"]
    form = f"**{statement.heading('printed')}** ({told(statement, row, 'printed')})."
    lines += [f"{form} {escaped(statement.printed.text)}\n"]
    lines += [f"{escaped(statement.printed.ill_posed)}\n"] if statement.printed.ill_posed else []
    if row is not None:
        lines += [*parts(row), *counterexamples(row)]
    if statement.corrected is not None:
        corrected = known.get((statement.id, "corrected"))
        heading = "What holds instead" if verdict(statement, known) == Verdict.REFUTED else "Sharper"
        lines += [f"{escaped(statement.why)}\n"]
        lines += [f"**{heading}** ({told(statement, corrected, 'corrected')}). {escaped(statement.corrected.text)}\n"]
        lines += parts(corrected) if corrected is not None else []
    lines += [f"**Reading.** {escaped(statement.note)}\n"] if statement.note else []
    return "\n".join(lines)


def told(statement: Statement, row: Row | None, variant: Variant) -> str:
    """Return the verdict of a form with the effort."""
    if statement.variants[variant].ill_posed:
        return str(Verdict.ILL_POSED)
    return NOT_SEARCHED if row is None else form_text(row)


def parts(row: Row) -> list[str]:
    """Return the verdict of each part and how tight it was seen to be; nothing of a lone part that says no more."""
    lines = []
    for part in row["parts"]:
        said = [part["verdict"]]
        if part.get("tightness") is not None:
            said.append(f"best ratio {part['tightness']:.4g}")
        if part.get("constant"):
            smallest = part["constant"]["smallest"]
            said.append(f"smallest {part['constant']['name']}: {'none' if smallest is None else f'{smallest:.4g}'}")
        if part.get("formal"):
            said.append("checked in Coq")
        if len(row["parts"]) > 1 or len(said) > 1:
            lines.append(f"- `{part['name']}`: {', '.join(said)}")
    return [*lines, ""] if lines else []


def counterexamples(row: Row) -> list[str]:
    """Return the certificate that heads a row, written out by hand, and a line for each of the others."""
    fallen = [part for part in row["parts"] if part["certificate"] and part["verdict"] == Verdict.REFUTED]
    lines = []
    for part in sorted(fallen, key=lambda part: part["certificate"] != row["certificate"]):
        document = json.loads((DOCS / part["certificate"]).read_text(encoding="utf-8"))
        lines += [certificate_text(part, document, f"../{part['certificate']}"), ""]
        if part["certificate"] == row["certificate"]:
            lines += by_hand(document)
    return lines


def by_hand(document: dict[str, Any]) -> list[str]:
    """Return the instance, the quantities and the two sides of a certificate, step by step, as its note has them."""
    written = note(Subject.of(document))
    lines = [f"- {escaped(line.text)}: ${line.formula}$" for line in written.instance]
    lines += ["", "There", ""]
    lines += [f"- ${line.formula}$, {escaped(line.text)}" for line in written.quantities]
    lines += [f"- {line.text}: ${line.formula}$" for line in written.sides]
    return [*lines, "", "so that", "", f"$${written.conclusion}$$", ""]


def pages() -> dict[str, str]:
    """Return every page by its name."""
    known = rows()
    return {"index.md": index(known), **{f"{paper.key}.md": page(paper, known) for paper in PAPERS}}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
