"""What is made: pages, the files of the search, compressed copies."""
