"""Formulas become MathML when the site is built, and indices in plain text are lowered: nothing is loaded for it."""

from __future__ import annotations

import html
import re
from typing import Any

from contextures.formulas import lowered, mathml

INLINE = re.compile(r'<span class="arithmatex">\\\((.*?)\\\)</span>', re.S)
BLOCK = re.compile(r'<div class="arithmatex">\s*\\\[(.*?)\\\]\s*</div>', re.S)
LONG = 60
"""Characters of TeX from which a formula may be wider than a phone."""
VERBATIM = re.compile(r"(<(pre|code|math|script|style)\b.*?</\2>|<[^>]*>)", re.S)


def on_page_content(content: str, **_: Any) -> str:
    """Convert the formulas of a page."""
    content = BLOCK.sub(lambda found: f'<div class="formula">{_converted(found[1], display=True)}</div>', content)
    content = INLINE.sub(lambda found: _inline(found[1]), content)
    pieces = VERBATIM.split(content)
    # Text, what is kept as it is, and the name of its tag take turns.
    return "".join(piece if place % 3 else lowered(piece) for place, piece in enumerate(pieces) if place % 3 < 2)


def _inline(escaped: str) -> str:
    """A formula in a line; a long one scrolls where the page is narrow."""
    converted = _converted(escaped)
    return converted if len(escaped) < LONG else f'<span class="long">{converted}</span>'


def _converted(escaped: str, display: bool = False) -> str:
    return mathml(html.unescape(escaped).strip(), display)
