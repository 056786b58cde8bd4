"""Which words and terms changed between paragraphs that belong together.

vocabulary.py   which characters make up words, in a language without spaces
words.py        two paragraphs to the words that are kept, dropped and new
marking.py      the rows whose words changed, with their words
shifts.py       terms that took the place of others
"""
