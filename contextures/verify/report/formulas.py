"""TeX as MathML, so that a page shows formulas with nothing to load."""

from __future__ import annotations

import re
from functools import cache

from latex2mathml.converter import convert

UNKNOWN = {
    r"\arg": r"\operatorname{arg}",
    r"\textstyle": "",
    **{rf"\Big{side}{sign}": sign for side in "lr" for sign in (r"\|", r"\{", r"\}")},
}
"""What the converter does not know, in other words."""
UNBRACED = re.compile(r"\\math(bb|bf|cal) ?([A-Za-z])")
"""Letters that the converter styles by an attribute, which browsers ignore; braced, they get their own code points."""


@cache
def mathml(tex: str, display: bool = False) -> str:
    """Return the MathML of a formula.

    Parameters
    ----------
    tex : str
    display : bool, optional
        Whether it stands on a line of its own.
    """
    for command, known in UNKNOWN.items():
        end = r"(?![a-zA-Z])" if command[-1].isalpha() else ""
        tex = re.sub(re.escape(command) + end, known.replace("\\", r"\\"), tex)
    tex = UNBRACED.sub(r"\\math\1{\2}", tex)
    return str(convert(tex, display="block" if display else "inline"))
