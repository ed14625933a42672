"""Element strings, with brackets and as barcodes carry them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.traceability.gs1.public_vectors import own
from tests.traceability.gs1.strategies import valid_element_sets
from traceability.gs1.element_string import (
    FNC1,
    Element,
    build,
    build_fnc1,
    check_value,
    parse,
    parse_fnc1,
    validate,
)
from traceability.gs1.errors import Gs1Error


def code_of(call: object, *arguments: object) -> str:
    """The code of the error that a call raises."""
    assert callable(call)
    with pytest.raises(Gs1Error) as refusal:
        call(*arguments)
    return refusal.value.code


@pytest.mark.parametrize("case", own("values.json"))
def test_every_rule_of_a_value_has_its_named_error(case: dict[str, str | None]) -> None:
    element = Element(str(case["ai"]), str(case["value"]))

    if case["error"] is None:
        check_value(element)
    else:
        assert code_of(check_value, element) == case["error"]


def test_the_refusal_names_the_application_identifier() -> None:
    with pytest.raises(Gs1Error) as refusal:
        parse("(01)09520600012347")

    assert refusal.value.ai == "01"
    assert str(refusal.value) == "AI (01): the check digit of 09520600012347 should be 6"


@given(valid_element_sets())
def test_what_is_built_reads_back_with_brackets(elements: tuple[Element, ...]) -> None:
    assert parse(build(elements)) == elements


@given(valid_element_sets())
def test_what_is_built_reads_back_from_a_barcode(elements: tuple[Element, ...]) -> None:
    assert parse_fnc1(build_fnc1(elements)) == elements


@given(st.text())
def test_any_text_is_refused_or_reads_the_same_again(text: str) -> None:
    for read, write in ((parse, build), (parse_fnc1, build_fnc1)):
        try:
            elements = read(text)
        except Gs1Error:
            continue
        assert read(write(elements)) == elements


@given(st.text("()0123456789AB\\\x1d", max_size=40))
def test_texts_that_look_like_element_strings_are_refused_or_read_the_same(text: str) -> None:
    for read, write in ((parse, build), (parse_fnc1, build_fnc1)):
        try:
            elements = read("(01)09520600012346" + text if read is parse else text)
        except Gs1Error:
            continue
        assert read(write(elements)) == elements


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01",
        "0109520600012346",
        "x(01)09520600012346",
        "(1)5",
        "(01",
        "(01)0952(",
        "()5",
        "(abc)5",
        "(01)(10",
        "((01)09520600012346",
    ],
)
def test_what_is_not_in_brackets_is_refused(text: str) -> None:
    assert code_of(parse, text) == "element_string_syntax"


def test_a_bracket_within_a_value_is_escaped() -> None:
    elements = parse("(01)09520600012346(10)A\\(21)B")

    assert elements == (Element("01", "09520600012346"), Element("10", "A(21)B"))
    assert build(elements) == "(01)09520600012346(10)A\\(21)B"


def test_predefined_lengths_need_no_separator_and_others_do() -> None:
    elements = parse("(01)09520600012346(17)271231(10)L1(21)S1")

    assert build_fnc1(elements) == f"{FNC1}010952060001234617271231" + f"10L1{FNC1}21S1"


@pytest.mark.parametrize(
    "data",
    [
        "010952060001234610L1",
        f"{FNC1}010952060001234610L1",
        f"{FNC1}0109520600012346{FNC1}10L1",
        f"0109520600012346{FNC1}10L1{FNC1}",
    ],
)
def test_a_scanner_may_leave_the_leading_separator_out_and_add_others(data: str) -> None:
    assert build(parse_fnc1(data)) == "(01)09520600012346(10)L1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "element_string_syntax"),
        (FNC1, "element_string_syntax"),
        ("0", "unknown_ai"),
        ("89X", "unknown_ai"),
        ("01095206000", "value_too_short"),
        (f"0109520600012346{FNC1}{FNC1}10L1", "unknown_ai"),
        ("010952060001234610", "empty_value"),
        ("01095206000123461012345678901234567890X", "value_too_long"),
        ("09520600012346", "unknown_ai"),
    ],
)
def test_broken_barcode_data_is_refused_by_name(data: str, code: str) -> None:
    assert code_of(parse_fnc1, data) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(10)L1", "required_ai_missing"),
        ("(01)09520600012346(02)09520600012346(37)5", "excluded_ai_pair"),
        ("(02)09520600012346", "required_ai_missing"),
        ("(01)09520600012346(3920)15000", "required_ai_missing"),
        ("(01)09520600012346(21)S1(235)T1", "excluded_ai_pair"),
        ("(01)09520600012346(8041)123456789012345(21)S1", "required_ai_missing"),
        ("(01)09520600012346(10)L1(10)L2", "repeated_ai_differs"),
    ],
)
def test_values_that_do_not_go_together_are_refused(text: str, code: str) -> None:
    assert code_of(parse, text) == code


@pytest.mark.parametrize(
    "text",
    [
        "(02)09520600012346(37)5(00)095206000000000015",
        "(01)09520600012346(3103)005000(3922)15000",
        "(01)09520600012346(21)S1(8040)123456789012345(8041)123456789012345",
        "(8006)095206000123460102(21)S1(8030)AbC",
    ],
)
def test_values_with_all_their_companions_are_taken(text: str) -> None:
    assert build(parse(text)) == text


def test_a_repeated_element_counts_once() -> None:
    once = Element("01", "09520600012346")

    assert validate([once, once]) == (once,)
