import pytest

from payments.vietqr.core import crc
from payments.vietqr.core.errors import BadCrcError, CrcMismatchError


def test_check_value_of_crc16_ccitt_false() -> None:
    assert crc.crc16(b"123456789") == 0x29B1


def test_checksum_keeps_its_leading_zeros() -> None:
    found = next(text for n in range(5000) if (text := crc.checksum(f"{n}6304")).startswith("00"))

    assert len(found) == 4
    assert found == found.upper()


def test_case_of_the_digits_is_no_difference() -> None:
    crc.check("12345678929b1")
    crc.check("12345678929B1")


def test_other_digits_are_a_mismatch() -> None:
    with pytest.raises(CrcMismatchError):
        crc.check("12345678929B2")


@pytest.mark.parametrize("digits", ["29BG", "٢9B1", "29B", "２９Ｂ１"])
def test_what_is_not_hexadecimal_is_refused_as_such(digits: str) -> None:
    with pytest.raises((BadCrcError, CrcMismatchError)) as caught:
        crc.check("123456789" + digits)

    assert isinstance(caught.value, BadCrcError) or len(digits) < 4
