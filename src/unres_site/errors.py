"""Every failure and every diagnostic that the build can name.

    UnresSiteError                 one sentence for the user, never a traceback
    ├── UsageError                 exit 2: the command, a setting or a folder is wrong; nothing is built
    │   ├── ConfigError            a key or value of site.yml or of a sidecar, with file, line and the nearest key
    │   ├── OutputError            the output can't be written, or is not ours to replace
    │   └── TemplateError          a template fails, with file and line
    ├── SymbolError                not a document symbol
    └── InstallationError          a part of the package is missing (the vendored script)

    Diagnostic                     about a text: what an archivist should look at, at file:line:column
    ├── error                      the text is not published (exit 1); the others are
    ├── warning                    the text is published; something is damaged or doubtful
    └── info                       something was understood that the source does not say outright

A new diagnostic is a row of `DIAGNOSTICS`: its code, severity and one sentence in each language of the interface, which
says what is wrong and what to do. `{words in braces}` are the details that the finder fills in.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from unres_site.deferred import deferred

# matches: \x1b
# matches: \u202e
# matches: \ufeff
# matches: \u2028
# rejects: 决议　58/58
UNSEEN = deferred(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff]"
)
"""Signs that a terminal takes for commands, that end a line, that turn it round, or that nobody sees."""

Severity = Literal["error", "warning", "info"]


class Both(NamedTuple):
    """A sentence, or a piece of one, in each language of the interface."""

    en: str
    zh: str


def seen(text: str) -> str:
    """The text in one line that can be shown anywhere: signs that nobody sees stand as their escapes in Python."""
    if text.isprintable():
        return text
    return UNSEEN.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


class UnresSiteError(Exception):
    """A failure that the user can mend; its text is one whole sentence."""


class UsageError(UnresSiteError):
    """The command, a setting or a folder is wrong: nothing is built (exit status 2)."""


class ConfigError(UsageError):
    """A key or a value of a YAML file is wrong.

    `file:line:column:` opens the sentence; line and column count from 1, or are 0.
    """

    def __init__(self, sentence: Both, file: str = "", line: int = 0, column: int = 0) -> None:
        self.sentence, self.file, self.line, self.column = sentence, file, line, column
        place = ":".join([file, *(str(n) for n in (line, column) if n)])
        super().__init__(f"{place}: {sentence.en}" if file else sentence.en)


NOT_UTF_8 = Both("this file is not in UTF-8; save it as UTF-8.", "此文件不是 UTF-8；请另存为 UTF-8。")


def too_long(characters: int, limit: int) -> Both:
    """What is said of a file that has too many characters."""
    english = f"the file has {characters:,} characters; the limit is {limit:,}."
    return Both(english, f"文件有 {characters:,} 个字符，上限为 {limit:,}。")


class OutputError(UsageError):
    """The output folder can't be written, or was not made by this program."""


class TemplateError(UsageError):
    """A template can't be read or fails while a page is rendered."""


class SymbolError(UnresSiteError):
    """A text is not a document symbol."""


class InstallationError(UnresSiteError):
    """A part of the installed package is missing."""


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """Something about a text that an archivist should know, at one place of it.

    line and column count from 1, in characters; 0 where the whole file is meant.
    `message` is the English sentence; `details` are the words that fill it, so that it can be said in other languages:
    `reason`, and `reason_zh` where the words themselves are said otherwise in Chinese.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    details: dict[str, str] = {}

    def __str__(self) -> str:
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        return f"{place}: {self.severity}: {self.message} [{self.code}]"


class DiagnosticKind(NamedTuple):
    """A row of `DIAGNOSTICS`: how grave it is, and its sentence in each language of the interface."""

    severity: Severity
    en: str
    zh: str


DIAGNOSTICS: dict[str, DiagnosticKind] = {
    # --- errors: the text is not published
    "unreadable": DiagnosticKind("error", "The file can't be read: {reason}.", "无法读取文件：{reason}。"),
    "not-text": DiagnosticKind(
        "error",
        "This is not a text in UTF-8{guess}; convert it to UTF-8 and add it again.",
        "这不是 UTF-8 文本{guess}；请转换为 UTF-8 后重新加入。",
    ),
    "pdf": DiagnosticKind(
        "error",
        "This is a PDF, not its text; extract the text (for instance with pdftotext -enc UTF-8) and add that.",
        "这是 PDF 文件，不是其文本；请提取文本（例如用 pdftotext -enc UTF-8）后加入。",
    ),
    "too-large": DiagnosticKind(
        "error",
        "The file has {size}; the limit is {limit}. Split it, one resolution a file.",
        "文件大小为 {size}，上限为 {limit}。请拆分，一份决议一个文件。",
    ),
    "empty": DiagnosticKind(
        "error",
        "There is no text in this file; extract it again from its PDF, or remove it.",
        "文件中没有文字；请从 PDF 重新提取，或删除该文件。",
    ),
    "language-unknown": DiagnosticKind(
        "error",
        "The language can't be told from the text; name it in a sidecar (language: zh).",
        "无法从文本判断语言；请在附随文件中注明（language: zh）。",
    ),
    "not-a-resolution": DiagnosticKind(
        "error",
        "No enacting formula (such as {formula}) was found: this does not read like a resolution.",
        "未找到颁布语（如{formula}）：看来不是决议。",
    ),
    "visual-order": DiagnosticKind(
        "error",
        "The words stand in the order in which they are seen, from left to right, and can't be read; extract the PDF "
        "again with a program that gives them in the order of reading, such as pdftotext without options.",
        "文字按从左到右的视觉顺序排列，无法读取；请用按阅读顺序输出的程序（如不带选项的 pdftotext）重新提取 PDF。",
    ),
    "symbol-missing": DiagnosticKind(
        "error",
        "No document symbol was found; give it in a sidecar (symbol: A/RES/58/58).",
        "未找到文号；请在附随文件中给出（symbol: A/RES/58/58）。",
    ),
    "duplicate-symbol": DiagnosticKind(
        "error",
        "{symbol} is also the symbol of {other}, in the same language; remove one, or correct a symbol in a sidecar.",
        "{symbol} 也是同一语言的 {other} 的文号；请删除其一，或在附随文件中更正。",
    ),
    "sidecar-invalid": DiagnosticKind("error", "{reason}", "附随文件或编者说明有误：{reason}"),
    "correction-unmatched": DiagnosticKind(
        "error",
        "A correction looks for {find} on line {at}, which does not have it; mend the sidecar.",
        "更正要在第 {at} 行查找 {find}，但该行没有；请修改附随文件。",
    ),
    "corrections-overlap": DiagnosticKind(
        "error",
        "Two corrections change the same characters here (to {other} and to {insert}); make one of them.",
        "有两处更正改动同样的文字（改为 {other} 和 {insert}）；请合并为一处。",
    ),
    # --- warnings: something is damaged or doubtful
    "encoding-guessed": DiagnosticKind(
        "warning",
        "The file was read as {encoding}; save it as UTF-8 to be sure.",
        "文件按 {encoding} 读取；请另存为 UTF-8 以免误读。",
    ),
    "control-character": DiagnosticKind(
        "warning",
        "An invisible control character ({name}) stands here; it is left out of the page.",
        "此处有不可见的控制字符（{name}），页面上不显示。",
    ),
    "direction-signs": DiagnosticKind(
        "info",
        "{count} invisible signs of writing direction are left out of the page; browsers set the text rightly without.",
        "{count} 个不可见的书写方向符号，页面上不显示；浏览器无需它们也能正确排版。",
    ),
    "hyphens-inferred": DiagnosticKind(
        "info",
        "{count} hyphens at the ends of lines came as a sign that is no character; they are read as hyphens.",
        "行末有 {count} 个连字符以非字符代码写出，按连字符读取。",
    ),
    "radicals-inferred": DiagnosticKind(
        "info",
        "{count} characters came as the radicals that look like them (⼤ for 大); they are read as characters.",
        "有 {count} 个汉字以形似的部首写出（⼤ 代 大），按汉字读取。",
    ),
    "lost-glyph": DiagnosticKind(
        "warning",
        "A character seems to be lost between {left} and {right}; compare the PDF and supply it with a correction.",
        "{left} 与 {right} 之间似缺一字；请与 PDF 核对并用更正补上。",
    ),
    "note-missing": DiagnosticKind(
        "warning",
        "Note {number} is marked here, but its text is not in the source; supply it in a sidecar.",
        "此处标有注 {number}，来源中没有该注的文字；请在附随文件中补充。",
    ),
    "note-unneeded": DiagnosticKind(
        "warning",
        "The sidecar supplies note {number}, but the text has no such mark, or has the note itself; mend the sidecar.",
        "附随文件补充了注 {number}，但正文没有该注码，或来源已有该注；请修改附随文件。",
    ),
    "note-unmarked": DiagnosticKind(
        "warning",
        "Note {number} has no mark in the text; compare the PDF.",
        "注 {number} 在正文中没有注码；请与 PDF 核对。",
    ),
    "note-truncated": DiagnosticKind(
        "warning",
        "Note {number} ends without a point, after {end}; compare the PDF, and supply what is lost in a sidecar.",
        "注 {number} 末尾没有句号，止于{end}；请与 PDF 核对，缺文在附随文件中补全。",
    ),
    "note-number-inferred": DiagnosticKind(
        "warning",
        "A note stands here without its number; it is taken for note {number}, by the notes beside it.",
        "此处的注没有编号；根据前后各注推定为注 {number}。",
    ),
    "note-gap": DiagnosticKind(
        "warning",
        "Note mark {number} follows {before}; compare the PDF: text with marks may be lost, or a mark misread.",
        "注码 {before} 之后是 {number}；请与 PDF 核对，可能缺文或注码有误。",
    ),
    "number-gap": DiagnosticKind(
        "warning",
        "Paragraph {number} follows {before}; compare the PDF: a paragraph may be lost, or a number misread.",
        "第 {before} 段之后是第 {number} 段；请与 PDF 核对，可能缺段或编号有误。",
    ),
    "paragraph-open": DiagnosticKind(
        "warning",
        "A paragraph ends without a sign, after {end}; compare the PDF: its end may be lost.",
        "段落末尾没有标点，止于{end}；请与 PDF 核对，结尾可能缺失。",
    ),
    "two-columns": DiagnosticKind(
        "warning",
        "From here on two columns stand side by side, and their lines are mixed; extract the PDF column by column.",
        "自此处起两栏并排，文字相互混杂；请从 PDF 逐栏重新提取文本。",
    ),
    "number-inside": DiagnosticKind(
        "warning",
        "Within a paragraph stands {number}, which no paragraph has; compare the PDF: another may begin here.",
        "段落中间出现编号 {number}，而没有任何段落使用它；请与 PDF 核对，此处可能另起一段。",
    ),
    "number-lost": DiagnosticKind(
        "warning",
        "This paragraph has no number, and {number} is missing; compare the PDF: it may be its own.",
        "此段没有编号，而编号 {number} 缺失；请与 PDF 核对，可能就是此段的编号。",
    ),
    "paragraph-doubled": DiagnosticKind(
        "warning",
        "This paragraph repeats the one on line {at} word for word; compare the PDF.",
        "此段与第 {at} 行的段落逐字相同；请与 PDF 核对。",
    ),
    "page-missing": DiagnosticKind(
        "warning",
        "Page {page} seems to be missing here; compare the PDF, and extract it again.",
        "此处似缺第 {page} 页；请与 PDF 核对并重新提取。",
    ),
    "head-differs": DiagnosticKind(
        "warning",
        "A running head says {found}, but this is {symbol}; compare the PDF: a page of another text may be mixed in.",
        "页眉为 {found}，而本文为 {symbol}；请与 PDF 核对，可能混入了另一文本的页面。",
    ),
    "title-unnumbered": DiagnosticKind(
        "warning",
        "The title stands without its number ({number}); compare the PDF.",
        "标题前缺编号（{number}）；请与 PDF 核对。",
    ),
    "title-missing": DiagnosticKind(
        "warning",
        "No title was found above the enacting formula; compare the PDF.",
        "颁布语之上未找到标题；请与 PDF 核对。",
    ),
    "mixed-width": DiagnosticKind(
        "warning",
        "The half-width {sign} stands where a full-width one is meant; correct it in a sidecar if it disturbs.",
        "此处应为全角标点，来源却是半角 {sign}；必要时在附随文件中更正。",
    ),
    "unread-line": DiagnosticKind(
        "warning",
        "This line fits no part of a resolution ({text}); it is published as it stands.",
        "此行不属于决议的任何部分（{text}），照原样发布。",
    ),
    "closing-missing": DiagnosticKind(
        "warning",
        "The date or the meeting at the end was not found; compare the PDF: the end may be lost.",
        "未找到文末的日期或会议；请与 PDF 核对，结尾可能缺失。",
    ),
    "date-invalid": DiagnosticKind(
        "warning",
        "{text} is not a date of the calendar; compare the PDF.",
        "{text} 不是有效日期；请与 PDF 核对。",
    ),
    "symbol-conflict": DiagnosticKind(
        "warning",
        "The text says {found}, the sidecar {given}; the sidecar holds.",
        "文本中为 {found}，附随文件中为 {given}；以附随文件为准。",
    ),
    "symbol-differs": DiagnosticKind(
        "warning",
        "The title is numbered {number}, but running head or masthead say {symbol}, which holds; compare the PDF.",
        "标题编号为 {number}，页眉或文首却为 {symbol}（取后者）；请与 PDF 核对。",
    ),
    # --- info: understood, though the source does not say it outright
    "symbol-inferred": DiagnosticKind(
        "info",
        "The symbol {symbol} is taken from the number before the title: no line of the text names it in full.",
        "文号 {symbol} 由标题前的编号推得：文本中没有写明全称。",
    ),
    "number-inferred": DiagnosticKind(
        "info",
        "The paragraphs are not numbered; they are counted in order.",
        "各段没有编号，按顺序计数。",
    ),
    "beside-twice": DiagnosticKind(
        "error",
        "The text beside this file has another sidecar or remark of the same name; put both into one.",
        "同一文本旁已有另一个同名的附随文件或说明；请合并为一个文件。",
    ),
    "remark-unused": DiagnosticKind(
        "warning",
        "This file has no text of the same name beside it; name it after its text.",
        "旁边没有同名的文本；请按文本命名。",
    ),
}


def diagnose(code: str, file: str, line: int = 0, column: int = 0, **details: str | Both) -> Diagnostic:
    """The diagnostic of that code at that place (line and column from 1; 0 means the whole file)."""
    kind = DIAGNOSTICS[code]
    words = {name: seen(said.en if isinstance(said, Both) else said) for name, said in details.items()}
    words |= {f"{name}_zh": seen(said.zh) for name, said in details.items() if isinstance(said, Both)}
    return Diagnostic(code, kind.severity, file, line, column, kind.en.format(**words), words)
