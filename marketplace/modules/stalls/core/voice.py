"""What a stall says when money came: the sentence, and the clips that speak it. Pure.

Text and sound are made of the same words, so what is heard is what is read. Only enough or more
money begins with "đã nhận": whoever hears half a sentence over a noisy market must not take short
money for paid.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from marketplace.base.words.numerals import parts
from marketplace.modules.stalls.core.vocabulary import CLIPS

PAUSE: Final = "pause"
"""Stands between clips where the voice should rest; there is no such file."""

LANGUAGES: Final = tuple(CLIPS)


class Kind(StrEnum):
    """How money that came stands to what was asked for."""

    FULL = "full"
    SHORT = "short"
    OVER = "over"
    UNEXPECTED = "unexpected"
    CASH = "cash"


class VoiceError(ValueError):
    """Something no sentence can say: an amount below one, or one that does not fit its kind."""


_DONG: Final = {"vi": "đồng", "km": "ដុង"}
_JOINTS: Final = {"vi": (" ", " ", ", "), "km": ("", " ", " ")}
"""Between the words of a number, after a phrase, and where the voice rests."""

_PHRASES: Final[Mapping[str, Mapping[str, str]]] = {
    "vi": {
        "received": "đã nhận",
        "missing": "còn thiếu",
        "so_far": "mới nhận",
        "excess": "dư",
        "came": "có tiền vào",
        "look": "xem lại màn hình",
        "cash": "đã ghi tiền mặt",
    },
    "km": {
        "received": "បានទទួល",
        "missing": "នៅខ្វះ",
        "so_far": "ទើបទទួល",
        "excess": "លើស",
        "came": "មានលុយចូល",
        "look": "សូមមើលអេក្រង់",
        "cash": "បានកត់លុយសុទ្ធ",
    },
}


def kind_of(amount: int, expected: int | None) -> Kind:
    """Return how ``amount``, all that came for a sale, stands to what the sale asks for.

    ``expected`` is ``None`` where nothing was asked for and nobody knows what the money is for.
    """
    if expected is None:
        return Kind.UNEXPECTED
    if amount < expected:
        return Kind.SHORT
    return Kind.OVER if amount > expected else Kind.FULL


def clips(
    amount: int, language: str = "vi", kind: str = Kind.FULL, expected: int | None = None
) -> list[str]:
    """Return the names of the clips that say it, with `PAUSE` between its halves.

    >>> clips(50_000, "vi", "full")
    ['da-nhan', 'nam-muoi', 'nghin-dong']

    Args:
        amount: đồng that came for the sale so far, more than zero.
        language: ``vi`` or ``km``.
        kind: one of `Kind`.
        expected: đồng that the sale asked for; short and over money need it.

    Raises:
        VoiceError: there is no such sentence.
    """
    halves = [_covered(words, language) for words in _halves(amount, language, kind, expected)]
    return [name for at, half in enumerate(halves) for name in ([PAUSE] if at else []) + half]


def sentence(
    amount: int, language: str = "vi", kind: str = Kind.FULL, expected: int | None = None
) -> str:
    """Return the same in writing; arguments and errors as `clips`.

    >>> sentence(40_000, "vi", "short", 50_000)
    'Còn thiếu mười nghìn đồng, mới nhận bốn mươi nghìn đồng'
    """
    inside, after, between = _JOINTS[_known(language)]
    halves = _halves(amount, language, kind, expected)
    said = between.join(
        after.join([one for one in (half[0], inside.join(half[1:])) if one]) for half in halves
    )
    return said[0].upper() + said[1:]


def _halves(amount: int, language: str, kind: str, expected: int | None) -> list[list[str]]:
    """Return the words: a phrase first in each half, then the words of its amount if it has one."""
    phrases = _PHRASES[_known(language)]
    gap = _gap(amount, kind, expected)

    def half(phrase: str, money: int | None = amount) -> list[str]:
        tail = [*parts(money, language), _DONG[language]] if money is not None else []
        return [phrases[phrase], *tail]

    match kind:
        case Kind.FULL:
            return [half("received")]
        case Kind.SHORT:
            return [half("missing", gap), half("so_far")]
        case Kind.OVER:
            return [half("received"), half("excess", gap)]
        case Kind.UNEXPECTED:
            return [half("came"), half("look", None)]
        case Kind.CASH:
            return [half("cash")]
    raise VoiceError(f"no sentence of kind {kind!r}")


def _gap(amount: int, kind: str, expected: int | None) -> int:
    """Return by how much the money differs from what was asked for."""
    if amount <= 0:
        raise VoiceError(f"nothing to say of {amount} đồng")
    if kind not in {Kind.SHORT, Kind.OVER}:
        return 0
    if expected is None or kind_of(amount, expected) != kind:
        raise VoiceError(f"{amount} of {expected} is not {kind}")
    return abs(expected - amount)


def _covered(words: Sequence[str], language: str) -> list[str]:
    """Return the fewest clips from the left: the longest that fits each time."""
    by_words = _BY_WORDS[language]
    names: list[str] = []
    at = 0
    while at < len(words):
        size = next((n for n in (2, 1) if tuple(words[at : at + n]) in by_words), 0)
        if not size:
            raise VoiceError(f"no clip says {words[at]!r}")
        names.append(by_words[tuple(words[at : at + size])])
        at += size
    return names


def _known(language: str) -> str:
    if language not in CLIPS:
        raise VoiceError(f"no voice in {language!r}, only in {', '.join(LANGUAGES)}")
    return language


_BY_WORDS: Final = {
    language: {clip.words: clip.name for clip in known} for language, known in CLIPS.items()
}
