import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from traceability.epcis.core.epc import EpcError, canonical, is_class, normalised, to_urn, urn_key
from traceability.gs1 import digital_link
from traceability.gs1.charsets import CHARSET_82
from traceability.gs1.element_string import Element

PAIRS = [
    ("urn:epc:id:sgtin:9520600.001234.S%2F1", "01/09520600012346/21/S%2F1"),
    ("urn:epc:id:sgtin:9520600.101234.7", "01/19520600012343/21/7"),
    ("urn:epc:class:lgtin:9520600.001234.L-1", "01/09520600012346/10/L-1"),
    ("urn:epc:id:upui:9520600.001234.AB12", "01/09520600012346/235/AB12"),
    ("urn:epc:idpat:sgtin:9520600.001234.*", "01/09520600012346"),
    ("urn:epc:id:sscc:9520600.0000000001", "00/095206000000000015"),
    ("urn:epc:id:sgln:9520600.01001.0", "414/9520600010014"),
    ("urn:epc:id:sgln:9520600.01001.THUA-12", "414/9520600010014/254/THUA-12"),
    ("urn:epc:id:pgln:9520600.09001", "417/9520600090016"),
    ("urn:epc:id:grai:9520600.01234.77", "8003/0952060001234677"),
    ("urn:epc:idpat:grai:9520600.01234.*", "8003/09520600012346"),
    ("urn:epc:id:giai:9520600.MOIST01", "8004/9520600MOIST01"),
    ("urn:epc:id:gsrn:9520600.0000000123", "8018/952060000000001230"),
    ("urn:epc:id:gsrnp:9520600.0000000123", "8017/952060000000001230"),
    ("urn:epc:id:gdti:9520600.01234.PO-1", "253/9520600012346PO-1"),
    ("urn:epc:idpat:gdti:9520600.01234.*", "253/9520600012346"),
    ("urn:epc:id:cpi:9520600.A%2FB.12", "8010/9520600A%2FB/8011/12"),
    ("urn:epc:idpat:cpi:9520600.AB.*", "8010/9520600AB"),
    ("urn:epc:id:sgcn:9520600.01234.44", "255/952060001234644"),
    ("urn:epc:id:ginc:9520600.x47%2F1", "401/9520600x47%2F1"),
    ("urn:epc:id:gsin:9520600.000000012", "402/95206000000000121"),
    ("urn:epc:id:itip:9520600.001234.01.02.9", "8006/095206000123460102/21/9"),
    ("urn:epc:idpat:itip:9520600.001234.01.02.*", "8006/095206000123460102"),
]


@pytest.mark.parametrize(("urn", "path"), PAIRS)
def test_every_scheme_is_written_as_digital_link_and_back(urn: str, path: str) -> None:
    link = f"https://id.gs1.org/{path}"

    assert canonical(urn) == normalised(urn) == link
    assert to_urn(link, company_prefix_length=7) == urn


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://a.example/01/09520600012346/22/V/10/L/21/S?17=271231#x", "/21/S"),
        ("http://A.EXAMPLE/shop/gtin/9520600012346/lot/L", "/10/L"),
        ("https://a.example/01/09520600012346/22/V", ""),
        ("https://a.example/01/09520600012346/", ""),
        ("https://a.example/00/123/01/09520600012346/10/L", "/10/L"),
        ("https://id.gs1.org/01/09520600012346/235/T", "/235/T"),
    ],
)
def test_a_digital_link_names_its_finest_level_wherever_it_stands(written: str, meant: str) -> None:
    assert canonical(written) == f"https://id.gs1.org/01/09520600012346{meant}"


@pytest.mark.parametrize(
    "uri",
    [
        "urn:uuid:0f1e2d3c",
        "urn:epc:id:gid:1.2.3",
        "urn:epc:id:sgtin:9520600.01234.1",
        "https://a.example/orders/7",
        "https://id.gs1.org/01/123",
        "https://id.gs1.org/01/09520600012346/99/x",
        "https://id.gs1.org/01/09520600012346/21",
        "geo:9.6,105.9",
        "",
    ],
)
def test_what_is_no_identifier_of_gs1_stays_as_it_is(uri: str) -> None:
    assert canonical(uri) == normalised(uri) == uri


@pytest.mark.parametrize(
    ("uri", "answer"),
    [
        ("urn:epc:class:lgtin:9520600.001234.L", True),
        ("https://id.gs1.org/01/09520600012346", True),
        ("https://id.gs1.org/01/09520600012346/21/S", False),
        ("https://id.gs1.org/00/095206000000000015", False),
        ("urn:uuid:0f1e", False),
    ],
)
def test_classes_are_told_from_things(uri: str, answer: bool) -> None:
    assert is_class(uri) is answer


@pytest.mark.parametrize(
    ("urn", "reason"),
    [
        ("urn:epc:id:gid:1.2.3", "no EPC scheme"),
        ("urn:epc:id:sgtin:9520600.001234.a b", "no sgtin URN"),
        ("urn:epc:id:sgtin:9520600.1.1", "13 digits"),
        ("urn:epc:id:giai:9520600." + "A" * 24, "longer than 30"),
        ("urn:epc:id:cpi:9520600.ab.1", "no cpi URN"),
        ("urn:isbn:1", "no EPC URN"),
    ],
)
def test_a_wrong_urn_says_why(urn: str, reason: str) -> None:
    with pytest.raises(EpcError, match=reason):
        urn_key(urn)


def test_what_has_no_urn_says_so() -> None:
    with pytest.raises(EpcError):
        to_urn("https://id.gs1.org/8013/1987654Ad4X4bL5ttr2310c2K", 7)
    with pytest.raises(EpcError):
        to_urn("https://a.example/q/1", 7)


@example("*")  # a serial like any other; only patterns mean all by it
@given(st.text(alphabet=sorted(CHARSET_82), min_size=1, max_size=20))
def test_lookup_and_labels_write_the_same_link(serial: str) -> None:
    built = digital_link.build([Element("01", "09520600012346"), Element("21", serial)])

    assert canonical(built) == built
    assert canonical(to_urn(built, 7)) == built


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
