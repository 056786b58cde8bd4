"""The templates of folders: compiled once each, what they name, and errors with a template's file and line."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

import jinja2

from unres_site.deferred import deferred
from unres_site.errors import TemplateError
from unres_site.files import FileRefused
from unres_site.signals import TooSlow, limit_time
from unres_site.site.rendering.layers import Layers, read_found_text

# matches: {% extends "base.html" %}
# matches: {%- include name %}
# matches: {{ shared["search-box.html"] }}
# rejects: {{ include }}
REFERENCE = deferred(
    r"""(?:\{%[-+]?\s*(?:extends|include|import|from)\s|\bshared\[)(?:\s*["']([^"']*)["'])?"""
)
"""Where a template names another; the name is empty where it is only known when a page is rendered."""


LARGEST = 4_000_000
"""Bytes of a template."""

LONGEST = 60
"""Seconds of processor time that a page may take. The largest pages of 20,000 texts take two."""

Load = Callable[[str], tuple[str, str, None] | None]


class Templates:
    """The templates of folders, by their file names.

    layers    the folders
    globals   what every template sees
    filters   Jinja's filters besides its own, by name
    compiled  where compiled templates are kept; None for nowhere
    """

    def __init__(
        self,
        layers: Layers,
        globals_: Mapping[str, object],
        filters: Mapping[str, Callable[..., Any]],
        compiled: jinja2.BytecodeCache | None = None,
    ) -> None:
        self._layers = layers
        self._environment = _make_environment(self._load, globals_, filters)
        self._environment.bytecode_cache = compiled
        self._compiled: dict[str, jinja2.Template] = {}
        self._sources: dict[str, str] = {}
        self._references: dict[str, tuple[str, ...]] = {}

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """A page. Raises TemplateError where the template or one that it names fails, or does not end."""
        try:
            with limit_time(LONGEST):
                return self.get(name).render(context)
        except (Exception, TooSlow) as error:
            raise self._explain(error, name) from error

    def compile(self, name: str) -> None:
        """Compile a template and all that it names. Raises TemplateError where one has a mistake."""
        try:
            for one in sorted(self.find_names(name)):
                self.get(one)
        except jinja2.TemplateError as error:
            raise self._explain(error, name) from error

    def get(self, name: str) -> jinja2.Template:
        """A compiled template. Raises Jinja's errors."""
        if name not in self._compiled:
            self._compiled[name] = self._environment.get_template(name)

        return self._compiled[name]

    def read_source(self, name: str) -> str:
        """The text of a template. Raises TemplateError where it can't be read."""
        if name not in self._sources:
            self._sources[name] = self._read(name)

        return self._sources[name]

    def _read(self, name: str) -> str:
        file = self._layers.name_file(name)
        found = self._layers.find(name)
        if found is None:
            raise TemplateError("template-missing", file=file, name=name)

        try:
            return read_found_text(found, LARGEST)
        except FileRefused as refused:
            raise TemplateError(
                "template-unreadable", file=file, **refused.explain()
            ) from refused

    def find_names(self, name: str) -> set[str]:
        """A template and all that it extends, includes or imports; all templates where a name is not written out."""
        found = set[str]()
        waiting = {name}
        while waiting:
            one = waiting.pop()
            found.add(one)
            if one not in self._references:
                self._references[one] = tuple(self._list_references(one))
            for reference in self._references[one]:
                waiting |= {reference} if reference else self._list_names()
            waiting -= found

        return found

    def _list_references(self, name: str) -> Iterator[str]:
        """The templates that a template names, empty where the name is not written out. Raises TemplateError."""
        source = self.read_source(name)
        for found in REFERENCE.finditer(source):
            reference = found[1] or ""
            if reference and self._layers.find(reference) is None:
                line = source.count("\n", 0, found.start()) + 1
                place = f"{self._layers.name_file(name)}:{line}"
                raise TemplateError("template-missing", file=place, name=reference)
            yield reference

    def _list_names(self) -> set[str]:
        return {name for name in self._layers.list_files() if name.endswith(".html")}

    def _load(self, name: str) -> tuple[str, str, None] | None:
        """Find a template for Jinja: its text, the path of its file, and None, which lets Jinja keep what it compiled.

        None if there is no template of that name.
        """
        found = self._layers.find(name)
        if found:
            return (self.read_source(name), found.path, None)
        return None

    def _explain(self, error: BaseException, name: str) -> TemplateError:
        """The error in one sentence that opens with file and line."""
        file = self._layers.name_file(name)
        if isinstance(error, TemplateError):
            return error
        if isinstance(error, jinja2.TemplateNotFound):
            return TemplateError("template-missing", file=file, name=error.name)

        if isinstance(error, jinja2.TemplateSyntaxError):
            place = f"{error.filename or file}:{error.lineno}"
            problem = (error.message or "").rstrip(".")  # some of Jinja's end with one
            return TemplateError("template-syntax", place=place, problem=problem)

        place = self._find_place(error) or file
        if isinstance(error, TooSlow):  # Jinja finds the lines of errors alone
            file = place.rpartition(":")[0] or file
            return TemplateError("template-too-slow", file=file, seconds=LONGEST)

        return TemplateError(
            "template-fails", place=place, kind=type(error).__name__, problem=error
        )

    def _find_place(self, error: BaseException) -> str:
        """File and line of the last template that an error went through; Jinja's tracebacks name them."""
        place = ""
        for frame in traceback.extract_tb(error.__traceback__):
            if self._layers.has_file(frame.filename):
                place = f"{frame.filename}:{frame.lineno}"

        return place


class _Environment(jinja2.Environment):
    """An environment whose globals are one plain dictionary.

    Each page takes a copy of the globals; to copy Jinja's chain of dictionaries takes ten times as long.
    """

    def make_globals(
        self, d: MutableMapping[str, Any] | None
    ) -> MutableMapping[str, Any]:
        """The globals of all templates, and those of one."""
        return {**self.globals, **(d or {})}


def _make_environment(
    load: Load,
    globals_: Mapping[str, object],
    filters: Mapping[str, Callable[..., Any]],
) -> jinja2.Environment:
    environment = _Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False,
        "separators": (",", ":"),
    }
    environment.globals.update(globals_)
    environment.filters.update(filters)
    return environment
