"""Standard streams that never fail. What happens to the output of a build does not change the build.

A stream may be closed (`2>&-`), its disk full (`> /dev/full`), or its reader gone (`| head -1`). The build goes on, and
its exit status says how it ended.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any, TextIO


class LenientFile(io.FileIO):
    """An open file to which writing never fails. What the system refuses is lost."""

    def write(self, data: Any) -> int:  # noqa: ANN401 - bytes or a view of them; Python 3.12 has a name for it
        """Write some bytes. Gives the number of bytes that are done: all of them if the system refuses."""
        try:
            return super().write(data) or 0
        except OSError:
            return memoryview(data).nbytes

    def seekable(self) -> bool:
        """Never, so that nobody asks the system for the place in the stream, which may fail."""
        return False


def open_closed_streams() -> None:
    """Open the null device for each standard stream that is closed. Otherwise the next file would get its number."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def make_streams_lenient() -> None:
    """Make the standard output and the standard error never raise an exception from here on."""
    open_closed_streams()
    sys.stdout = _make_lenient(1, sys.stdout)
    sys.stderr = _make_lenient(2, sys.stderr)


def _make_lenient(number: int, stream: TextIO | None) -> TextIO:
    """A lenient stream of that number, in the encoding of `stream`; None is a stream that was closed."""
    encoding = stream.encoding if stream else "utf-8"
    file = io.BufferedWriter(LenientFile(number, "w", closefd=False))
    return io.TextIOWrapper(
        file, encoding, errors="backslashreplace", line_buffering=True
    )
