"""Checkpoints of a campaign: how far it came and what it saw, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from contextures.errors import InputError
from contextures.measure.instance import Batch
from contextures.theory.sorts import Sort
from contextures.verify.search.suspects import Refuter, Tally

FORMAT = 4
RIGHT = "to start anew, delete it or keep the results elsewhere"


@dataclass
class Progress:
    """What a campaign set out to do, and how far it came.

    Attributes
    ----------
    time_budget : float
        Seconds its schedule was made for.
    schedule : list of int
        Chunks for each row.
    searched, ablated : int
        Units done, of the search and of the ablation, in their order.
    found, broken : list of dict of str to Tally
        For each row what the search saw of each part, and the ablation of each hypothesis.
    spent : list of float
        Seconds for each row.
    """

    time_budget: float
    schedule: list[int]
    searched: int = 0
    ablated: int = 0
    found: list[dict[str, Tally]] = field(default_factory=list)
    broken: list[dict[str, Tally]] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)


def save(path: Path, settings: Mapping[str, Any], progress: Progress) -> None:
    """Write a checkpoint, in one step.

    Parameters
    ----------
    path : Path
    settings : mapping
        What the campaign is, of what JSON can hold; a checkpoint goes on only under the same.
    progress : Progress
    """
    body = {
        "format": FORMAT,
        "settings": dict(settings),
        "time_budget": progress.time_budget,
        "schedule": progress.schedule,
        "searched": progress.searched,
        "ablated": progress.ablated,
        "found": [{name: _of_tally(tally) for name, tally in row.items()} for row in progress.found],
        "broken": [{name: _of_tally(tally) for name, tally in row.items()} for row in progress.broken],
        "spent": progress.spent,
    }
    text = json.dumps(body, separators=(",", ":"))
    outer = json.dumps({"sha256": hashlib.sha256(text.encode()).hexdigest(), "body": text})
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(outer)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"the checkpoint {path} cannot be written ({reason})") from None
    finally:
        draft.unlink(missing_ok=True)


def refuse(path: Path) -> None:
    """Raise InputError where a new campaign would write over a checkpoint."""
    if path.exists():
        raise InputError(f"{path} is of an earlier campaign; --resume goes on with it; {RIGHT}")


def load(path: Path, settings: Mapping[str, Any], sorts: Sequence[Mapping[str, Sort]]) -> Progress | None:
    """Read a checkpoint; None where there is none.

    Parameters
    ----------
    path : Path
    settings : mapping
    sorts : sequence of mapping of str to Sort
        What the fields of each row are.

    Raises
    ------
    InputError
        If it is corrupted or truncated, or of another campaign.
    """
    if not path.exists():
        return None
    try:
        outer = json.loads(path.read_text(encoding="utf-8"))
        text = outer["body"]
        sound = hashlib.sha256(text.encode()).hexdigest() == outer["sha256"]
        body = json.loads(text) if sound else {}
    except OSError as error:
        raise InputError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}); {RIGHT}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        sound, body = False, {}
    if not sound or body.get("format") != FORMAT:
        raise InputError(f"{path} is no checkpoint, or a corrupted or truncated one; {RIGHT}")
    written = json.loads(json.dumps(dict(settings)))
    differing = [name for name in written if body["settings"].get(name) != written[name]]
    if differing:
        raise InputError(f"{path} is of a campaign with other {' and '.join(differing)}; {RIGHT}")
    found, broken = (
        [
            {name: _to_tally(tally, known) for name, tally in row.items()}
            for row, known in zip(body[kind], sorts, strict=True)
        ]
        for kind in ("found", "broken")
    )
    return Progress(
        body["time_budget"], body["schedule"], body["searched"], body["ablated"], found, broken, body["spent"]
    )


def _of_batch(batch: Batch | None) -> dict[str, Any] | None:
    if batch is None:
        return None
    fields = {name: values.tolist() for name, values in batch.fields.items()}
    return {"fields": fields, "sizes": dict(batch.sizes), "units": dict(batch.units)}


def _to_batch(document: dict[str, Any] | None, sorts: Mapping[str, Sort]) -> Batch | None:
    if document is None:
        return None
    fields = {name: np.array(values, dtype=np.int64) for name, values in document["fields"].items()}
    return Batch(fields, document["sizes"], sorts, document["units"])


def _of_tally(tally: Tally) -> dict[str, Any]:
    refuters = [[found.margin, found.hinges, _of_batch(found.batch)] for found in tally.refuters]
    return {**vars(tally), "refuters": refuters, "tightest": _of_batch(tally.tightest)}


def _to_tally(document: dict[str, Any], sorts: Mapping[str, Sort]) -> Tally:
    refuters = [
        Refuter(margin, poor, batch)
        for margin, poor, written in document["refuters"]
        if (batch := _to_batch(written, sorts)) is not None
    ]
    return Tally(**{**document, "refuters": refuters, "tightest": _to_batch(document["tightest"], sorts)})
