"""What is printed outside of the paragraphs: symbol, adoption, vote, other fields.

| module | does |
|---|---|
| `symbol` | the symbol, from all places that tell it |
| `vote` | what sentences tell of a vote |
| `adoption` | date, meeting and vote |
| `fields` | what is printed outside of title, paragraphs and notes |
"""
