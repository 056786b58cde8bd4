"""The build: the only rooms that touch the disk beyond reading one source.

sources    what lies below the source folder
cache      readings kept between builds, by content
tree       files of one tree: written new, linked, surveyed, removed; never changed in place
publish    two trees, one of them published; a swap that is whole or not at all
links      every link and anchor of a built site
pipeline   the stages in order, and the summary
"""
