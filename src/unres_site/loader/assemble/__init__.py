"""Blocks to records: the words of each passage, the kinds and anchors of paragraphs, the resolution as a whole."""
