"""What is printed around the text of a resolution: masthead, symbol, title and enacting formula."""
