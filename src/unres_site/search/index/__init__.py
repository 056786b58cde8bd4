"""From the terms of all texts to postings, the vocabulary and shards, as the text that the files hold."""
