"""What every certificate has: a format, a hash of its body, and an outcome when it is checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contextures.markup import card, paragraph

FORMAT = 1


def digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical body: every key but the hash, sorted, without spaces."""
    body = {key: value for key, value in document.items() if key != "sha256"}
    return hashlib.sha256(
        json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


@dataclass(frozen=True)
class Check:
    """The outcome of re-verifying a certificate.

    Attributes
    ----------
    proves : bool
        Whether it proves what it says.
    reason : str
        One sentence.
    """

    proves: bool
    reason: str

    def _repr_html_(self) -> str:
        """The sentence, for a notebook."""
        return card(
            "It proves what it says." if self.proves else "It does not prove what it says.", paragraph(self.reason)
        )
