"""Which paragraphs of two records belong together.

paragraphs.py   a record to the paragraphs that are compared
likeness.py     how alike paragraphs are, as matrices
assignment.py   the best choice of pairs from a matrix
pairs.py        what an alignment gives
fit.py          whether two left-over paragraphs are alike enough
found.py        the pairs that are found so far
lists.py        which paragraphs introduce lists
joined.py       left-overs that belong to a paragraph together, or to one with a mate
parts.py        left-overs that are parts of longer paragraphs
alignment.py    two lists of paragraphs to the pairs that belong together
"""
