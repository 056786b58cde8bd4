"""Commands beside the build: a local server, exports, the check of links."""
