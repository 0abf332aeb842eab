"""Certificates that lie are refused, and make no check fail itself."""

from __future__ import annotations

from typing import Any

import pytest

from contextures import InputError, catalogue, check
from contextures.measure.domain import domain_of
from contextures.verify.certificates.certificate import digest
from tests.written_certificates import LOW_VARIANCE, MINIMAX, OF_CONTEXTURE, Document, edited, leaves, others

ONLY_IF = "certificates/optimality.minimax-only-if.printed.json"
TRACE_GAP = "certificates/optimality.trace-gap.printed.json"


def signed(document: Document) -> Document:
    """A document with the hash that belongs to it."""
    return {**document, "sha256": digest(document)}


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
