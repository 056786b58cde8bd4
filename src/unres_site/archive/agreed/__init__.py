"""Agreed language: paragraphs that texts with other titles have word for word."""
