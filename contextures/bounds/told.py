"""What a comparison is told: its settings, read and checked, and what a sample, a count or a law says of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from contextures.bounds.law import Law
from contextures.bounds.sample import Sample
from contextures.bounds.settings import check, is_array, listed, read, shown
from contextures.errors import InputError
from contextures.theory.symbols.classical import DEFAULTS, SETTINGS


def _of_coins(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the count of ones tells of values 0 and 1."""
    share, n, mu = given["mean"], given["n"], given.get("mu", fmpq(1, 2))
    told = {"second_moment": share, "mean_plus": share * (1 - mu), "mean_minus": (1 - share) * mu}
    return told | ({"variance": n / (n - 1) * share * (1 - share)} if n > 1 else {})


def _of_law(given: Mapping[str, Any], law: Law) -> dict[str, Any]:
    """The moments of a law, in place of those of a sample."""
    low, high = range_of(given)
    mu = given.get("mu", (low + high) / 2)
    told = {"mean": law.mean, "variance": law.variance, "second_moment": law.expectation(lambda z: z * z)}
    told |= {"mean_plus": law.expectation(lambda z: max(z - mu, fmpq(0)))}
    told |= {"mean_minus": told["mean_plus"] - law.mean + mu}
    ones = law.mean * given["n"]
    return told | ({"count": ones} if law.binary and ones.q == 1 else {})


def range_of(given: Mapping[str, Any]) -> tuple[fmpq, fmpq]:
    """The range of the values."""
    low, high = (given.get(name, fmpq(DEFAULTS[name])) for name in ("a", "b"))
    return low, high


def told_of(settings: Mapping[str, Any], drawn: Sample | None, law: Law | None) -> dict[str, Any]:
    """Read and check what is said and what a sample tells."""
    given: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in SETTINGS or name == "sample":
            raise InputError(
                f"there is no setting {name!r}; {listed([n for n in SETTINGS if n != 'sample'])} are right"
            )
        found = read(name, value)
        if is_array(found):
            raise InputError(f"{name} is an array; one number is right here (`bound` takes arrays)")
        whole = name in ("n", "count", "classes", "d", "population", "m", "k", "vectors")
        check(name, found, _Symbol(whole), SETTINGS[name])
        given[name] = found
    if drawn is not None:
        if both := sorted(set(given) & set(drawn.settings)):
            raise InputError(f"{both[0]} is both set and told by the sample; one of them is right")
        given |= drawn.settings
    for name in ("n", "delta"):
        if name not in given:
            raise InputError(f"{name} is missing ({SETTINGS[name].text}, {SETTINGS[name].range})")
    if law is not None:
        _suits(law, given)
        given["true_variance"] = law.variance
    if law is not None and not {"mean", "count"} & set(given):
        given |= {name: value for name, value in _of_law(given, law).items() if name not in given}
    if "mean" not in given and "count" in given:
        given["mean"] = given["count"] / given["n"]
    if "mean" not in given:
        raise InputError("mean is missing (average of the sample); mean=, count= or a sample is right")
    low, high = range_of(given)
    if not low < high:
        raise InputError(f"the range [{shown(low)}, {shown(high)}] is empty; a < b is right")
    if not low <= given["mean"] <= high:
        raise InputError(f"mean is {shown(given['mean'])}, outside of the range [{shown(low)}, {shown(high)}]")
    if drawn is not None and (odd := drawn.outside(low, high)) is not None:
        where = f"[{shown(low)}, {shown(high)}]"
        raise InputError(
            f"the sample holds {odd:g}, outside of the range {where}; name the range that was known with a= and b="
        )
    if drawn is None and "count" in given:
        given |= {name: value for name, value in _of_coins(given).items() if name not in given}
    _possible(given)
    return given


def _possible(given: Mapping[str, Any]) -> None:
    """Raise InputError for moments that no values of the range have."""
    low, high = range_of(given)
    n, quarter = given["n"], (high - low) ** 2 / 4
    if "variance" in given and n > 1 and given["variance"] > (most := quarter * n / (n - 1)):
        raise InputError(
            f"variance is {shown(given['variance'])}; at most {shown(most)} is possible at this n and range"
        )
    if "true_variance" in given and given["true_variance"] > quarter:
        raise InputError(
            f"true_variance is {shown(given['true_variance'])}; at most {shown(quarter)} is possible in the range "
            f"[{shown(low)}, {shown(high)}]"
        )
    if "second_moment" in given and given["second_moment"] < given["mean"] ** 2:
        raise InputError(
            f"second_moment is {shown(given['second_moment'])}, below the squared mean {shown(given['mean'] ** 2)}; "
            "the average square is at least that"
        )
    if "second_moment" in given and given["second_moment"] > (most := max(low**2, high**2)):
        raise InputError(
            f"second_moment is {shown(given['second_moment'])}; at most {shown(most)} is possible in the range "
            f"[{shown(low)}, {shown(high)}]"
        )


def _suits(law: Law, given: Mapping[str, Any]) -> None:
    """Raise InputError where a law contradicts what is said."""
    low, high = range_of(given)
    if odd := next((z for z in law.masses if not low <= z <= high), None):
        raise InputError(f"the law holds {shown(odd)}, outside of the range [{shown(low)}, {shown(high)}]")
    if "true_variance" in given:
        raise InputError("true_variance is both set and told by the law; one of them is right")


@dataclass(frozen=True)
class _Symbol:
    """What a check of a setting asks of its symbol."""

    is_integer: bool
