"""Words as they are searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.listing.backends.postgres import vector
from catalog.listing.backends.sqlite import ANYWHERE, IN_TITLE, expression
from catalog.listing.tokens import MOST_WORDS, Tokens, read_query, tokenise


def test_a_name_is_kept_folded_and_as_written() -> None:
    assert tokenise("Đường thốt nốt 500g") == Tokens(
        folded=("duong", "thot", "not", "500g", "500", "g"),
        accented=("đường", "thốt", "nốt", "500g"),
    )


def test_the_place_of_a_tone_mark_does_not_matter() -> None:
    assert tokenise("hoà").accented == tokenise("hòa").accented


def test_khmer_is_split_into_pairs_of_clusters() -> None:
    found = tokenise("អង្ករ")
    assert found.folded == ("អង្ក", "ង្ករ")
    assert read_query("អង្ករ").words[0].folded == "អង្ក"


def test_only_the_last_word_is_a_beginning() -> None:
    words = read_query("gạo st25").words
    assert [(word.folded, word.is_last) for word in words] == [("gao", False), ("st25", True)]
    assert words[1].pieces == ("st", "25")


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "–", "\u200b"])
def test_nothing_to_search_is_no_word(typed: str) -> None:
    assert read_query(typed).words == ()


def test_a_long_query_is_cut() -> None:
    assert len(read_query("a b c d e f g h i j k l m n").words) == MOST_WORDS


def test_what_is_asked_of_fts5() -> None:
    query = read_query("Tôm sú")
    assert expression(query, ANYWHERE) == (
        '{title body} : ("tom") AND {title body} : ("su" OR "su" *)'
    )
    assert expression(query, IN_TITLE, accents=True) == (
        '{title_accented} : ("tôm") AND {title_accented} : ("sú" OR "sú" *)'
    )


def test_what_postgresql_keeps() -> None:
    assert vector(("gao", "st25"), ("thom",)) == "'gao':1A 'st25':2A 'thom':3D"


@given(st.text(max_size=60))
def test_every_text_is_found_by_its_own_first_words(text: str) -> None:
    indexed = tokenise(text)
    for word in read_query(text).words:
        assert word.folded in indexed.folded
        assert word.accented in indexed.accented


@given(st.text(max_size=60))
def test_no_token_holds_what_an_engine_could_take_for_syntax(text: str) -> None:
    found = tokenise(text)
    for token in (*found.folded, *found.accented):
        assert not set(token) & set("\"'*:()&|!<>\\ \t\n-^")
