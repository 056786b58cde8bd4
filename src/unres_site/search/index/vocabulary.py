"""The words of the archive in order, with what stands for them: to look up beginnings and stems in.

A piece is text, its entries parted by spaces:

    resolut                 a word that is a term by itself
    resolution>resolut      a word, and the stem that stands for it
    resolucion>resolu       the same without its accents, where no word is spelled so
    resolv<resueltas        a stem with those of its words that do not begin with it

"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

PIECE = 12_000
"""Characters of a piece, about a third of that when compressed."""

# A letter that may have an accent, a diaeresis or a hamza; й is a letter of its own.
# matches: é
# matches: أ
# rejects: й
ACCENTED = re.compile("[À-ɏЀ-ик-ӿؠ-ۓḀ-\u1fff]")


# What parts a word from what stands for it, from what it stands for, or from the next entry.
# matches: >
# matches: <
# rejects: /
MARK = re.compile("[<> ]")


class Lexicon:
    """What the entry of each word follows from.

    is_term   whether a word is a term by itself
    stems     words whose term is another one, their stem, with it; sorted
    accented  the words that are not as they are without their accents; sorted
    """

    def __init__(
        self, is_term: Callable[[str], bool], stems: Iterable[tuple[str, str]], accented: Iterable[str]
    ) -> None:
        self._is_term = is_term
        self.stems_of, self.words_of, self.spelled = _lists(), _lists(), _lists()
        for word, term in stems:
            self.stems_of[word].append(term)
            if not word.startswith(term):
                self.words_of[term].append(word)
        for word in accented:
            self.spelled[plain(word)].append(word)

    def entry(self, word: str) -> str:
        """The entry of a word, empty where it has none."""
        targets = self._targets(word) or dict.fromkeys(
            chain.from_iterable(map(self._targets, self.spelled.get(word, ())))
        )
        texts = [word if term == word else f"{word}>{term}" for term in targets]
        others = self.words_of.get(word)
        return " ".join([*texts, "<".join([word, *others])] if others else texts)

    def _targets(self, word: str) -> list[str]:
        return ([word] if self._is_term(word) else []) + self.stems_of.get(word, [])


def pieces(words: Iterable[str], stems: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pieces, in the order of UTF-16 units, which is JavaScript's: the first word of each, and its text."""
    terms, pairs = set(words), sorted(stems)
    lexicon = Lexicon(terms.__contains__, pairs, accented(chain(terms, (word for word, _ in pairs))))
    ordered = sorted({*terms, *lexicon.stems_of, *lexicon.words_of, *lexicon.spelled}, key=_utf16)
    for text in filter(None, _cut(" ".join(map(lexicon.entry, ordered)))):
        yield _word(text), text


def respelled(
    firsts: Sequence[str], read: Callable[[int], str], entries: Mapping[str, str]
) -> tuple[list[str], dict[int, str]]:
    """The first words of the pieces where some words have other entries, and by their numbers the pieces that change.

    `firsts` are those of before, and `read` gives the text of a piece of before. An empty entry is none.
    """
    waiting = sorted(entries, key=_utf16)
    edges = list(map(_utf16, firsts[1:]))
    start = bisect_right(edges, _utf16(waiting[0])) if waiting else len(firsts)
    now, fresh = list(firsts[:start]), dict[int, str]()
    held = ""
    for number in range(start, max(1, len(firsts))):
        if not held and not waiting and number == len(now):  # the others are cut as they were
            return [*now, *firsts[number:]], fresh
        count = bisect_left(waiting, edges[number], key=_utf16) if number < len(edges) else len(waiting)
        text = _with(read(number) if firsts else "", {word: entries[word] for word in waiting[:count]})
        del waiting[:count]
        *done, held = _cut(f"{held} {text}".strip(" "))
        for piece in done if number < len(edges) else filter(None, [*done, held]):
            fresh[len(now)] = piece
            now.append(_word(piece))
    return now, fresh


def accented(words: Iterable[str]) -> list[str]:
    """The words that are not as they are without their accents, sorted, each once."""
    return sorted({word for word in words if not word.isascii() and plain(word) != word})


def plain(word: str) -> str:
    """A word in normal form without accents, letter for letter, as `plain` in `static/search/10-tokens.js` has it."""
    return word if word.isascii() else ACCENTED.sub(_bare, word)


def _bare(match: re.Match[str]) -> str:
    letters = [char for char in unicodedata.normalize("NFKD", match[0]) if unicodedata.category(char)[0] != "M"]
    return letters[0] if len(letters) == 1 else match[0]


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-be", "surrogatepass")


def _cut(text: str) -> Iterator[str]:
    """Pieces, each full with its last word's entries, and the rest, which is not full."""
    start = 0
    while len(text) - start >= PIECE:
        end = text.find(" ", start + PIECE)
        while end > 0 and _word(text, text.rfind(" ", start, end) + 1) == _word(text, end + 1):
            end = text.find(" ", end + 1)
        end = end if end > 0 else len(text)
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _with(piece: str, entries: Mapping[str, str]) -> str:
    """A piece in which some words have other entries."""
    if not entries:
        return piece
    found: dict[str, str] = {}
    for entry in piece.split(" "):
        word = _word(entry)
        found[word] = f"{found[word]} {entry}" if word in found else entry
    found.update(entries)
    return " ".join(found[word] for word in sorted(found, key=_utf16) if found[word])


def _word(text: str, start: int = 0) -> str:
    """The word whose entry begins there."""
    mark = MARK.search(text, start)
    return text[start : mark.start() if mark else None]


def _lists() -> defaultdict[str, list[str]]:
    return defaultdict(list)
