"""Digital Link URIs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.traceability.gs1.public_vectors import own
from tests.traceability.gs1.strategies import valid_element_sets
from traceability.gs1.digital_link import Leniency, build, parse, resolver_forgives
from traceability.gs1.element_string import Element
from traceability.gs1.errors import Gs1Error

ITEM = Element("01", "09520600012346")


def code_of_parsing(uri: str) -> str:
    """The code of the error that reading ``uri`` raises."""
    with pytest.raises(Gs1Error) as refusal:
        parse(uri)
    return refusal.value.code


@pytest.mark.parametrize("case", own("digital_link.json"))
def test_our_own_uris_are_read_or_refused_by_name(case: dict[str, str | None]) -> None:
    uri = str(case["uri"])

    if case["error"] is not None:
        assert code_of_parsing(uri) == case["error"]
        return
    link = parse(uri)
    assert link.element_string == case["element_string"]
    assert link.canonical == case["canonical"]


stems = st.sampled_from(
    ["https://id.gs1.org", "https://a.example", "HTTP://A.EXAMPLE:8000", "https://a.example/s/t"]
)


@given(valid_element_sets(), stems)
def test_what_is_built_reads_back(elements: tuple[Element, ...], stem: str) -> None:
    link = parse(build(elements, stem))

    assert link.elements == elements
    assert link.stem == stem
    assert link.on(stem) == build(elements, stem)


@given(st.text())
def test_any_text_is_refused_or_reads_the_same_again(text: str) -> None:
    for uri in (text, f"https://a.example/01/09520600012346/10/{text}"):
        try:
            link = parse(uri)
        except Gs1Error:
            continue
        again = parse(link.canonical)
        assert sorted(again.elements, key=str) == sorted(link.elements, key=str)
        assert again.canonical == link.canonical


uri_like = st.lists(
    st.sampled_from(["/", "01", "09520600012346", "10", "L1", "?", "&", "=", "17", "271231", "#"])
    | st.sampled_from(["00", "095206000000000015", "%2F", "+", "%", "235", "99", "22", "x", "21"]),
    max_size=12,
).map("".join)


@given(uri_like)
def test_texts_that_look_like_links_are_refused_or_read_the_same_again(tail: str) -> None:
    try:
        link = parse("https://a.example/01/09520600012346" + tail)
    except Gs1Error:
        return
    assert parse(link.canonical).canonical == link.canonical


def test_a_link_says_key_qualifiers_attributes_and_what_is_not_gs1s() -> None:
    link = parse(
        "https://a.example/s/01/09520600012346/10/L1/21/S1?utm=x&17=271231&linkType=all#top"
    )

    assert link.stem == "https://a.example/s"
    assert link.key == ITEM
    assert link.qualifiers == (Element("10", "L1"), Element("21", "S1"))
    assert link.attributes == (Element("17", "271231"),)
    assert link.ignored == ("utm=x", "linkType=all")
    assert [link.value(ai) for ai in ("01", "10", "21", "17", "22")] == [
        *("09520600012346", "L1", "S1", "271231"),
        None,
    ]


def test_the_order_of_elements_does_not_matter_for_the_path() -> None:
    elements = [Element("21", "S1"), Element("99", "A"), ITEM, Element("10", "L1")]

    assert build(elements) == "https://id.gs1.org/01/09520600012346/10/L1/21/S1?99=A"


def test_lot_beside_a_third_partys_serial_is_read_but_not_built_from_loose_elements() -> None:
    link = parse("https://a.example/01/09520600012346/235/T1?10=L1")

    assert link.canonical == "https://id.gs1.org/01/09520600012346/235/T1?10=L1"
    with pytest.raises(Gs1Error):
        build(link.elements)


@pytest.mark.parametrize(
    "stem",
    [
        *("", "a.example", "ftp://a.example", "https://", "https://a.example?x"),
        *("https://a.example#x", "https://á.example", "https://a.example/a b", "https://a b"),
    ],
)
def test_a_link_is_built_on_an_origin_only(stem: str) -> None:
    with pytest.raises(Gs1Error) as refusal:
        build([ITEM], stem)

    assert refusal.value.code == "invalid_stem"


def test_a_slash_at_the_end_of_the_stem_does_not_count() -> None:
    assert build([ITEM], "https://a.example/") == build([ITEM], "https://a.example")


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        ([], "no_primary_key"),
        ([Element("99", "A")], "no_primary_key"),
        ([ITEM, Element("8200", "x")], "not_a_data_attribute"),
        ([ITEM, Element("89", "x")], "unknown_ai"),
        ([ITEM, Element("01", "19520600012343")], "repeated_ai_differs"),
        ([ITEM, Element("17", "271331")], "illegal_month"),
        ([ITEM, Element("235", "T"), Element("22", "C")], "not_a_data_attribute"),
    ],
)
def test_what_cannot_be_a_link_is_not_built(elements: list[Element], code: str) -> None:
    with pytest.raises(Gs1Error) as refusal:
        build(elements)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("asked", "forgiven"),
    [
        ("https://a.example/01/09520600012346/", "https://a.example/01/09520600012346"),
        ("https://a.example/01/09520600012346/?x=/", "https://a.example/01/09520600012346?x=/"),
        ("https://a.example/01/09520600012346/#/", "https://a.example/01/09520600012346#/"),
        ("https://a.example/01/09520600012346", "https://a.example/01/09520600012346"),
        ("https://a.example/01/09520600012346//", "https://a.example/01/09520600012346/"),
    ],
)
def test_a_resolver_forgives_one_slash(asked: str, forgiven: str) -> None:
    assert resolver_forgives(asked) == forgiven


def test_forgiving_does_not_make_an_empty_value_valid() -> None:
    uri = "https://a.example/01/09520600012346/10/"

    assert code_of_parsing(uri) == "empty_value"
    assert code_of_parsing(resolver_forgives(uri)) == "no_primary_key"


@pytest.mark.parametrize(
    ("uri", "leniency", "read"),
    [
        ("/01/9520600012346", Leniency(short_gtin=True), "(01)09520600012346"),
        ("/01/95060002", Leniency(short_gtin=True), "(01)00000095060002"),
        ("/gtin/09520600012346/lot/L1", Leniency(aliases=True), "(01)09520600012346(10)L1"),
        ("/01/09520600012346?89=A", Leniency(unknown_attributes=True), "(01)09520600012346(89)A"),
    ],
)
def test_only_a_lenient_reader_takes_old_codes(uri: str, leniency: Leniency, read: str) -> None:
    assert parse("https://a.example" + uri, leniency).element_string == read
    with pytest.raises(Gs1Error):
        parse("https://a.example" + uri)
