"""Commands beside the build: a new archive, a local server, exports, the check of links."""
