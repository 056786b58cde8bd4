"""What words refer to without a symbol: places, treaties, records, the note before.

| module | does |
|---|---|
| `places` | places in documents: annexes, chapters, paragraphs |
| `place_grammar` | a language's words for places as patterns |
| `named` | treaties, records, `Ibid.`, this resolution, other bodies' resolutions |
| `instruments` | names of treaties, declarations, programmes of action |
| `attaching` | which document a place is in |
| `repeats` | what `Ibid.` repeats |
"""
