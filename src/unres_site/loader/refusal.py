"""A text that can't be read."""

from __future__ import annotations

from unres_site.errors import Diagnostic


class RefusalError(Exception):
    """No record can be made of a text; `diagnostic` tells the archivist why and what to do."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
