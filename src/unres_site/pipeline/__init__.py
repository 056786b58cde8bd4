"""From a folder of texts to a published site: only this package writes files.

In the order of their imports:

    report         what a build is asked for, and what it reports
    configuring/   where settings, templates, style and content are
    publishing/    trees of files, and the swap that publishes one of them
    sources/       files below the source folder, and the texts in them
    store/         what is kept between builds
    outputs/       pages, files of the search, compressed copies
    comparing      the languages of each resolution, against each other
    permanence     the addresses that were published before, and must stay
    requoting      pages that quote a text, if only the words around its citations changed
    planning       which pages are made, kept and removed
    unchanged      whether anything has changed since the last build
    commands/      a new archive, a local server, exports, the check of links
    builder        one build, stage by stage
    build          the entry: an unchanged site is recognized before anything else is imported
"""
