"""What is new in a resolution since an earlier one: which paragraphs belong together, and which words changed.

    paragraphs.py   a record to the paragraphs that are compared
    likeness.py     how alike paragraphs are, as matrices
    assignment.py   the best choice of pairs from a matrix
    pairs.py        what an alignment gives
    alignment.py    two lists of paragraphs to the pairs that belong together
    links.py        pairs to links: kept, changed, moved, split, merged, perhaps
    comparing.py    two records to their comparison
    rows.py         a comparison to rows that are read from top to bottom
    vocabulary.py   which characters make up words, in a language without spaces
    words.py        two paragraphs to the words that are kept, dropped and new
    marking.py      the rows whose words changed, with their words
    shifts.py       terms that took the place of others
    totals.py       what a comparison comes to
    lives.py        the comparisons of a series to each paragraph's life

A comparison depends on two records and on nothing else. So it is stale only if one of the two has changed.
"""
