"""The sandbox bank's page, as a browser without JavaScript meets it."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import qrcode
from PIL import Image

from tests.payments.sandboxes.bank import BankProcess, running
from tests.payments.vietqr.raw import payload

BOUNDARY = "a-boundary-of-this-test"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[BankProcess]:
    with running(
        tmp_path / "bank.sqlite3", "--notify=SCTDEMO000001=http://127.0.0.1:9/"
    ) as process:
        yield process


def post_picture(bank: BankProcess, picture: bytes) -> tuple[int, str]:
    start = f"--{BOUNDARY}\r\n"
    head = start + 'Content-Disposition: form-data; name="payload"\r\n\r\n\r\n' + start
    file = 'Content-Disposition: form-data; name="picture"; filename="qr.png"\r\n'
    kind = "Content-Type: image/png\r\n\r\n"
    body = (head + file + kind).encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()
    page = bank.post_body("/doc", body, f"multipart/form-data; boundary={BOUNDARY}")
    return page.status, page.text


def png(data: str) -> bytes:
    out = io.BytesIO()
    qrcode.make(data).save(out)
    return out.getvalue()


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_it_says_that_it_is_a_sandbox(bank: BankProcess) -> None:
    page = bank.get("/")

    assert page.status == 200
    assert "Đây là ngân hàng giả để thử." in page.text
    assert "Chưa có giao dịch" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_link_with_a_payload_fills_the_form(bank: BankProcess) -> None:
    page = bank.get("/?payload=" + quote(payload({"59": "HTX GAO SOC TRANG"})))

    assert value_of(page.text, "account") == "SCTDEMO000001"
    assert value_of(page.text, "bank_bin") == "999999"
    assert value_of(page.text, "amount") == "185.000"
    assert value_of(page.text, "memo") == "ST7K2M9Q4C"
    assert "HTX GAO SOC TRANG" in page.text


def test_a_pasted_payload_leads_to_the_filled_form(bank: BankProcess) -> None:
    page = bank.post("/doc", {"payload": f"  {payload()}\n"})

    assert page.status == 200
    assert value_of(page.text, "payload") == payload()


def test_a_prompt_for_the_payer_leaves_the_memo_empty(bank: BankProcess) -> None:
    page = bank.get("/?payload=" + quote(payload({"54": None, "62": "0803***"})))

    assert (value_of(page.text, "amount"), value_of(page.text, "memo")) == ("", "")


def test_a_refused_payload_stays_in_its_field_with_the_reason(bank: BankProcess) -> None:
    broken = payload()[:-4] + "0000"

    page = bank.post("/doc", {"payload": broken})

    assert page.status == 422
    assert f">{broken}</textarea>" in page.text
    assert "số kiểm không khớp" in page.text
    assert "<code>crc_mismatch</code>" in page.text


def test_a_picture_of_the_code_is_read(bank: BankProcess) -> None:
    status, text = post_picture(bank, png(payload()))

    assert status == 200
    assert value_of(text, "account") == "SCTDEMO000001"


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (b"not a picture", "Tệp này không phải hình"),
        (png("x")[:60], "Tệp này không phải hình"),
    ],
)
def test_a_damaged_picture_is_told(bank: BankProcess, picture: bytes, sentence: str) -> None:
    status, text = post_picture(bank, picture)

    assert status == 422
    assert sentence in text


def test_a_picture_without_code_is_told(bank: BankProcess) -> None:
    out = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(out, "PNG")

    status, text = post_picture(bank, out.getvalue())

    assert status == 422
    assert "Không thấy mã QR trong hình" in text


def test_nothing_given_is_told(bank: BankProcess) -> None:
    page = bank.post("/doc", {"payload": " "})

    assert page.status == 422
    assert "Chưa có mã" in page.text


def test_a_transfer_is_confirmed_and_listed(bank: BankProcess) -> None:
    page = bank.transfer(memo="<b>ST7K2M9Q4C</b>")

    assert page.status == 200
    assert "Đã chuyển." in page.text
    assert "+185.000<sup>₫</sup>" in page.text
    assert "&lt;b&gt;ST7K2M9Q4C&lt;/b&gt;" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("account", "SCT-1", "Số tài khoản có 1 đến 19 chữ và số"),
        ("bank_bin", "99999", "Mã ngân hàng có 6 số"),
        ("amount", "nhiều", "Nhập số tiền"),
        ("amount", "0", "Nhập số tiền"),
        ("amount", "500000000", "Nhập số tiền"),
        ("amount", "١٢٣", "Nhập số tiền"),
        ("memo", "x" * 201, "Nội dung dài nhất"),
        ("delay", "-1", "Nhập số phút"),
        ("delay", "1441", "Nhập số phút"),
    ],
)
def test_what_was_typed_stays_beside_what_is_wrong(
    bank: BankProcess, field: str, typed: str, sentence: str
) -> None:
    page = bank.transfer(**{field: typed})

    assert page.status == 422
    assert value_of(page.text, field) == typed
    assert sentence in page.text
    assert page.text.count('aria-invalid="true"') == 1
    assert f'aria-describedby="{field}-error"' in page.text
    assert "Chưa có giao dịch" in page.text


def test_another_site_cannot_move_money(bank: BankProcess) -> None:
    page = bank.post(
        "/chuyen",
        {"account": "SCTDEMO000001", "bank_bin": "999999", "amount": "1"},
        {"Origin": "https://elsewhere.example"},
    )

    assert page.status == 403
    assert "Chưa có giao dịch" in bank.get("/").text


def test_a_picture_of_nine_megabytes_is_refused_with_a_page(bank: BankProcess) -> None:
    page = bank.post_body("/doc", b"x" * (9 * 1024 * 1024), "multipart/form-data; boundary=x")

    assert page.status == 413
    assert "Hình quá lớn" in page.text


@pytest.mark.parametrize("path", ["/nothing", "/chuyen", "/gui-lai/x", "/../store.py"])
def test_other_addresses_are_not_there(bank: BankProcess, path: str) -> None:
    assert bank.get(path).status == 404


def test_style_and_script_come_from_here(bank: BankProcess) -> None:
    assert bank.get("/style.css").headers["Content-Type"].startswith("text/css")
    assert "BarcodeDetector" in bank.get("/scan.js").text
    assert bank.get("/health").text == "ok"
