"""The site: which pages there are, and what bytes each has."""
