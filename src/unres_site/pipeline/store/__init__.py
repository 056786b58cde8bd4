"""What is kept between builds: the cache, the records of texts beside it, and compiled templates."""
