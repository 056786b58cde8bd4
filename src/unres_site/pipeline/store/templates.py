"""Compiled templates, kept between builds: to compile them takes a sixth of a build in which one text changed.

What is kept is code that a build runs. So it is not in the cache, which is trusted with data alone, but beside the
templates, as Python keeps the bytecode of a module: in `templates/__pycache__/base.zh.htmlc`. Whoever can write there
can change the templates as well, and they may run any code. Where Python is told to write no bytecode, none is written;
if the folder can't be written to, each build compiles the templates.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source

import jinja2
from jinja2.bccache import Bucket

from unres_site.files import read_own
from unres_site.pipeline.publishing.tree import write_new
from unres_site.pipeline.store.versions import hash_parts

DIGEST_SIZE = 16
"""Bytes of the hash before the bytecode. A file that was cut off or damaged is not run."""


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps the compiled templates of one language, whose messages are compiled in. `version` tells the program."""

    def __init__(self, version: bytes, language: str) -> None:
        self._version = version
        self._language = language

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The path of a compiled template."""
        path = filename or name
        folder = os.path.dirname(cache_from_source(path))
        stem, ending = os.path.splitext(os.path.basename(path))
        compiled = f"{stem}.{self._language}{ending}c"
        return os.path.join(folder, compiled)

    def get_source_checksum(self, source: str) -> str:
        """What a compiled template depends on."""
        return hash_parts(self._version, source.encode()).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a compiled template if it is whole, and was made from the same source by the same program."""
        try:
            content = read_own(bucket.key)
        except OSError:
            return

        digest = content[:DIGEST_SIZE]
        bytecode = content[DIGEST_SIZE:]
        if digest == _hash_bytecode(bucket.key, bytecode):
            bucket.bytecode_from_string(bytecode)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, if that is possible."""
        if sys.dont_write_bytecode:
            return

        bytecode = bucket.bytecode_to_string()
        digest = _hash_bytecode(bucket.key, bytecode)
        with suppress(OSError):
            write_new(*os.path.split(bucket.key), digest + bytecode)


def _hash_bytecode(path: str, bytecode: bytes) -> bytes:
    """The hash of bytecode at its path: errors name the template by the path that is compiled in."""
    return hash_parts(os.fsencode(path), bytecode)
