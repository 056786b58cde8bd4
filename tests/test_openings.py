"""The words that open a paragraph, in each language."""

import pytest

from unres_site.languages.line_breaks import split_at_breaks
from unres_site.languages.openings import find_opening_length


@pytest.mark.parametrize(
    ("code", "opening", "rest"),
    [
        ("zh", "又回顾", "其第 58/58 号决议，"),
        ("zh", "满意地注意到", "秘书长的报告，"),
        ("zh", "在这方面，重申", "各国的义务，"),
        ("zh", "强调指出", "必须如此，"),
        ("zh", "请", "秘书长提出报告；"),
        ("zh", "", "对此表示关切，"),
        ("en", "Recalling also", " its resolution 58/58,"),
        ("en", "Deeply concerned", " about small arms,"),
        ("en", "Takes note with appreciation", " of the report;"),
        ("en", "Expresses its deep concern", " at this;"),
        ("en", "Reaffirming", ", in this context, the Charter,"),
        ("en", "", "The Notes are kept."),
        ("en", "", "We will act."),
        ("en", "Notes", " that it notes;"),
        ("fr", "Se déclare profondément préoccupée", " par cela ;"),
        ("fr", "Prie également", " le Secrétaire général ;"),
        ("fr", "", "Nous réaffirmons."),
        ("es", "Acoge con beneplácito", " el informe;"),
        ("ru", "принимает к сведению", " доклад;"),
        ("ru", "будучи глубоко обеспокоена", " этим,"),
        ("ar", "وإذ تؤكد من جديد", " قرارها،"),
        ("ar", "وإذ تسلِّم أيضا", " بأن ذلك كذلك،"),
        ("ar", "تطلب", " إلى الأمين العام؛"),
    ],
)
def test_the_opening_ends_where_the_sentence_goes_on(
    code: str, opening: str, rest: str
) -> None:
    assert find_opening_length(code, opening + rest) == len(opening)


@pytest.mark.parametrize(
    ("code", "title", "pieces"),
    [
        ("zh", "朝鲜民主主义人民共和国境内的人权状况", "朝鲜 民主主义 人民 共和国 境内 的 人权 状况"),
        ("zh", "第58/58号决议，报告", "第58/58号 决议，报告"),
        ("zh", "A/RES/58/58", "A/RES/58/58"),
        ("en", "Small arms", "Small arms"),
    ],
)  # fmt: skip
def test_no_line_of_a_title_ends_within_a_known_word(
    code: str, title: str, pieces: str
) -> None:
    expected = [pieces] if code == "en" else pieces.split()
    assert split_at_breaks(code, title) == expected
