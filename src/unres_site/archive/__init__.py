"""All records together: what none of them knows alone."""

from unres_site.archive.archive import Archive, Session

__all__ = ["Archive", "Session"]
