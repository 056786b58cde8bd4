"""What is kept between builds: the cache, and the records of texts beside it."""
