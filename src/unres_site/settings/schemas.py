"""The JSON Schemas of `site.yml` and of a sidecar: types from `keys`, words from the English catalogue."""

from __future__ import annotations

from typing import Any

import msgspec

from unres_site.messages import ENGLISH, get_catalogue, list_interface_languages
from unres_site.settings.keys import (
    Correction,
    Sidecar,
    SiteConfig,
    SuppliedNote,
    explain_key,
)

RECORDS = (SiteConfig, Sidecar, Correction, SuppliedNote)


def make_site_schema() -> dict[str, Any]:
    """The JSON Schema of `site.yml`."""
    schema = _describe(msgspec.json.schema(SiteConfig))
    schema["$defs"]["SiteConfig"]["properties"]["language"]["enum"] = list(
        list_interface_languages()
    )
    return schema


def make_sidecar_schema() -> dict[str, Any]:
    """The JSON Schema of a sidecar."""
    return _describe(msgspec.json.schema(Sidecar))


def _describe(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, with what each record and each of its keys must hold, in words."""
    words = get_catalogue(ENGLISH)
    records = {record.__name__: record for record in RECORDS}
    for name, table in schema["$defs"].items():
        described = {"title": name, "description": words(f"schema.{name}")}
        schema["$defs"][name] = {**described, **table, **described}
        for key, value in table["properties"].items():
            hint = words.sentence(explain_key(records[name], key))
            table["properties"][key] = {"description": hint, **value}

    return schema
