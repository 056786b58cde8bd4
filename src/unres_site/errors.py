"""Every failure and every diagnostic that the build can name.

    UnresSiteError                 one sentence for the user, never a traceback
    ├── UsageError                 exit 2: the command, a setting or a folder is wrong; nothing is built
    │   ├── ConfigError            a key or value of site.yml or of a sidecar, with file, line and the nearest key
    │   ├── OutputError            the output can't be written, or is not ours to replace
    │   └── TemplateError          a template fails, with file and line
    ├── UnfinishedError            exit 1: the new site is published, but what follows that failed
    ├── SymbolError                not a document symbol
    └── InstallationError          a part of the package is missing (the vendored script)

    Diagnostic                     about a text: what an archivist should look at, at file:line:column
    ├── error                      the text is not published (exit 1); the others are
    ├── warning                    the text is published; something is damaged or doubtful
    └── info                       something was understood that the source does not say outright

Both carry the name of a message and the words that fill it in; the sentences are in `messages/`, one file a language.
A new error is a message of the table `failure`. A new diagnostic is a table below `diagnostic.error`, `.warning` or
`.info`, which is its severity: its name in lists, and one sentence that says what is wrong and what to do.
"""

from __future__ import annotations

import errno
from functools import cache
from typing import ClassVar, Literal, cast

import msgspec

from unres_site.deferred import deferred
from unres_site.messages import ENGLISH, Message, get_catalogue

# matches: \x1b
# matches: \u202e
# matches: \ufeff
# matches: \u2028
# rejects: 决议　58/58
UNSEEN = deferred(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff]"
)
"""Characters that command a terminal, end a line, change its direction, or are invisible."""

Severity = Literal["error", "warning", "info"]


def make_visible(text: str) -> str:
    """The text as one line that is safe to show. Invisible characters become escapes, as Python writes them."""
    if text.isprintable():
        return text
    return UNSEEN.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


class UnresSiteError(Exception):
    """A failure that the user can mend.

    `name` is its message in the class's table of the catalogues, `words` fill it in. Its text is one English sentence.
    """

    table: ClassVar[str] = "failure"

    def __init__(self, name: str, /, **words: object) -> None:
        super().__init__(name)
        texts: dict[str, str] = {}
        for word, value in words.items():
            texts[word] = str(value)

        self.message = Message(f"{self.table}.{name}", texts)

    def __str__(self) -> str:
        return get_catalogue(ENGLISH).sentence(self.message)


class UsageError(UnresSiteError):
    """The command, a setting or a folder is wrong: nothing is built (exit status 2)."""


class ConfigError(UsageError):
    """A key or a value of a YAML file is wrong.

    `file:line:column:` opens the sentence; line and column count from 1, or are 0.
    """

    table = "config"

    def __init__(
        self, name: str, file: str = "", line: int = 0, column: int = 0, **words: object
    ) -> None:
        super().__init__(name, **words)
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = _write_place(self.file, self.line, self.column)
        sentence = super().__str__()
        return f"{place}: {sentence}"


class OutputError(UsageError):
    """The output folder can't be written, or was not made by this program."""


class TemplateError(UsageError):
    """A template can't be read or fails while a page is rendered."""


class UnfinishedError(UnresSiteError):
    """The new site is published, but what was to follow failed (exit status 1)."""


class SymbolError(UnresSiteError):
    """A text is not a document symbol."""


class InstallationError(UnresSiteError):
    """A part of the installed package is missing."""


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """Something about a text that an archivist should know, at one place of it.

    line and column count from 1, in characters; 0 where the whole file is meant.
    `message` is the English sentence; `details` are the words that fill it, so that it can be said in other languages.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    details: dict[str, str] = {}

    def __str__(self) -> str:
        place = _write_place(self.file, self.line, self.column)
        message = f"{self.message} [{self.code}]"
        return f"{place}: {self.severity}: {message}"


def diagnose(
    code: str, file: str, line: int = 0, column: int = 0, **details: object
) -> Diagnostic:
    """The diagnostic of that code at that place (line and column from 1; 0 means the whole file)."""
    severity = list_severities()[code]
    words: dict[str, str] = {}
    for name, detail in details.items():
        words[name] = make_visible(str(detail))

    message = _make_sentence(severity, code, words)
    sentence = get_catalogue(ENGLISH).sentence(message)
    return Diagnostic(code, severity, file, line, column, sentence, words)


def describe(found: Diagnostic) -> Message:
    """What a diagnostic says, in no language yet."""
    return _make_sentence(found.severity, found.code, found.details)


def _make_sentence(severity: str, code: str, words: dict[str, str]) -> Message:
    return Message(f"diagnostic.{severity}.{code}.sentence", words)


def explain_refusal(error: OSError) -> dict[str, str]:
    """Why the system refuses a file, as words of a message that has `{reason:message}`."""
    name = errno.errorcode.get(error.errno or 0)
    reason = f"reason.{name}"
    if reason not in get_catalogue(ENGLISH).messages:
        reason = "reason.other"

    cause = error.strerror or type(error).__name__
    return {"reason": reason, "cause": cause.lower()}


def explain_failure(error: OSError | MemoryError) -> UsageError:
    """The failure of a build that the system refuses something, before it has published anything."""
    if isinstance(error, MemoryError) or error.errno == errno.ENOMEM:
        return UsageError("out-of-memory")
    return UsageError("system-refuses", problem=describe_problem(error))


def describe_problem(error: Exception) -> str:
    """What a failure is about, in a few words: `No space left on device (site/index.html)`."""
    if isinstance(error, OSError) and error.strerror:
        if error.filename:
            return f"{error.strerror} ({error.filename})"
        return error.strerror

    return str(error) or type(error).__name__


@cache
def list_severities() -> dict[str, Severity]:
    """The severity of each diagnostic, by its code: the catalogues list them by severity."""
    found: dict[str, Severity] = {}
    for key in get_catalogue(ENGLISH).below("diagnostic"):
        severity, code, _ = key.split(".")
        found[code] = cast("Severity", severity)

    return found


def _write_place(file: str, line: int, column: int) -> str:
    """`62-22.txt:24:2`, or the file alone where line and column are 0."""
    place = file
    for number in (line, column):
        if number:
            place += f":{number}"

    return place
