"""How text becomes search tokens, the same for every engine. Pure.

Each word is kept twice: folded (``duong``) and with its accents (``đường``). A reader who types
accents wants that very word first; one who types none wants them all.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from marketplace.base.words.core import accent_key, fold

MOST_WORDS: Final = 10
LONGEST_QUERY: Final = 120
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_WORD: Final = re.compile("(?:[^\\W_]|[\u17b4-\u17d3\u17dd])+")
_KHMER: Final = re.compile("[\u1780-\u17b3]")
_KHMER_CLUSTER: Final = re.compile(
    "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])*"
)
_PIECES: Final = re.compile(r"\d+|[^\W\d]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text.

    Args:
        folded: without accents, with the pieces of mixed words (``st25`` also as ``st``, ``25``).
        accented: as written, in lower case, tone marks in one place.
    """

    folded: tuple[str, ...]
    accented: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query.

    Args:
        folded: without accents.
        accented: with them.
        pieces: the letters and digits of a mixed word, empty for others.
        is_last: the person may still be typing it, so it is also a prefix.
    """

    folded: str
    accented: str
    pieces: tuple[str, ...] = ()
    is_last: bool = False

    @property
    def has_accents(self) -> bool:
        """Whether accents were typed."""
        return self.folded != self.accented


@dataclass(frozen=True, slots=True)
class TextQuery:
    """What a person looks for, ready for an engine."""

    words: tuple[Word, ...]

    @property
    def has_accents(self) -> bool:
        """Whether one of the words was typed with accents."""
        return any(word.has_accents for word in self.words)


def tokenise(text: str) -> Tokens:
    """Return the tokens of a text to be indexed.

    >>> tokenise("Gạo ST25")
    Tokens(folded=('gao', 'st25', 'st', '25'), accented=('gạo', 'st25'))
    """
    folded: list[str] = []
    accented: list[str] = []
    for word in _words(text):
        folded += [word.folded, *word.pieces]
        accented.append(word.accented)
    return Tokens(tuple(folded), tuple(accented))


def read_query(text: str) -> TextQuery:
    """Return the query for what was typed; without words when nothing can be searched.

    >>> [word.folded for word in read_query("  GẠO, st25! ").words]
    ['gao', 'st25']
    """
    words = _words(text[:LONGEST_QUERY])[:MOST_WORDS]
    if not words:
        return TextQuery(())
    last = words[-1]
    return TextQuery((*words[:-1], Word(last.folded, last.accented, last.pieces, is_last=True)))


def _words(text: str) -> list[Word]:
    composed = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    found: list[Word] = []
    for raw in _WORD.findall(composed):
        if _KHMER.search(raw):
            found += [Word(pair, pair) for pair in _khmer_pairs(fold(raw))]
        elif folded := fold(raw):
            found.append(Word(folded, accent_key(raw), _pieces(folded)))
    return found


def _pieces(folded: str) -> tuple[str, ...]:
    pieces = tuple(_PIECES.findall(folded))
    return pieces if len(pieces) > 1 else ()


def _khmer_pairs(run: str) -> list[str]:
    """Return overlapping pairs of clusters: Khmer puts no spaces between words."""
    clusters = _KHMER_CLUSTER.findall(run)
    pairs = ["".join(pair) for pair in pairwise(clusters)]
    return pairs or clusters or [run]
