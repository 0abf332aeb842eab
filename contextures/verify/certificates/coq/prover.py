"""Coq as a second checker: a file and the theories it needs are compiled in a temporary folder."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from contextures.errors import InputError
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.certificates.coq.audits import audit_script
from contextures.verify.certificates.coq.export import NAMES, name_of, script
from contextures.verify.certificates.document import Check

PACKAGES = "coq, libcoq-mathcomp, libcoq-mathcomp-algebra-tactics"
"""What to install, in Debian's names."""
CLOSED = "Closed under the global context"
"""What Coq says of a theorem that uses no axiom."""
PATIENCE = 600
"""Seconds for one file."""
REQUIRED = re.compile(r"^From Contextures(?:\.(\w+))? Require (?:Import|Export) ([\w ]+)\.", re.MULTILINE)


def theories() -> dict[str, str]:
    """Return the theories by their path below the folder ``theories``, without the ending."""
    root = files("contextures.verify.certificates.coq") / "theories"
    found = {}
    for folder, prefix in ((root, ""), (root / "Statements", "Statements/")):
        for item in folder.iterdir():
            if item.name.endswith(".v"):
                found[prefix + item.name.removesuffix(".v")] = item.read_text(encoding="utf-8")
    return found


def needed(text: str, known: dict[str, str]) -> list[str]:
    """Return the theories that a file needs, each after those that it needs itself."""
    order: list[str] = []
    for folder, names in REQUIRED.findall(text):
        for name in names.split():
            path = f"{folder}/{name}" if folder else name
            for other in [*needed(known[path], known), path]:
                if other not in order:
                    order.append(other)
    return order


def coqc() -> str:
    """Return where Coq's compiler is.

    Raises
    ------
    InputError
        If it is not installed.
    """
    found = shutil.which("coqc")
    if found is None:
        raise InputError(f"coqc is not installed; Coq 8.16 with mathcomp 1.15 is needed (Debian: {PACKAGES})")
    return found


def run(folder: Path, path: str) -> subprocess.CompletedProcess[str]:
    """Compile one file of a folder.

    Raises
    ------
    InputError
        If it takes too long.
    """
    command = [coqc(), "-R", ".", "Contextures", "-w", "none", f"{path}.v"]
    try:
        return subprocess.run(command, cwd=folder, text=True, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise InputError(f"Coq was stopped after {PATIENCE} seconds in {path}.v") from None


class Workshop:
    """A folder in which theories are compiled once, however many files need them.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = theories()
        self._compiled: set[str] = set()

    def compile(self, text: str, theorem: str) -> Check:
        """Compile a file with the theories that it needs.

        Parameters
        ----------
        text : str
        theorem : str
            The theorem that must stand in it.

        Returns
        -------
        Check
            Whether Coq accepts the theorem, and the axioms that it uses or what Coq says against it.

        Raises
        ------
        InputError
            If Coq is missing, or does not compile the theories themselves.
        """
        coqc()
        folder = self._folder
        (folder / "Statements").mkdir(exist_ok=True)
        for path in needed(text, self._known):
            if path in self._compiled:
                continue
            (folder / f"{path}.v").write_text(self._known[path], encoding="utf-8")
            done = run(folder, path)
            if done.returncode:
                raise InputError(
                    f"this Coq does not compile the theory {path}; Coq 8.16 with mathcomp 1.15 is needed "
                    f"(Debian: {PACKAGES}); it says: {_short(done.stderr)}"
                )
            self._compiled.add(path)
        (folder / "certificate.v").write_text(f"{text}\nPrint Assumptions {theorem}.\n", encoding="utf-8")
        done = run(folder, "certificate")
        if done.returncode:
            return Check(False, f"Coq does not accept it: {_short(done.stderr)}")
        if CLOSED not in done.stdout:
            return Check(False, f"Coq accepts it with axioms: {_short(done.stdout)}")
        return Check(True, "Coq accepts it, without axioms")


def _short(text: str) -> str:
    """The first words of a message."""
    words = " ".join(text.split())
    return words if len(words) <= 300 else words[:300] + " …"


def check_with_coq(subject: Subject) -> Check:
    """Write a certificate as a Coq file and compile it.

    Raises
    ------
    InputError
        If it has no formal counterpart, or Coq is missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        outcome = Workshop(Path(folder)).compile(script(subject), NAMES[subject.document["kind"]])
    return Check(outcome.proves, f"{name_of(subject)}: {outcome.reason}")


def check_audit_with_coq(document: Mapping[str, Any]) -> Check:
    """Write a certificate of an audit as a Coq file and compile it.

    Raises
    ------
    InputError
        If it has no formal counterpart, or Coq is missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        outcome = Workshop(Path(folder)).compile(audit_script(document), "refuted")
    return Check(outcome.proves, f"{document['id']}: {outcome.reason}")
