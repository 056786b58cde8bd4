"""A YAML text as plain values, with line and column of each.

A hostile text is refused before any value is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from unres_site.errors import ConfigError

MAX_CHARACTERS = 256_000
MAX_DEPTH = 16
MAX_ALIASES = 32
MAX_VALUES = 20_000
"""Values of a file, counting each use of an alias."""

Path = tuple[str | int, ...]
"""The way to a value: keys of mappings and places in lists, `("corrections", 0, "line")`."""

Place = tuple[int, int]
"""Line and column, from 1."""

_TAG = "tag:yaml.org,2002:"
_NULL = _TAG + "null"
_AS_WRITTEN = frozenset(_TAG + name for name in ("str", "int", "float", "timestamp"))
"""Scalars that stay as written, so that `number: 1` and `find: 58.10` lose nothing; the type wanted decides later."""

_PLAIN = {
    "true": True,
    "yes": True,
    "on": True,
    "false": False,
    "no": False,
    "off": False,
}


class YamlDocument:
    """A YAML text as plain values (`value`; an empty text is an empty mapping), and the place of each.

    places  of values, by their path
    keys    places of the keys, by the path that ends with the key

    Raises ConfigError where the text is not YAML or passes a limit.
    """

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.places: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self._left = MAX_VALUES
        node = _compose(text, file)
        self.value: object = (
            {} if node is None or node.tag == _NULL else self._convert(node, ())
        )

    def make_value_error(self, path: Path, name: str, **words: object) -> ConfigError:
        """The error of that name at a value, or at the nearest one around it that has a place."""
        while path and path not in self.places:
            path = path[:-1]

        line, column = self.places.get(path, (1, 1))
        return ConfigError(name, self.file, line, column, **words)

    def make_key_error(self, path: Path, name: str, **words: object) -> ConfigError:
        """The error of that name at a key; `path` ends with it."""
        line, column = self.keys[path]
        return ConfigError(name, self.file, line, column, **words)

    def _convert(self, node: yaml.Node, path: Path) -> object:
        """The plain value of a node."""
        self.places[path] = _find_place(node)
        self._left -= 1
        if len(path) > MAX_DEPTH:
            raise self.make_value_error(path, "alias-in-itself")
        if self._left < 0:
            raise self.make_value_error(path, "too-many-values", limit=MAX_VALUES)

        if isinstance(node, yaml.MappingNode):
            return {
                key: self._convert(value, (*path, key))
                for key, value in self._read_pairs(node, path)
            }

        if isinstance(node, yaml.SequenceNode):
            return [
                self._convert(item, (*path, index))
                for index, item in enumerate(node.value)
            ]

        if node.tag in _AS_WRITTEN:
            return node.value

        return _PLAIN.get(str(node.value).lower())

    def _read_pairs(
        self, node: yaml.MappingNode, path: Path
    ) -> Iterator[tuple[str, yaml.Node]]:
        """The keys of a mapping, each a single word and given once, with the nodes of their values."""
        for key, value in node.value:
            name: Path = (*path, str(key.value))
            is_second = name in self.keys
            self.keys[name] = _find_place(key)
            if not isinstance(key, yaml.ScalarNode):
                raise self.make_key_error(name, "key-not-a-word")
            if is_second:
                raise self.make_key_error(name, "key-twice", key=key.value)
            yield key.value, value


def _compose(text: str, file: str) -> yaml.Node | None:
    """The tree of nodes of a text; None where it holds nothing."""
    if len(text) > MAX_CHARACTERS:
        raise ConfigError("too-long", file, characters=len(text), limit=MAX_CHARACTERS)

    try:
        _check_limits(text, file)
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise ConfigError(
            "not-yaml", file, *place, problem=error.problem or error.context
        ) from None
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(
            errors="ignore"
        )  # the position counts bytes
        character = f"U+{ord(text[len(before)]):04X}"
        raise ConfigError(
            "character", file, *_find_end(before), character=character
        ) from None
    except UnicodeEncodeError as error:
        raise ConfigError(
            "half-character", file, *_find_end(text[: error.start])
        ) from None


def _check_limits(text: str, file: str) -> None:
    """Refuse a text that is too deep, tagged, or swollen by aliases: its events are counted, nothing is built."""
    depth = aliases = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
            event, yaml.CollectionEndEvent
        )
        aliases += isinstance(event, yaml.AliasEvent)
        place = _find_place(event)
        if tag := getattr(event, "tag", None):
            raise ConfigError("tag", file, *place, tag=tag)
        if depth > MAX_DEPTH:
            raise ConfigError("too-deep", file, *place, limit=MAX_DEPTH)
        if aliases > MAX_ALIASES:
            raise ConfigError("too-many-aliases", file, *place, limit=MAX_ALIASES)


def _find_place(node: yaml.Node | yaml.Event) -> Place:
    """Where a node begins; (0, 0) where that is not known."""
    mark = node.start_mark
    if not mark:
        return 0, 0
    return mark.line + 1, mark.column + 1


def _find_end(text: str) -> Place:
    """Line and column after that text."""
    line = text.count("\n") + 1
    column = len(text) - text.rfind("\n")
    return line, column
