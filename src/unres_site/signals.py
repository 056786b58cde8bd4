"""Signals: Ctrl-C and requests to terminate end the command, and a timer ends what takes too long.

Ctrl-C and requests to terminate give one sentence, and the exit status that shells expect (130, 143).

Before the command begins, nothing has to be undone, so the process ends at once. While the command works, `Stopped` is
raised, so that incomplete files are removed. A second signal ends the process at once.
"""

from __future__ import annotations

import os
import signal
from _thread import get_ident  # `threading` takes 3 ms to import
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from types import FrameType
from typing import NoReturn

from unres_site.early import read_message

ENDING = (signal.SIGINT, signal.SIGTERM)
HELD = ENDING if hasattr(signal, "pthread_sigmask") else ()


class Stopped(BaseException):
    """A signal of that number ends the command."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


class TooSlow(BaseException):
    """The processor time of a context is used up."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` within this context once the process has used that many seconds of processor time.

    There is no limit on systems without such timers (Windows), and none in threads other than the main one.
    """
    if not _can_limit_time(get_ident()):
        yield
        return

    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@cache
def _can_limit_time(_: int) -> bool:
    """Let the timer raise `TooSlow` from here on, if this thread may set that, and the system has such a timer.

    The signal is set once for all contexts: to set it takes longer than the timer.
    """
    if not hasattr(signal, "setitimer"):
        return False

    try:
        signal.signal(signal.SIGVTALRM, _give_up)
    except ValueError:  # this is not the main thread
        return False

    return True


def end_at_once() -> None:
    """Let a signal end the process from here on."""
    for number in ENDING:
        signal.signal(number, _end)


def end_in_order() -> None:
    """Let a signal raise `Stopped` from here on."""
    for number in ENDING:
        signal.signal(number, _stop)


def leave_to_parent() -> None:
    """In a worker: ignore Ctrl-C. All processes of a terminal receive it, and the parent ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if HELD:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)


def end_with_input() -> None:
    """End this process in order when its standard input ends, because the process that started it has ended."""
    import threading  # noqa: PLC0415 - only a build of `serve` needs it

    threading.Thread(target=_wait_for_input_to_end, daemon=True).start()


def _wait_for_input_to_end() -> None:
    with suppress(OSError):
        while os.read(0, 1):
            pass

    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def hold_back() -> Iterator[None]:
    """Delay signals until the end of this context: a worker that is just starting can't handle them."""
    if not HELD:
        yield
        return

    before = signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _give_up(_: int, __: FrameType | None) -> NoReturn:
    raise TooSlow


def _stop(number: int, _: FrameType | None) -> NoReturn:
    end_at_once()
    raise Stopped(number)


def _end(number: int, _: FrameType | None) -> NoReturn:
    with suppress(OSError):
        os.write(2, f"{read_message('interrupted')}\n".encode())
    os._exit(128 + number)
