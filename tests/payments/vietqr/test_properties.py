"""What holds for every code and every text."""

import string

from hypothesis import given
from hypothesis import strategies as st

from payments.vietqr.core.errors import VietQrError
from payments.vietqr.core.payload import VietQr, as_emitted, encode, parse
from payments.vietqr.core.text import memo
from tests.payments.vietqr.raw import payload

ALNUM = string.ascii_letters + string.digits
ANS = "".join(map(chr, range(0x20, 0x7F)))
CAPITALS = string.ascii_uppercase + string.digits + " "


def labels(longest: int = 25) -> st.SearchStrategy[str | None]:
    return st.none() | st.text(ANS, min_size=1, max_size=min(longest, 14))


MEMOS = st.none() | st.text(CAPITALS, min_size=1, max_size=25).map(memo).filter(bool)
CODES = st.builds(
    VietQr,
    acquirer_bin=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.text(ALNUM, min_size=1, max_size=19),
    service_code=st.sampled_from(["QRIBFTTA", "QRIBFTTC"]),
    dynamic=st.booleans(),
    amount=st.none() | st.integers(1, 499_999_999),
    purpose=MEMOS,
    bill_number=labels(),
    store_label=labels(),
    terminal_label=labels(),
    merchant_name=labels(),
    merchant_city=labels(15),
    merchant_category=st.none() | st.from_regex(r"[0-9]{4}", fullmatch=True),
    unknown=st.dictionaries(
        st.sampled_from(["26", "61", "70", "80", "99"]), st.text(ANS, min_size=1, max_size=10)
    ),
)


@given(CODES)
def test_a_code_survives_writing_and_reading(code: VietQr) -> None:
    text = encode(code)

    assert parse(text) == code
    assert text.isascii()
    assert encode(parse(text)) == text


@given(
    st.text() | st.text(string.digits + "ABCDEF") | st.binary().map(lambda b: b.decode("latin-1"))
)
def test_any_text_is_refused_with_a_reason_or_written_again(text: str) -> None:
    written_again(text)


@given(st.data())
def test_every_substitution_of_one_character_is_refused_or_explicit(data: st.DataObject) -> None:
    text = payload()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters())

    written_again(text[:at] + other + text[at + 1 :])


def test_every_other_printable_character_at_every_place_is_refused() -> None:
    text = payload()
    read = [
        changed
        for at in range(len(text))
        for other in ANS
        if (changed := text[:at] + other + text[at + 1 :]).upper() != text
        and refusal(changed) is None
    ]

    assert read == []


@given(st.integers(0, len(payload()) - 1))
def test_digits_of_other_scripts_are_refused_everywhere(at: int) -> None:
    text = payload()
    if text[at].isdigit():
        arabic = chr(0x660 + int(text[at]))
        assert refusal(text[:at] + arabic + text[at + 1 :]) is not None


def refusal(text: str) -> str | None:
    try:
        parse(text)
    except VietQrError as error:
        return error.code
    return None


def written_again(text: str) -> None:
    """Assert that what is read can be written and reads the same, or is refused by name."""
    try:
        code = parse(text)
        again = encode(code)
    except VietQrError:
        return
    assert parse(again) == as_emitted(code)
