"""Blocks to records: the words of each passage, the kinds and anchors of paragraphs, the resolution as a whole.

| module | does |
|---|---|
| `runs` | words, marks, citations and corrections of a passage, with their places in the source |
| `paragraphs` | kinds, nesting, tables, annexes and anchors of paragraphs |
| `notes` | notes, also those that the source has lost |
| `printed` | what is printed outside of the paragraphs: symbol, adoption, vote, other fields |
| `resolution` | all of these together |
"""
