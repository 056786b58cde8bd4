"""Resolutions for programs: the record as JSON, and JSON Schemas."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import msgspec

from unres_site import errors, records
from unres_site.records import Resolution
from unres_site.settings import make_sidecar_schema as sidecar_keys
from unres_site.settings import make_site_schema as site_keys
from unres_site.site.views import Page

DIALECT = "https://json-schema.org/draft/2020-12/schema"


# --- records and schemas


def encode_record(page: Page) -> bytes:
    """The public JSON of a page's record, one line, in UTF-8."""
    return msgspec.json.encode(page.record) + b"\n"


def encode_source(page: Page) -> bytes:
    """The source text of a page's record, in UTF-8 after a mark by which browsers know that on any host."""
    return page.source.encode("utf-8-sig")


def encode_resolution_schema(_: Page) -> bytes:
    """The JSON Schema of the records. Their docstrings describe them."""
    schema = msgspec.json.schema(Resolution)
    docstrings = {**_read_docstrings(records), **_read_docstrings(errors)}
    for name, table in schema["$defs"].items():
        if name in docstrings:
            described = {"title": name, "description": docstrings[name]}
            schema["$defs"][name] = {**described, **table, **described}

    return encode_schema("Resolution", schema)


def _read_docstrings(module: ModuleType) -> dict[str, str]:
    """The docstrings of a module's classes, from its source: a Python that optimizes (-OO) has dropped them."""
    found: dict[str, str] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = ast.get_docstring(node) or ""

    return found


def encode_site_schema(_: Page) -> bytes:
    """The JSON Schema of `site.yml`."""
    return encode_schema("site.yml", site_keys())


def encode_sidecar_schema(_: Page) -> bytes:
    """The JSON Schema of a sidecar."""
    return encode_schema("sidecar", sidecar_keys())


def encode_schema(title: str, schema: Mapping[str, Any]) -> bytes:
    """A JSON Schema as a file: indented, in UTF-8."""
    whole = {"$schema": DIALECT, "title": title, **schema}
    encoded = msgspec.json.encode(whole)
    return msgspec.json.format(encoded, indent=1) + b"\n"
