"""What the page knows of each bound: words, formulas as MathML, the settings it takes, and its functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from contextures.bounds.computable import Computable, computable, names_of
from contextures.bounds.formula import Formula, limit_tex
from contextures.bounds.sample import TOLD
from contextures.bounds.sensible import usual
from contextures.bounds.settings import Interval
from contextures.bounds.supply import tells
from contextures.figures.calculator.javascript import exact_function, function
from contextures.formulas import mathml
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Statement
from contextures.theory.symbols.classical import mean
from contextures.theory.symbols.vocabulary import Meaning
from contextures.theory.typeset import relation_tex, tex_of
from contextures.theory.verdicts import verdict_of


@dataclass(frozen=True)
class Document:
    """The bounds of the page.

    Attributes
    ----------
    statements : list of dict
        With their forms; the place of a form among all of them is that of its functions.
    meanings : dict of str to dict
        By vocabulary and name, what a setting is.
    functions : list of str
        One JavaScript object a form: ``value``, ``lower``, ``terms``, ``given``, ``useful`` and ``beside``, functions
        of the settings; ``exact`` and ``exactGiven``, functions of exact ones.
    elsewhere : list of dict
        The statements that settings alone give no number.
    """

    statements: list[dict[str, Any]]
    meanings: dict[str, dict[str, Any]]
    functions: list[str]
    elsewhere: list[dict[str, str]]


def document(statements: Catalogue = catalogue) -> Document:
    """Return what the page knows of the bounds of a catalogue.

    Parameters
    ----------
    statements : Catalogue, optional
    """
    found = computable(statements)
    told: list[dict[str, Any]] = []
    meanings: dict[str, dict[str, Any]] = {}
    functions: list[str] = []
    for entries in found.values():
        statement = entries[0].statement
        forms = []
        for entry in entries:
            forms.append(_form(entry))
            functions.append(_functions(entry))
            for name in (*entry.needed, *entry.optional):
                meanings.setdefault(f"{_room(entry)}/{name}", _setting(entry, name))
        told.append(
            {
                "id": statement.id,
                "title": statement.title,
                "chapter": statement.chapter,
                "source": str(statement.source),
                "forms": forms,
            }
        )
    rest = [{"id": s.id, "title": s.title, "why": _why(s)} for s in statements.values() if s.id not in found]
    return Document(told, meanings, functions, rest)


def _room(entry: Computable) -> str:
    """Where a name has one meaning."""
    return entry.formula.vocabulary.chapter


def _why(statement: Statement) -> str:
    if statement.chapter == "classical":
        return "needs the sample itself, or bounds nothing that settings tell"
    return "speaks of a context: no side of it is computed from settings"


def _form(entry: Computable) -> dict[str, Any]:
    formula, statement = entry.formula, entry.statement
    limit, usually = formula.limit, Formula.of(statement)
    return {
        "variant": entry.variant,
        "heading": statement.heading(entry.variant),
        "part": entry.part,
        "reading": formula.reading,
        "formula": mathml(_tex(entry), display=True),
        "above": formula.above,
        "width": limit is not None and (limit.lower is not None or mean in limit.value.free_symbols),
        "use": None if limit is None or limit.useful is None else limit.useful.text,
        "known": [] if limit is None else list(limit.beside),
        "moved": limit is not None and statement.variants[entry.variant].limits[entry.part].scales,
        "room": _room(entry),
        "needed": list(entry.needed),
        "optional": list(entry.optional),
        "sizes": sorted(entry.sizes),
        "told": [name for name in entry.needed if _told(entry, name)],
        "preferred": (entry.variant, entry.part) == (usually.variant, usually.part.name),
        "terms": [_term(entry, name, term) for name, term in entry.terms.items()],
        "given": [
            {
                "name": hypothesis.name,
                "text": hypothesis.text,
                "formula": mathml(relation_tex(hypothesis, formula.vocabulary)),
                "relation": hypothesis.relation,
                "needs": sorted(names_of([lhs, rhs])),
            }
            for hypothesis, lhs, rhs in entry.hypotheses
        ],
        "assumed": [str(need) for need in (limit.needs if limit is not None else ())],
        "verdict": verdict_of(statement.id, entry.variant, entry.part),
        "start": usual(entry),
    }


def _told(entry: Computable, name: str) -> bool:
    """Whether a sample, or a context, tells a setting."""
    if entry.formula.limit is not None:
        return name in TOLD and not (name == "n" and not set(TOLD[1:]) & set(entry.needed))
    return tells(entry.formula.vocabulary, name)


def _tex(entry: Computable) -> str:
    """The claim as TeX; of a limit the form on [0, 1]."""
    claim, vocabulary = entry.statement.variants[entry.variant], entry.formula.vocabulary
    limit = claim.limits.get(entry.part)
    return relation_tex(claim.part(entry.part), vocabulary) if limit is None else limit_tex(limit, vocabulary)


def _term(entry: Computable, name: str, term: sp.Expr) -> dict[str, str]:
    own = entry.formula.limit is None and not entry.formula.part.terms
    return {"name": name, "formula": mathml(tex_of(term, entry.formula.vocabulary))} if own else {"name": name}


def _setting(entry: Computable, name: str) -> dict[str, Any]:
    """What a setting means, and where its values lie."""
    meaning = entry.formula.meaning(name)
    interval = Interval.of(meaning.range)
    return {
        "text": meaning.text,
        "range": meaning.range,
        "formula": mathml(_symbol_tex(entry, name, meaning)),
        "lo": None if interval.lo is None else float(interval.lo),
        "hi": None if interval.hi is None else float(interval.hi),
        "withoutLo": interval.without_lo,
        "withoutHi": interval.without_hi,
        "whole": entry.whole(name),
        "list": name in entry.sequences,
        "order": next((order for order in ("descending", "ascending") if order in meaning.text), None),
    }


def _symbol_tex(entry: Computable, name: str, meaning: Meaning) -> str:
    if name in entry.formula.vocabulary:
        return meaning.tex
    index = name.rpartition("_")[2]
    return f"{{{meaning.tex}}}_{{{'d+1' if index == 'next' else index}}}"


def _functions(entry: Computable) -> str:
    """The functions of a form as a JavaScript object."""
    limit = entry.formula.limit
    useful = None if limit is None or limit.useful is None else limit.useful
    sides = [both for _, *both in entry.hypotheses]
    found = {
        "value": function(entry.value),
        "exact": exact_function(entry.value),
        "lower": "null" if entry.lower is None else function(entry.lower),
        "terms": _listed(map(function, entry.terms.values())),
        "given": _listed(_listed(map(function, both)) for both in sides),
        "exactGiven": _listed(_listed(map(exact_function, both)) for both in sides),
        "useful": "null" if useful is None else function(useful.lhs - useful.rhs),
        "beside": _listed(map(function, () if limit is None else limit.beside.values())),
    }
    return "{" + ", ".join(f"{name}: {text}" for name, text in found.items()) + "}"


def _listed(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"
