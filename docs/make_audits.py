"""Audits the functions of docs/audited/ and writes what is found: ``python docs/make_audits.py``, with statsmodels and
concentration-lib.

The results go to docs/audits.json, the page is made from these; `text` makes it again without an audit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import Any

import contextures as cx
from contextures.files import as_text
from contextures.verify.audit.findings import brief, tell
from contextures.verify.audit.picture import image

DOCS = Path(__file__).parent
RESULTS = DOCS / "audits.json"
LIBRARIES = ("scipy", "statsmodels", "concentration-lib")
LONGEST = 40
"""Characters of a law that is written as fractions."""


@dataclass(frozen=True)
class Row:
    """A function to audit: where it is, what it promises, how it is asked, and what the page says of it."""

    name: str
    kind: str
    why: str
    label: str = ""
    n: int = 20
    delta: str = "1/20"
    options: dict[str, Any] = field(default_factory=dict)
    picture: bool = False


BITS = {"domain": "binary"}
OWN = (
    Row("hoeffding", "upper", "Valid, with room to spare on every law of [0, 1].", n=10, picture=True),
    Row(
        "one_logarithm",
        "interval",
        "Each side fails with probability δ, both together with up to 2δ; with one draw it shows for a large δ.",
        n=1,
        delta="3/4",
        options=BITS,
    ),
    Row("kl_limit", "upper", "Valid; with no success in the sample it is tight.", n=10),
    Row(
        "clopper_pearson",
        "upper",
        "Valid for zeros and ones, and tight at each of its limits.",
        options=BITS,
        picture=True,
    ),
    Row(
        "printed_to_two_places",
        "upper",
        "Some limits are rounded down, and what was tight fails.",
        options=BITS,
        picture=True,
    ),
    Row("both_tails", "interval", "δ is spent twice: δ/2 for each end is right.", options=BITS, picture=True),
    Row("empirical_bernstein", "upper", "Valid; its last term is large at small n.", n=10),
    Row(
        "plug_in_bernstein",
        "upper",
        "The sample variance is no variance: where nothing rare was drawn it is 0.",
        n=10,
        picture=True,
    ),
    Row(
        "better_of_two_looks",
        "upper",
        "The first half is used twice, and the smaller of two limits has two chances to fail.",
        n=10,
        options=BITS,
    ),
    Row("better_of_two_looks_corrected", "upper", "Valid: δ is split between the looks.", n=10, options=BITS),
    Row(
        "trimmed",
        "upper",
        "The largest value is dropped because it is large: what is left is smaller on average.",
        n=5,
        delta="1/5",
    ),
    Row("conformal", "conformal", "Valid, and exactly δ where (n + 1)δ is whole.", n=9, delta="1/10"),
    Row(
        "conformal_by_float",
        "conformal",
        "(n + 1)(1 − δ) is 2, its float is 1.9999999999999996, and `int` makes it 1.",
        n=9,
        delta="4/5",
    ),
    Row(
        "conformal_by_quantile",
        "conformal",
        "The quantile of n scores is not corrected for the one to come.",
        n=9,
        delta="1/10",
        picture=True,
    ),
    Row(
        "binomial_p_value",
        "pvalue",
        "Losses just below 1 add up to just below n, and rounding down takes a whole success away.",
        n=10,
    ),
)
EXACT = "The sum of two binomial tails, each at most δ/2."
POINT = "A sample of one value gives an interval of no width, however rare the other value is."
SCORE = "The mean lies just beyond the interval of the samples with one success, or one failure."
ON_LAW = " On this law the printed guarantee is not met."
PROPORTION = "statsmodels `proportion_confint`, "
OTHERS = (
    Row("wald", "interval", POINT + ON_LAW, PROPORTION + "`normal` (Wald)", options=BITS, picture=True),
    Row("wilson", "interval", SCORE + ON_LAW, PROPORTION + "`wilson`", options=BITS, picture=True),
    Row(
        "agresti_coull",
        "interval",
        "It is longer than Wilson's at the ends, and short in the middle." + ON_LAW,
        PROPORTION + "`agresti_coull`",
        options=BITS,
        picture=True,
    ),
    Row(
        "jeffreys",
        "interval",
        "Without a success its lower end is above 0, so that a mean of 0 is always missed." + ON_LAW,
        PROPORTION + "`jeffreys`",
        options=BITS,
    ),
    Row("beta", "interval", EXACT, PROPORTION + "`beta` (Clopper–Pearson)", options=BITS, picture=True),
    Row(
        "binom_test",
        "interval",
        "An exact test is inverted; it comes closer to δ than two tails do.",
        PROPORTION + "`binom_test`",
        options=BITS,
    ),
    Row("scipy_exact", "interval", EXACT, "SciPy `binomtest(…).proportion_ci`, `exact`", options=BITS),
    Row("scipy_wilson", "interval", SCORE + ON_LAW, "SciPy `binomtest(…).proportion_ci`, `wilson`", options=BITS),
    Row(
        "scipy_wilson_cc",
        "interval",
        "The correction for continuity takes nearly all of that away." + ON_LAW,
        "SciPy `binomtest(…).proportion_ci`, `wilsoncc`",
        options=BITS,
    ),
    Row("scipy_t", "interval", POINT + ON_LAW, "SciPy `ttest_1samp(…).confidence_interval`", options=BITS),
    Row("statsmodels_t", "interval", POINT + ON_LAW, "statsmodels `DescrStatsW.tconfint_mean`", options=BITS),
    Row(
        "scipy_bootstrap",
        "interval",
        "Resamples of one value have one value." + ON_LAW,
        "SciPy `bootstrap`, `percentile`, 8 seeds",
        options={**BITS, "seeded": True},
    ),
    Row(
        "scipy_binomtest",
        "pvalue",
        "Exact, and audited at the mean of every law.",
        "SciPy `binomtest`, `less`",
        options=BITS,
    ),
)
LIMITS = (
    Row("cl_hoeffding", "upper", "Valid.", "`hoeffding_bound`", options=BITS),
    Row(
        "cl_bernstein",
        "upper",
        "The squares are divided by n, where the theorem has n − 1; its last term is large enough to hide that.",
        "`empirical_bernstein_bound`",
        options=BITS,
    ),
    Row(
        "cl_bentkus",
        "upper",
        "The spread is estimated from the sample, at a price that is paid: it does not miss too often.",
        "`empirical_bentkus_bound`",
        options=BITS,
    ),
    Row(
        "cl_student",
        "upper",
        "A sample of one value gives the mean itself, however rare the other value is." + ON_LAW,
        "`empirical_student_bound`",
        options=BITS,
    ),
)
HEAD = """# Gallery of audits

Functions that promise something, and the finite law on which each breaks its promise most often of all laws that were
searched: the exact probability of a miss there, against the probability δ that is promised. `contextures audit` finds
and certifies each of them; [how to audit](auditing.md) says what it does. A miss that is at most δ proves nothing about
laws that were not searched; a miss beyond δ is proved by its law.
"""
OWN_HEAD = """## Fifteen functions written for this page

They are in `docs/audited/own.py`, valid and invalid ones.
"""
OTHERS_HEAD = """## Intervals of SciPy and statsmodels

What is called an interval, or a p-value, at n = 20 draws of zeros and ones and δ = 1/20, as it was run here with
{versions}. Several of these are made for large samples and say so; the table says what happens at this n, and no more.
The functions are in `docs/audited/libraries.py`.
"""
LIMITS_HEAD = """## Upper limits of concentration-lib

The width that a function of concentration-lib {version} returns for the range from 0 to 1 and δ = 1/20, added to the
mean of 20 draws of zeros and ones. The functions are in `docs/audited/limits.py`.
"""
GROUPS = ((OWN, "own.py"), (OTHERS, "libraries.py"), (LIMITS, "limits.py"))
TABLE = "| function | promise | n | δ | worst P(miss) | law | why |\n| --- | --- | --- | --- | --- | --- | --- |\n"


def audited(row: Row, file: str) -> cx.Audit:
    """Audit the function of a row."""
    return cx.audit(f"{DOCS / 'audited' / file}:{row.name}", row.kind, row.n, row.delta, **row.options)


def document(row: Row, audit: cx.Audit) -> dict[str, Any]:
    """Return what is kept of an audit."""
    found = audit.to_json()
    kept = ("kind", "n", "delta", "domain", "order", "violated", "miss", "law", "mean", "truncated", "seed")
    return {"name": row.name, **{key: found[key] for key in kept}}


def law(found: dict[str, Any]) -> str:
    """Return a law for the page."""
    if found["law"] is None:
        return "any order of n + 1 scores"
    weights = {value: Fraction(weight) for value, weight in found["law"].items()}
    written = ", ".join(f"P({value}) = {weight}" for value, weight in weights.items())
    if len(written) > LONGEST:
        written = ", ".join(f"P({value}) = {float(weight):.6g}" for value, weight in weights.items())
    return written


def line(row: Row, found: dict[str, Any]) -> str:
    """Return the line of a function."""
    miss = f"{float(Fraction(found['miss'])):.6g}"
    shown = f"**{miss}**" if found["violated"] else miss
    label = row.label or f"`{row.name}`"
    return f"| {label} | {row.kind} | {row.n} | {row.delta} | {shown} | {law(found)} | {row.why} |\n"


def pictures(rows: tuple[Row, ...]) -> str:
    """Return the pictures of some rows."""
    drawn = [row for row in rows if row.picture]
    return "".join(
        f"\n![P(miss) of {row.label or row.name} against the mean](audits/{row.name}.png)\n" for row in drawn
    )


def text() -> str:
    """Return the page, from the results as they are kept."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    found = {one["name"]: one for one in kept["audits"]}
    numbers = kept["versions"]
    versions = f"SciPy {numbers['scipy']} and statsmodels {numbers['statsmodels']}"
    return "\n".join(
        [
            HEAD,
            OWN_HEAD,
            TABLE + "".join(line(row, found[row.name]) for row in OWN) + pictures(OWN),
            OTHERS_HEAD.format(versions=versions),
            TABLE + "".join(line(row, found[row.name]) for row in OTHERS) + pictures(OTHERS),
            LIMITS_HEAD.format(version=numbers["concentration-lib"]),
            TABLE + "".join(line(row, found[row.name]) for row in LIMITS),
        ]
    )


def make() -> None:
    """Run every audit, draw, and write the results."""
    folder = DOCS / "audits"
    folder.mkdir(exist_ok=True)
    rows = [(row, file) for group, file in GROUPS for row in group]
    kept = []
    for row, file in rows:
        audit = audited(row, file)
        kept.append(document(row, audit))
        print(row.name, brief(audit.miss), [tell(missed.sample) for missed in audit.missed_samples[:1]])
        if row.picture:
            (folder / f"{row.name}.png").write_bytes(image([audit.drawing], "png"))
    versions = {name: version(name) for name in LIBRARIES}
    RESULTS.write_text(as_text({"versions": versions, "audits": kept}), encoding="utf-8")


if __name__ == "__main__":
    make()
    (DOCS / "audits.md").write_text(text(), encoding="utf-8")
