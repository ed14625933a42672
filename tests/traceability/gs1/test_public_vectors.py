"""GS1's own syntax engine and we agree on every published vector."""

from collections.abc import Mapping, Sequence

import pytest

from tests.traceability.gs1.public_vectors import public
from traceability.gs1 import digital_link
from traceability.gs1.ai_table import is_path_sequence, path_sequences
from traceability.gs1.check_digit import has_valid_check_digit, with_check_digit
from traceability.gs1.element_string import Element, build_fnc1, parse_fnc1
from traceability.gs1.errors import Gs1Error

LINKS = "gs1_digital_link.json"


def leniency(flags: Mapping[str, bool]) -> digital_link.Leniency:
    """The switches upstream ran a vector with."""
    return digital_link.Leniency(
        short_gtin=flags.get("zeroSuppressed", False),
        aliases=flags.get("convAlphas", False),
        unknown_attributes=flags["permitUnknownAIs"] and not flags["unknownNotAttr"],
    )


def elements(text: str) -> list[Element]:
    """Split a bracketed text without checking it."""
    return [Element(*part.split(")", 1)) for part in text.removeprefix("(").split("(")]


@pytest.mark.parametrize("case", public(LINKS, "upstream_parse"))
def test_every_upstream_uri_is_read_or_refused_as_upstream_does(case: dict[str, object]) -> None:
    uri, flags = str(case["uri"]), case["flags"]
    assert isinstance(flags, dict)

    if not case["valid"]:
        with pytest.raises(Gs1Error):
            digital_link.parse(uri, leniency(flags))
        return
    link = digital_link.parse(uri, leniency(flags))

    scanned = "".join(f"({item.ai}){item.value}" for item in link.elements)
    if flags["permitUnknownAIs"]:  # the engine itself takes no such URI through its public door
        assert scanned == "(01)09520123456788(99)XYZ(89)ABC123"
        return
    assert build_fnc1(link.elements).replace("\x1d", "^") == case["element_string"]
    assert parse_fnc1(str(case["element_string"]).replace("^", "\x1d")) == link.elements
    if case["public_api_valid"]:
        assert link.element_string == case["public_api_ai_data"]


@pytest.mark.parametrize("case", public(LINKS, "upstream_parse"))
def test_a_strict_reader_agrees_with_the_engines_public_door(case: dict[str, object]) -> None:
    flags = case["flags"]
    assert isinstance(flags, dict)
    door = digital_link.Leniency(short_gtin=flags.get("zeroSuppressed", False))  # its one switch
    accepted = case["public_api_valid"] and case["public_api_ai_data"] is not None

    try:
        link = digital_link.parse(str(case["uri"]), door)
    except Gs1Error:
        assert not accepted
    else:
        assert accepted
        assert link.element_string == case["public_api_ai_data"]


@pytest.mark.parametrize("case", public(LINKS, "upstream_generate"))
def test_every_upstream_uri_is_built_as_upstream_does(case: dict[str, object]) -> None:
    flags = case["flags"]
    assert isinstance(flags, dict)
    stem = str(case["stem"] or digital_link.CANONICAL_STEM)

    if case["ok"]:
        built = digital_link.build(elements(str(case["ai"])), stem, leniency(flags))
        assert built == case["uri"]
    else:
        with pytest.raises(Gs1Error):
            digital_link.build(elements(str(case["ai"])), stem, leniency(flags))


@pytest.mark.parametrize("case", public(LINKS, "upstream_escape"))
def test_characters_are_escaped_as_upstream_does(case: dict[str, str]) -> None:
    assert digital_link.escape(case["in"], in_query=False) == case["path"]
    assert digital_link.escape(case["in"], in_query=True) == case["query"]


@pytest.mark.parametrize("case", public(LINKS, "own"))
def test_our_reading_is_the_reference_engines_verdict(case: dict[str, object]) -> None:
    verdict = case["oracle_gs1_syntax_engine"]
    assert isinstance(verdict, dict)

    if verdict["valid"]:
        link = digital_link.parse(str(case["uri"]))
        assert link.element_string == case["element_string"]
        assert link.canonical == case["canonical"]
    else:
        with pytest.raises(Gs1Error):
            digital_link.parse(str(case["uri"]))


@pytest.mark.parametrize("case", public(LINKS, "valid_path_sequences"))
def test_a_published_path_sequence_is_one_of_ours(case: Sequence[str]) -> None:
    assert is_path_sequence(tuple(case))


@pytest.mark.vectors
def test_our_path_sequences_are_the_published_ones_and_those_of_415() -> None:
    published = public(LINKS, "valid_path_sequences")
    if len(published) == 1:
        pytest.skip("$VECTORS is not set: the public GS1 vectors are not here")
    listed = {tuple(parameters.values[0]) for parameters in published}  # type: ignore[attr-defined]

    # The list leaves out key 415, which the dictionary gives the qualifier 8020.
    assert set(path_sequences()) - listed == {("415",), ("415", "8020")}
    assert listed - set(path_sequences()) == set()


@pytest.mark.parametrize("case", public("gs1_check_digits.json", "vectors"))
def test_published_check_digits_are_ours(case: dict[str, str]) -> None:
    assert with_check_digit(case["body"]) == case["full"]
    assert has_valid_check_digit(case["full"])


@pytest.mark.parametrize("case", public("gs1_check_digits.json", "invalid"))
def test_published_wrong_numbers_are_refused(case: dict[str, str]) -> None:
    assert not has_valid_check_digit(case["full"])
