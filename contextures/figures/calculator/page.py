"""The page: a calculator of every bound in one file that loads nothing."""

from __future__ import annotations

import json
from importlib.resources import files

from contextures.figures.calculator.document import Document, document
from contextures.markup import Raw, badge_styles, element
from contextures.theory.catalogue import Catalogue, catalogue

SCRIPTS = ("special.js", "exact.js", "state.js", "plot.js", "page.js")
"""In the order in which they build on each other; the formulas come after the first two."""
TITLE = "Contextures: bounds"


def bound_page(statements: Catalogue = catalogue) -> str:
    """Return a calculator of all bounds as HTML: the same formulas as `bound`, computed by the browser.

    Parameters
    ----------
    statements : Catalogue, optional

    Returns
    -------
    str
        One page; it loads nothing.

    Examples
    --------
    >>> import contextures as cx
    >>> cx.bound_page()[:15]
    '<!doctype html>'
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("title", TITLE),
        element("style", Raw(_file("style.css") + badge_styles())),
    )
    body = element("body", Raw(_file("body.html")), element("script", Raw(script(document(statements)))))
    return "<!doctype html>\n" + element("html", head, body, lang="en") + "\n"


def script(known: Document) -> str:
    """Return the script of the page: functions, formulas and what is said of them.

    Parameters
    ----------
    known : Document
    """
    numbers, rest = map(_file, SCRIPTS[:2]), map(_file, SCRIPTS[2:])
    said = {"STATEMENTS": known.statements, "MEANINGS": known.meanings, "ELSEWHERE": known.elsewhere}
    data = "".join(f"const {name} = {_literal(value)};\n" for name, value in said.items())
    formulas = "const FORMULAS = [\n" + ",\n".join(known.functions) + "\n];\n"
    return "".join([*numbers, formulas, data, *rest])


def _literal(value: object) -> str:
    """JSON as it may stand in a script of a page."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _file(name: str) -> str:
    return (files("contextures.figures.calculator") / name).read_text(encoding="utf-8")
