"""What people write in YAML: `site.yml`, and the sidecar beside a text. Pure: text in, records out.

    document.py  a YAML text as plain values, with line and column of each
    colours.py   the accent, and whether it can be read
    keys.py      the keys that there are: one record class a table
    reading.py   plain values as these records; each mistake in words, at its place
    schemas.py   the JSON Schemas of the same classes, for editors

The keys are a closed list. Every mistake is one `ConfigError` that opens with `file:line:column` and says what to write
instead. A new key is a field in `keys.py`, and what it must hold in each catalogue of `messages/`.
"""

from unres_site.settings.colours import complete_accent
from unres_site.settings.document import MAX_CHARACTERS, YamlDocument
from unres_site.settings.keys import (
    MAX_REMARK,
    Correction,
    Sidecar,
    SiteConfig,
    SuppliedNote,
    Words,
    choose_words,
    find_language,
    get_site_title,
)  # fmt: skip
from unres_site.settings.reading import parse_sidecar, parse_site_config
from unres_site.settings.schemas import make_sidecar_schema, make_site_schema

__all__ = [
    "MAX_CHARACTERS",
    "MAX_REMARK",
    "Correction",
    "Sidecar",
    "SiteConfig",
    "SuppliedNote",
    "Words",
    "YamlDocument",
    "choose_words",
    "complete_accent",
    "find_language",
    "get_site_title",
    "make_sidecar_schema",
    "make_site_schema",
    "parse_sidecar",
    "parse_site_config",
]
