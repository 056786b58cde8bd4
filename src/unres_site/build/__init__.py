"""The build: the only rooms that touch the disk beyond reading one source.

In the order of their imports:

    tree       files of one tree: written new, linked, surveyed, removed; never changed in place
    publish    two trees, one of them published; a swap that is whole or not at all
    sources    what lies below the source folder
    cache      readings kept between builds, by content, and what each page was made from
    loading    texts to readings, in parallel
    rendering  pages to files, in parallel; those that would be the same are kept
    links      every link and anchor of a built site
    pipeline   the stages in order, and the summary

Whatever stands beside the output while a build works there is described in `publish`.
"""
