"""The library faiss, where it is installed and sound, held to the threads that BLAS may have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from contextures.errors import InputError
from contextures.samples.threads import allowed

EXTRA = "the extra neighbours: pip install 'contextures[neighbours]'"


def faiss_or_reason() -> tuple[Any, str]:
    """Return the module and "", or None and why it cannot be used."""
    try:
        import faiss

        faiss.IndexFlatL2(1)
    except ImportError as error:
        return None, f"needs {EXTRA}" if getattr(error, "name", None) == "faiss" else _broken(error)
    except (AttributeError, OSError, RuntimeError) as error:
        return None, _broken(error)
    return faiss, ""


def _broken(error: Exception) -> str:
    return f"needs faiss, which is broken here ({' '.join(str(error).split())}): install it anew, by {EXTRA}"


@contextmanager
def held(faiss: Any) -> Iterator[None]:
    """Let faiss use as many threads as BLAS may have, and its own number again after.

    Raises
    ------
    InputError
        Where faiss breaks down at its work.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(allowed())
    try:
        yield
    except RuntimeError as error:
        raise InputError(f"a search for neighbours {_broken(error)}; without it all distances are taken") from error
    finally:
        faiss.omp_set_num_threads(before)
