"""What is new in a resolution since an earlier one: which paragraphs belong together, and which words changed.

    aligning/      two records to the pairs of paragraphs that belong together
    links.py       pairs to links: kept, changed, moved, split, merged, perhaps
    comparing.py   two records to their comparison
    rows.py        a comparison to rows that are read from top to bottom
    wording/       which words and terms changed
    totals.py      what a comparison comes to
    lives.py       the comparisons of a series to each paragraph's life
    recent.py      results that are kept for the records that were asked for last

A comparison depends on two records and on nothing else. So it is stale only if one of the two has changed.
"""
