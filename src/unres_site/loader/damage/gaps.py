"""Damage to paragraphs: numbers that skip, ends that are lost, what stands twice, a closing that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unres_site.deferred import deferred
from unres_site.loader.assemble.runs import plain
from unres_site.loader.body.blocks import Block
from unres_site.loader.damage.evidence import Find, Text
from unres_site.loader.pieces import Words
from unres_site.text.labels import Label
from unres_site.text.punctuation import COMMAS, ENDS

# matches: framework; and
# matches: 审议；以及
# rejects: framework
# rejects: 审议，国家
LIST_GOES_ON = deferred(r"[;；؛]\s*[^\W\d_]{1,6}$")
"""What a paragraph of a list may end with beside its sign: `and`, `или`, `以及`."""

# matches: 2. 请秘书长
# matches: 3、重申
# rejects: 2.5 亿
OWN_NUMBER = deferred(r"(?P<number>\d{1,3})[.．、]\s*(?=[^\W\d])")

# matches: 报告； 2. 请秘书长
# rejects: 第 3、4 段
INNER_NUMBER = deferred(r"[;；。.]\s*(?P<number>\d{1,3})[.．、]\s*(?=[^\W\d])")

SENTENCE_ENDS = ";；。."

LONGEST_HEADING = 240
"""Characters of the longest heading without a sign: 150 in the corpus, in A/RES/75/253 C in Spanish."""

SHORTEST_DOUBLE = 20
"""Characters from which a paragraph that stands twice is no chance: budget resolutions repeat shorter ones."""


def is_heading(block: Block) -> bool:
    """Whether a block reads as a heading: a section's number or none, and no sign at its end."""
    sectional = block.label is None or block.label.readings[0][0] == "ideograph"
    return block.kind == "heading" or (sectional and not block.ends_with(ENDS + COMMAS))


def _outer(block: Block) -> int | None:
    """The operative number of a paragraph, None where it has none."""
    if block.label is None or block.depth or is_heading(block):
        return None
    family, number = block.label.readings[0]
    return number if family in ("operative", "ideograph") else None


def number_gaps(text: Text) -> Iterator[Find]:
    """Operative numbers that skip, go back or come twice, within a section: 9, 9, 11 in A/RES/75/253."""
    blocks = text.part.blocks
    last, fresh = 0, True
    for at, block in enumerate(blocks):
        number = _outer(block)
        if number is None:
            fresh = fresh or block.kind == "annex" or (not block.depth and is_heading(block))
            continue
        if number != last + 1 and not (fresh and number == 1) and block.label_words:
            yield _lost_number(blocks[:at], last, number) or Find(
                "number-gap", block.label_words.start, {"number": str(number), "before": str(last)}
            )
        last, fresh = number, False


def swallowed(text: Text) -> Iterator[Find]:
    """The next operative number within a paragraph, after the end of a sentence: another one was not told apart."""
    known = {number for block in text.part.blocks if (number := _outer(block)) is not None}
    for block in text.part.blocks:
        if block.depth or is_heading(block) or block.kind != "paragraph":
            continue
        following, before = (_outer(block) or 0) + 1, ""
        if following in known:
            continue
        for piece in block.pieces:
            if isinstance(piece, Words):
                at = before[-1:] in SENTENCE_ENDS and OWN_NUMBER.match(piece.text)
                found = at or INNER_NUMBER.search(piece.text)
                if found and int(found["number"]) == following:
                    yield Find("number-inside", piece.start + found.start("number"), {"number": found["number"]})
                    break
                before = piece.text.rstrip() or before


def _lost_number(above: Sequence[Block], last: int, number: int) -> Find | None:
    """A paragraph without a number, where just one is missing: it has lost it."""
    if not last or number != last + 2:
        return None
    for block in reversed(above):
        if _outer(block) == last:
            return None
        if block.label is None and block.kind == "paragraph" and block.ends_with(ENDS):
            return Find("number-lost", block.pieces[0].start, {"number": str(last + 1)})
    return None


def list_gaps(text: Text) -> Iterator[Find]:
    """Sub-paragraphs whose letters or numbers skip or come twice, list by list."""
    lists: list[Label] = []
    for block in text.part.blocks:
        label, depth = block.label, block.depth
        if label is None or not depth:
            lists = [label] if label else []
            continue
        last = lists[depth] if depth < len(lists) else None
        if not _follows(label, last) and block.label_words:
            before = last or (lists[-1] if lists else None)
            details = {"number": label.text, "before": before.text if before else "0"}
            yield Find("number-gap", block.label_words.start, details)
        lists = [*lists[:depth], *[label] * (depth + 1 - len(lists[:depth]))]


def _follows(label: Label, last: Label | None) -> bool:
    """Whether a label is the first of a list or the next after `last`, in one of its readings."""
    before = set(last.readings) if last else set()
    return any(place == 1 or (family, place - 1) in before for family, place in label.readings)


# --- paragraphs


def open_paragraphs(text: Text) -> Iterator[Find]:
    """Paragraphs that end without a sign: their ends are lost. Headings have none either, but no comma within."""
    blocks = text.part.blocks
    for at, block in enumerate(blocks):
        if block.kind != "paragraph" or block.ends_with(ENDS + COMMAS) or not block.tail:
            continue
        if (at and blocks[at - 1].kind in ("date", "meeting", "annex")) or _reads_as_heading(block):
            continue
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if following and following.label and LIST_GOES_ON.search(block.tail):
            continue
        last = next(piece for piece in reversed(block.pieces) if isinstance(piece, Words))
        end = last.text.rstrip()
        yield Find("paragraph-open", last.start + max(0, len(end) - 1), {"end": f"“{end[-8:]}”"})


def _reads_as_heading(block: Block) -> bool:
    words = plain(block.pieces)
    return is_heading(block) and len(words) <= LONGEST_HEADING and not any(sign in words for sign in COMMAS + "；;。؛")


def doubled(text: Text) -> Iterator[Find]:
    """A paragraph that stands twice in a section, number and words: a page or a column was extracted twice."""
    seen: dict[tuple[str, str], int] = {}
    for block in text.part.blocks:
        if is_heading(block) or block.kind != "paragraph":
            seen = {} if not block.depth else seen
            continue
        # White space apart the words need no canonical form to be compared.
        words = "".join([piece.text for piece in block.pieces if isinstance(piece, Words)])
        if len(words) < SHORTEST_DOUBLE or not block.pieces:
            continue
        words = words.replace(" ", "")
        key = (block.label.text if block.label else "", words)
        start = block.label_words.start if block.label_words else block.pieces[0].start
        if key in seen:
            yield Find("paragraph-doubled", start, {"at": str(text.context.source.place(seen[key])[0])})
        seen.setdefault(key, start)


def missing_closing(text: Text) -> Iterator[Find]:
    """No date or no meeting: where the other stands, else below the last paragraph, which the closing follows."""
    if text.dated and text.met:
        return
    closing = [block.pieces for block in text.part.blocks if block.kind in ("date", "meeting")]
    pieces = closing[0] if closing else [piece for block in text.main[-1:] for piece in block.pieces]
    end = pieces[-1].end if pieces else text.part.formula[-1].end
    written = text.context.source.text[:end].rstrip()
    yield Find("closing-missing", max(0, len(written) - 1), {})
