"""Tables from spreadsheets: encodings, delimiters, dates, decimal commas, formulas."""

import io
import unicodedata
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.journal.core.table import (
    TableError,
    decoded,
    plain,
    read_table,
    written_csv,
    written_xlsx,
)

WORDS = "Ngày;Độ mặn (‰);Ghi thêm\n14/01/2026;3,1;Nước trong, lúa tốt"


def cells(content: bytes) -> list[list[str]]:
    return [list(row.cells) for row in read_table(content, most_rows=100)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_in_any_dress_is_read(encoding: str) -> None:
    assert cells(WORDS.encode(encoding))[1] == ["14/01/2026", "3,1", "Nước trong, lúa tốt"]


def test_windows_1258_is_read_with_its_tones_joined() -> None:
    apart = "Nơi;Giô\u0301ng\nRuô\u0323ng mă\u0323n;Hư\u0303u cơ"
    assert cells(apart.encode("cp1258")) == [["Nơi", "Giống"], ["Ruộng mặn", "Hữu cơ"]]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = delimiter.join(["a", "b", "c"]) + "\r\n" + delimiter.join(["1", "2", "3"])
    assert cells(text.encode()) == [["a", "b", "c"], ["1", "2", "3"]]


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_sheet() -> None:
    rows = read_table(b"a;b\n;;\n\n1;2", most_rows=9)
    assert [row.number for row in rows] == [1, 4]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xd0\xcf\x11\xe0 old", "old_excel"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"a\x00b", "binary"),
        (b"a\n1\n2\n3\n4", "too_long"),
    ],
)
def test_what_is_no_table_is_told_apart(content: bytes, code: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(content, most_rows=3)
    assert caught.value.code == code


def test_a_workbook_is_read_as_people_see_it() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ngày", "Giờ", "Kg", "Nguyên"])
    moment = datetime(2026, 1, 14, 6, 30)  # noqa: DTZ001 -- a sheet knows no zones
    sheet.append([date(2026, 1, 14), moment, 2.5, 6200.0])
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue())[1] == ["14/01/2026", "14/01/2026 06:30", "2,5", "6200"]


def test_a_formula_nobody_computed_is_an_empty_cell_not_its_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b"])
    sheet.append(["x", "=1+1"])
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue())[1] == ["x"]


def test_what_we_write_is_no_formula_elsewhere() -> None:
    assert cells(written_csv([["=1+1", "+84", "ô"]])) == [["'=1+1", "'+84", "ô"]]
    assert cells(written_xlsx([["=1+1"], ["ô"]], "Bón phân")) == [["'=1+1"], ["ô"]]


def test_names_of_columns_are_compared_without_accents() -> None:
    assert plain(" ĐỘ mặn  (‰)") == plain("do man")


WORD = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=8)


@given(st.lists(st.lists(WORD, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    whole = [[unicodedata.normalize("NFC", one.lstrip("=+@")) for one in row] for row in rows]
    bare = [["x", *row, "y"] for row in whole]
    assert cells(written_csv(bare)) == bare


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        rows = read_table(content, most_rows=50)
    except TableError:
        return
    assert rows


@given(st.text(max_size=50).filter(lambda text: "\x00" not in text))
def test_utf_8_is_never_taken_for_something_else(text: str) -> None:
    wanted = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    assert decoded(text.encode("utf-8")) == wanted
