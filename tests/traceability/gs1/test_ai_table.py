"""The table of application identifiers."""

import pytest

from tests.traceability.gs1.public_vectors import dictionary_path
from traceability.gs1 import ai_rows
from traceability.gs1.ai_table import TABLE, describe, is_path_sequence, leading_ai, path_sequences
from traceability.gs1.application_identifier import matches
from traceability.gs1.errors import UnknownAiError
from traceability.gs1.rules import RULES
from traceability.gs1.tools.write_ai_rows import rows_module


@pytest.mark.vectors
def test_the_rows_are_what_the_dictionary_says() -> None:
    path = dictionary_path()
    assert ai_rows.__file__

    written = rows_module(path.read_text("utf-8"))

    with open(ai_rows.__file__, encoding="utf-8") as rows:  # noqa: PTH123
        assert rows.read() == written


def test_no_identifier_stands_twice() -> None:
    assert sum(len(row.identifiers) for row in ai_rows.ROWS) == len(TABLE) == 541


def test_every_rule_that_a_row_names_exists() -> None:
    named = {rule for row in ai_rows.ROWS for part in row.components for rule in part.rules}

    assert named == set(RULES)


def test_every_association_names_an_identifier() -> None:
    patterns = {
        pattern
        for row in ai_rows.ROWS
        for pattern in (
            *(one for groups in row.requires for group in groups for one in group),
            *row.excludes,
            *(ai for sequence in row.qualifiers or () for ai in sequence),
        )
    }

    assert [one for one in patterns if not any(matches(one, ai) for ai in TABLE)] == []


def test_identifiers_with_the_same_first_two_digits_are_equally_long() -> None:
    lengths: dict[str, set[int]] = {}
    for ai in TABLE:
        lengths.setdefault(ai[:2], set()).add(len(ai))

    assert {prefix for prefix, found in lengths.items() if len(found) > 1} == set()


def test_predefined_lengths_are_those_of_the_general_specifications() -> None:
    prefixes = {ai[:2] for ai, row in TABLE.items() if row.predefined_length}

    assert prefixes == {
        *("00", "01", "02", "03", "11", "12", "13", "15", "16", "17", "20"),
        *("31", "32", "33", "34", "35", "36", "41"),
    }


def test_the_identifier_in_front_of_data_is_found() -> None:
    assert [leading_ai(data) for data in ("0109", "3103005000", "422704", "8006", "99X")] == [
        *("01", "3103", "422", "8006", "99")
    ]
    for data in ("", "4", "3106", "05", "é"):
        with pytest.raises(UnknownAiError):
            leading_ai(data)


def test_a_net_weight_of_three_decimals_is_six_digits() -> None:
    assert describe("3103").title == "NET WEIGHT (kg)"
    assert (describe("3103").least, describe("3103").most) == (6, 6)


def test_path_sequences_are_keys_and_ordered_qualifiers() -> None:
    sequences = set(path_sequences())

    assert len(sequences) == 39
    assert all(is_path_sequence(sequence) for sequence in sequences)
    for wrong in (
        ("10",),
        ("01", "21", "10"),
        ("01", "235", "10"),
        ("00", "10"),
        ("01", "10", "10"),
    ):
        assert not is_path_sequence(wrong)
