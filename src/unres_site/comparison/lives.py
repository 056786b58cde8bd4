"""The lives of paragraphs: each paragraph of a series from its first text to its last.

The alignments of neighbours are joined to chains. A paragraph that was dropped and comes back with the same words goes
on with its life.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Literal, NamedTuple

from unres_site.comparison.aligning.paragraphs import ComparedParagraph
from unres_site.comparison.comparing import Alignment
from unres_site.comparison.links import Link

StepKind = Literal["first", "new", "kept", "changed", "moved", "split", "merged"]
"""What became of a paragraph since the text before; `first` if there is no text before."""

Paragraphs = Sequence[ComparedParagraph]


class LifeStep(NamedTuple):
    """A paragraph of a life: what became of the one before it, the place of its text in the series, and itself."""

    kind: StepKind
    text: int
    paragraph: ComparedParagraph


Life = list[LifeStep]
"""The steps of a paragraph in the order of the texts."""


class Member(NamedTuple):
    """A text of a series: its paragraphs, the place of the text that it is compared with, and how they are aligned.

    The first text is compared with none.
    """

    paragraphs: Paragraphs
    since: int = -1
    alignment: Alignment | None = None


def trace(members: Sequence[Member]) -> list[Life]:
    """The lives of all paragraphs, as the last text that has them orders them.

    A paragraph that was dropped comes after the one that it followed.
    """
    tracer = _Tracer()
    for member in members:
        tracer.add(member)

    return tracer.order


class _Tracer:
    """The lives of the texts that were looked at. `_lives` has those of each text, by paragraph."""

    def __init__(self) -> None:
        self.order: list[Life] = []
        self._lives: list[list[Life]] = []
        self._by_form: dict[str, Life] = {}

    def add(self, member: Member) -> None:
        """Go on with one more text."""
        text = len(self._lives)
        inherited = self._inherit(member)
        going_on = {id(life) for _, life in inherited.values()}
        begins: StepKind = "new" if member.alignment else "first"

        own: list[Life] = []
        for index, paragraph in enumerate(member.paragraphs):
            kind, life = inherited.get(index, (begins, None))
            life = life or self._find_ended(paragraph, text, going_on)
            life.append(LifeStep(kind, text, paragraph))
            own.append(life)

        for life in own:
            self._by_form[life[-1].paragraph.form] = life

        self._lives.append(own)
        self.order = _merge(self.order, own)

    def _inherit(self, member: Member) -> dict[int, tuple[StepKind, Life | None]]:
        """The lives that go on in a text, by the index of the paragraph."""
        found: dict[int, tuple[StepKind, Life | None]] = {}
        if member.alignment is None:
            return found

        before = self._lives[member.since]
        for link in member.alignment.links:
            if link.kind == "perhaps":
                continue
            old, new = _choose_heirs(member.alignment, link)
            found[new] = link.kind, before[old]

        return found

    def _find_ended(
        self, paragraph: ComparedParagraph, text: int, going_on: Container[int]
    ) -> Life:
        """The life of an earlier paragraph with these words that has ended, or a life that begins."""
        life = self._by_form.get(paragraph.form)
        if life is None:
            return []

        has_ended = id(life) not in going_on and life[-1].text != text
        return life if has_ended else []


def _choose_heirs(found: Alignment, link: Link) -> tuple[int, int]:
    """Of several paragraphs that became one, or of one that became several, the longest goes on."""
    old = max(link.old, key=lambda index: len(found.old[index].form))
    new = max(link.new, key=lambda index: len(found.new[index].form))
    return old, new


def _merge(order: Iterable[Life], own: Sequence[Life]) -> list[Life]:
    """The lives in the order of a text; those that are not in it come after the one that they followed."""
    present = set(map(id, own))
    merged: list[Life] = []  # at first what comes before all of them
    followers: dict[int, list[Life]] = {}
    place = merged
    for life in order:
        if id(life) in present:
            place = followers.setdefault(id(life), [])
        else:
            place.append(life)

    for life in own:
        merged.append(life)
        merged += followers.get(id(life), ())

    return merged
