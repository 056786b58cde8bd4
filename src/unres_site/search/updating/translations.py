"""The files of translations of an archive, and when they have to be made again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet

from unres_site.search.files.passages import read_passages
from unres_site.search.files.translations import make_translation_files
from unres_site.search.translating.paragraphs import (
    ParallelText,
    TextKey,
    choose_hub,
    choose_texts,
)
from unres_site.search.translating.table import make_translations


def translate_archive(
    texts: Collection[TextKey], read: Callable[[TextKey], bytes]
) -> list[tuple[str, bytes]]:
    """The files of translations, the list of their digests last. `read` gives the file of a text's passages."""
    parallel = [
        ParallelText(*text, read_passages(read(text))) for text in choose_texts(texts)
    ]
    table = make_translations(choose_hub(texts), parallel)
    return list(make_translation_files(table))


def are_translations_stale(
    before: AbstractSet[TextKey],
    now: AbstractSet[TextKey],
    changed: AbstractSet[TextKey],
) -> bool:
    """Whether other texts are compared than before, or other ones among these."""
    if before == now and not _have_translations(changed, now):
        return False
    if choose_hub(before) != choose_hub(now):
        return True

    chosen = choose_texts(now)
    return chosen != choose_texts(before) or not changed.isdisjoint(chosen)


def _have_translations(some: AbstractSet[TextKey], texts: AbstractSet[TextKey]) -> bool:
    """Whether one of some texts is held in another language, too. Only such texts are compared."""
    symbols = {symbol for symbol, _ in some}
    others = texts - some
    return any(symbol in symbols for symbol, _ in others) or len(symbols) < len(some)
