"""Addresses of paragraphs within a page. They are unique, and the same in every language of a resolution."""

from __future__ import annotations

from collections.abc import Iterator

from unres_site.text.labels import Label


class Anchors:
    """Gives each address once.

    What is numbered has its printed number: `op10`, `s2`. In a section whose numbers start again the section's address
    comes before it (`s2-op1`), and in an annex the annex's (`annex1-op1`).
    """

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._counts: dict[str, int] = {}
        self._section = ""
        self._restarts = False
        self._annex = ""

    def open_section(self, anchor: str, first_number: str | None) -> None:
        """Later addresses are in this section; `first_number` is the first address in it that a number gives."""
        self._section = anchor.removeprefix(self._annex)
        self._restarts = first_number is not None and self._is_given(
            f"{self._annex}{first_number}"
        )

    def open_annex(self, count: int) -> str:
        """The address of an annex. Later addresses begin with it: an annex's paragraph 2 is not `op2`."""
        self._annex = self._section = ""
        self._restarts = False
        self._counts = {}
        anchor = self.make_unique(f"annex{count}")
        self._annex = f"{anchor}-"
        return anchor

    def make_counted(self, prefix: str) -> str:
        """`pp1`, `pp2`, … for what has no number of its own."""
        count = self._counts.get(prefix, 0) + 1
        self._counts[prefix] = count
        return self.make_unique(f"{prefix}{count}")

    def make_numbered(self, wanted: str) -> str:
        """The address of a paragraph with a number of its own."""
        if self._section and self._restarts:
            return self.make_unique(f"{self._section}-{wanted}")
        return self.make_unique(wanted)

    def make_unique(self, wanted: str) -> str:
        """The address wanted, or the next one that is free."""
        if not wanted.startswith(self._annex):
            wanted = f"{self._annex}{wanted}"

        for candidate in self._list_candidates(wanted):
            if not self._is_given(candidate):
                self._given.add(candidate.casefold())
                return candidate

        raise AssertionError("the candidates have no end")

    def _is_given(self, anchor: str) -> bool:
        return anchor.casefold() in self._given

    def _list_candidates(self, wanted: str) -> Iterator[str]:
        yield wanted
        bare = wanted.removeprefix(self._annex)
        if self._section and not bare.startswith(f"{self._section}-"):
            wanted = f"{self._annex}{self._section}-{bare}"
            yield wanted

        while True:
            self._counts[wanted] = self._counts.get(wanted, 1) + 1
            yield f"{wanted}-{self._counts[wanted]}"


def make_slug(label: Label) -> str:
    """A label as part of an address, the same in all languages.

    Letters become small Latin ones by their place: `(a)`, `а)` and `(أ)` are `a`. Roman and other numbers become
    digits: `(i)`, `㈠` and `(1)` are `1`.
    """
    family, place = label.readings[0]
    if family == "decimal":
        return label.number
    if family in ("letter", "native"):
        return chr(ord("a") + (place - 1) % 26) * (1 + (place - 1) // 26)

    return str(place)


def make_note_anchor(number: str) -> str:
    """The address of a note: `fn9`, `fna`; stars become letters (`fns`, `fnss`), for no address has a star."""
    return f"fn{number.replace('*', 's')}"
