"""Certificates: accepted as written, refused when edited or untrue, and right when a reader re-does them by hand."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from contextures import InputError, Report, catalogue, check
from contextures.measure.domain import DOMAINS, domain_of
from contextures.verify.certificates.certificate import KEYS, digest
from contextures.verify.certificates.check import LARGEST, check_file

Document = dict[str, Any]
Valid = Callable[[str, Any], None]
LOW_VARIANCE = "certificates/optimality.low-variance.printed.json"
MINIMAX = "certificates/optimality.minimax-value.printed.json"
ONLY_IF = "certificates/optimality.minimax-only-if.printed.json"
TRACE_GAP = "certificates/optimality.trace-gap.printed.json"
OF_CONTEXTURE = "certificates/optimality.trace-gap-of-contexture.printed.json"
LIPSCHITZ = "certificates/optimality.lipschitz.printed.json"
RKHS = "certificates/optimality.rkhs.printed.json"


def signed(document: Document) -> Document:
    """A document with the hash that belongs to it."""
    return {**document, "sha256": digest(document)}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every string, number, truth value, null and empty container, with its path."""
    if isinstance(value, dict | list) and value:
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(entry, (*path, key))
    else:
        yield path, value


def keys(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every key and every entry of a list."""
    if isinstance(value, dict | list):
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from keys(entry, (*path, key))


def edited(document: Document, path: tuple[Any, ...], *value: Any) -> Document:
    """A copy with the entry at a path replaced, or deleted where no value is given."""
    changed = copy.deepcopy(document)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    if value:
        place[path[-1]] = value[0]
    else:
        del place[path[-1]]
    return changed


def others(value: Any) -> list[Any]:
    """Other values that an entry could be changed to."""
    if isinstance(value, bool):
        changed: list[Any] = [not value, None, str(value)]
    elif isinstance(value, int):
        changed = [value + 1, -value, str(value), None, 10**30]
    elif isinstance(value, str):
        changed = [f"{value}0", f"-{value}", "", "1/7", "1/0", "nan", None, 1, [value], {"exact": value}]
    else:
        changed = ["", 0, 1, ["1"], {"x": "1"}]
    return [other for other in changed if json.dumps(other) != json.dumps(value)]


# ----------------------------------------------------------------------------------------------------------- as written
def found_by(campaign: Report) -> dict[str, Document]:
    """The certificates of a search by the path they are written to."""
    return {path: document for result in campaign.results for path, document in result.certificates().items()}


def test_there_is_one_for_every_refuted_part(campaign: Report) -> None:
    refuted = [(r.statement.id, p.name) for r in campaign.results for p in r.parts if p.verdict == "refuted"]
    assert [(document["id"], document["part"]) for document in found_by(campaign).values()] == refuted
    assert len(refuted) >= 7


def test_each_is_accepted_and_obeys_the_schema(
    campaign: Report, certificates: dict[str, Document], valid: Valid
) -> None:
    for path, document in (*found_by(campaign).items(), *certificates.items()):
        valid("certificate", document)
        assert set(document) == KEYS | {"hinges"}
        outcome = check(json.loads(json.dumps(document)))
        assert outcome.proves, path
        subject = f"part {document['part']!r} of {document['id']} ({document['variant']})"
        assert outcome.reason == f"{subject} is refuted: every hypothesis is met and the relation fails"


def test_the_schema_knows_every_field(certificates: dict[str, Document], valid: Valid) -> None:
    document = copy.deepcopy(certificates[LOW_VARIANCE])
    for domain in DOMAINS.values():
        for name, sort in domain.world.sorts.items():
            value: Any = "1/2"
            for _ in sort.axes:
                value = [value]
            valid("certificate", edited(document, ("instance", name), value))
        for size in domain.world.choices:
            valid("certificate", edited(document, ("instance", size), 1))
    for wrong in (0.5, "0.5", "1/0", "+1", "01", [["0.5"]], [], 0):
        with pytest.raises(Exception, match=r"is not|does not match"):
            valid("certificate", edited(document, ("instance", "epsilon"), wrong))


def test_every_number_is_a_string(certificates: dict[str, Document]) -> None:
    for document in certificates.values():
        for path, value in leaves(document):
            if path not in {("format",), ("instance", "d")} and path[0] != "index":
                assert value is None or isinstance(value, str | bool) or value in ({}, []), path


def test_the_hash_is_that_of_the_canonical_body(certificates: dict[str, Document]) -> None:
    for document in certificates.values():
        body = {key: value for key, value in document.items() if key != "sha256"}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert document["sha256"] == hashlib.sha256(text.encode()).hexdigest()
        assert digest(dict(reversed(document.items()))) == document["sha256"]


# ------------------------------------------------------------------------------------------------------------ accidents
def test_no_edit_of_an_entry_is_accepted(certificates: dict[str, Document]) -> None:
    for document in certificates.values():
        for path, value in leaves(document):
            for other in others(value):
                if path == ("format",):
                    with pytest.raises(
                        InputError, match=r"certificate format .* is unknown; this version reads format 1"
                    ):
                        check(edited(document, path, other))
                else:
                    assert not check(edited(document, path, other)).proves, (path, other)


def test_no_deletion_is_accepted(certificates: dict[str, Document]) -> None:
    for document in certificates.values():
        for path in keys(document):
            if len(path) == 1:
                with pytest.raises(InputError, match=f"not a certificate: it lacks {path[0]}"):
                    check(edited(document, path))
            else:
                outcome = check(edited(document, path))
                assert not outcome.proves, path
                assert "hash" in outcome.reason


def test_no_addition_is_accepted(certificates: dict[str, Document]) -> None:
    for document in certificates.values():
        assert not check({**document, "note": "true"}).proves
        assert not check(edited(document, ("instance", "note"), "1")).proves


@pytest.mark.parametrize("document", [None, 1, "text", [], {}, {"format": 1}, [{"format": 1}], True])
def test_what_is_no_certificate(document: Any) -> None:
    with pytest.raises(InputError, match="not a certificate: it"):
        check(document)


# ----------------------------------------------------------------------------------------------------------------- lies
def refused(document: Document, reason: str) -> None:
    """Assert that a document with a fitting hash proves nothing, for a reason."""
    outcome = check(signed(document))
    assert not outcome.proves
    assert reason in outcome.reason, outcome.reason


def test_wrong_sides(certificates: dict[str, Document]) -> None:
    for document in certificates.values():
        for side in ("lhs", "rhs"):
            for value in ({"exact": "7/5"}, {"lo": "0.1", "hi": "0.2"}, {"exact": "nonsense"}, {}, "1", None):
                refused({**document, side: value}, "the values written in it are not those recomputed")
        for relation in {"<=", "<", "=="} - {document["relation"]}:
            refused({**document, "relation": relation}, "not those recomputed")
        refused({**document, "index": {"i": 1}}, "not those recomputed")
        for name in document["hypotheses"]:
            for key, value in (("met", False), ("lhs", {"exact": "0/1"}), ("rhs", {}), ("relation", "=")):
                refused(edited(document, ("hypotheses", name, key), value), "not those recomputed")
            refused(edited(document, ("hypotheses", name)), "not those recomputed")
        refused(edited(document, ("hypotheses", "another"), {"met": True}), "not those recomputed")


def test_a_swapped_claim(certificates: dict[str, Document]) -> None:
    for document in certificates.values():
        assert not check(signed({**document, "variant": "corrected"})).proves
        refused({**document, "variant": "printed "}, "has no part")
        refused({**document, "part": "nothing"}, f"{document['id']} has no part 'nothing' in its 'printed' form")
        with pytest.raises(InputError, match=r"there is no statement 'optimality\.nothing'.*--file"):
            check(signed({**document, "id": "optimality.nothing"}))
        domain = domain_of(catalogue[document["id"]])
        for id_ in set(catalogue) - {document["id"]}:
            if domain_of(catalogue[id_]) is not domain:
                continue
            for part in (document["part"], catalogue[id_].printed.parts[0].name):
                assert not check(signed({**document, "id": id_, "part": part})).proves, (id_, part)


def test_a_swapped_kind(certificates: dict[str, Document]) -> None:
    for document in certificates.values():
        refused({**document, "kind": "needed"}, "a certificate of kind 'needed' does not go with hypothesis None")
        refused({**document, "kind": "example"}, "kind 'example' does not go with")
        refused({**document, "hypothesis": "attainable"}, "kind 'refutation' does not go with hypothesis 'attainable'")
        refused({**document, "kind": "needed", "hypothesis": "nothing"}, "has no hypothesis 'nothing'")
        for name in document["hypotheses"]:
            assert not check(signed({**document, "kind": "needed", "hypothesis": name})).proves


def test_another_law(certificates: dict[str, Document]) -> None:
    document = certificates[LOW_VARIANCE]
    n, m = len(document["instance"]["joint"]), len(document["instance"]["joint"][0])
    independent = [[f"1/{n * m}"] * m] * n
    refused(edited(document, ("instance", "joint"), independent), "not certain to be met: compatible")
    gap = certificates[OF_CONTEXTURE]
    n, m = len(gap["instance"]["joint"]), len(gap["instance"]["joint"][0])
    flat = [[f"1/{n * m}"] * m] * n
    refused(edited(gap, ("instance", "joint"), flat), "the part holds there")


def test_another_task(certificates: dict[str, Document]) -> None:
    document = certificates[LOW_VARIANCE]
    constant = ["1"] * len(document["instance"]["task"])
    refused(edited(document, ("instance", "task"), constant), "the part holds there")


def test_a_hypothesis_that_is_not_met(certificates: dict[str, Document]) -> None:
    document = certificates[OF_CONTEXTURE]
    encoder = [["0"] * document["instance"]["d"] for _ in document["instance"]["joint"]]
    refused(edited(document, ("instance", "encoder"), encoder), "not certain to be met: learns")
    document = certificates[LOW_VARIANCE]
    refused(edited(document, ("instance", "epsilon"), "0"), "not certain to be met: compatible")
    refused(edited(document, ("instance", "epsilon"), "3/2"), "not certain to be met: at-most-one")
    refused(edited(document, ("instance", "epsilon"), "-1/100"), "not certain to be met: not-negative")


@pytest.mark.parametrize(
    ("path", "epsilon", "name"),
    [(MINIMAX, "1", "half-way"), (ONLY_IF, "9/10", "half-way"), (TRACE_GAP, "2", "at-most-one")],
)
def test_epsilon_outside_the_hypotheses(certificates: dict[str, Document], path: str, epsilon: str, name: str) -> None:
    refused(edited(certificates[path], ("instance", "epsilon"), epsilon), f"not certain to be met: {name}")


def test_the_witness_of_another_instance(certificates: dict[str, Document]) -> None:
    document = certificates[TRACE_GAP]
    (name,) = document["witness"]
    assert len(certificates[ONLY_IF]["witness"]["error"]["task"]) != len(document["witness"][name]["task"])
    refused({**document, "witness": certificates[ONLY_IF]["witness"]}, "the violation is not certain")
    refused({**document, "witness": {}}, "the violation is not certain")
    for wrong in ("2", "nonsense", None, ["1"]):
        assert not check(signed(edited(document, ("witness", name, "task"), [wrong] * 3))).proves
    only_if = certificates[ONLY_IF]
    weaker = edited(only_if, ("witness", "error", "t"), "0")
    assert not check(signed(weaker)).proves
    assert not check(signed(edited(only_if, ("witness", "error", "eta"), "-1"))).proves


def proves(document: Document) -> bool | None:
    """Whether a document proves what it says; None where it is refused as unreadable."""
    try:
        return check(document).proves
    except InputError:
        return None


def test_no_lie_in_one_entry_makes_the_check_fail_itself(certificates: dict[str, Document]) -> None:
    for document in certificates.values():
        for path, value in leaves({key: document[key] for key in ("instance", "witness", "lhs", "hypotheses")}):
            for other in others(value):
                outcome = proves(signed(edited(document, path, other)))
                assert outcome is False or path[0] in ("instance", "witness"), (path, other)
                assert outcome is not None or path[0] in ("instance", "witness"), (path, other)


@pytest.mark.parametrize("key", ["id", "variant", "part", "kind", "instance"])
def test_no_nonsense_makes_the_check_fail_itself(certificates: dict[str, Document], key: str) -> None:
    for value in (None, 1, 0.5, True, "x", [], ["x"], {}, {"x": ["y"]}):
        assert not proves(signed({**certificates[LOW_VARIANCE], key: value})), value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("joint", [["1/2", "1/2"]]),
        ("joint", [["1", "0"], ["1"]]),
        ("joint", [["1", "1"], ["0", "0"], ["0", "0"]]),
        ("joint", [["-1/2", "1/2"], ["1/2", "1/2"]]),
        ("joint", []),
        ("joint", "1/2"),
        ("task", ["1"]),
        ("task", ["1", "x", "0"]),
        ("epsilon", "one half"),
        ("d", 0),
        ("d", "1"),
        ("d", True),
        ("colour", ["1", "0", "0"]),
    ],
)
def test_an_instance_that_cannot_be_read(certificates: dict[str, Document], field: str, value: Any) -> None:
    with pytest.raises(InputError, match="instance: "):
        check(signed(edited(certificates[LOW_VARIANCE], ("instance", field), value)))


# ---------------------------------------------------------------------------------------------------------------- files
def test_a_file_is_checked_like_its_content(certificates: dict[str, Document], tmp_path: Path) -> None:
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(certificates[MINIMAX], indent=3))
    assert check_file(path) == check_file(str(path)) == check(certificates[MINIMAX])
    path.write_text(json.dumps(edited(certificates[MINIMAX], ("lhs",), {"exact": "1"})))
    assert not check_file(path).proves


def test_files_that_cannot_be_used(certificates: dict[str, Document], tmp_path: Path) -> None:
    text = json.dumps(certificates[MINIMAX])
    for name, content, message in (
        ("empty", b"", "is not a JSON file; a certificate written by `contextures verify` is needed"),
        ("binary", bytes(range(256)), "is not a text file"),
        ("truncated", text[: len(text) // 2].encode(), "is not a JSON file"),
        ("utf-16", text.encode("utf-16"), "is not a text file"),
        ("deep", b"[" * 100_000, "is not a JSON file"),
        ("digits", b"1" * 5000, "is not a JSON file"),
        ("list", b"[]", "it is not a JSON object"),
        ("object", b"{}", "it lacks format, hypotheses, hypothesis"),
        ("old", text.replace('"format": 1', '"format": 0').encode(), "certificate format 0 is unknown"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputError, match=message) as caught:
            check_file(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    path.write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(InputError, match="too many for a certificate"):
        check_file(path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.json cannot be read \(no such file or directory\)"):
        check_file(tmp_path / "missing.json")
    with pytest.raises(InputError, match=r"cannot be read \(is a directory\)"):
        check_file(tmp_path)


def test_a_fresh_process_checks_without_any_search(certificates: dict[str, Document], tmp_path: Path) -> None:
    for number, document in enumerate(certificates.values()):
        (tmp_path / f"{number}.json").write_text(json.dumps(document))
    script = """
import sys
from pathlib import Path
from contextures.verify.certificates.check import check_file
print(*(check_file(path).proves for path in sorted(Path(sys.argv[1]).iterdir())))
search = {f"contextures.verify.{name}" for name in ("search", "draws", "families", "shrink", "campaign")}
print(*sorted(search & set(sys.modules)), *sorted({"joblib", "matplotlib", "sklearn", "pandas"} & set(sys.modules)))
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [" ".join(["True"] * len(certificates)), ""]


# --------------------------------------------------------------------------------- by hand: fractions, and nothing else
Vector = list[Fraction]
Matrix = list[Vector]
ONE = Fraction(1)


class Law:
    """The operators of a joint law, in fractions, from its definition."""

    def __init__(self, joint: list[list[str]]) -> None:
        self.p = [[Fraction(v) for v in row] for row in joint]
        self.p_x = [sum(row, Fraction(0)) for row in self.p]
        self.p_a = [sum(column, Fraction(0)) for column in zip(*self.p, strict=True)]
        assert sum(self.p_x) == 1
        self.xs, self.as_ = range(len(self.p_x)), range(len(self.p_a))

    def mean(self, f: Vector) -> Fraction:
        """E f(X)."""
        return sum((self.p_x[x] * f[x] for x in self.xs), Fraction(0))

    def inner(self, f: Vector, h: Vector) -> Fraction:
        """⟨f, h⟩ in L²(P_X)."""
        return self.mean([u * v for u, v in zip(f, h, strict=True)])

    def centred(self, f: Vector) -> Vector:
        """f − E f."""
        return [v - self.mean(f) for v in f]

    def expected(self, f: Vector) -> Vector:
        """T*f: E[f(X)|a]."""
        return [sum((self.p[x][a] * f[x] for x in self.xs), Fraction(0)) / self.p_a[a] for a in self.as_]

    def size(self, f: Vector) -> Fraction:
        """‖T*f‖² in L²(P_A)."""
        return sum((p * v**2 for p, v in zip(self.p_a, self.expected(f), strict=True)), Fraction(0))

    def correlation(self, x: int, y: int) -> Fraction:
        """The dual kernel k_X(x, y)."""
        return sum((self.p[x][a] * self.p[y][a] / self.p_a[a] for a in self.as_), Fraction(0)) / (
            self.p_x[x] * self.p_x[y]
        )

    def squares(self) -> Vector:
        """s_1² ≥ s_2² ≥ …: eigenvalues of TT* but one that is 1; N of them with a zero at the end."""
        matrix = [[self.correlation(x, y) * self.p_x[y] for y in self.xs] for x in self.xs]
        values = spectrum(matrix)
        values.remove(ONE)
        return [*values, Fraction(0)]

    def basis(self, columns: Matrix) -> Matrix:
        """Orthogonal functions of the same span."""
        found: Matrix = []
        for column in columns:
            for h in found:
                share = self.inner(column, h) / self.inner(h, h)
                column = [u - share * v for u, v in zip(column, h, strict=True)]
            if any(column):
                found.append(column)
        return found

    def projected(self, f: Vector, columns: Matrix) -> Vector:
        """Projection of f on the span of columns."""
        total = [Fraction(0)] * len(f)
        for h in self.basis(columns):
            share = self.inner(f, h) / self.inner(h, h)
            total = [u + share * v for u, v in zip(total, h, strict=True)]
        return total

    def reachable(self, f: Vector) -> Vector:
        """Projection of f on the range of T, which the rows P(a|x), as functions of x, span."""
        return self.projected(f, [[self.p[x][a] / self.p_x[x] for x in self.xs] for a in self.as_])


def product(a: Matrix, b: Matrix) -> Matrix:
    """The product of two matrices."""
    return [
        [sum((u * v for u, v in zip(row, column, strict=True)), Fraction(0)) for column in zip(*b, strict=True)]
        for row in a
    ]


def spectrum(matrix: Matrix) -> Vector:
    """The eigenvalues of a matrix whose eigenvalues are rational, descending (Faddeev–LeVerrier, rational roots)."""
    n = len(matrix)
    power = [[Fraction(0)] * n for _ in range(n)]
    coefficients = [ONE]
    for k in range(1, n + 1):
        power = [
            [v + coefficients[-1] * (x == y) for y, v in enumerate(row)] for x, row in enumerate(product(matrix, power))
        ]
        moved = product(matrix, power)
        coefficients.append(-sum((moved[x][x] for x in range(n)), Fraction(0)) / k)
    found = []
    candidates = sorted({Fraction(p, q) for q in range(1, 145) for p in range(q + 1)}, reverse=True)
    for candidate in candidates:
        while len(coefficients) > 1:
            quotient = [coefficients[0]]
            for c in coefficients[1:]:
                quotient.append(c + candidate * quotient[-1])
            if quotient.pop() != 0:
                break
            found.append(candidate)
            coefficients = quotient
    assert len(found) == n, "an eigenvalue is irrational, or too fine"
    return found


def exact(side: dict[str, str]) -> Fraction:
    """A side that is rational."""
    return Fraction(side["exact"])


def columns(table: list[list[str]]) -> Matrix:
    """The columns of a table."""
    return [[Fraction(v) for v in column] for column in zip(*table, strict=True)]


def test_trace_gap_of_the_contexture_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[OF_CONTEXTURE]
    law, d = Law(document["instance"]["joint"]), document["instance"]["d"]
    functions = law.basis([law.centred(f) for f in columns(document["instance"]["encoder"])])
    assert len(functions) == d
    squares = law.squares()
    gram = [[law.inner(f, h) for h in functions] for f in functions]
    images = [law.expected(f) for f in functions]
    moved = [
        [sum((p * u * v for p, u, v in zip(law.p_a, g, h, strict=True)), Fraction(0)) for h in images] for g in images
    ]
    ritz = spectrum([[moved[j][k] / gram[j][j] for k in range(d)] for j in range(d)])
    assert sum(ritz) == sum(squares[:d]), "it learns the contexture"
    gap = min(sum(squares[: k + 1]) - sum(ritz[:k]) for k in range(1, d + 1))
    assert exact(document["lhs"]) == gap == squares[d]
    assert exact(document["rhs"]) ** 2 == squares[d]
    assert squares[d] not in (0, 1)


def test_low_variance_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[LOW_VARIANCE]
    law, epsilon = Law(document["instance"]["joint"]), Fraction(document["instance"]["epsilon"])
    f = law.centred([Fraction(v) for v in document["instance"]["task"]])
    assert law.size(f) >= (1 - epsilon) ** 2 * law.inner(f, f) > 0
    rest = [u - v for u, v in zip(f, law.reachable(f), strict=True)]
    assert exact(document["lhs"]) == law.inner(rest, rest) / law.inner(f, f) > 0
    assert exact(document["rhs"]) == 0
    written = document["hypotheses"]["compatible"]
    assert exact(written["lhs"]) == (1 - epsilon) ** 2 * law.inner(f, f)
    assert exact(written["rhs"]) == law.size(f)


def test_the_two_norms_of_h_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[RKHS]
    assert document["part"] == "definition"
    law = Law(document["instance"]["joint"])
    f = law.centred([Fraction(v) for v in document["instance"]["task"]])
    kept = law.reachable(f)
    assert exact(document["lhs"]) == law.inner(kept, kept)
    assert exact(document["rhs"]) == law.inner(f, f)
    assert law.inner(kept, kept) < law.inner(f, f)


def test_the_minimax_value_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[MINIMAX]
    law, d = Law(document["instance"]["joint"]), document["instance"]["d"]
    epsilon = Fraction(document["instance"]["epsilon"])
    squares = law.squares()
    level = (1 - epsilon) ** 2
    assert squares[0] >= level >= (squares[0] + squares[1]) / 2
    functions = law.basis([law.centred(f) for f in columns(document["instance"]["encoder"])])
    assert len(functions) == len(law.p_x) - 1 <= d, "every mean-zero function is in its span"
    assert exact(document["rhs"]) == 0
    assert exact(document["lhs"]) == (squares[0] - level) / (squares[0] - squares[d]) > 0


def test_the_lipschitz_constant_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[LIPSCHITZ]
    law = Law(document["instance"]["joint"])
    assert len(law.p_x) == 2, "one mode, μ = (√(q/p), −√(p/q))"
    p, q = law.p_x
    position = list(zip(*columns(document["instance"]["features"]), strict=True))
    distance = sum(((u - v) ** 2 for u, v in zip(*position, strict=True)), Fraction(0))
    steepest = max(
        (law.correlation(z, x) - law.correlation(z, y)) ** 2 for z in law.xs for x, y in combinations(law.xs, 2)
    )
    assert squared(document["lhs"]) == steepest / distance
    inertia = sum((law.correlation(x, x) * law.p_x[x] for x in law.xs), Fraction(0)) - 1
    largest, slope = min(q / p, p / q), (q / p + p / q + 2) / distance
    assert squared(document["rhs"]) == largest * slope * inertia**2
    assert squared(document["lhs"]) > squared(document["rhs"])


def squared(side: dict[str, str]) -> Fraction:
    """The square of a side that is rational or the root of a rational."""
    return Fraction(side["radicand"]) if "radicand" in side else exact(side) ** 2
