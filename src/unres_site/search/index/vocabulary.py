"""The vocabulary: the words of the archive in order, with their terms, to look up beginnings and stems.

It is cut into pieces. A piece is text, its entries separated by spaces:

    58/58                   a word that is a term itself
    resolution>resolut~en   a word and its term, which is its stem in a language (`terms.stems`)
    the>~en                 the same, if the stem is the word
    resolucion>resolu~es    a word without its accents, if no word is spelled like this
    resolv~es<resueltas     a term with those of its words that do not begin with its stem

"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from unres_site.search.terms.stems import SIGN, get_stem

PIECE = 12_000
"""Characters of a piece. Compressed it has about a third of this in bytes."""

# A letter that may have an accent, a diaeresis or a hamza; й is a letter of its own.
# matches: é
# matches: أ
# rejects: й
ACCENTED = re.compile("[À-ɏЀ-ик-ӿؠ-ۓḀ-\u1fff]")


# The end of a word in a piece.
# matches: >
# matches: <
# rejects: /
MARK = re.compile("[<> ]")


class Lexicon:
    """What the entry of a word is made of.

    is_term   whether a word is a term itself
    stems     words that are not their own terms, with their terms; sorted
    accented  the words that have accents; sorted
    """

    def __init__(
        self,
        is_term: Callable[[str], bool],
        stems: Iterable[tuple[str, str]],
        accented: Iterable[str],
    ) -> None:
        self._is_term = is_term
        self.stems_of = _make_lists()
        self.words_of = _make_lists()  # of a stem, those that do not begin with it
        self.spelled = _make_lists()  # by the spelling without accents
        for word, term in stems:
            self.stems_of[word].append(term)
            if not word.startswith(get_stem(term)):
                self.words_of[term].append(word)

        for word in accented:
            self.spelled[strip_accents(word)].append(word)

    def entry(self, word: str) -> str:
        """The entry of a word; empty if it has none."""
        terms = self._terms(word)
        if not terms:
            for other in self.spelled.get(word, ()):
                terms += self._terms(other)

        texts = [_write_pair(word, term) for term in dict.fromkeys(terms)]
        others = self.words_of.get(word)
        if others:
            texts.append("<".join([word, *others]))

        return " ".join(texts)

    def _terms(self, word: str) -> list[str]:
        own = [word] if self._is_term(word) else []
        return own + self.stems_of.get(word, [])


def make_pieces(
    words: Iterable[str], stems: Iterable[tuple[str, str]], accented: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The first word and the text of each piece, in the order of UTF-16 units, as JavaScript sorts.

    `words` are all terms that are not grams, `accented` those of them and of the words with stems that have accents.
    """
    terms = set(filter(is_bare, words))
    lexicon = Lexicon(terms.__contains__, sorted(stems), accented)

    listed = {*terms, *lexicon.stems_of, *lexicon.words_of, *lexicon.spelled}
    ordered = sorted(listed, key=_encode_utf16)
    entries = " ".join(map(lexicon.entry, ordered))
    for text in _cut(entries):
        if text:
            yield _read_word_at(text), text


def update_pieces(
    first_words: Sequence[str], read: Callable[[int], str], entries: Mapping[str, str]
) -> tuple[list[str], dict[int, str]]:
    """The first words of all pieces, and the changed pieces by number, if some words have other entries.

    `first_words` are those of the pieces before, and `read` gives the text of such a piece. An empty entry removes its
    word. From the first changed piece on, pieces are cut again, until a cut is where it was before.
    """
    waiting = sorted(entries, key=_encode_utf16)
    edges = [_encode_utf16(word) for word in first_words[1:]]
    start = len(first_words)
    if waiting:
        start = bisect_right(edges, _encode_utf16(waiting[0]))

    now = list(first_words[:start])
    changed: dict[int, str] = {}
    rest = ""
    for number in range(start, max(1, len(first_words))):
        is_cut_as_before = not rest and number == len(now)
        if is_cut_as_before and not waiting:
            return [*now, *first_words[number:]], changed

        is_last = number >= len(edges)
        count = len(waiting)
        if not is_last:
            count = bisect_left(waiting, edges[number], key=_encode_utf16)
        in_piece = {word: entries[word] for word in waiting[:count]}
        del waiting[:count]

        before = read(number) if first_words else ""
        text = _set_entries(before, in_piece)
        *full, rest = _cut(f"{rest} {text}".strip(" "))
        if is_last and rest:
            full.append(rest)
        for piece in full:
            changed[len(now)] = piece
            now.append(_read_word_at(piece))

    return now, changed


def is_bare(term: str) -> bool:
    """Whether a term is a word or symbol of no language. Only such terms are listed by themselves."""
    return SIGN not in term


def _write_pair(word: str, term: str) -> str:
    if word == term:
        return word

    is_stem = get_stem(term) == word
    written = term.removeprefix(word) if is_stem else term
    return f"{word}>{written}"


def find_accented(words: Iterable[str]) -> list[str]:
    """The words that have accents, sorted, each once."""
    found = set[str]()
    for word in words:
        if strip_accents(word) != word:
            found.add(word)

    return sorted(found)


class _BareLetters(dict[int, str]):
    """Characters without accents, by their code points, for `str.translate`. Each is found once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = found = _strip_accent(char) if ACCENTED.match(char) else char
        return found


_BARE_LETTERS = _BareLetters()


def strip_accents(word: str) -> str:
    """A word in normal form without accents, letter for letter, as in `static/search/10-tokens.js`."""
    if word.isascii():
        return word
    return word.translate(_BARE_LETTERS)


def _strip_accent(char: str) -> str:
    letters = ""
    for part in unicodedata.normalize("NFKD", char):
        is_mark = unicodedata.category(part).startswith("M")
        if not is_mark:
            letters += part

    if len(letters) == 1:
        return letters
    return char


def _encode_utf16(word: str) -> bytes:
    return word.encode("utf-16-be", "surrogatepass")


def _cut(text: str) -> Iterator[str]:
    """Full pieces, and then the rest, which is not full. All entries of a word stay in one piece."""
    start = 0
    while len(text) - start >= PIECE:
        end = text.find(" ", start + PIECE)
        while end > 0 and _is_within_word(text, start, end):
            end = text.find(" ", end + 1)
        if end < 0:
            end = len(text)
        yield text[start:end]
        start = end + 1

    yield text[start:]


def _is_within_word(text: str, start: int, space: int) -> bool:
    """Whether the entries before and behind a space are of one word. A piece starts at `start`."""
    entry_before = text.rfind(" ", start, space) + 1
    word = _read_word_at(text, space + 1)
    return _read_word_at(text, entry_before) == word


def _set_entries(piece: str, entries: Mapping[str, str]) -> str:
    """A piece in which some words have other entries. An empty entry removes its word."""
    if not entries:
        return piece

    found: dict[str, str] = {}
    for entry in piece.split(" "):
        word = _read_word_at(entry)
        found[word] = f"{found[word]} {entry}" if word in found else entry

    found.update(entries)
    ordered = sorted(found, key=_encode_utf16)
    return " ".join(filter(None, map(found.__getitem__, ordered)))


def _read_word_at(text: str, start: int = 0) -> str:
    """The word whose entry starts at a place."""
    end = MARK.search(text, start)
    return text[start : end.start() if end else None]


def _make_lists() -> defaultdict[str, list[str]]:
    return defaultdict(list)
