"""How a site is published.

manifest     the files of a tree by address, with size and hash
packed       the same, of which a few are found and changed without reading all
tree         files of one tree on the disk: written, linked, removed, checked
workspace    the folder beside the output in which a build works; its lock; the swap of two folders
states       how the last build left both trees
journal      which files an incomplete tree may have
trees        the published tree and the other one: completed, swapped, recovered
publication  the files of a new site, put or kept, and committed
"""
