"""Formulas become MathML when the site is built: nothing is loaded to show them."""

from __future__ import annotations

import html
import re
from typing import Any

from contextures.verify.report.formulas import mathml

INLINE = re.compile(r'<span class="arithmatex">\\\((.*?)\\\)</span>', re.S)
BLOCK = re.compile(r'<div class="arithmatex">\s*\\\[(.*?)\\\]\s*</div>', re.S)


def on_page_content(content: str, **_: Any) -> str:
    """Convert the formulas of a page."""
    content = BLOCK.sub(lambda found: f'<div class="formula">{_converted(found[1], display=True)}</div>', content)
    return INLINE.sub(lambda found: _converted(found[1]), content)


def _converted(escaped: str, display: bool = False) -> str:
    return mathml(html.unescape(escaped).strip(), display)
