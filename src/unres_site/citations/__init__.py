"""The documents that a text cites: the door to this folder is `find_citations`."""

from unres_site.citations.finding import Citation, find_citations

__all__ = ["Citation", "find_citations"]
