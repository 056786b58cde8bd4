"""A fake OpenSearch server: as much of `_search` as the search page asks for, over exported files.

It holds the page to the index that was exported: a field that the mapping lacks, a question that its type can't answer
and a word of the query language that it does not know are refused with status 400, as a server refuses them. Scores are
simpler than a server's: how often the words occur, times the boost.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]

# matches: 武
# matches: 1.5
# rejects: ，
TOKEN = re.compile(
    "[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff]|(?:(?![\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff])[^\\W_]"
    "|(?<=[0-9])[.,](?=[0-9])|(?<=[A-Za-z])[.'](?=[A-Za-z]))+"
)


class RefusedError(Exception):
    """What a server answers with status 400."""


class Token(NamedTuple):
    """A term, and its place in the text."""

    term: str
    start: int
    end: int


class Match(NamedTuple):
    """An object that answers a query: its score, the places of words by field, and the nested objects that match."""

    score: float
    places: dict[str, list[tuple[int, int]]]
    inner: dict[str, list[tuple[float, Json, Match]]]


def _merged(found: list[Match], score: float) -> Match:
    places: dict[str, list[tuple[int, int]]] = {}
    inner: dict[str, list[tuple[float, Json, Match]]] = {}
    for one in found:
        for field, ranges in one.places.items():
            places.setdefault(field, []).extend(ranges)
        inner |= one.inner
    return Match(score, places, inner)


class Index:
    """An index as its definition says, with the documents of bulk files."""

    def __init__(self, folder: Path) -> None:
        definition = json.loads((folder / "index.json").read_bytes())
        self.analysis = definition["settings"]["analysis"]
        self.fields = dict(_fields("", definition["mappings"]["properties"]))
        self.documents: dict[str, Json] = {}
        self.known: dict[tuple[str, str], list[Token]] = {}
        for path in sorted(folder.glob("bulk-*.ndjson")):
            rows = path.read_bytes().splitlines()
            for action, source in zip(
                map(json.loads, rows[::2]), map(json.loads, rows[1::2]), strict=True
            ):
                self._hold(source, "")
                self.documents[action["index"]["_id"]] = source

    def _hold(self, value: Json, path: str) -> None:
        for name in value:
            assert f"{path}{name}" in self.fields, (
                f"the mapping is strict and has no {path}{name}"
            )
        for passage in value.get("passages", ()):
            self._hold(passage, "passages.")

    # --- analysis

    def tokens(self, field: str, text: str) -> list[Token]:
        """The terms of a text as the field's analyzer gives them."""
        if (field, text) not in self.known:
            self.known[field, text] = self._analyzed(field, text)
        return self.known[field, text]

    def _analyzed(self, field: str, text: str) -> list[Token]:
        analyzer = self.analysis["analyzer"][self._kind(field, "text")["analyzer"]]
        assert analyzer["tokenizer"] == "standard"
        for name in analyzer["char_filter"]:
            rows = dict(
                row.split(" => ")
                for row in self.analysis["char_filter"][name]["mappings"]
            )
            text = "".join(rows.get(char, char) for char in text)
        found = [Token(match[0], *match.span()) for match in TOKEN.finditer(text)]
        for name in analyzer["filter"]:
            found = FILTERS[name](found)
        return found

    def _kind(self, field: str, *kinds: str) -> Json:
        kind: Json = self.fields.get(field, {})
        if kind.get("type") not in kinds or kind.get("index") is False:
            raise RefusedError(f"the field {field} is not {' or '.join(kinds)}")
        return kind

    # --- questions

    def match(self, query: Json, value: Json, path: str = "") -> Match | None:
        """Whether an object answers a question; `path` is the one that it is nested under."""
        [(kind, body)] = query.items()
        if kind == "bool":
            return self._bool(body, value, path)
        if kind == "nested":
            return self._nested(body, value)
        [(field, asked)] = body.items()
        if not field.startswith(path):
            raise RefusedError(f"{field} is not below {path}")
        options = asked if isinstance(asked, dict) else {"value": asked}
        if kind in KEYWORDS:
            return self._keyword(kind, field, options, value, path)
        return self._text(kind, field, options, value, path)

    def _bool(self, body: Json, value: Json, path: str) -> Match | None:
        if not body.keys() <= {"must", "should", "filter", "minimum_should_match"}:
            raise RefusedError(f"bool does not know {body.keys()}")
        needed = [
            self.match(one, value, path)
            for one in (*body.get("must", ()), *body.get("filter", ()))
        ]
        wished = [
            found
            for one in body.get("should", ())
            if (found := self.match(one, value, path))
        ]
        if None in needed or len(wished) < body.get("minimum_should_match", 0):
            return None
        scored = [one for one in needed[: len(body.get("must", ()))] if one]
        return _merged(
            [one for one in (*needed, *wished) if one],
            sum(one.score for one in (*scored, *wished)),
        )

    def _nested(self, body: Json, value: Json) -> Match | None:
        found = [
            (one, self.match(body["query"], one, f"{body['path']}."))
            for one in value[body["path"]]
        ]
        held = [(match.score, one, match) for one, match in found if match]
        if not held:
            return None
        inner = body.get("inner_hits")
        kept = {inner["name"]: sorted(held, key=lambda one: -one[0])} if inner else {}
        scores = [one[0] for one in held]
        score = sum(scores) if body["score_mode"] == "sum" else max(scores)
        return Match(score, {}, kept)

    def _keyword(
        self, kind: str, field: str, options: Json, value: Json, path: str
    ) -> Match | None:
        self._kind(field, "keyword")
        held = value.get(field.removeprefix(path))
        values = held if isinstance(held, list) else [held]
        found = [
            one for one in values if one is not None and KEYWORDS[kind](one, options)
        ]
        return Match(options.get("boost", 1), {}, {}) if found else None

    def _text(
        self, kind: str, field: str, options: Json, value: Json, path: str
    ) -> Match | None:
        if kind not in TEXTS:
            raise RefusedError(f"there is no query {kind}")
        name = field.removeprefix(path).split(".")[0]
        wanted = [token.term for token in self.tokens(field, options["query"])]
        ranges = TEXTS[kind](self.tokens(field, value[name]), wanted)
        return (
            Match(options.get("boost", 1) * len(ranges), {field: ranges}, {})
            if ranges
            else None
        )

    # --- a whole search

    def search(self, body: Json) -> Json:
        """The answer to a body of `_search`."""
        known = {
            "query",
            "post_filter",
            "sort",
            "from",
            "size",
            "_source",
            "highlight",
            "aggs",
            "track_total_hits",
        }
        if not body.keys() <= known:
            raise RefusedError(f"there is no {body.keys() - known}")
        matched = [
            (name, one, self.match(body["query"], one))
            for name, one in self.documents.items()
        ]
        found = [(name, one, match) for name, one, match in matched if match]
        passed = [
            hit
            for hit in found
            if self.match(body.get("post_filter", EVERYTHING), hit[1])
        ]
        for criterion in reversed(body.get("sort", [{"_score": "desc"}])):
            passed.sort(key=lambda hit: self._order(criterion, hit[1], hit[2]))
        page = passed[body["from"] : body["from"] + body["size"]]
        hits = [self._hit(name, one, match, body) for name, one, match in page]
        aggregations = {
            name: self._counts(one, [hit[1] for hit in found])
            for name, one in body.get("aggs", {}).items()
        }
        total = {"value": len(passed), "relation": "eq"}
        return {
            "timed_out": False,
            "hits": {"total": total, "hits": hits},
            "aggregations": aggregations,
        }

    def _order(self, criterion: Json, value: Json, match: Match) -> tuple[bool, float]:
        [(field, how)] = criterion.items()
        held = match.score if field == "_score" else value[field]
        if field != "_score":
            self._kind(field, "integer", "date")
        number = int(held.replace("-", "")) if isinstance(held, str) else held
        down = (how["order"] if isinstance(how, dict) else how) == "desc"
        return held is None, (-number if down else number) if number is not None else 0

    def _hit(self, name: str, value: Json, match: Match, body: Json) -> Json:
        inner = {
            one: {
                "hits": {
                    "hits": [
                        self._inner(*row, _definition(body["query"], one))
                        for row in rows[:1]
                    ]
                }
            }
            for one, rows in match.inner.items()
        }
        marked = self._marked(value, match, body["highlight"], "")
        source = {key: value[key] for key in body["_source"]}
        return {
            "_id": name,
            "_score": match.score,
            "_source": source,
            "highlight": marked,
            "inner_hits": inner,
        }

    def _inner(self, score: float, value: Json, match: Match, definition: Json) -> Json:
        marked = self._marked(value, match, definition["highlight"], "passages.")
        return {"_score": score, "_source": value, "highlight": marked}

    def _marked(self, value: Json, match: Match, asked: Json, path: str) -> Json:
        """The whole text of each field that has some of the words, with all of them marked."""
        found = {}
        for field, options in asked["fields"].items():
            assert options == {"number_of_fragments": 0}
            self._kind(field, "text")
            text = value[field.removeprefix(path).split(".")[0]]
            for start, end in sorted(set(match.places.get(field, ())), reverse=True):
                text = f"{text[:start]}{asked['pre_tags'][0]}{text[start:end]}{asked['post_tags'][0]}{text[end:]}"
            if match.places.get(field):
                found[field] = [text]
        return found

    def _counts(self, asked: Json, values: list[Json]) -> Json:
        left = [one for one in values if self.match(asked["filter"], one)]
        terms = asked["aggs"]["values"]["terms"]
        self._kind(terms["field"], "keyword")
        assert terms["order"] == {"first": "asc"}
        assert asked["aggs"]["values"]["aggs"] == {"first": {"min": {"field": "order"}}}
        counts: dict[str, int] = {}
        for one in sorted(left, key=lambda value: value["order"]):
            held = one[terms["field"]]
            for key in held if isinstance(held, list) else [held] if held else []:
                counts[key] = counts.get(key, 0) + 1
        rows = [{"key": key, "doc_count": count} for key, count in counts.items()]
        return {"values": {"buckets": rows[: terms["size"]]}}


EVERYTHING: Json = {"bool": {}}


def _fields(path: str, properties: Json) -> Iterator[tuple[str, Json]]:
    for name, kind in properties.items():
        yield f"{path}{name}", kind
        yield from _fields(
            f"{path}{name}.", {**kind.get("properties", {}), **kind.get("fields", {})}
        )


def _definition(query: Any, name: str) -> Json:  # noqa: ANN401 - any part of a query
    """The inner hits of that name within a query."""
    if isinstance(query, dict):
        if query.get("inner_hits", {}).get("name") == name:
            found: Json = query["inner_hits"]
            return found
        query = list(query.values())
    within = (
        (_definition(one, name) for one in query) if isinstance(query, list) else ()
    )
    return next(filter(None, within), {})


# --- filters of tokens


def _narrow(found: list[Token]) -> list[Token]:
    return [one._replace(term=unicodedata.normalize("NFKC", one.term)) for one in found]


def _small(found: list[Token]) -> list[Token]:
    return [one._replace(term=one.term.lower()) for one in found]


def _pairs(found: list[Token]) -> list[Token]:
    """Each pair of neighbouring Han characters; a single character, and words, as they are."""
    pairs: list[Token] = []
    for place, one in enumerate(found):
        before, after = (
            found[place - 1 : place] if place else [],
            found[place + 1 : place + 2],
        )
        joins = [
            other
            for other in after
            if _is_han(one) and _is_han(other) and one.end == other.start
        ]
        pairs += [Token(one.term + other.term, one.start, other.end) for other in joins]
        alone = not any(
            _is_han(one) and _is_han(other) and other.end == one.start
            for other in before
        )
        pairs += [one] if not joins and alone else []
    return pairs


def _is_han(token: Token) -> bool:
    return "\u3400" <= token.term <= "\u9fff" and len(token.term) == 1


FILTERS: dict[str, Callable[[list[Token]], list[Token]]] = {
    "cjk_width": _narrow,
    "lowercase": _small,
    "cjk_bigram": _pairs,
}

# --- questions to one field


def _is_near(one: str, options: Json) -> bool:
    """Whether at most one character differs, after a beginning that does not."""
    assert options["fuzziness"] == 1
    wanted, beginning = str(options["value"]), int(options["prefix_length"])
    if one[:beginning] != wanted[:beginning] or abs(len(one) - len(wanted)) > 1:
        return False
    short, long = sorted((one, wanted), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) <= 1
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


KEYWORDS: dict[str, Callable[[str, Json], bool]] = {
    "term": lambda one, options: bool(one == options["value"]),
    "prefix": lambda one, options: one.startswith(options["value"]),
    "fuzzy": _is_near,
}


def _runs(
    found: list[Token], wanted: list[str], same: Callable[[str, str, bool], bool]
) -> list[tuple[int, int]]:
    ranges = []
    for at in range(len(found) - len(wanted) + 1 if wanted else 0):
        run = found[at : at + len(wanted)]
        if all(
            same(one.term, term, place == len(wanted) - 1)
            for place, (one, term) in enumerate(zip(run, wanted, strict=True))
        ):
            ranges += [(one.start, one.end) for one in run]
    return ranges


TEXTS: dict[str, Callable[[list[Token], list[str]], list[tuple[int, int]]]] = {
    "match": lambda found, wanted: [
        (one.start, one.end) for one in found if one.term in wanted
    ],
    "match_phrase": lambda found, wanted: _runs(
        found, wanted, lambda one, term, _: one == term
    ),
    "match_phrase_prefix": lambda found, wanted: _runs(
        found,
        wanted,
        lambda one, term, last: one.startswith(term) if last else one == term,
    ),
}

# --- on the loopback


class Server(ThreadingHTTPServer):
    """Answers `_search`; `mood` is how: `""` as it should, `refusing`, `mumbling` or `stopped`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.index: Index | None = None
        self.mood = ""
        self.asked: list[Json] = []

    @property
    def endpoint(self) -> str:
        """What a site's configuration names."""
        return f"http://127.0.0.1:{self.server_port}/resolutions/_search"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_OPTIONS(self) -> None:
        self._answer(HTTPStatus.NO_CONTENT, b"")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        assert self.path == "/resolutions/_search"
        assert self.headers["Content-Type"] == "application/json"
        if self.server.mood == "refusing":
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, b"{}")
        elif self.server.mood == "mumbling":
            self._answer(HTTPStatus.OK, b'{"took": 3, "hits"')
        elif self.server.mood != "stopped":
            self._search(body)

    def _search(self, body: Json) -> None:
        assert self.server.index is not None
        try:
            self._answer(
                HTTPStatus.OK, json.dumps(self.server.index.search(body)).encode()
            )
        except RefusedError as error:
            self._answer(
                HTTPStatus.BAD_REQUEST, json.dumps({"error": str(error)}).encode()
            )

    def _answer(self, status: HTTPStatus, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "content-type")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving_index() -> Iterator[Server]:
    """A server on a free port of the loopback, without an index yet."""
    with Server() as server:
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        thread.start()
        yield server
        server.shutdown()
        thread.join()
