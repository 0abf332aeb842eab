"""Proofs that functions span a top eigenspace, or do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from contextures.verify.certificates.coq.case import Case
from contextures.verify.certificates.coq.linear import apply, combination, relation
from contextures.verify.certificates.coq.literals import Row, functions, ordinal, table, vector
from contextures.verify.certificates.coq.spectrum import Modes


def spanned_by(case: Case, family: list[Row], top: list[Row]) -> tuple[str, str]:
    """Two families as combinations of each other, as tables of coefficients.

    Raises
    ------
    NoFormal
        Where their spans differ for the eigenfunctions at hand.
    """
    there = [combination(f, top) for f in family]
    back = [combination(f, family) for f in top]
    if None in there or None in back:
        raise case.refuse("no top singular functions with rational values span what the encoder does")
    return table([f for f in there if f is not None]), table([f for f in back if f is not None])


def learned(case: Case, modes: Modes, family: list[Row], claim: str, name: str = "learned") -> str:
    """The lemma that a family, less its means where the claim says so, spans the top singular functions."""
    there, back = spanned_by(case, family, modes.functions[1 : len(family) + 1])
    return (
        f"Lemma {name} : {claim}.\nProof.\n"
        f"apply: (spans_top_by (A := {there}) (B := {back}) {modes.lemma}); check.\nQed.\n"
    )


def _chain(operator: list[Row], values: Sequence[Fraction], f: Row) -> list[Row]:
    """A function after the operator less the last value, then less the one before, and so on; the last comes first."""
    found = [f]
    for value in reversed(values):
        found.insert(0, [x - value * y for x, y in zip(apply(operator, found[0]), found[0], strict=True)])
    return found


def _annihilated(operator: list[Row], values: Sequence[Fraction], family: list[Row]) -> tuple[int, int] | None:
    """Where the product of the operator less each value does not send a function of the family to zero."""
    for k, f in enumerate(family):
        for x, value in enumerate(_chain(operator, values, f)[0]):
            if value:
                return k, x
    return None


def _zero(lemma: str, linear: str, theta: str, chain: list[Row], x: str, rewriting: str = "") -> str:
    """A contradiction from the lemma that a product sends a function to zero at x, each factor taken by itself."""
    if len(chain) == 2:
        return f"have := {lemma}.\nby rewrite /= {rewriting}; apply/eqP; check.\n"
    steps = f"apply: each_nat; cbn [every iota]; do !split=> //; rewrite {rewriting}; check" if rewriting else "check"
    return (
        f"have := {lemma}.\n"
        f"rewrite (stepwise (theta := {theta}) (F := {functions(chain, len(chain[0]))}) {x} {linear}).\n"
        f"- by apply/eqP; check.\n- by check.\n- by {steps}.\n"
    )


def _refute(
    case: Case,
    family: list[Row],
    within: str,
    free: str,
    kept: Callable[[int, int], str],
    operator: list[Row],
    values: Row,
) -> str:
    """A contradiction from ``H``, that a family spans a top eigenspace.

    Parameters
    ----------
    case : Case
    family : list of list of Fraction
    within : str
        The proof that the space has room for the family.
    free : str
        The lemma that the family is independent then.
    kept : callable
        The proof that a product of operators sends its k-th function to zero at x.
    operator, values
        Those operators, and what is subtracted from each.
    """
    vanishing = relation(family)
    if vanishing is not None:
        k = next(k for k, value in enumerate(vanishing) if value)
        index = ordinal(k, len(family))
        return f"have := {free} (c := {vector(vanishing)}) {index} {within} H ltac:(check).\nby apply/eqP; check.\n"
    found = _annihilated(operator, values, family)
    if found is None:
        raise case.refuse("that the encoder does not span a top eigenspace is not seen by its polynomial")
    return kept(*found)


def not_learned(
    case: Case,
    modes: Modes,
    family: list[Row],
    operator: list[Row],
    lemma: str = "learned",
    known: Sequence[int] = (),
) -> str:
    """A contradiction from ``H : learns …`` or ``H : spans_top …`` (``lemma="top"``).

    ``known`` are the squares of singular values that the proof has at hand.
    """
    d, size = len(family), len(modes.functions[0])
    squares = [modes.square(i) for i in range(1, d + 1)]
    within = f"(isT : ({d} < {size})%N)"

    def kept(k: int, x: int) -> str:
        needed = [] if modes.rational else list(range(1, d + 1))
        rewriting = " ".join(f"square_{i}" for i in needed)
        place = ordinal(x, size)
        return modes.known([i for i in needed if i not in known]) + _zero(
            f"{lemma}_annihilated {ordinal(k, d)} {place} {within} H", "(TTs_linear P)",
            f"(fun i => {modes.s} i.+1 ^+ 2)%R", _chain(operator, squares, family[k]), place, rewriting,
        )  # fmt: skip

    return _refute(case, family, within, "top_free", kept, operator, squares)


def not_counted(case: Case, modes: Modes, family: list[Row], operator: list[Row], known: Sequence[int] = ()) -> str:
    """A contradiction from ``H : spans_top_counted …``, the constant counted."""
    d, size = len(family), len(modes.functions[0])
    squares = [modes.square(i) for i in range(d)]
    within = f"(isT : ({d} <= {size})%N)"

    def kept(k: int, x: int) -> str:
        needed = [] if modes.rational else list(range(d))
        rewriting = " ".join(f"square_{i}" for i in needed)
        place = ordinal(x, size)
        return modes.known([i for i in needed if i not in known]) + _zero(
            f"counted_annihilated {ordinal(k, d)} {place} {within} H", "(TTs_linear P)",
            f"(fun i => {modes.s} i ^+ 2)%R", _chain(operator, squares, family[k]), place, rewriting,
        )  # fmt: skip

    return _refute(case, family, within, "counted_free", kept, operator, squares)


def not_extracted(case: Case, theta: Row, family: list[Row], operator: list[Row], linear: str) -> str:
    """A contradiction from ``H : extracts …``; ``linear`` proves that the operator is."""
    d, size = len(family), len(family[0])
    within = f"(isT : ({d} <= {size})%N)"

    def kept(k: int, x: int) -> str:
        place = ordinal(x, size)
        return _zero(
            f"extracted_annihilated {ordinal(k, d)} {place} {linear} {within} H", linear,
            "theta", _chain(operator, theta[:d], family[k]), place,
        )  # fmt: skip

    return _refute(case, family, within, "extracted_free", kept, operator, theta[:d])
