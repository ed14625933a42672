"""What a stall says: the words of the amount, against what was asked for, and nothing else."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.base.words.numerals import in_words
from marketplace.modules.stalls.core.vocabulary import CLIPS
from marketplace.modules.stalls.core.voice import (
    LANGUAGES,
    PAUSE,
    Kind,
    VoiceError,
    clips,
    kind_of,
    sentence,
)

ROOT = Path(__file__).resolve().parents[5]
VECTORS = json.loads((ROOT / "tests/vectors/words/numbers.json").read_text(encoding="utf-8"))
VOICE = ROOT / "themes/base/static/themes/base/voice"
LARGEST_SET = 500_000

amounts = st.integers(min_value=1, max_value=999_999_999_999)


def words_of(names: list[str], language: str) -> list[str]:
    """Return what clips say, one after the other."""
    by_name = {clip.name: clip.words for clip in CLIPS[language]}
    return [word for name in names if name != PAUSE for word in by_name[name]]


def test_fifty_thousand_is_said_in_three_breaths() -> None:
    assert clips(50_000) == ["da-nhan", "nam-muoi", "nghin-dong"]
    assert sentence(50_000) == "Đã nhận năm mươi nghìn đồng"


def test_khmer_says_ten_thousands() -> None:
    assert clips(50_000, "km") == ["da-nhan", "5", "10000", "dong"]
    assert sentence(50_000, "km") == "បានទទួល ប្រាំម៉ឺនដុង"


def test_short_money_begins_with_what_is_missing_and_is_never_called_received() -> None:
    assert sentence(40_000, "vi", "short", 50_000) == (
        "Còn thiếu mười nghìn đồng, mới nhận bốn mươi nghìn đồng"
    )
    assert clips(40_000, "vi", "short", 50_000) == [
        *("con-thieu", "muoi", "nghin-dong"),
        PAUSE,
        *("moi-nhan", "bon-muoi", "nghin-dong"),
    ]
    assert "da-nhan" not in clips(1, "km", "short", 2)


def test_too_much_money_is_received_and_the_excess_named() -> None:
    assert sentence(60_000, "vi", "over", 50_000) == (
        "Đã nhận sáu mươi nghìn đồng, dư mười nghìn đồng"
    )


def test_money_nobody_asked_for_and_cash_are_said_differently() -> None:
    assert sentence(50_000, "vi", "unexpected") == (
        "Có tiền vào năm mươi nghìn đồng, xem lại màn hình"
    )
    assert sentence(50_000, "vi", "cash") == "Đã ghi tiền mặt năm mươi nghìn đồng"
    for language in LANGUAGES:
        for kind in (Kind.UNEXPECTED, Kind.CASH):
            assert "da-nhan" not in clips(50_000, language, kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_vectors_is_spoken_as_it_is_written(language: str) -> None:
    for text, words in VECTORS[language].items():
        if int(text) > 0:
            said = clips(int(text), language)
            joint = "" if language == "km" else " "
            assert joint.join(words_of(said, language)[1:-1]) == words


@given(amounts, st.sampled_from(LANGUAGES))
def test_the_voice_says_what_the_sentence_says(amount: int, language: str) -> None:
    spoken = "".join(words_of(clips(amount, language), language))
    written = sentence(amount, language)

    assert spoken.replace(" ", "") == (written[0].lower() + written[1:]).replace(" ", "")
    assert in_words(amount, language) in written


@given(amounts, amounts, st.sampled_from(LANGUAGES))
def test_the_kind_follows_from_the_amounts(came: int, asked: int, language: str) -> None:
    kind = kind_of(came, asked)

    assert ("con-thieu" in clips(came, language, kind, asked)) == (came < asked)
    assert ("du" in clips(came, language, kind, asked)) == (came > asked)
    assert ("da-nhan" in clips(came, language, kind, asked)) == (came >= asked)


@pytest.mark.parametrize(
    ("amount", "language", "kind", "expected"),
    [
        (0, "vi", "full", None),
        (-5, "vi", "full", None),
        (50_000, "en", "full", None),
        (50_000, "vi", "gift", None),
        (50_000, "vi", "short", None),
        (50_000, "vi", "short", 50_000),
        (50_000, "vi", "over", 60_000),
    ],
)
def test_what_cannot_be_is_not_said(
    amount: int, language: str, kind: str, expected: int | None
) -> None:
    with pytest.raises(VoiceError):
        clips(amount, language, kind, expected)


def test_every_clip_has_its_file_and_the_whole_set_is_small() -> None:
    named = {f"{language}/{clip.name}.mp3" for language in CLIPS for clip in CLIPS[language]}
    files = {str(path.relative_to(VOICE)): path for path in VOICE.rglob("*.mp3")}

    assert set(files) == named
    assert sum(path.stat().st_size for path in files.values()) < LARGEST_SET


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_clips_share_a_name_or_words(language: str) -> None:
    assert len({clip.name for clip in CLIPS[language]}) == len(CLIPS[language])
    assert len({clip.words for clip in CLIPS[language]}) == len(CLIPS[language])
