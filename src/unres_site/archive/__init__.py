"""All records together: what none of them knows alone."""

from unres_site.archive.archive import Archive, Session
from unres_site.archive.summary import Summary, Text, cites_of, summary_of

__all__ = ["Archive", "Session", "Summary", "Text", "cites_of", "summary_of"]
