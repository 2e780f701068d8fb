"""Names in texts: found however they are spelt, and nothing else with them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.exports.redaction_names import Names, kind_of, spellings, words_in


def names(*pairs: tuple[str, str], person: bool = True) -> Names:
    return Names(name for text, shown in pairs for name in spellings(text, shown, person=person))


@pytest.mark.parametrize(
    "text",
    [
        "Mariëtte Hamer",
        "MARIETTE  HAMER",
        "Hamer, Mariëtte",
        "mariette-hamer",
        "Mariëtte\u00a0Hamer",
        unicodedata.normalize("NFD", "Mariëtte Hamer"),
        "Mariëtte\u200b Hamer",
        "Ｍａｒｉｅｔｔｅ Hamer",
        "MariëtteHamer",
        "Hamer",
    ],
)
def test_a_name_is_found_in_each_spelling(text: str) -> None:
    masked, count = names(("Mariëtte Hamer", "X")).masked(f"So said {text}, today.")
    assert (masked, count) == ("So said X, today.", 1)


@pytest.mark.parametrize("text", ["a hamer fell", "Hamermill", "Schamer", "Mariette", "Mari Hame"])
def test_what_is_no_name_stays(text: str) -> None:
    assert names(("Mariëtte Hamer", "X")).masked(text) == (text, 0)


def test_the_longest_name_decides() -> None:
    known = names(("Data Corp", "company 1"), ("Data Corp International", "company 2"))
    assert known.masked("Data Corp International and Data Corp.")[0] == "company 2 and company 1."


def test_scripts_without_blanks_between_words() -> None:
    known = names(("李明", "person 1"), ("김정은", "person 2"), ("מרים", "person 3"))
    assert known.masked("记者李明在北京")[0] == "记者person 1在北京"
    assert known.masked("김정은은 말했다")[0] == "person 2은 말했다"
    assert known.masked("ומרים אמרה")[0] == "וperson 3 אמרה"


def test_short_and_common_names_are_masked_as_exact_words_alone() -> None:
    known = names(("Xi", "person 1"), ("Press", "company 1"))
    assert known.masked("Xi met xi’s Press; the press and Taxi.") == (
        "person 1 met xi’s company 1; the press and Taxi.",
        2,
    )
    assert known.found("Xi", sure=True) == []
    assert names(("1", "person 1")).masked("1 of 1") == ("1 of 1", 0)


def test_a_text_without_names_comes_back_untouched() -> None:
    text = unicodedata.normalize("NFD", "Où est-il ?")
    assert names(("Jan Smit", "X")).masked(text)[0] is text


letters = st.characters(blacklist_categories=("Cs",), min_codepoint=32)
HOSTILE = st.one_of(
    st.text(letters, min_size=1, max_size=12),
    st.sampled_from(
        [
            "A+B (C)* Ltd",
            r"\d+\w Corp",
            "[a-z]{3} Söhne",
            "שלום עולם",
            "\u202eevil name",
            "e\u0301mile Zola",
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(HOSTILE, st.text(letters, max_size=8), st.text(letters, max_size=8))
def test_a_sure_name_is_gone_from_any_text(name: str, before: str, after: str) -> None:
    known = names((name, "person 1"))
    masked, _ = known.masked(f"{before} {name} {after}")
    if kind_of(name) == "sure" and not known.found("person 1"):
        assert known.found(masked, sure=True) == []
        assert words_in(name) != words_in(masked)
    # What can be told is told; what cannot be searched leaves the text whole.
    if kind_of(name) == "none":
        assert masked == f"{before} {name} {after}"
