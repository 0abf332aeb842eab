"""TeX as MathML, so that a page shows formulas with nothing to load; indices in plain text as HTML."""

from __future__ import annotations

import html
import re
from functools import cache

from contextures.errors import InputError
from contextures.markup import Raw

UNKNOWN = {
    r"\arg": r"\operatorname{arg}",
    r"\textstyle": "",
    r"\iff": r"\;\Longleftrightarrow\;",
    r"\\[1ex]": r"\\",
    **{rf"\{size}{side}{sign}": sign for size in ("big", "Big") for side in "lr" for sign in (r"\|", r"\{", r"\}")},
}
"""What the converter does not know, in other words."""
UNBRACED = re.compile(r"\\math(bb|bf|cal) ?([A-Za-z])")
"""Letters that the converter styles by an attribute, which browsers ignore; braced, they get their own code points."""


MATRIX = re.compile(r"<mo>\(</mo><mtable>(.*?)</mtable><mo>\)</mo>", re.S)
BETWEEN = "border:solid currentColor;border-width:0 .1em;border-radius:.5em;padding:0 .2em"
"""How a matrix is drawn: brackets of characters grow in few fonts."""
CODED = re.compile(r"&#x([0-9A-F]+);(?<!&#x0003C;)(?<!&#x0003E;)(?<!&#x00026;)")
"""A sign by its number, but for those that markup needs."""
BRACED = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
BASE = "|".join(
    (
        r"[\u0370-\u03ff\u2100-\u214f\U0001d400-\U0001d7ff\u00c0-\u024f‖⟩)\]∫∏²³⁴⁻′*][\u0300-\u036f]*",
        r"[A-Za-z][\u0300-\u036f]+",
        r"(?<![A-Za-z_])(?<![A-Za-z_]\d)[A-Za-z]",
        r"(?<=_[A-Za-z0-9])[A-Za-z]|(?<=[A-Za-z])[A-Z](?=_(?:max|[A-Z]{2}ᵀ))",
        r"(?<![A-Za-z_])[A-Za-z]{2,}(?=_(?:\{|[^\W_](?![A-Za-z0-9_])))",
        r"(?<=\^[\w*])",
    )
)
"""What bears an index: a mathematical letter, a letter outside names, a word with an index of one letter."""
INDEX = "|".join(
    (
        BRACED,
        r"((?:max|min|train|TV|un|sup|sim|bal|eff|sum|sep|concat|in|out|ERM|KL|RC|JE|HS)(?![A-Za-z0-9_])|⌊[^⌋]*⌋|\([a-z0-9][-+−]?[0-9]?\)"
        r"|(?:[ijlx]{2}|11)′?(?![A-Za-z0-9_])|[-+−*]|&[lg]t;|[^\W_](?![A-Za-z0-9_])|[A-Z](?=[A-Z]ᵀ)|[a-z0-9](?=[A-Z(\u0370-\u03ff])"
        r"|[A-Za-z0-9](?=[A-Za-z]_[A-Za-z0-9](?![a-z]))|[a-z0-9](?=[a-z](?![A-Za-z0-9_])))",
    )
)
MARK = re.compile(rf"({BASE})_(?:{INDEX})|\^(?:{BRACED}|(\([a-z]\)|\|[^|]*\||[\w*](?![A-Za-z0-9])|[^\W_](?=_)))")
"""A letter with an index, or an exponent; no name of a file, a column or a variable."""


def lowered(text: str) -> str:
    """Return a text, escaped already, in which indices are lowered and exponents raised; names stay as they are."""

    def marked(found: re.Match[str]) -> str:
        base, *inside = found.groups()
        content = lowered(next(text for text in inside if text is not None))
        return f"<sup>{content}</sup>" if base is None else f"{base}<sub>{content}</sub>"

    return MARK.sub(marked, text)


def prose(text: str) -> Raw:
    """Return a text as markup: its indices lowered, and what is between backticks as code."""
    pieces = html.escape(text).split("`")
    return Raw("".join(f"<code>{piece}</code>" if k % 2 else lowered(piece) for k, piece in enumerate(pieces)))


@cache
def mathml(tex: str, display: bool = False) -> Raw:
    """Return the MathML of a formula.

    Parameters
    ----------
    tex : str
    display : bool, optional
        Whether it stands on a line of its own.

    Raises
    ------
    InputError
        If it is no formula.
    """
    from latex2mathml import exceptions
    from latex2mathml.converter import convert

    kinds = (kind for kind in vars(exceptions).values() if isinstance(kind, type))  # they share no class of their own
    malformed = tuple(kind for kind in kinds if issubclass(kind, Exception))
    written = tex
    for command, known in UNKNOWN.items():
        end = r"(?![a-zA-Z])" if command[-1].isalpha() else ""
        tex = re.sub(re.escape(command) + end, known.replace("\\", r"\\"), tex)
    tex = UNBRACED.sub(r"\\math\1{\2}", tex)
    try:
        return Raw(_plain(convert(tex, display="block" if display else "inline")))
    except malformed as error:
        raise InputError(
            f"the TeX {written!r} cannot be typeset ({type(error).__name__}); a formula is right"
        ) from None


def _plain(markup: str) -> str:
    """The same as browsers draw it: matrices between lines, cases on the left, signs as they are, nothing implied."""
    markup = CODED.sub(lambda found: chr(int(found[1], 16)), markup)
    markup = markup.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "").replace(' display="inline"', "")
    markup = markup.replace(' columnalign="left"', ' style="text-align:left"')
    return MATRIX.sub(rf'<mtable style="{BETWEEN}">\1</mtable>', markup)
