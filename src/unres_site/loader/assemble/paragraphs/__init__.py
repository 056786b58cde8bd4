"""Blocks to paragraphs: kinds, nesting, tables, annexes, anchors.

| module | does |
|---|---|
| `anchors` | addresses within a page |
| `kinds` | which paragraphs are preambular, operative, headings |
| `sections` | headings and the levels of sections |
| `tables` | tables, by row and column |
| `structure` | paragraphs, and which are below which |
| `annexes` | annexes |
"""
