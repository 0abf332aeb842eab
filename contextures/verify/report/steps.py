"""A certificate as a small table: the instance, what is measured there, and the two sides step by step."""

from __future__ import annotations

from collections.abc import Iterable

from contextures.formulas import lowered, mathml
from contextures.markup import Raw, element, escaped
from contextures.verify.certificates.byhand.note import Line, Note


def steps(written: Note) -> Raw:
    """Return the note of a certificate as a table.

    Parameters
    ----------
    written : Note
    """
    given = (Line(f"{line.tex}, \\text{{ that is }} {line.value}", line.text, "") for line in written.given)
    groups: dict[str, Iterable[Line]] = {
        "At": written.instance,
        "there": written.quantities,
        "where it is assumed": given,
        "the two sides are": written.sides,
        "so that": [Line(written.conclusion, written.subtitle, "")],
    }
    blocks = [_block(name, list(lines)) for name, lines in groups.items()]
    return element("div", element("table", *blocks, class_="steps"), class_="wide")


def _block(name: str, lines: list[Line]) -> Raw:
    if not lines:
        return Raw("")
    head = element("tr", element("th", name, colspan="2", scope="rowgroup"))
    rows = (
        element("tr", element("td", Raw(lowered(escaped(line.text)))), element("td", mathml(line.formula)))
        for line in lines
    )
    return element("tbody", head, *rows)
