"""A bank's file, whatever its form, tells the same lines."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.statements.core.lines import Line, StatementError, keyed
from payments.statements.core.reading import read
from tests.payments.statements.files import KINDS, content

HEAD = "Ngày;Nội dung;Số tiền\n"


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_tells_the_same_movements(kind: str) -> None:
    found = read(content(kind, account="0123456789"))

    assert found.account_number == "0123456789"
    assert {line.booked_on for line in found.lines} == {date(2026, 11, 21)}
    assert [(line.amount, line.memo, line.reference) for line in found.lines] == [
        (203000, "MBVCB.1.ST00000000 tra don", "FT1"),
        (50000, "tra tien ca", "FT2"),
        (50000, "tra tien ca", "FT3"),
        (-300000, "rut tien ATM", "FT4"),
    ]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1250000", 1250000),
        ("1.250.000", 1250000),
        ("1,250,000.00", 1250000),
        ("50 000 VND", 50000),
        ("-50.000 đ", -50000),
        ("(50,000)", -50000),
        ("+7", 7),
    ],
)
def test_amounts_are_read_as_banks_write_them(written: str, amount: int) -> None:
    (line,) = read(f'Date,Description,Amount\n21/11/2026,x,"{written}"\n'.encode()).lines

    assert line.amount == amount


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
def test_excels_encodings_are_understood(encoding: str) -> None:
    text = "Date;Description;Amount\n2026-11-21;tra don;5000\n"

    assert read(text.encode(encoding)).lines[0].booked_on == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("file", "code", "line"),
    [
        (b"  ", "empty", 0),
        (b"PK\x03\x04xlsx", "not_text", 0),
        (b"%PDF-1.7", "not_text", 0),
        (b"hello;you\n1;2\n", "no_headings", 0),
        ((HEAD + "21/11/2026;x;1.5\n").encode(), "no_amount", 2),
        ((HEAD + "21/11/2026;x;5000\n32/01/2026;x;1000\n").encode(), "no_day", 3),
        ((HEAD + "hom nay 5;x;1000\n").encode(), "no_day", 2),
        ("Ngày;Nội dung;Ghi có;Ghi nợ\n21/11/2026;x;5;5\n".encode(), "both_ways", 2),
        (b"<a><b></a>", "not_xml", 0),
        (b"<Document><x/></Document>", "no_statement", 0),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "not_xml", 0),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(file: bytes, code: str, line: int) -> None:
    with pytest.raises(StatementError) as caught:
        read(file)

    assert (caught.value.code, caught.value.line) == (code, line)


def test_money_of_other_currencies_is_refused() -> None:
    with pytest.raises(StatementError) as caught:
        read(content("day.xml").replace(b'Ccy="VND">203000', b'Ccy="USD">203000'))

    assert caught.value.code == "not_dong"


def line(memo: str, reference: str = "") -> Line:
    return Line(booked_on=date(2026, 11, 21), amount=5000, memo=memo, reference=reference, at=1)


def test_equal_lines_of_one_day_stay_two_and_have_the_same_keys_in_every_file() -> None:
    once = [key for key, _ in keyed([line("Trả tiền"), line("tra  tien")])]

    assert len(set(once)) == 2
    assert (
        once == [key for key, _ in keyed([line("tra tien"), line("TRA TIEN"), line("other")])][:2]
    )


@given(st.binary(max_size=300))
def test_no_file_makes_the_reader_fail_otherwise(file: bytes) -> None:
    with contextlib.suppress(StatementError):
        assert read(file).lines is not None
