"""Search: from records to the files with which a browser finds them, without a server.

The folders are the stages: `terms` (a text to its terms), `index` (terms to postings, vocabulary and shards), `files`
(these to scripts), `updating` (all files, or those that change). `texts` has what each text adds.

This module imports nothing: the pages need the patterns of terms, but neither NumPy nor the index.
"""
