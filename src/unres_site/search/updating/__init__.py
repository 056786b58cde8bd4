"""All files of the search: built from all texts, or brought up to date where a few texts changed."""
