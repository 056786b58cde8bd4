"""What words are called in other languages: learned from paragraphs in several, and from a written list."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from tests.search_index import make_card
from tests.texts import resolution
from unres_site.search.documents import make_document
from unres_site.search.files.scripts import read_value, split_digests
from unres_site.search.files.translations import make_translation_files
from unres_site.search.index.fields import count_fields
from unres_site.search.translating.glossary import LANGUAGES, make_key, read_glossary
from unres_site.search.translating.paragraphs import (
    MOST,
    ParallelText,
    choose_hub,
    choose_texts,
    number_paragraphs,
)
from unres_site.search.translating.table import Translations, make_translations
from unres_site.search.updating.building import build_index
from unres_site.search.updating.translations import (
    are_translations_stale,
    translate_archive,
)
from unres_site.search.updating.update import update_index

SUBJECTS = (
    ("seed potatoes", "种薯"),
    ("lighthouses", "灯塔"),
    ("postal unions", "邮政联盟"),
)
"""Words that the written list lacks."""

FRAMES = (
    ("Notes the report on {};", "注意到{}的报告；"),
    ("Asks all States to protect {};", "请各国保护{}；"),
    ("Recalls that {} are needed;", "回顾{}为人所需；"),
    ("Will return to {} next year;", "明年将再审议{}问题；"),
)


def make_parallel_texts() -> list[ParallelText]:
    """Each subject in each frame, as a paragraph in English and in Chinese."""
    pairs = list(itertools.product(SUBJECTS, FRAMES))
    found = []
    for language, place in (("en", 0), ("zh", 1)):
        passages = [
            (f"op{number}", frame[place].format(subject[place]))
            for number, (subject, frame) in enumerate(pairs)
        ]
        found.append(ParallelText("A/RES/75/1", language, passages))
    return found


@pytest.fixture(scope="module")
def table() -> Translations:
    return make_translations("zh", make_parallel_texts())


def test_words_are_learned_in_both_directions(table: Translations) -> None:
    assert table["lighthous~en"] == {"zh": ["灯塔"]}
    assert table["灯塔"] == {"en": ["lighthouses"]}
    assert table["seed~en potato~en"] == {"zh": ["种薯"]}
    assert table["种薯"] == {"en": ["seed potatoes"]}


def test_a_word_that_is_called_in_several_ways_has_them_as_possible_ones() -> None:
    names = ["梯子", "阶梯", "云梯", "灯火", "船只", "鸟类", "桥梁", "道路"] * 8
    english = [*["ladders"] * 3, "lamps", "boats", "birds", "bridges", "roads"] * 8
    texts = [
        ParallelText(
            "A/RES/75/1",
            language,
            [
                (f"op{number}", f"{chr(0x5200 + number)}{name}{chr(0x5300 + number)}")
                for number, name in enumerate(words)
            ],
        )
        for language, words in (("en", english), ("zh", names))
    ]
    table = make_translations("zh", texts)
    likely, *possible = table["ladder~en"]["zh"]
    assert not likely
    assert set(possible) >= {"梯子", "阶梯"}
    assert table["boat~en"] == {"zh": ["船只"]}


def test_subjects_are_looked_up_by_a_part_of_their_words() -> None:
    table = make_translations("zh", [])
    whole = make_key("illicit financial flows", "en")
    part = make_key("financial flows", "en")
    assert table[whole]["zh"][0] == "非法资金流动"
    assert table[part]["zh"] == ["", "非法资金流动"]


def test_parts_of_words_are_no_words(table: Translations) -> None:
    assert "邮政联盟" in table
    assert table.keys().isdisjoint({"邮政", "政联", "联盟", "的邮政联盟", "邮政联盟的"})


def test_words_that_no_text_teaches_are_in_the_list() -> None:
    table = make_translations("zh", [])
    assert table[make_key("mercenaries", "en")] == {"zh": ["雇佣军"]}
    assert table[make_key("droit à l'alimentation", "fr")] == {"zh": ["食物权"]}
    assert table["雇佣军"]["ru"] == ["наемники"]
    english = make_translations("en", [])
    assert english["雇佣军"] == {"en": ["mercenaries"]}


def test_each_subject_of_the_list_has_words_in_all_languages() -> None:
    for subject in read_glossary():
        assert list(subject) == list(LANGUAGES)
        for language, spellings in subject.items():
            assert all(spellings), subject
            assert all(make_key(words, language) for words in spellings), subject


def test_chinese_is_compared_with_all_others_where_it_is_held() -> None:
    assert choose_hub([("A", "en"), ("B", "en"), ("A", "zh")]) == "zh"
    assert choose_hub([("A", "fr"), ("B", "en"), ("A", "en")]) == "en"


def test_texts_in_most_languages_are_compared() -> None:
    many = [(f"A/RES/1/{number}", "zh") for number in range(2 * MOST)]
    many += [(symbol, "en") for symbol, _ in many]
    chosen = choose_texts([*many, ("A/RES/1/7", "fr"), ("A/RES/2/1", "zh")])
    assert chosen[:3] == [("A/RES/1/7", one) for one in ("en", "fr", "zh")]
    assert len(chosen) == 2 * MOST + 1
    assert ("A/RES/2/1", "zh") not in chosen


def test_paragraphs_that_say_the_same_have_the_same_number() -> None:
    english, chinese = make_parallel_texts()
    numbered = number_paragraphs([english, chinese])
    for number, words in numbered["en"].items():
        place = [text for _, text in english.passages].index(words)
        assert numbered["zh"][number] == chinese.passages[place][1]


def test_the_list_of_files_has_their_digests(table: Translations) -> None:
    *files, (address, listing) = make_translation_files(table)
    assert address == "search/translations.js"
    digests = split_digests(msgspec.json.decode(read_value(listing), type=str))
    assert [f'"{digest}"' in content.decode() for digest, (_, content) in
            zip(digests, files, strict=True)] == [True] * len(files)  # fmt: skip
    assert any("灯塔>en:lighthouses" in content.decode() for _, content in files)


def test_files_are_made_again_only_where_compared_texts_changed() -> None:
    before = [("A/RES/1/1", "zh"), ("A/RES/1/1", "en"), ("A/RES/1/2", "zh")]
    alone, parallel = ("A/RES/1/2", "zh"), ("A/RES/1/1", "en")
    texts = set(before)
    more = ("A/RES/1/2", "en")
    assert not are_translations_stale(texts, texts, {alone})
    assert are_translations_stale(texts, texts, {parallel})
    assert are_translations_stale(texts, texts, {parallel, ("A/RES/1/1", "zh")})
    assert are_translations_stale(texts, {*texts, more}, {more})
    assert are_translations_stale({*before[1:2]}, {*before[1:]}, {alone})


def test_the_order_of_texts_does_not_matter() -> None:
    texts = make_parallel_texts()
    content = {
        (text.symbol, text.language): b'unresSearch.receive("x","y",%b);\n'
        % msgspec.json.encode(
            [[anchor, "operative", "", words] for anchor, words in text.passages]
        )
        for text in texts
    }
    keys = list(content)
    found = translate_archive(keys, content.__getitem__)
    assert found == translate_archive(keys[::-1], content.__getitem__)


def test_an_update_brings_the_files_that_a_full_build_makes() -> None:
    few = list(make_translation_files(make_translations("de", [])))
    many = list(make_translation_files(make_translations("zh", [])))
    card = make_card(1)
    counts = count_fields(make_document(resolution(card.symbol), "zh"))
    for old, now in ((few, many), (many, few)):
        state, files = build_index([card], [counts], translations=old)
        published = dict(files)
        found = update_index(state, [], published.__getitem__, now)
        _, wanted = build_index([card], [counts], translations=now)
        kept = {
            one: content for one, content in published.items() if one not in found.gone
        }
        assert kept | dict(found.files) == dict(wanted)
