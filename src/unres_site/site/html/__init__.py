"""What the HTML of every page is made of: words, links, lists, diagnostics."""
