"""What people write in YAML: `site.yml`, and the sidecar beside a text. Pure: text in, records out.

The keys are a closed list. Every mistake is one `ConfigError` that opens with `file:line:column` and says what to write
instead. The JSON Schemas that editors use come from the same classes (`site_schema`, `sidecar_schema`).
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import yaml
from msgspec import Meta

from unres_site.deferred import deferred
from unres_site.errors import Both, ConfigError, SymbolError, too_long
from unres_site.symbols import parse

MAX_CHARACTERS = 256_000
MAX_DEPTH = 16
MAX_ALIASES = 32
MAX_NODES = 20_000
MAX_REMARK = 64_000
"""Characters of a remark: an editor's note of some pages, not a book."""

LanguageCode = Literal["zh", "en", "fr", "es", "ru", "ar"]
Words = str | dict[LanguageCode, str]
"""One text for all interface languages, or one for each: `title: Archive` or `title: {zh: 文库, en: Archive}`."""

# matches: https://example.org/un/
# rejects: javascript:alert(1)
# rejects: https://example.org/un
BASE_ADDRESS = deferred(r"^(https?://[^\s<>\"'\\/?#]+(/[^\s<>\"'\\?#]*)?/)?$")
# matches: https://undocs.org/{language}/{symbol}
# rejects: https://undocs.org/
# rejects: javascript:{symbol}
OFFICIAL_ADDRESS = deferred(
    r"^https?://[^\s<>\"'\\{}]+/([^\s<>\"'\\{}]|\{language\})*\{symbol\}([^\s<>\"'\\{}]|\{language\})*$"
)
# matches: https://search.example.org/resolutions/_search
# matches: http://localhost:9200/resolutions/_search
# rejects: https://search.example.org/resolutions/
# rejects: https://*/resolutions/_search
# rejects: https://search.example.org; script-src *//_search
SEARCH_ENDPOINT = deferred(r"^(https?://([A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?/[^\s<>\"'\\?#;,]*_search)?$")
# matches: mailto:archive@example.org
# rejects: javascript:alert(1)
CONTACT = deferred(r"^((https?://|mailto:)[^\s<>\"'\\]+)?$")


_TITLE: dict[LanguageCode, str] = {"zh": "联合国决议文库", "en": "United Nations Resolutions"}
_ORGANS: dict[str, Words] = {
    "A": {"zh": "联合国大会", "en": "United Nations General Assembly"},
    "S": {"zh": "联合国安全理事会", "en": "United Nations Security Council"},
    "E": {"zh": "联合国经济及社会理事会", "en": "United Nations Economic and Social Council"},
}


class SiteConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The site as a whole: the keys of `site.yml`. Every key may be left out."""

    title: Annotated[Words, Meta(description="the name of the site: words, or words by language ({zh: …, en: …})")] = (
        msgspec.field(default_factory=lambda: dict(_TITLE))
    )
    description: Annotated[Words, Meta(description="one sentence about the site, or one by language")] = ""
    base_address: Annotated[
        str,
        Meta(
            max_length=500,
            pattern=BASE_ADDRESS.pattern,
            description="where the site will stand: https://… with a / at its end",
        ),
    ] = ""
    language: Annotated[
        LanguageCode,
        Meta(description="the site's first language, whose pages stand at the root: zh, en, fr, es, ru or ar"),
    ] = "zh"
    official_address: Annotated[
        str,
        Meta(
            max_length=500,
            pattern=OFFICIAL_ADDRESS.pattern,
            description="where a document is that the site does not hold: https://… with {symbol}",
        ),
    ] = "https://undocs.org/{language}/{symbol}"
    search_endpoint: Annotated[
        str,
        Meta(
            max_length=500,
            pattern=SEARCH_ENDPOINT.pattern,
            description="an OpenSearch index that the results page asks instead of its own: https://…/_search",
        ),
    ] = ""
    compressed: Annotated[
        tuple[Literal["gzip", "brotli"], ...], Meta(description="copies of files: [gzip, brotli]")
    ] = ()
    organs: Annotated[
        dict[str, Words],
        Meta(description="names of organs by the head of their symbols: {A: {zh: 大会, en: General Assembly}}"),
    ] = msgspec.field(default_factory=lambda: dict(_ORGANS))
    license: Annotated[Words, Meta(description="one sentence on the use of the texts, or one by language")] = ""
    contact: Annotated[
        str,
        Meta(
            max_length=500, pattern=CONTACT.pattern, description="where readers report mistakes: https://… or mailto:…"
        ),
    ] = ""


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one source line that an editor replaces; the source file stays as it is."""

    line: Annotated[int, Meta(ge=1, description="the line of the text, a whole number from 1")]
    find: Annotated[
        str, Meta(min_length=1, max_length=1000, description="the words to find on that line, as they stand")
    ]
    replace: Annotated[str, Meta(max_length=1000, description="the words that stand there instead")]
    why: Annotated[str, Meta(min_length=1, max_length=2000, description="the reason, which the page shows")]


class SuppliedNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text of a note that the source has lost."""

    number: Annotated[str, Meta(min_length=1, max_length=16, description="the note's number as its mark has it")]
    text: Annotated[str, Meta(min_length=1, max_length=20_000, description="the words of the note")]


class Sidecar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a text lacks: the keys of `62-22.yml` beside `62-22.txt`. Every key may be left out."""

    symbol: Annotated[
        str | None, Meta(description="the document symbol, as A/RES/62/22, where the text lacks it or has it wrong")
    ] = None
    language: Annotated[LanguageCode | None, Meta(description="the language of the text: zh, en, fr, es, ru or ar")] = (
        None
    )
    topics: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...], Meta(description="a list of words to browse by")
    ] = ()
    corrections: Annotated[
        tuple[Correction, ...], Meta(description="a list of corrections, each with line, find, replace and why")
    ] = ()
    notes: Annotated[
        tuple[SuppliedNote, ...], Meta(description="a list of notes that the text has lost, each with number and text")
    ] = ()


def in_language(words: Words, language: str) -> str:
    """The words in that language, else in English, else the first there are."""
    if isinstance(words, str):
        return words
    by_code = {str(code): text for code, text in words.items()}
    return by_code.get(language) or by_code.get("en") or next(iter(by_code.values()), "")


def parse_site_config(text: str, file: str) -> SiteConfig:
    """The configuration that `text` holds; `file` is its name in errors. Raises `ConfigError`."""
    return _convert(_Document(text, file), SiteConfig)


def parse_sidecar(text: str, file: str) -> Sidecar:
    """The sidecar that `text` holds; `file` is its name in errors. Raises `ConfigError`."""
    document = _Document(text, file)
    sidecar = _convert(document, Sidecar)
    try:
        if sidecar.symbol is not None:
            parse(sidecar.symbol)
    except SymbolError as error:
        said = Both(f"the value of symbol does not fit: {error}", f"symbol 的值不是文号：{sidecar.symbol!r}。")
        raise document.error(("symbol",), said) from None
    return sidecar


def site_schema() -> dict[str, Any]:
    """The JSON Schema of `site.yml`."""
    return msgspec.json.schema(SiteConfig)


def sidecar_schema() -> dict[str, Any]:
    """The JSON Schema of a sidecar."""
    return msgspec.json.schema(Sidecar)


# --- YAML to plain values, with the place of each

Path = tuple[str | int, ...]
Kind = TypeVar("Kind", bound=msgspec.Struct)

_TAG = "tag:yaml.org,2002:"
_AS_WRITTEN = frozenset(_TAG + name for name in ("str", "int", "float", "timestamp"))
"""Scalars that stay as written, so that `number: 1` and `find: 58.10` lose nothing; the type wanted decides later."""
_PLAIN = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


TOO_MANY = Both(
    f"the file has more than {MAX_NODES} values, counting each use of an alias.",
    f"文件中的值超过 {MAX_NODES} 个（别名每用一次计一次）。",
)
HALF = Both("half a character stands here.", "此处是半个字符。")
KEYS_AND_VALUES = Both(
    "the file must hold keys and values, as title: Archive.", "文件应由键和值组成，如 title: Archive。"
)


class _Document:
    """A YAML text as plain values, and the line and column (from 1) at which each stands."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.places: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self._budget = MAX_NODES
        node = _compose(text, file)
        self.value: object = {} if node is None or _is_null(node) else self._plain(node, ())

    def error(self, path: Path, sentence: Both) -> ConfigError:
        """An error at that value, or at the nearest one around it that has a place."""
        while path and path not in self.places:
            path = path[:-1]
        return ConfigError(sentence, self.file, *self.places.get(path, (1, 1)))

    def key_error(self, path: Path, sentence: Both) -> ConfigError:
        """An error at a key itself; `path` ends with it."""
        return ConfigError(sentence, self.file, *self.keys[path])

    def _plain(self, node: yaml.Node, path: Path) -> object:
        self.places[path] = _place(node)
        self._budget -= 1
        if len(path) > MAX_DEPTH:
            raise self.error(path, Both("an alias stands within what it repeats.", "别名位于它所重复的内容之中。"))
        if self._budget < 0:
            raise self.error(path, TOO_MANY)
        if isinstance(node, yaml.MappingNode):
            return {key: self._plain(value, (*path, key)) for key, value in self._pairs(node, path)}
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*path, index)) for index, item in enumerate(node.value)]
        if node.tag in _AS_WRITTEN:
            return node.value
        return _PLAIN.get(str(node.value).lower())

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, yaml.Node]]:
        for key, value in node.value:
            name: Path = (*path, str(key.value))
            twice = name in self.keys
            self.keys[name] = _place(key)
            if not isinstance(key, yaml.ScalarNode):
                raise self.key_error(name, Both("a key must be a single word.", "键必须是单个词。"))
            if twice:
                twice_said = Both(f"the key {key.value} stands here twice.", f"键 {key.value} 在此出现两次。")
                raise self.key_error(name, twice_said)
            yield key.value, value


def _place(node: yaml.Node | yaml.Event) -> tuple[int, int]:
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == _TAG + "null"


def _compose(text: str, file: str) -> yaml.Node | None:
    if len(text) > MAX_CHARACTERS:
        raise ConfigError(too_long(len(text), MAX_CHARACTERS), file)
    try:
        _check_events(text, file)
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = error.problem or error.context
        said = Both(f"this is not YAML: {problem}.", f"这不是有效的 YAML（{problem}）。")
        raise ConfigError(said, file, *place) from None
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")  # the position counts bytes
        name = f"U+{ord(text[len(before)]):04X}"
        said = Both(f"the character {name} can't stand in YAML.", f"YAML 中不能有字符 {name}。")
        raise ConfigError(said, file, *_end(before)) from None
    except UnicodeEncodeError as error:
        raise ConfigError(HALF, file, *_end(text[: error.start])) from None


def _end(text: str) -> tuple[int, int]:
    """Line and column after that text, from 1."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _check_events(text: str, file: str) -> None:
    """Refuse, before anything is built of it, a text that is too deep, tagged, or swollen by aliases."""
    depth = aliases = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        tag = getattr(event, "tag", None)
        problem = _problem(str(tag) if tag is not None else "", depth, aliases)
        if problem:
            raise ConfigError(problem, file, *_place(event))


def _problem(tag: str, depth: int, aliases: int) -> Both | None:
    if tag:
        return Both(f"the tag {tag} is not allowed; write plain values.", f"不允许使用标签 {tag}；请写普通的值。")
    if depth > MAX_DEPTH:
        return Both(f"values are nested more than {MAX_DEPTH} deep.", f"值的嵌套超过 {MAX_DEPTH} 层。")
    if aliases > MAX_ALIASES:
        return Both(f"there are more than {MAX_ALIASES} aliases.", f"别名超过 {MAX_ALIASES} 个。")
    return None


# --- plain values to records, with errors in words

# matches: Object contains unknown field `titel` - at `$.corrections[0]`
# rejects: Expected `int`, got `str`
_UNKNOWN = deferred(r"unknown field `([^`]*)`")
# matches: Object missing required field `why` - at `$.corrections[0]`
# rejects: Expected `int`, got `str`
_MISSING = deferred(r"missing required field `([^`]*)`")
# matches: Expected `int`, got `str` - at `$.corrections[0].line`
# rejects: Expected `int`, got `str`
_WHERE = deferred(r"`\$([^`]*)`$")
# matches: .corrections
# matches: [0]
# rejects: $
_STEP = deferred(r"\.([A-Za-z_]+)|\[([0-9]+)\]")


def _convert(document: _Document, kind: type[Kind]) -> Kind:
    try:
        return msgspec.convert(document.value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _explain(document, kind, str(error)) from None


def _explain(document: _Document, kind: type[msgspec.Struct], message: str) -> ConfigError:
    """The message of msgspec in the words of this project, at the place it means."""
    where = _WHERE.search(message)
    path: Path = tuple(name or int(index) for name, index in _STEP.findall(where[1] if where else ""))
    if unknown := _UNKNOWN.search(message):
        return document.key_error((*path, unknown[1]), _unknown_key(unknown[1], _struct_at(kind, path)))
    if missing := _MISSING.search(message):
        hint = _description(_struct_at(kind, path), missing[1])
        said = Both(f"the key {missing[1]} is missing ({hint.en}).", f"缺少键 {missing[1]}（{hint.zh}）。")
        return document.error(path, said)
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return document.error((), KEYS_AND_VALUES)
    hint = _description(_struct_at(kind, path[: path.index(names[-1])]), names[-1])
    english = f"the value of {names[-1]} does not fit; it must be {hint.en}."
    return document.error(path, Both(english, f"{names[-1]} 的值不合要求，应为：{hint.zh}。"))


def _unknown_key(key: str, kind: type[msgspec.Struct]) -> Both:
    keys = kind.__struct_fields__
    close = difflib.get_close_matches(key.lower(), keys, n=1)
    if close:
        return Both(f"there is no key {key}; did you mean {close[0]}?", f"没有键 {key}；是否为 {close[0]}？")
    return Both(
        f"there is no key {key}; the keys are {', '.join(keys)}.", f"没有键 {key}；可用的键：{'、'.join(keys)}。"
    )


def _struct_at(kind: type[msgspec.Struct], path: Path) -> type[msgspec.Struct]:
    for step in path:
        if isinstance(step, str):
            kind = next(_structs(typing.get_type_hints(kind)[step]), kind)
    return kind


def _structs(hint: object) -> Iterator[type[msgspec.Struct]]:
    """The record classes within a type (tuple[Correction, ...] has one)."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for part in typing.get_args(hint):
        yield from _structs(part)


_IN_CHINESE = {
    "symbol": "文号，如 A/RES/62/22",
    "language": "语言代码：zh、en、fr、es、ru 或 ar",
    "topics": "供浏览的主题词列表",
    "corrections": "更正的列表，每项有 line、find、replace、why",
    "notes": "来源所缺脚注的列表，每项有 number、text",
    "line": "文本的行号，从 1 起的整数",
    "find": "该行中要查找的原文",
    "replace": "替换后的文字",
    "why": "更正的理由，会显示在页面上",
    "number": "注码所示的编号",
    "text": "脚注的文字",
}
"""What the keys of a sidecar must hold, for pages in Chinese; what is wrong with `site.yml` stands on no page."""


def _description(kind: type[msgspec.Struct], key: str) -> Both:
    hint = typing.get_type_hints(kind, include_extras=True)[key]
    meta = next((part for part in typing.get_args(hint) if isinstance(part, Meta)), Meta())
    return Both(meta.description or "as the schema says", _IN_CHINESE.get(key, "见 JSON Schema 的说明"))
