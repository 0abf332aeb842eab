"""Certificates: accepted as written, refused when edited by accident; the files they are read from."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contextures import InputError, Report, check
from contextures.measure.domain import DOMAINS
from contextures.verify.certificates.certificate import KEYS, digest
from contextures.verify.certificates.check import LARGEST, check_file
from tests.written_certificates import LOW_VARIANCE, MINIMAX, Document, edited, leaves, others

Valid = Callable[[str, Any], None]


def keys(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every key and every entry of a list."""
    if isinstance(value, dict | list):
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from keys(entry, (*path, key))


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
