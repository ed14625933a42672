"""Compressed Digital Links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.traceability.gs1.public_vectors import own, public
from tests.traceability.gs1.strategies import valid_element_sets
from traceability.gs1.charsets import CHARSET_64
from traceability.gs1.compression import compress, decompress, read_segment, write_segment
from traceability.gs1.digital_link import build, escape, parse
from traceability.gs1.element_string import Element
from traceability.gs1.errors import CompressionError, Gs1Error

STEM = "https://a.example"
ITEM = "https://a.example/01/09520600012346"


@pytest.mark.parametrize("case", public("gs1_digital_link.json", "compression.vectors"))
def test_published_pairs_are_read_and_written(case: dict[str, str | None]) -> None:
    uri, compressed = str(case["uri"]), case["compressed"]

    if compressed is None:  # the published writer loses the last digits of an SSCC; ours does not
        assert decompress(compress(uri)) == uri
        return
    assert decompress(compressed) == uri
    assert compress(uri) == compressed


@pytest.mark.parametrize("case", own("compression.json"))
def test_our_own_pairs_are_read_and_written_or_refused_by_name(case: dict[str, str | None]) -> None:
    compressed = str(case["compressed"])

    if case["error"] is not None:
        with pytest.raises(Gs1Error) as refusal:
            decompress(compressed)
        assert refusal.value.code == case["error"]
        return
    uri = str(case["uri"])
    assert sorted(parse(decompress(compressed)).elements, key=str) == sorted(
        parse(uri).elements, key=str
    )
    assert parse(decompress(compressed)).ignored == parse(uri).ignored
    assert parse(decompress(compressed)).stem == parse(uri).stem
    if case["written"]:
        assert compress(uri) == compressed


@given(valid_element_sets())
def test_what_is_compressed_reads_back(elements: tuple[Element, ...]) -> None:
    uri = build(elements, STEM)

    short = compress(uri)

    assert sorted(parse(decompress(short)).elements, key=str) == sorted(elements, key=str)
    assert compress(decompress(short)) == short


@given(valid_element_sets())
def test_what_is_compressed_behind_a_readable_key_reads_back(
    elements: tuple[Element, ...],
) -> None:
    key, *others = elements

    readable = f"{STEM}/{key.ai}/{escape(key.value, in_query=False)}/{write_segment(others)}"

    assert sorted(parse(decompress(readable)).elements, key=str) == sorted(elements, key=str)


@given(st.text(CHARSET_64, max_size=40) | st.text(max_size=40))
def test_any_text_is_refused_or_reads_as_a_valid_link(text: str) -> None:
    for uri in (f"{STEM}/{text}", f"{ITEM}/{text}", text):
        try:
            plain = decompress(uri)
        except Gs1Error:
            continue
        assert parse(plain).key.value


def test_an_sscc_keeps_all_its_18_digits() -> None:
    uri = f"{STEM}/00/952012345678912345"

    assert compress(uri) == f"{STEM}/ANNjovNfpbWQ"
    assert decompress(f"{STEM}/ANNjovNfpbWQ") == uri


def test_zeros_in_front_of_a_lot_stay() -> None:
    uri = f"{ITEM}/10/000123"

    assert decompress(compress(uri)) == uri


def test_what_is_not_gs1s_stays_in_the_query() -> None:
    short = compress(f"{ITEM}?linkType=all&17=271231&x")

    assert short == f"{STEM}/DRFRX_asdIRv4?linkType=all&x"


@pytest.mark.parametrize(
    "uri",
    [
        f"{STEM}/415/9520600012346/8020/HD-1?8007=VN1",
        f"{STEM}/8003/09520600012346?414=9520600012346",
        f"{ITEM}/235/T1?10=L1",
    ],
)
def test_a_link_that_would_not_read_back_is_not_compressed(uri: str) -> None:
    with pytest.raises(Gs1Error):
        compress(uri)


def test_a_link_with_a_broken_value_is_not_compressed() -> None:
    with pytest.raises(Gs1Error) as refusal:
        compress(f"{STEM}/01/09520600012347")

    assert refusal.value.code == "wrong_check_digit"


def test_a_segment_is_read_in_the_order_it_was_written() -> None:
    contents = read_segment("DRFRX_asdIRv_gpNWCv18G1-2AgBV4FwhAD_8C6glWJeBegXwr8rvQ")

    assert contents.elements == (Element("01", "09520600012346"), Element("17", "271231"))
    assert contents.others == (
        *(("k1", "v1"), ("a_b", "0042"), ("c", "00ff"), ("d", "AB12"), ("e", "x+y.z")),
    )


def test_a_segment_that_is_no_row_of_values_is_refused_by_its_own_rule() -> None:
    with pytest.raises(CompressionError):
        read_segment("gioi-thieu")
