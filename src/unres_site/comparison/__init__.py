"""What is new in a resolution since an earlier one: which paragraphs belong together, and which words changed.

    paragraphs.py   a record to the paragraphs that are compared
    likeness.py     how alike paragraphs are, as matrices
    assignment.py   the best choice of pairs from a matrix
    alignment.py    two lists of paragraphs to the pairs that belong together
    links.py        pairs to links: kept, changed, moved, split, merged, perhaps
    comparing.py    two records to their comparison

A comparison depends on two records and on nothing else. So it is stale only if one of the two has changed.
"""
