"""The page of a series' paragraphs, each from its first text to its last."""
