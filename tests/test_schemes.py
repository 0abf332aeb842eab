"""Masking, cropping, flipping and block schemes: closed forms against channels written out, letter by letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures as cx
from contextures import InputError, Scheme

CUBE = (Fraction(1, 2), Fraction(1, 2))
SKEW = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
HALF, FIFTH = Fraction(1, 2), Fraction(1, 5)


def written_out(m: int, law: Any, masks: dict[tuple[int, ...], Fraction], flips: Fraction) -> cx.Context:
    """The joint law of a word and what is seen of it: a mask (where it is visible) and the letters it leaves."""
    words = list(product(range(len(law)), repeat=m))
    joint: Counter[tuple[Any, Any]] = Counter()
    for word in words:
        weight = np.prod([law[letter] for letter in word])
        for kept, chance in masks.items():
            for seen in product(range(len(law)), repeat=len(kept)):
                channel = chance * weight
                for place, letter in zip(kept, seen, strict=True):
                    channel *= flips * law[letter] + (1 - flips) * (letter == word[place])
                joint[word, (kept, seen)] += channel
    views = sorted({view for _, view in joint}, key=str)
    return cx.Context.from_table([[float(joint[word, view]) for view in views] for word in words])


def subsets(m: int, alpha: Fraction) -> dict[tuple[int, ...], Fraction]:
    chosen = [tuple(j for j in range(m) if bits[j]) for bits in product((0, 1), repeat=m)]
    return {kept: (1 - alpha) ** len(kept) * alpha ** (m - len(kept)) for kept in chosen}


def blocks(m: int, hidden: int) -> dict[tuple[int, ...], Fraction]:
    starts = m - hidden + 1
    masks: Counter[tuple[int, ...]] = Counter()
    for start in range(starts):
        masks[tuple(j for j in range(m) if not start <= j < start + hidden)] += Fraction(1, starts)
    return dict(masks)


def windows(m: int, kept: int) -> dict[tuple[int, ...], Fraction]:
    starts = m - kept + 1
    return {tuple(range(start, start + kept)): Fraction(1, starts) for start in range(starts)}


CASES: list[tuple[Callable[..., Scheme], Any, dict[tuple[int, ...], Fraction], int]] = [
    (lambda **k: cx.masking(3, FIFTH, **k), subsets(3, FIFTH), 3),
    (lambda **k: cx.masking(2, "1/2", **k), subsets(2, HALF), 2),
    (lambda **k: cx.block_masking(3, 1, **k), blocks(3, 1), 3),
    (lambda **k: cx.block_masking(4, 2, **k), blocks(4, 2), 4),
    (lambda **k: cx.cropping(3, 2, **k), windows(3, 2), 3),
    (lambda **k: cx.cropping(4, 1, **k), windows(4, 1), 4),
]


@pytest.mark.parametrize(
    ("scheme", "masks", "m", "law"),
    [(*case, law) for case in CASES for law in (CUBE, SKEW) if len(law) ** case[2] < 30],
)
@pytest.mark.parametrize("flips", [Fraction(0), Fraction(1, 3)], ids=["plain", "flipped"])
def test_complexity_and_spectrum_of_the_channel(
    scheme: Callable[..., Scheme], masks: Any, m: int, law: Any, flips: Fraction
) -> None:
    found, context = scheme(letters=law, flips=flips), written_out(m, law, masks, flips)
    assert float(found.kappa_square) == pytest.approx(context.kernel_diagonal.max())
    assert float(found.S_lambda) == pytest.approx(1 + context.chi_square)
    assert sum(count for _, count in found.spectrum) == len(law) ** m
    wanted = np.zeros(len(found.singular_values))
    have = context.singular_values[: len(wanted)]
    wanted[: len(have)] = have
    assert found.singular_values == pytest.approx(wanted, abs=1e-7)


@pytest.mark.parametrize("m", [1, 3, 6])
def test_symbols_give_the_printed_values(m: int) -> None:
    alpha = sp.Symbol("alpha")
    found = cx.masking(m, alpha)
    assert sp.expand(found.kappa_square - (2 - alpha) ** m) == 0
    assert sp.expand(found.S_lambda - (2 - alpha) ** m) == 0
    flipped = cx.block_masking(m, 1, flips=alpha)
    assert sp.expand(flipped.kappa_square - (alpha**2 - 2 * alpha + 2) ** (m - 1)) == 0


def test_a_flip_is_a_fresh_letter_half_of_the_time() -> None:
    p = Fraction(1, 10)
    assert [v for v, _ in cx.flipping(2, 2 * p).spectrum] == [1, (1 - 2 * p) ** 2, (1 - 2 * p) ** 4]


def test_ends() -> None:
    assert cx.masking(4, 1).spectrum == ((1, 1), (0, 15))
    assert cx.masking(4, 0).S_lambda == cx.cropping(4, 4).S_lambda == cx.block_masking(4, 0).S_lambda == 16
    assert cx.block_masking(4, 4).kappa_square == cx.cropping(4, 0).kappa_square == 1


def test_a_scheme_is_a_context_of_a_bound() -> None:
    scheme = cx.masking(10, "1/5")
    found = cx.bound("bounds.kernel-pca-explicit", context=scheme, N=10**6, delta=0.05, d=11)
    assert found.settings["kappa"] == pytest.approx(1.8**5)
    assert found.terms["spectrum"] == pytest.approx(0.8**2)
    large = cx.masking(20, "1/5")
    assert not large.whole
    assert large.singular_values.shape == (4096,)
    assert cx.bound("bounds.kernel-pca-explicit", context=large, N=10**9, delta=0.05, d=21).settings[
        "S_lambda"
    ] == pytest.approx(1.8**20)


@pytest.mark.parametrize(
    "call",
    [
        lambda: cx.masking(0, 0.5),
        lambda: cx.masking(2, 1.5),
        lambda: cx.masking(2, "many"),
        lambda: cx.masking(2, 0.5, letters=(0.5, 0.4)),
        lambda: cx.masking(2, 0.5, letters=(1, 0)),
        lambda: cx.block_masking(3, 4),
        lambda: cx.cropping(3, 1.5),
        lambda: cx.flipping(2, -1),
        lambda: cx.masking(2, sp.Symbol("alpha")).singular_values,
    ],
)
def test_bad_schemes(call: Callable[[], Any]) -> None:
    with pytest.raises(InputError, match=r"right|needed"):
        call()
