"""The build: the only rooms that touch the disk beyond reading one source.

In the order of their imports:

    report     what a build is asked for, and what it says that it did
    folders    where templates, style and content are
    tree       files of one tree: written new, linked, surveyed, removed; never changed in place
    room       the room beside an output: its lock, its seals, and the swap of two folders
    publish    two trees, one of them published; a swap that is whole or not at all
    sources    what lies below the source folder
    shelf      encoded readings in one file, which processes add to at once
    cache      what is kept between builds: readings by their content, what each page was made from
    standing   whether anything changed at all
    workers    processes that work for a build, and end when it ends
    loading    texts to readings, in parallel
    rendering  pages to files, in parallel; those that would be the same are kept
    links      every link and anchor of a built site
    pipeline   the stages in order, and the summary

Whatever stands beside the output while a build works there is described in `publish`.
"""
