"""Blocks to records: the words of each passage, the kinds and anchors of paragraphs, the resolution as a whole.

| module | does |
|---|---|
| `runs` | words, marks, citations and corrections of a passage, with their places in the source |
| `anchors` | addresses within a page |
| `kinds` | which paragraphs are preambular, operative, headings |
| `sections` | headings and the levels of sections |
| `structure` | paragraphs, and which are below which |
| `annexes` | annexes |
| `tables` | tables, by row and column |
| `notes` | notes, also those that the source has lost |
| `symbol` | the symbol, from all places that tell it |
| `adoption` | date, meeting and vote |
| `vote` | what sentences tell of a vote |
| `fields` | what is printed outside of title, paragraphs and notes |
| `resolution` | all of these together |
"""
