"""Compares the languages of each resolution that is held in several. What was found is kept for the next build.

The comparison reads records, so it is made again only for resolutions of which a text has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from unres_site.archive import Archive
from unres_site.archive import Summary as Text
from unres_site.errors import Diagnostic, diagnose
from unres_site.pipeline.sources.library import Library
from unres_site.pipeline.store.versions import hash_parts
from unres_site.workers import map_in_processes

if TYPE_CHECKING:
    from unres_site.archive.languages.outline import TextOutline
    from unres_site.loader import SourceText

BATCH = 16
"""Resolutions that a process compares at a time."""


class LanguageCheck(msgspec.Struct, frozen=True, array_like=True):
    """What was found in the languages of one resolution.

    key    a hash of all that its records depend on
    files  the files of its texts
    found  a diagnostic for each disagreement
    """

    key: bytes
    files: tuple[str, ...]
    found: tuple[Diagnostic, ...] = ()


LanguageChecks = dict[str, LanguageCheck]
"""The resolutions that are held in several languages, by symbol."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(LanguageChecks).decode


def read_checks(encoded: bytes) -> LanguageChecks:
    """What the last build found; nothing, if it is not known."""
    return _decode(encoded) if encoded else {}


def encode_checks(checks: LanguageChecks) -> bytes:
    """The same for the next build."""
    return _encode(checks)


def list_compared_files(checks: LanguageChecks) -> set[str]:
    """The files of all texts that were compared with others."""
    found: set[str] = set()
    for one in checks.values():
        found.update(one.files)

    return found


def compare_languages(
    archive: Archive[Text], library: Library, known: LanguageChecks, jobs: int
) -> LanguageChecks:
    """Compare the languages of all resolutions; those whose texts are as the last build saw them are taken from it."""
    checks: LanguageChecks = {}
    waiting: list[tuple[str, Mapping[str, Text]]] = []
    for symbol, versions in archive.by_symbol.items():
        if len(versions) == 1:
            continue
        check = _prepare(versions, library)
        checks[symbol] = check
        last = known.get(symbol)
        if last and last.key == check.key:
            checks[symbol] = last
        else:
            waiting.append((symbol, versions))

    batches = [waiting[at : at + BATCH] for at in range(0, len(waiting), BATCH)]

    def compare_batch(
        batch: Sequence[tuple[str, Mapping[str, Text]]],
    ) -> dict[str, tuple[Diagnostic, ...]]:
        return {
            symbol: tuple(_compare(versions, library)) for symbol, versions in batch
        }

    for found in map_in_processes(compare_batch, batches, jobs):
        for symbol, diagnostics in found.items():
            checks[symbol] = msgspec.structs.replace(checks[symbol], found=diagnostics)

    return checks


def _prepare(versions: Mapping[str, Text], library: Library) -> LanguageCheck:
    """A check whose findings are not known yet."""
    files = sorted({text.source.file for text in versions.values()})
    texts = [library.get_mark(file).key for file in files]
    languages = [language.encode() for language in versions]
    key = hash_parts(*texts, *languages)
    return LanguageCheck(key, tuple(files))


def _compare(versions: Mapping[str, Text], library: Library) -> Iterator[Diagnostic]:
    """A diagnostic for each disagreement between the languages of a resolution, at its place in the source."""
    # what compares texts takes 8 ms to import, and few builds compare any
    from unres_site.archive.languages.agreement import find_disagreements  # noqa: PLC0415
    from unres_site.archive.languages.outline import make_outline  # noqa: PLC0415

    outlines: dict[str, TextOutline] = {}
    for language, text in versions.items():
        outlines[language] = make_outline(library.get_record(text))

    sources: dict[str, SourceText] = {}
    for one in find_disagreements(outlines):
        text = versions[one.language]
        file = text.source.file
        if file not in sources:
            sources[file] = library.read_source(file)
        line, column = sources[file].locate(one.offset)
        yield diagnose(one.code, file, line, column, symbol=text.symbol, **one.details)
