"""What words are called in the other languages of an archive, learned from paragraphs that it has in several."""
