"""Worker processes of this machine, which leave an interrupt to their parent and end with it, or a dask cluster's."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any, Literal, TypeAlias, get_args

import joblib
from joblib.externals.loky.backend import resource_tracker as loky_tracker
from joblib.externals.loky.process_executor import TerminatedWorkerError

from contextures.errors import InputError, SettingError

Backend: TypeAlias = Literal["loky", "dask"]
"""Processes of this machine, or joblib's dask back end on the cluster of this process's `dask.distributed.Client`."""

WATCH_SECONDS = 1.0
"""Time after which a worker notices that its parent is gone."""


def checked_backend(backend: Backend) -> Backend:
    """Return a back end; InputError where there is none of its name."""
    if backend not in get_args(Backend):
        raise InputError(f"backend is {backend!r}; {' or '.join(get_args(Backend))} is right")
    return backend


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def connected(scheduler: str | None) -> Iterator[Backend]:
    """Connect to the dask scheduler at an address, and give its back end; without an address that of this machine.

    Raises
    ------
    InputError
        Where dask is not installed, or nothing answers.
    """
    if scheduler is None:
        yield "loky"
        return
    try:
        from distributed import Client
    except ImportError:
        raise SettingError("--scheduler needs the extra scale: pip install 'contextures[scale]'") from None
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise SettingError(
            f"--scheduler: nothing answers at {scheduler} ({error}); the address of a dask scheduler"
        ) from None
    with client:
        yield "dask"


@contextmanager
def workers(jobs: int, backend: Backend = "loky", first: Callable[[], object] = int) -> Iterator[None]:
    """Let `joblib.Parallel` use worker processes with one BLAS thread each.

    Parameters
    ----------
    jobs : int
        Processes of this machine; with 1 all is done in this one.
    backend : {"loky", "dask"}
    first : callable, optional
        What each process of this machine does before the others' work begins, such as to load its modules.

    Raises
    ------
    InputError
        Where there is no such back end, dask is asked for and not installed, or has no cluster, or a worker is ended
        from outside.
    """
    if checked_backend(backend) == "dask":
        try:
            import distributed
        except ImportError:
            raise InputError("the back end dask needs the extra scale: pip install 'contextures[scale]'") from None
        try:
            distributed.get_client()
        except ValueError:
            raise InputError(
                "the back end dask has no cluster; a `dask.distributed.Client`, made first, connects to one"
            ) from None
        with joblib.parallel_config("dask"):
            yield
    elif jobs > 1:
        begin = {"initializer": attend, "initargs": (os.getpid(),)}
        with (
            warnings.catch_warnings(),
            joblib.parallel_config("loky", n_jobs=jobs, inner_max_num_threads=1, **begin),
        ):
            # One that grew much leaves, and another takes over. Raised in loky's manager, the warning would end that.
            warnings.filterwarnings("ignore", "A worker stopped while some jobs", UserWarning)
            _start_deaf(jobs)
            try:
                joblib.Parallel()(joblib.delayed(first)() for _ in range(jobs))
                yield
            except TerminatedWorkerError:
                raise InputError(
                    "a worker process was ended from outside, most often for want of memory; fewer jobs need less, and "
                    "what was kept is taken up by --resume"
                ) from None
    else:
        with joblib.parallel_config("sequential"):
            yield


def outcomes(function: Callable[..., Any], calls: Iterable[tuple[Any, ...]], *, ordered: bool = True) -> Iterator[Any]:
    """Yield what a function returns for tuples of arguments, by the workers.

    What is still at work when the reader stops early, or is interrupted, is given up without a word.

    Parameters
    ----------
    function : callable
    calls : iterable of tuple
    ordered : bool, optional
        Whether outcomes come in the order of the calls, or as they are ready.
    """
    work = joblib.Parallel(return_as="generator" if ordered else "generator_unordered")(
        joblib.delayed(function)(*arguments) for arguments in calls
    )
    with _unmoved_by_cancelling():
        try:
            for outcome in work:  # noqa: UP028 (`yield from` would close the work itself)
                yield outcome
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                work.close()


@contextmanager
def _unmoved_by_cancelling() -> Iterator[None]:
    """Print no traceback of loky's manager of workers, which may look for work that was cancelled a moment ago."""
    usual = threading.excepthook

    def hook(raised: threading.ExceptHookArgs) -> None:
        manager = raised.thread is not None and raised.thread.name == "ExecutorManagerThread"
        if not (manager and raised.exc_type is KeyError):
            usual(raised)

    threading.excepthook = hook
    try:
        yield
    finally:
        threading.excepthook = usual


def attend(parent: int) -> None:
    """Make a worker deaf to an interrupt, and end it when its parent is gone, however that one ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _start_deaf(jobs: int) -> None:
    """Start processes that inherit a blocked interrupt: it is for this process to end them."""
    if not hasattr(signal, "pthread_sigmask"):
        return
    for tracker in (resource_tracker, loky_tracker):
        tracker.ensure_running()  # it unblocks the signal, so it comes first
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        joblib.Parallel()(joblib.delayed(int)() for _ in range(jobs))
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
