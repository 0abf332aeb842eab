"""The formal definitions and statements as a page: each statement beside the wording of its paper."""

from __future__ import annotations

import json
import re
from pathlib import Path

from contextures.cli.markdown import escaped
from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Variant
from contextures.verify.certificates.coq.prover import theories
from contextures.verify.proofs.formal import REFUTED, THEOREMS, formal_part, statement_of

DEFINITIONS = ("Contextures", "Losses", "Kernels", "Risks", "Graphs", "Difficult", "Samples", "Logs", "Audits")
CERTIFICATES = Path(__file__).resolve().parents[1] / "certificates"
HEAD = """---
search:
  exclude: true
---

# Formal statements

Each statement as Coq has it, below the wording of the catalogue. What this covers, and what not, is said on
[the page about it](formal.md).
"""


def page() -> str:
    """Return the page."""
    texts = theories()
    lines = [HEAD, "## Definitions\n"]
    lines += [f'??? note "{name}"\n\n{_code(texts[name], 4)}' for name in DEFINITIONS]
    parts: dict[tuple[str, Variant], list[str]] = {}
    for id_, names in REFUTED.items():
        parts.setdefault((id_, "printed"), []).extend(names)
    for theorem in THEOREMS:
        known = parts.setdefault((theorem.id, theorem.variant), [])
        known.extend([theorem.part] if theorem.part not in known else [])
    order = {id_: place for place, id_ in enumerate(catalogue)}
    chapter = ""
    for (id_, variant), names in sorted(parts.items(), key=lambda item: (order[item[0][0]], item[0][1] == "corrected")):
        statement = catalogue[id_]
        if statement.chapter != chapter:
            chapter = statement.chapter
            lines.append(f"## {chapter.capitalize()}\n")
        lines.append(f"### {id_}, {statement.heading(variant).lower()}\n")
        lines.append(f"> {escaped(statement.variants[variant].text)}\n")
        for name in names:
            formal = formal_part(id_, variant, name)
            file, symbol = statement_of(id_, name, variant)
            lines.append(f"Part `{name}`: {str(formal).replace(': ', ', `', 1)}`.\n")
            lines.append(_code("\n".join(_definitions(texts[f"Statements/{file}"], symbol))))
    return "\n".join([*lines, *_coverage()])


def _coverage() -> list[str]:
    """What of the certified parts has a formal statement, chapter by chapter, and what has none."""
    certified: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(CERTIFICATES.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        id_, part = document["id"], document["part"]
        certified.setdefault(catalogue[id_].chapter, []).append((id_, part))
    lines = [
        "## Coverage\n",
        "| Chapter | Certificates | Exported to Coq | Without a formal statement |",
        "|---|--:|--:|---|",
    ]
    for chapter, parts in certified.items():
        without = [f"`{id_}` `{part}`" for id_, part in parts if part not in REFUTED.get(id_, ())]
        lines.append(f"| {chapter} | {len(parts)} | {len(parts) - len(without)} | {', '.join(without)} |")
    return [*lines, ""]


def _definitions(text: str, symbol: str) -> list[str]:
    """The text of a statement, after that of all that it takes from its file, in the order of the file."""
    names = re.findall(r"^(?:Definition|Fixpoint) (\w+)", text, re.M)
    needed, open_ = {symbol}, [symbol]
    while open_:
        body = _definition(text, open_.pop())
        found = {name for name in names if name not in needed and re.search(rf"\b{name}\b", body)}
        needed |= found
        open_ += found
    return [_definition(text, name) for name in names if name in needed]


def _definition(text: str, symbol: str) -> str:
    """The text of one definition."""
    found = re.search(
        rf"^(?:Definition|Fixpoint) {symbol}\b.*?\.$(?=\n(?:\n|Definition|Fixpoint|End|\(\*\*|\Z)|\Z)",
        text,
        re.M | re.S,
    )
    if found is None:
        raise ValueError(f"{symbol} is not defined")
    return found[0]


def _code(text: str, indent: int = 0) -> str:
    """A block of code."""
    block = f"```coq\n{text.strip()}\n```\n"
    return "".join(f"{' ' * indent}{line}\n" for line in block.splitlines())
