"""Records made by hand, for tests that need more kinds of things than the four texts have."""

from __future__ import annotations

from unres_site.errors import diagnose
from unres_site.records import (
    Annex,
    Field,
    LedgerEntry,
    Note,
    Paragraph,
    Resolution,
    Run,
    Source,
)


def words(text: str) -> tuple[Run, ...]:
    """One run of plain words."""
    return (Run(text=text),)


def cited(symbol: str) -> Paragraph:
    """A preambular paragraph that cites one document."""
    return Paragraph(
        "preambular",
        "pp1",
        None,
        (Run(text="回顾第 "), Run(text=symbol, cites=(symbol,)), Run(text=" 号决议，")),
    )


def resolution(
    symbol: str,
    *cites: str,
    language: str = "zh",
    title: str = "标题",
    adopted_on: str | None = "2003-12-08",
) -> Resolution:
    """A small resolution that cites those symbols."""
    return Resolution(
        symbol=symbol,
        language=language,
        title=title,
        adopted_on=adopted_on,
        meeting=71,
        enacting_formula="大会，",
        title_runs=words(title),
        body=(
            *tuple(map(cited, cites[:1])),
            Paragraph("operative", "op1", "1", words("决定。"), label="1."),
        ),
        notes=tuple(
            Note(str(n), f"fn{n}", (Run(text=one, cites=(one,)),), "complete")
            for n, one in enumerate(cites[1:], 1)
        ),
        fields=(),
        source=Source(
            f"{language}/{symbol.replace('/', '-')}.txt", "0" * 64, "utf-8", 100
        ),
    )


def rich(
    text: str = "文字", language: str = "zh", symbol: str = "A/RES/75/1"
) -> Resolution:
    """A resolution with one of everything that a record can hold; `text` is in each place for a text's own words."""
    sub = Paragraph(
        "subparagraph",
        "op2-a",
        "(a)",
        words(text),
        (Paragraph("subparagraph", "op2-a-i", "(i)", words(text)),),
    )
    file = f"{language}/75-1.txt"
    return Resolution(
        symbol=symbol,
        language=language,
        title=text,
        adopted_on="2020-09-21",
        meeting=3,
        enacting_formula=text,
        title_runs=(Run(text=text), Run(note="1")),
        body=(
            Paragraph(
                "preambular",
                "pp1",
                None,
                (
                    Run(text=text),
                    Run(note="1"),
                    Run(text=text),
                    Run(note="2", text=text),
                ),
            ),
            Paragraph("heading", "h1", "一", words(text), label="一、"),
            Paragraph(
                "operative",
                "op1",
                "1",
                (Run(text=text, struck=True), Run(insert=text, reason=text)),
                label="1.",
            ),
            Paragraph(
                "operative",
                "op2",
                "2",
                (Run(text=text, cites=("A/CONF.192/15",)), Run(note="9")),
                (sub,),
                label=text,
            ),
            Paragraph("unread", "u1", None, words(text)),
        ),
        notes=(
            Note("1", "fn1", words(text), "complete"),
            Note("2", "fn2", (), "missing"),
            Note("3", "fn3", words(text), "truncated"),
            Note("4", "fn4", words(text), "unnumbered"),
            Note("5", "fn5", words(text), "supplied"),
        ),
        fields=tuple(
            Field(name, text, ())
            for name in ("date", "meeting", "agenda-item", "report", "session")
        ),
        source=Source(file, "0" * 64, "utf-8", 100),
        ledger=(
            LedgerEntry("running-head", text, ((0, 1),)),
            LedgerEntry("page-number", text, ((1, 2),)),
        ),
        annexes=(
            Annex(
                "annex1",
                text,
                (),
                words(text),
                (Paragraph("operative", "annex1-op1", "1", words(text)),),
            ),
        ),
        diagnostics=(
            diagnose("unread-line", file, 7, 1, text=text),
            diagnose("symbol-inferred", file, symbol=text),
        ),
        topics=(text,),
        remark=text,
    )


SMALL = (
    resolution("A/RES/58/58", "A/RES/49/75G", "A/CONF.192/15"),
    resolution("A/RES/58/241", "A/RES/58/58", adopted_on="2003-12-23"),
    resolution(
        "A/RES/58/100",
        "A/RES/58/58",
        "A/RES/58/241",
        language="en",
        title="A title",
        adopted_on=None,
    ),
    resolution("A/RES/58/58", "A/RES/58/241", language="en", title="Small arms"),
    resolution("A/RES/62/22", "A/RES/58/58", "A/RES/62/22", adopted_on="2007-12-05"),
    resolution("A/RES/217(III)A", adopted_on="1948-12-10"),
    resolution("A/RES/S-10/2", adopted_on="1978-06-30"),
    resolution("S/RES/1325(2000)", "A/RES/58/58", adopted_on="2000-10-31"),
    rich(),
    rich("نص", "ar", "A/RES/75/2"),
)
"""Ten records of nine resolutions, in three languages, of two organs."""
