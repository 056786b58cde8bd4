"""One pool of processes for everything that works in parallel. Workers end when the command ends, however it ends."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from unres_site.errors import UsageError
from unres_site.signals import hold_back, leave_to_parent

Item = TypeVar("Item")
Result = TypeVar("Result")

GARBAGE_THRESHOLD = 50_000
"""New objects before Python looks for garbage in a worker. Records are trees, so there is hardly any to find."""


def map_in_processes(
    do: Callable[[Item], Result],
    items: Sequence[Item],
    jobs: int,
    *,
    inherit: bool = True,
) -> Iterator[Result]:
    """The result of each item, in the order of the items. With one job, and for one item, no process is started.

    Items and results are sent between processes. A worker inherits `do`, with all that it holds, when it is forked. If
    the system can't fork, `do` is sent to each worker if `inherit` is false; otherwise this process does everything.

    Raises `UsageError` if a worker is killed.
    """
    jobs = min(jobs, len(items))
    if jobs <= 1 or (inherit and not can_fork()):
        yield from map(do, items)
        return

    # these take 15 ms to import, which a build of one changed text need not pay
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    context = multiprocessing.get_context("fork" if can_fork() else None)
    gc.freeze()  # a worker's collections neither look at what it inherits nor copy it
    with ProcessPoolExecutor(
        jobs, context, initializer=_begin, initargs=(do,)
    ) as executor:
        try:
            with hold_back():
                results = executor.map(_do, items)
            yield from results
        except BrokenProcessPool:
            raise UsageError("process-ended") from None
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            gc.unfreeze()


def can_fork() -> bool:
    """Whether a worker can inherit what its parent has in memory."""
    import multiprocessing  # noqa: PLC0415 - see above

    return "fork" in multiprocessing.get_all_start_methods()


_function: Callable[[Any], Any] | None = None
"""In a worker: what it does with an item."""


def _begin(do: Callable[[Any], Any]) -> None:
    """Prepare a new worker, which will call `do` for each of its items."""
    global _function  # noqa: PLW0603 - an initializer has no other way to leave a worker something
    _function = do
    leave_to_parent()
    gc.enable()
    gc.set_threshold(GARBAGE_THRESHOLD, 50, 100)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _do(item: object) -> Any:  # noqa: ANN401 - the function decides
    """In a worker: the result of one item."""
    assert _function is not None  # noqa: S101 - the initializer ran before
    return _function(item)


def _end_with_parent() -> None:
    """End this worker when its parent is killed. Otherwise it would write into a folder that the next build uses."""
    from multiprocessing import parent_process  # noqa: PLC0415 - see above
    from multiprocessing.connection import wait  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
