"""Printed text: its canonical form, its punctuation, the labels before paragraphs. Nothing here knows a record."""
