import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.resolver.core.target import Target, TargetError, from_code, from_path

GTIN = "09520600012353"


def test_every_level_of_a_digital_link_is_read() -> None:
    assert from_path(f"/01/{GTIN}") == Target(gtin=GTIN)
    assert from_path(f"/01/{GTIN}/10/A3") == Target(gtin=GTIN, lot="A3")
    assert from_path(f"/01/{GTIN}/21/7K3") == Target(gtin=GTIN, serial="7K3")
    assert from_path(f"/01/{GTIN}/10/A%2F3/21/7K3") == Target(gtin=GTIN, lot="A/3", serial="7K3")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/01/9520600012353", "value_too_short"),
        ("/01/09520600012354", "wrong_check_digit"),
        (f"/01/{GTIN}/21/7K3/10/A3", "invalid_qualifier_sequence"),
        (f"/01/{GTIN}/10/L%C3%B4", "non_charset_82_character"),
        (f"/01/{GTIN}/", "trailing_slash"),
        ("/01/", "empty_value"),
    ],
)
def test_what_is_no_digital_link_is_refused_by_gs1s_own_rule(path: str, reason: str) -> None:
    with pytest.raises(TargetError) as refusal:
        from_path(path)

    assert refusal.value.reason == reason


@given(st.text())
def test_any_path_is_read_or_refused(path: str) -> None:
    try:
        found = from_path("/01/" + path)
    except TargetError:
        return
    assert found.gtin


def test_codes_are_read_as_people_type_them() -> None:
    assert from_code(" 7k3q-9zxw pm2 ") == Target(code="7K3Q9ZXWPM2")
    assert len(from_code("x" * 500).code) == 40
