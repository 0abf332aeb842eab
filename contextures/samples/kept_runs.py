"""The state of a Lanczos run, kept in a file at each restart, so that a run that was interrupted goes on from there."""

from __future__ import annotations

import json
import pickle
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.files import replacing
from contextures.samples.kept_blocks import Folder, refuse_no_folder


@dataclass(frozen=True, eq=False)
class State:
    """What a run goes on from after a restart.

    Attributes
    ----------
    step : int
        Steps that are done.
    values : ndarray, (s,)
        Ritz values.
    basis : ndarray, (s, n)
        Ritz vectors.
    directions : ndarray, (b, n)
        Where the next block comes from.
    """

    step: int
    values: FloatArray
    basis: FloatArray
    directions: FloatArray


@dataclass(frozen=True)
class KeptRun:
    """Where the state of a run is kept, if anywhere.

    Attributes
    ----------
    path : Path or None
    """

    path: Path | None = None

    @classmethod
    def of(cls, folder: Folder, *run: Any) -> KeptRun:
        """Return the file of a run that is told from others by its law and settings.

        Raises
        ------
        InputError
            Where there is no such folder, or the law has no content that tells it.
        """
        if folder is None:
            return cls()
        refuse_no_folder(folder)
        try:
            name = joblib.hash(run)[:16]
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise InputError(
                f"this law cannot be told from others ({error}), so that its spectrum is not kept; no folder is right"
            ) from error
        return cls(Path(folder) / f"spectrum-{name}.npz")

    def part(self, name: str) -> KeptRun:
        """Return the file of a part of the run."""
        return self if self.path is None else replace(self, path=self.path.with_name(f"{self.path.stem}-{name}.npz"))

    def write(self, state: State, rng: np.random.Generator) -> None:
        """Keep a state, whole or not at all; raises as `write_bytes` does."""
        if self.path is None:
            return
        with replacing(self.path) as draft:
            np.savez(draft, **vars(state), rng=json.dumps(rng.bit_generator.state))

    def read(self, rng: np.random.Generator, n: int, most: int) -> State | None:
        """Return the state of a run of vectors (n,), of which there are fewer than `most`, and set its generator.

        Raises
        ------
        InputError
            Where the file holds none.
        """
        if self.path is None or not self.path.is_file():
            return None
        try:
            with np.load(self.path, allow_pickle=False) as kept:
                state = State(int(kept["step"]), kept["values"], kept["basis"], kept["directions"])
                generator = json.loads(str(kept["rng"]))
            rng.bit_generator.state = generator
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise InputError(f"{self.path} is no state of a spectrum ({error}); {REMEDY}") from error
        if not (
            0 < len(state.values) < most
            and state.basis.shape == (len(state.values), n)
            and state.directions.ndim == 2
            and state.directions.shape[1] == n
            and all(np.isfinite(part).all() for part in (state.values, state.basis, state.directions))
        ):
            raise InputError(f"{self.path} is no state of a spectrum of {n} points; {REMEDY}")
        return state

    def drop(self) -> None:
        """Remove the file."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)


REMEDY = "delete it, and the spectrum is computed anew"
NOWHERE = KeptRun()
"""Nothing is kept."""
