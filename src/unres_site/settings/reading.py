"""Plain values as the records of `keys`.

msgspec finds the mistakes. Each becomes a message of this project, with file, line and column.
"""

from __future__ import annotations

import math
import typing
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from unres_site.deferred import deferred
from unres_site.errors import ConfigError, SymbolError
from unres_site.messages import list_interface_languages
from unres_site.settings.colours import (
    ENOUGH,
    SCHEMES,
    complete_accent,
    find_readable,
    measure_contrast,
)
from unres_site.settings.document import Path, YamlDocument
from unres_site.settings.keys import Sidecar, SiteConfig, explain_key
from unres_site.symbols import parse

Keys = TypeVar("Keys", bound=msgspec.Struct)

# matches: Object contains unknown field `titel` - at `$.corrections[0]`
# rejects: Expected `int`, got `str`
UNKNOWN = deferred(r"unknown field `([^`]*)`")
# matches: Object missing required field `why` - at `$.corrections[0]`
# rejects: Expected `int`, got `str`
MISSING = deferred(r"missing required field `([^`]*)`")
# matches: Expected `int`, got `str` - at `$.corrections[0].line`
# rejects: Expected `int`, got `str`
WHERE = deferred(r"`\$([^`]*)`$")
# matches: .corrections
# matches: [0]
# rejects: $
STEP = deferred(r"\.([A-Za-z_]+)|\[([0-9]+)\]")


def parse_site_config(text: str, file: str) -> SiteConfig:
    """The configuration that `text` holds; `file` is its name in errors. Raises `ConfigError`."""
    document = YamlDocument(text, file)
    config = _convert(document, SiteConfig)
    spoken = list_interface_languages()
    if config.language not in spoken:
        raise document.make_value_error(
            ("language",),
            "language",
            language=config.language,
            languages=", ".join(spoken),
        )

    _check_accent(document, config)
    _check_moved(document, config)
    _check_instruments(document, config)
    _check_unused(document, config)

    return config


def _check_moved(document: YamlDocument, config: SiteConfig) -> None:
    """Raises `ConfigError` for an address that leads back to itself, at once or by others."""
    for address in config.moved:
        target = address
        for _ in config.moved:
            target = _follow(config, target)
            if target == address:
                path = ("moved", address)
                raise document.make_value_error(path, "moved-itself", address=address)


def _follow(config: SiteConfig, address: str) -> str:
    """Where an address leads: a page to another page, a place to a place. Empty if it has no successor."""
    target = config.moved.get(address, "")
    if "#" in address:
        return target
    return target.partition("#")[0]


def _check_instruments(document: YamlDocument, config: SiteConfig) -> None:
    """Raises `ConfigError` for a name that is given to two instruments, or that is one and none."""
    owners: dict[tuple[str, str], int] = {}
    for index, instrument in enumerate(config.instruments):
        for code, names in instrument.items():
            for place, name in enumerate(names):
                key = code, _fold_name(name)
                if owners.setdefault(key, index) != index:
                    path: Path = ("instruments", index, code, place)
                    raise document.make_value_error(
                        path, "instrument-twice", given=name
                    )

    for code, names in config.not_instruments.items():
        for place, name in enumerate(names):
            if (code, _fold_name(name)) in owners:
                path = ("not_instruments", code, place)
                raise document.make_value_error(path, "instrument-denied", given=name)


def _check_unused(document: YamlDocument, config: SiteConfig) -> None:
    """Raises `ConfigError` for what is not the number of a resolution, such as a range of numbers."""
    for index, symbol in enumerate(config.unused):
        path: Path = ("unused", index)
        _check_symbol(document, path, symbol)
        parsed = parse(symbol)
        if parsed.series != "RES" or parsed.number is None:
            raise document.make_value_error(path, "unused-number", symbol=symbol)


def _fold_name(name: str) -> str:
    """A name in one spelling: in small letters, with single spaces."""
    return " ".join(name.casefold().split())


def _check_accent(document: YamlDocument, config: SiteConfig) -> None:
    """Raises `ConfigError` for an accent in which links can't be read; it names the nearest one that can be."""
    if not config.accent:
        return

    for scheme, colour in zip(SCHEMES, complete_accent(config.accent), strict=True):
        contrast = measure_contrast(colour, scheme)
        if contrast < ENOUGH:
            is_one = isinstance(config.accent, str)
            raise document.make_value_error(
                ("accent",) if is_one else ("accent", scheme),
                "accent",
                colour=colour,
                scheme=f"scheme.{scheme}",
                contrast=f"{math.floor(contrast * 100) / 100:.2f}",
                near=find_readable(colour, scheme),
            )


def parse_sidecar(text: str, file: str) -> Sidecar:
    """The sidecar that `text` holds; `file` is its name in errors. Raises `ConfigError`."""
    document = YamlDocument(text, file)
    sidecar = _convert(document, Sidecar)
    if sidecar.symbol is not None:
        _check_symbol(document, ("symbol",), sidecar.symbol)

    _check_numbers(document, sidecar)
    return sidecar


def _check_symbol(document: YamlDocument, path: Path, symbol: str) -> None:
    """Raises `ConfigError` for a value that is not the symbol of a document."""
    try:
        parse(symbol)
    except SymbolError as error:
        key, words = error.message
        name = str(path[0])
        raise document.make_value_error(
            path, "symbol", key=name, problem=key, **words
        ) from None


def _check_numbers(document: YamlDocument, sidecar: Sidecar) -> None:
    """Raises `ConfigError` for the second of two notes of one number."""
    seen: set[str] = set()
    for index, note in enumerate(sidecar.notes):
        if note.number in seen:
            place = ("notes", index, "number")
            raise document.make_value_error(place, "note-twice", number=note.number)
        seen.add(note.number)


def _convert(document: YamlDocument, kind: type[Keys]) -> Keys:
    try:
        return msgspec.convert(document.value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _explain(document, kind, str(error)) from None


def _explain(
    document: YamlDocument, kind: type[msgspec.Struct], message: str
) -> ConfigError:
    """The error that msgspec's message describes, at the place in it."""
    where = WHERE.search(message)
    path: Path = tuple(
        name or int(index) for name, index in STEP.findall(where[1] if where else "")
    )
    if unknown := UNKNOWN.search(message):
        return _explain_unknown(document, (*path, unknown[1]), _find_record(kind, path))

    if missing := MISSING.search(message):
        hint = explain_key(_find_record(kind, path), missing[1])
        return document.make_value_error(
            path, "key-missing", key=missing[1], hint=hint.key, **hint.words
        )

    names = [step for step in path if isinstance(step, str)]
    if not names:
        return document.make_value_error((), "not-a-mapping")

    record = _find_record(kind, path[: path.index(names[-1])])
    hint = explain_key(record, names[-1])
    return document.make_value_error(
        path, "value", key=names[-1], hint=hint.key, **hint.words
    )


def _explain_unknown(
    document: YamlDocument, path: Path, record: type[msgspec.Struct]
) -> ConfigError:
    """The error of an unknown key. It names the key that was probably meant, or all keys."""
    from difflib import get_close_matches  # noqa: PLC0415 - only an error needs it

    key = str(path[-1])
    keys = record.__struct_fields__
    near = get_close_matches(key.lower(), keys, n=1)
    if near:
        return document.make_key_error(path, "key-misspelt", key=key, near=near[0])

    return document.make_key_error(path, "key-unknown", key=key, keys=", ".join(keys))


def _find_record(kind: type[msgspec.Struct], path: Path) -> type[msgspec.Struct]:
    """The record class whose keys are at the end of a path."""
    for step in path:
        if isinstance(step, str):
            kind = next(_find_records(typing.get_type_hints(kind)[step]), kind)

    return kind


def _find_records(hint: object) -> Iterator[type[msgspec.Struct]]:
    """The record classes within a type: `tuple[Correction, ...]` has one."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint

    for part in typing.get_args(hint):
        yield from _find_records(part)
