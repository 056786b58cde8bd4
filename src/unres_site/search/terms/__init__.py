"""From a text to its terms: what a query is compared with, and how often the text has each."""
