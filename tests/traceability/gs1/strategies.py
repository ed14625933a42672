"""Hypothesis strategies of GS1 values that follow the rules."""

from hypothesis import strategies as st

from traceability.gs1.ai_table import path_sequences
from traceability.gs1.charsets import CHARSET_39, CHARSET_64, CHARSET_82
from traceability.gs1.check_digit import check_pair, with_check_digit
from traceability.gs1.element_string import Element

_digits = st.text("0123456789", min_size=1, max_size=30)


def _number(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length - 1, max_size=length - 1).map(with_check_digit)


def _text(most: int, charset: str = CHARSET_82) -> st.SearchStrategy[str]:
    return st.text(charset, min_size=1, max_size=most)


_PREFIX = st.text("0123456789", min_size=4, max_size=12)
_DATE = st.dates().map(lambda day: f"{day:%y%m}" + f"{min(day.day, 28):02d}")
_ITIP = st.tuples(_number(14), st.integers(1, 99), st.integers(0, 98)).map(
    lambda parts: f"{parts[0]}{parts[1]:02d}{min(99, parts[1] + parts[2]):02d}"
)

VALUES: dict[str, st.SearchStrategy[str]] = {
    "00": _number(18),
    "01": _number(14),
    "10": _text(20),
    "21": _text(20),
    "22": _text(20),
    "235": _text(28),
    "253": st.tuples(_number(13), st.text(CHARSET_82, max_size=17)).map("".join),
    "254": _text(20),
    "255": st.tuples(_number(13), st.text("0123456789", max_size=12)).map("".join),
    "401": st.tuples(_PREFIX, st.text(CHARSET_82, max_size=18)).map("".join),
    "402": _number(17),
    "414": _number(13),
    "415": _number(13),
    "417": _number(13),
    "7040": st.tuples(st.sampled_from("0123456789"), _text(1), _text(1), _text(1, CHARSET_64)).map(
        "".join
    ),
    "8003": st.tuples(_number(13), st.text(CHARSET_82, max_size=16)).map(
        lambda p: "0" + "".join(p)
    ),
    "8004": st.tuples(_PREFIX, st.text(CHARSET_82, max_size=18)).map("".join),
    "8006": _ITIP,
    "8010": st.tuples(_PREFIX, st.text(CHARSET_39, max_size=18)).map("".join),
    "8011": st.integers(0, 10**12 - 1).map(str),
    "8013": st.tuples(_PREFIX, st.text(CHARSET_82, max_size=11))
    .map("".join)
    .map(lambda body: body + check_pair(body)),
    "8017": _number(18),
    "8018": _number(18),
    "8019": st.text("0123456789", min_size=1, max_size=10),
    "8020": _text(25),
    "11": _DATE,
    "15": _DATE,
    "17": _DATE,
    "3103": st.text("0123456789", min_size=6, max_size=6),
    "422": st.just("704"),
    "90": _text(30),
    "99": _text(90),
}

_OF_ITEMS = ("11", "15", "17", "3103", "422", "90", "99")  # attributes of a GTIN
_OF_ALL = ("90", "99")
# Paths that are sequences and yet break an association: 415 needs 8020, and 22 needs 01, which
# 8006 excludes.
_INCOMPLETE = {("415",)} | {path for path in path_sequences() if path[:2] == ("8006", "22")}


@st.composite
def valid_element_sets(draw: st.DrawFn) -> tuple[Element, ...]:
    """A key, some of its qualifiers in order, and attributes; every rule kept.

    Attributes of predefined length come first, as :func:`digital_link.build` writes them.
    """
    sequences = [sequence for sequence in path_sequences() if sequence not in _INCOMPLETE]
    path = draw(st.sampled_from(sequences))
    allowed = _OF_ITEMS if path[0] == "01" else _OF_ALL
    chosen = draw(st.lists(st.sampled_from(allowed), unique=True))
    chosen.sort(key=lambda ai: ai in ("422", "90", "99"))
    return tuple(Element(ai, draw(VALUES[ai])) for ai in (*path, *chosen))
