"""The instruments that resolutions of an archive name, and where they do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from unres_site.archive.archive import Archive
from unres_site.archive.instruments.register import (
    Instrument,
    Invocation,
    Named,
    Register,
)
from unres_site.archive.summary import Text, list_namings

Invocations = dict[str, dict[str, Invocation]]
"""Where resolutions name an instrument, by symbol and language."""


def list_instruments(
    archive: Archive[Text],
    given: Iterable[Mapping[str, tuple[str, ...]]] = (),
    rejected: Mapping[str, tuple[str, ...]] = {},
) -> list[tuple[Instrument, Invocations]]:
    """The instruments that resolutions name, the one that most name first.

    `given` and `rejected` are as in `Register`.
    """
    register = make_register(archive, given, rejected)
    found: list[tuple[Instrument, Invocations]] = []
    instruments = register.instruments
    for key, invocations in register.list_invocations().items():
        by_symbol: Invocations = {}
        for one in invocations:
            by_symbol.setdefault(one.symbol, {})[one.language] = one
        found.append((instruments[key], by_symbol))

    return sorted(found, key=lambda one: (-len(one[1]), one[0].names))


def make_register(
    archive: Archive[Text],
    given: Iterable[Mapping[str, tuple[str, ...]]] = (),
    rejected: Mapping[str, tuple[str, ...]] = {},
) -> Register:
    """The register of an archive's instruments."""
    texts = [
        Named(text.symbol, text.language, list_namings(text))
        for text in archive.ordered
    ]
    return Register(texts, given, rejected)
