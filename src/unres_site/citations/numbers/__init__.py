"""Numbers of resolutions and decisions: what they look like, and whose they are.

| module | does |
|---|---|
| `grammar` | numbers and words, as patterns of a language |
| `context` | what words say about a number |
| `attribution` | whose resolution a number is |
| `kind_after` | languages in which the word resolution follows the numbers |
| `kind_before` | languages in which it precedes them |
| `reading` | the numbers of a text with what is said about each |
| `rivals` | numbers that two organs have |
"""
