"""The table of all finders. Each looks for one kind of damage and says where it shows.

What is sound in the corpus must stay silent: an archivist who is warned in vain stops reading warnings.
"""

from __future__ import annotations

from collections.abc import Iterator

from unres_site.damage import characters, dates, notes, pages, paragraphs, whole
from unres_site.damage.evidence import Damage, Evidence, Finder
from unres_site.languages import Language
from unres_site.records import Resolution

FINDERS: tuple[Finder, ...] = (
    characters.find_damaged_characters,
    characters.find_accents_apart,
    characters.find_markup,
    characters.find_misread_letters,
    notes.find_cut_notes,
    notes.find_uncalled_notes,
    notes.find_note_gaps,
    notes.find_doubled_notes,
    paragraphs.find_misread_numbers,
    paragraphs.find_number_gaps,
    paragraphs.find_swallowed_numbers,
    paragraphs.find_list_gaps,
    paragraphs.find_section_gaps,
    paragraphs.find_unread_numbers,
    paragraphs.find_open_paragraphs,
    paragraphs.find_doubled_paragraphs,
    paragraphs.find_lost_lists,
    whole.find_missing_body,
    whole.find_other_language,
    whole.find_lost_end,
    whole.find_missing_closing,
    pages.find_lost_pages,
    pages.find_lone_numbers,
    pages.find_other_heads,
    pages.find_title_damage,
    pages.find_provisional_texts,
    dates.find_differing_dates,
    dates.find_dates_outside_the_session,
    dates.find_early_issues,
    dates.find_differing_meetings,
    dates.find_differing_sessions,
    dates.find_foreign_symbols,
)


def find_damage(
    resolution: Resolution, first: Resolution, source: str, language: Language
) -> Iterator[Damage]:
    """All damage of a resolution.

    `first` is the first resolution of the same source (often the same one); the number before its title is that of all
    parts. `source` has the characters that the spans of the record count.
    """
    text = Evidence(resolution, first, source, language)
    for finder in FINDERS:
        yield from finder(text)
