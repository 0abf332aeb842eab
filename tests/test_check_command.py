"""`contextures check`: what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Run, is_one_sentence

DOCS = Path(__file__).parents[1] / "docs"


def test_check_refuses_an_edited_certificate(command: Run, tmp_path: Path) -> None:
    original = (DOCS / "certificates" / "optimality.low-variance.printed.json").read_text(encoding="utf-8")
    edited = tmp_path / "edited.json"
    edited.write_text(original.replace('"1/', '"2/', 1), encoding="utf-8")
    assert edited.read_text(encoding="utf-8") != original
    code, output, errors = command("check", edited)
    assert (code, errors) == (1, "")
    assert output == "not proved: the hash does not match: the file was changed after it was written\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.json", None, "cannot be read (no such file or directory)"),
        (".", None, "cannot be read (is a directory)"),
        ("empty.json", b"", "is not a JSON file"),
        ("binary.json", bytes(range(256)), "is not a text file"),
        ("list.json", b"[1]", "it is not a JSON object"),
        ("other.json", b'{"format": 1}', "not a certificate: it lacks hypotheses"),
    ],
)
def test_check_of_what_is_no_certificate(
    command: Run, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    code, output, errors = command("check", name)
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert name in errors
    assert message in errors
