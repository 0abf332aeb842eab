"""A certificate of an audit for its author: a note, and a script that runs the function with NumPy and fractions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import fmpq

from contextures.exact.numbers import rational
from contextures.theory.typeset import number_tex
from contextures.verify.audit.case import Case
from contextures.verify.audit.promises import SAYS, Promise, nearest
from contextures.verify.audit.target import Target
from contextures.verify.certificates.byhand.note import Line, Note
from contextures.verify.certificates.byhand.steps import value_tex

FIRST = 12
"""Samples that a note shows."""
MISSES = {
    Promise.UPPER: "answer < mean - rounding",
    Promise.LOWER: "answer > mean + rounding",
    Promise.INTERVAL: "low > mean + rounding or high < mean - rounding",
    Promise.PVALUE: "answer <= delta - rounding",
    Promise.CONFORMAL: "answer < left - rounding",
}
"""What a miss is, in Python."""
FORMULAS = {
    Promise.UPPER: r"P\bigl(f(Z_1,\dots,Z_n)<p\bigr)\le\delta",
    Promise.LOWER: r"P\bigl(f(Z_1,\dots,Z_n)>p\bigr)\le\delta",
    Promise.INTERVAL: r"P\bigl(p\notin f(Z_1,\dots,Z_n)\bigr)\le\delta",
    Promise.PVALUE: r"P\bigl(f(Z_1,\dots,Z_n)\le\delta\bigr)\le\delta",
    Promise.CONFORMAL: r"P\bigl(Z_{n+1}>f(Z_1,\dots,Z_n)\bigr)\le\delta",
}


def note(document: Mapping[str, Any]) -> Note:
    """Write the note of a certificate that proves what it says."""
    case = Case.of(document)
    misses = case.misses()
    head, total = misses[:FIRST], document["lhs"]
    lines = [
        Line("n", "draws in a sample", f"={case.size}"),
        Line(r"\delta", "probability with which it may fail", f"={number_tex(str(case.delta))}"),
    ]
    if case.law:
        lines += [Line(f"P(Z={number_tex(str(x))})", "law", _equal(w)) for x, w in case.law.items()]
        lines.append(Line("p", "mean", _equal(case.mean)))
    else:
        lines.append(Line("s", "scores, in any order", "=" + _tuple([str(score) for score in case.scores])))
    shown = [
        Line(
            "f" + _tuple([str(x) for x in miss.sample]),
            f"probability {_decimal(miss.probability)}" + ("" if miss.seed is None else f", seed {miss.seed}"),
            f"={_answer(miss.answer)}",
        )
        for miss in head
    ]
    rest = "" if len(head) == len(misses) else f" The first {len(head)} of {len(misses)} samples are shown."
    orders = "" if case.ordered else " Each sample stands for all of its orders."
    return Note(
        title=f"Audit of {case.function}",
        subtitle=f"What it promises is not met: {SAYS[case.promise].partition(':')[0]}, and misses too often here.",
        claim=SAYS[case.promise],
        formula=FORMULAS[case.promise],
        given=(),
        instance=tuple(lines),
        quantities=tuple(shown),
        conclusion=rf"P(\text{{miss}})\ {_value(total)}\quad\nleq\quad\delta={number_tex(str(case.delta))}",
        recheck="`contextures check` recomputes the probability from the answers, `contextures check --rerun` runs the "
        f"function.{orders}{rest}",
    )


def _value(side: dict[str, str]) -> str:
    tex = value_tex(side)
    return tex if tex.startswith(r"\approx") else f"={tex}"


def _equal(value: fmpq) -> str:
    return _value({"exact": str(value)})


def _tuple(words: list[str]) -> str:
    shown = words if len(words) <= 24 else [*words[:20], "…", *words[-3:]]
    return "(" + r",\ ".join(r"\dots" if word == "…" else number_tex(word) for word in shown) + ")"


def _answer(answer: tuple[str, ...]) -> str:
    ends = [word.replace("inf", r"\infty") if "inf" in word else _decimal(rational(word)) for word in answer]
    return ends[0] if len(ends) == 1 else rf"({ends[0]},\ {ends[1]})"


def _decimal(value: fmpq) -> str:
    return f"{nearest(value):.9g}"


def script(document: Mapping[str, Any]) -> str:
    """Write a stand-alone script that enumerates all samples and runs the function on each.

    Where the function has no name by which it could be imported, the answers of the certificate stand in for it.
    """
    case = Case.of(document)
    conformal = case.promise is Promise.CONFORMAL
    seeds = ["seeds = " + repr(list(case.seeds))] if case.seeds else []
    call = "function(np.array(sample, dtype=float){}, {}{})".format(
        "[None]" if case.batched else "",
        "float(level)" if case.promise is Promise.PVALUE else "float(delta)",
        ", seed" if case.seeds else "",
    )
    take = "[0]" if case.batched else ""
    if case.promise is Promise.INTERVAL:
        unpack = "low, high = (float(np.asarray(end).reshape(-1)[0]) for end in {})"
        ask = unpack.format(f"np.asarray({call}).reshape(2)" if case.batched else call)
    else:
        ask = f"answer = float({call}{take})"
    pad = "        " if case.seeds else "    "
    body = [
        *(["    for seed in seeds:"] if case.seeds else []),
        f"{pad}try:",
        f"{pad}    {ask}",
        f"{pad}except Exception:  # no limit is no miss",
        f"{pad}    continue",
        f"{pad}if {MISSES[case.promise]}:",
        f"{pad}    miss += weight{' / len(seeds)' if case.seeds else ''}",
    ]
    head = [
        f'"""{case.function} misses with probability above {case.delta} here: all samples, one by one."""',
        "from collections import Counter",
        "from fractions import Fraction as F",
        "from itertools import combinations_with_replacement, permutations, product",
        "from math import factorial, prod",
        "import numpy as np",
        *_import(case),
        "",
        f'n, delta, rounding = {case.size}, F("{case.delta}"), F("{case.rounding}")',
        *seeds,
    ]
    lines = [*head, *(_scores(case) if conformal else _law(case)), *body]
    lines += ['print("P(miss) =", miss, "=", float(miss), " allowed:", delta)', "assert miss > delta"]
    return "\n".join(lines) + "\n"


def _law(case: Case) -> list[str]:
    law = ", ".join(f'F("{x}"): F("{w}")' for x, w in case.law.items())
    every = "product(law, repeat=n)" if case.ordered else "combinations_with_replacement(sorted(law), n)"
    orders = "" if case.ordered else "factorial(n) // prod(map(factorial, Counter(sample).values())) * "
    level = [f"level = {'mean' if case.null is None else f'F({str(case.null)!r})'}"]
    return [
        f"law = {{{law}}}",
        "mean = sum(x * p for x, p in law.items())",
        *(level if case.promise is Promise.PVALUE else []),
        "miss = F(0)",
        f"for sample in {every}:",
        f"    weight = {orders}prod(law[x] for x in sample)",
    ]


def _scores(case: Case) -> list[str]:
    scores = ", ".join(f'F("{score}")' for score in case.scores)
    every = "permutations(scores)" if case.ordered else "((*(s for s in scores if s != x), x) for x in scores)"
    weight = "factorial(n + 1)" if case.ordered else "n + 1"
    return [
        f"scores = [{scores}]",
        "miss = F(0)",
        f"for *sample, left in {every}:",
        f"    weight = F(1, {weight})",
    ]


def _import(case: Case) -> list[str]:
    """Write the lines that bring the function."""
    place, _, attribute = case.function.rpartition(":")
    if place in ("", "__main__") or "<" in attribute:
        table = ", ".join(
            f"({', '.join(str(float(x)) for x in s)},{f' {seed},' if case.seeds else ''}): {_recorded(a)}"
            for s, a, seed in zip(case.samples, case.answers, case.drawn or [0] * len(case.samples), strict=True)
        )
        seed, key = (", seed", " + (seed,)") if case.seeds else ("", "")
        return [
            f"answers = {{{table}}}  # of the certificate, where it misses",
            f"function = lambda sample, delta{seed}: answers[tuple(np.ravel(sample)){key}]",
        ]
    found = Target(case.function, place, attribute)
    if found.is_file:
        return ["import runpy", "", f"function = runpy.run_path({place!r})[{attribute!r}]"]
    first, _, rest = attribute.partition(".")
    return [f"from {place} import {first}", "", f"function = {first}{'.' + rest if rest else ''}"]


def _recorded(answer: tuple[str, ...]) -> str:
    numbers = [f'float("{word}")' if "inf" in word else repr(nearest(rational(word))) for word in answer]
    return numbers[0] if len(numbers) == 1 else f"({numbers[0]}, {numbers[1]})"
