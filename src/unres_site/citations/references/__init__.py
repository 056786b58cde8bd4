"""What words refer to without a symbol: places, treaties, records, the note before.

| module | does |
|---|---|
| `phrases` | a language's words of reference as parts of patterns |
| `places` | places in documents: annexes, chapters, paragraphs |
| `place_grammar` | a language's words for places as patterns |
| `named` | treaties, records, `Ibid.`, this resolution, other bodies' resolutions |
| `instruments` | names of treaties, declarations, programmes of action |
| `attaching` | which document a place is in |
| `repeats` | what `Ibid.` repeats |
"""
