"""What stands in a file for a bank."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.payouts.core.files import (
    CellError,
    Line,
    Template,
    TemplateError,
    digest,
    file_bytes,
    plain,
    shown,
    template_of,
)

COLUMNS = (
    ("STT", "number"),
    ("Tai khoan", "account"),
    ("Ten", "holder"),
    ("So tien", "amount"),
    ("Noi dung", "memo"),
    ("Loai", "=CK"),
)
TEMPLATE = Template(label="CSV", columns=COLUMNS)


def line(
    *,
    account: str = "SCTDEMO000001",
    holder: str = "HỢP TÁC XÃ MẪU",
    amount: int = 185_000,
    memo: str = "CT00 CHI TRA",
    bank: str = "Ngân hàng mẫu",
) -> Line:
    return Line(
        code="CT0123456789",
        account=account,
        holder=holder,
        bin="999999",
        bank=bank,
        amount=amount,
        memo=memo,
    )


def test_a_file_is_these_very_bytes() -> None:
    made = file_bytes(TEMPLATE, [line(), line(amount=1)])

    assert made == (
        b"STT,Tai khoan,Ten,So tien,Noi dung,Loai\r\n"
        b"1,SCTDEMO000001,HOP TAC XA MAU,185000,CT00 CHI TRA,CK\r\n"
        b"2,SCTDEMO000001,HOP TAC XA MAU,1,CT00 CHI TRA,CK\r\n"
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_name_and_no_memo_begins_a_formula_or_leaves_its_column(name: str, memo: str) -> None:
    try:
        made = file_bytes(TEMPLATE, [line(holder=name, memo=memo)])
    except CellError:
        assert not plain(name, 70) or not plain(memo, 60)
        return

    (row,) = list(csv.reader(io.StringIO(made.decode("ascii"))))[1:]
    assert len(row) == len(COLUMNS)
    assert all(cell and (cell[0].isalnum()) and cell.isascii() for cell in row)


@pytest.mark.parametrize("account", ["=1+1", "+84", "12-34", "1,2", '1"2', "1\n2", "", "@SUM"])
def test_a_number_that_is_none_stops_the_file(account: str) -> None:
    with pytest.raises(CellError):
        file_bytes(TEMPLATE, [line(account=account)])


@pytest.mark.parametrize("amount", [0, -1, 10**12])
def test_an_amount_that_is_none_stops_the_file(amount: int) -> None:
    with pytest.raises(CellError):
        file_bytes(TEMPLATE, [line(amount=amount)])


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("Trần Đình Trọng", "Tran Dinh Trong"),
        ("=HYPERLINK(1)", "HYPERLINK 1"),
        ("  a\tb\r\nc ", "a b c"),
        ("ngô, khoai; sắn", "ngo khoai san"),
        ("漢字", ""),
    ],
)
def test_text_becomes_plain(text: str, out: str) -> None:
    assert plain(text, 70) == out


def test_text_is_cut_without_a_space_at_its_end() -> None:
    assert plain("abc def", 4) == "abc"


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"columns": "account"},
        {"columns": [["a", "account"]]},
        {"columns": [["a", "account"], ["b", "amount"], ["c", "password"]]},
        {"columns": [["=a", "account"], ["b", "amount"]]},
        {"columns": [["a", "account"], ["b", "amount"], ["c", "==1"]]},
        {"columns": [["a", "account"], ["b", "amount"]], "delimiter": "x"},
        {"columns": [["a", "account"], ["amount"]]},
    ],
)
def test_a_template_no_bank_could_read_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(TemplateError):
        template_of(raw)


def test_a_template_without_headings_and_with_semicolons() -> None:
    template = template_of(
        {"columns": [["a", "account"], ["b", "amount"]], "delimiter": ";", "headings": False}
    )

    assert file_bytes(template, [line()]) == b"SCTDEMO000001;185000\r\n"


def test_a_digest_is_read_aloud_in_fours() -> None:
    found = digest(b"")

    assert found.startswith("e3b0c44298fc1c14")
    assert shown(found) == "E3B0 C442 98FC 1C14"
