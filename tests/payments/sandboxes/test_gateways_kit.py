"""What every sandbox gateway does alike: pages, tries, faults and switches, by VNPAY's example."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from payments.sandboxes.gateways import cli, demo
from payments.sandboxes.gateways.hooks import HookError, Hooks, parse
from payments.sandboxes.gateways.registry import gateways as known_gateways
from payments.sandboxes.vnpay.core import messages
from tests.payments.sandboxes.bank import Listener, listening, wait_until
from tests.payments.sandboxes.gateways import Gateways, merchant_of, process, running

SECRET = demo.SECRETS["vnpay"]["sandbox"][demo.MERCHANT]["hash_secret"]


@pytest.fixture(scope="module")
def gateways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateways]:
    with running(tmp_path_factory.mktemp("gateways"), time_scale=6000) as found:
        yield found


def opened(gateways: Gateways, order_ref: str, *, back: str = "https://shop.example/ve/") -> str:
    """Open VNPAY's page for an order of 50,000 đồng and return the buyer's page."""
    fields = {
        "vnp_TmnCode": demo.MERCHANT,
        "vnp_Amount": "5000000",
        "vnp_TxnRef": order_ref,
        "vnp_CreateDate": "20261121160000",
        "vnp_OrderInfo": "Don hang",
        "vnp_ReturnUrl": back,
    }
    answer = gateways.get(f"/vnpay/paymentv2/vpcpay.html?{messages.sign_query(fields, SECRET)}")
    assert answer.status == 303
    return answer.headers["Location"].removeprefix(gateways.url)


def asked(order_ref: str) -> Mapping[str, object]:
    fields = {
        "vnp_RequestId": "R1",
        "vnp_Version": "2.1.0",
        "vnp_Command": "querydr",
        "vnp_TmnCode": demo.MERCHANT,
        "vnp_TxnRef": order_ref,
        "vnp_TransactionDate": "20261121160000",
        "vnp_CreateDate": "20261121160500",
        "vnp_IpAddr": "127.0.0.1",
        "vnp_OrderInfo": "Hoi",
    }
    return {**fields, messages.HASH: messages.sign_fields(fields, messages.QUERY_ASKED, SECRET)}


API = "/vnpay/merchant_webapi/api/transaction"


def listen_for(gateways: Gateways, listener: Listener) -> None:
    gateways.switch(
        "vnpay", "hooks", merchant=demo.MERCHANT, name="ipn", url=f"{listener.url}/vnpay"
    )


def test_every_gateway_has_secrets_and_a_page(gateways: Gateways) -> None:
    for code, gateway in known_gateways().items():
        assert gateway.code == code
        assert merchant_of(code)
        page = gateways.get(f"/{code}/")
        assert page.status == 200
        assert gateway.title in page.text
        assert f'href="/{code}/"' in gateways.get("/").text


def test_the_buyers_page_says_that_it_is_a_rehearsal_and_offers_what_the_gateway_can(
    gateways: Gateways,
) -> None:
    page = gateways.get(opened(gateways, "KIT01"))

    assert "Không có tiền thật" in page.text
    assert re.findall(r'name="outcome" value="(\w+)"', page.text) == [
        "paid",
        "held",
        "failed",
        "cancelled",
    ]
    assert "50.000" in page.text


def test_a_press_settles_once_and_leads_back_to_the_shop(gateways: Gateways) -> None:
    path = opened(gateways, "KIT02")

    assert gateways.press(path, outcome="paid", amount="40.000").status == 303
    page = gateways.get(path).text
    assert "Đã trả" in page
    assert "https://shop.example/ve/?vnp_Amount=4000000" in page

    again = gateways.press(path, outcome="cancelled")
    assert again.status == 422
    assert "Đơn này đã xong rồi" in again.text


@pytest.mark.parametrize("amount", ["0", "-1", "1,5", "x", "9" * 13])
def test_an_amount_that_is_none_is_said_and_pays_nothing(gateways: Gateways, amount: str) -> None:
    path = opened(gateways, f"KIT03{amount}")

    answer = gateways.press(path, outcome="paid", amount=amount)

    assert answer.status == 422
    assert "Số tiền phải là số nguyên" in answer.text
    assert "Chờ trả" in gateways.get(path).text


def test_a_page_of_another_site_cannot_press(gateways: Gateways) -> None:
    path = opened(gateways, "KIT04")
    request = urllib.request.Request(
        gateways.url + path, b"outcome=paid", {"Origin": "https://evil.example"}
    )

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)

    assert refused.value.code == 403


def test_a_notice_is_tried_until_it_is_taken(gateways: Gateways) -> None:
    with listening() as listener:
        listen_for(gateways, listener)
        listener.answers += [(500, b""), (200, b'{"RspCode":"97"}')]
        listener.always = (200, b'{"RspCode":"02","Message":"Order already confirmed"}')
        opened(gateways, "KIT05")
        gateways.switch("vnpay", "pay", order_ref="KIT05")
        gateways.wait_for_tries("vnpay", "KIT05", 3)

    notices = gateways.switch("vnpay", "notices", order_ref="KIT05")["notices"]
    assert isinstance(notices, list)
    (notice,) = notices
    assert notice["state"] == "delivered"
    assert [made["status"] for made in notice["tries"]] == [500, 200, 200]
    query = listener.heard[0].path.partition("?")[2]
    assert messages.is_signed_query(query, SECRET)


def test_a_late_press_pays_later(gateways: Gateways) -> None:
    path = opened(gateways, "KIT06")

    answer = gateways.press(path, outcome="paid", wait="1200")

    assert answer.headers["Location"].endswith("?sau=1")
    wait_until(lambda: "Đã trả" in gateways.get(path).text and "bdg ok" in gateways.get(path).text)


def test_an_answer_can_be_lost_after_it_took_effect(gateways: Gateways) -> None:
    opened(gateways, "KIT07")
    gateways.switch("vnpay", "faults", next="timeout_after_success", seconds=0)

    with pytest.raises((ConnectionError, OSError)):
        gateways.post(API, asked("KIT07"))

    said = json.loads(gateways.post(API, asked("KIT07")).text)
    assert said["vnp_TransactionStatus"] == "01"


def test_an_error_does_nothing_and_counts_down(gateways: Gateways) -> None:
    opened(gateways, "KIT08")
    gateways.switch("vnpay", "faults", next="error", times=2)

    assert [gateways.post(API, asked("KIT08")).status for _turn in range(3)] == [500, 500, 200]


def test_a_fault_can_be_for_one_address_only_and_be_cleared(gateways: Gateways) -> None:
    opened(gateways, "KIT09")
    gateways.switch("vnpay", "faults", next="error", path="/elsewhere")
    assert gateways.post(API, asked("KIT09")).status == 200

    gateways.switch("vnpay", "faults", next="error", times=5)
    gateways.switch("vnpay", "faults", next="none")
    assert gateways.post(API, asked("KIT09")).status == 200


def test_an_answer_can_be_signed_by_somebody_else(gateways: Gateways) -> None:
    opened(gateways, "KIT10")
    gateways.switch("vnpay", "faults", next="forged")

    said = json.loads(gateways.post(API, asked("KIT10")).text)

    assert not messages.are_signed_fields(said, messages.QUERY_ANSWERED, SECRET)


def test_the_sandbox_refuses_what_is_not_signed(gateways: Gateways) -> None:
    forged = gateways.get("/vnpay/paymentv2/vpcpay.html?vnp_TmnCode=SCTDEMO&vnp_SecureHash=0")
    unsigned = json.loads(gateways.post(API, {**asked("KIT11"), "vnp_TxnRef": "KIT12"}).text)

    assert forged.status == 400
    assert unsigned["vnp_ResponseCode"] == "97"


@pytest.mark.parametrize(
    ("switch", "fields"),
    [
        ("pay", {"order_ref": "nobody"}),
        ("pay", {}),
        ("hooks", {"merchant": "SCTDEMO", "name": "ipn", "url": "javascript:x"}),
        ("refund", {"merchant": "SCTDEMO", "refund_ref": "none"}),
    ],
)
def test_a_switch_that_cannot_be_used_says_why(
    gateways: Gateways, switch: str, fields: Mapping[str, object]
) -> None:
    answer = gateways.post(f"/vnpay/sandbox/{switch}", fields)

    assert answer.status == 422
    assert json.loads(answer.text)["error"]


@pytest.mark.parametrize("path", ["/nobody/", "/vnpay/tra/999999", "/vnpay/tra/x", "/vnpay"])
def test_what_is_not_there_is_said(gateways: Gateways, path: str) -> None:
    assert gateways.get(path).status == 404


def test_hooks_come_from_the_command_line_and_a_file(tmp_path: Path) -> None:
    file = tmp_path / "hooks.txt"
    file.write_text("# ours\n\nvnpay/A/ipn=http://127.0.0.1:1/a\n")
    hooks = Hooks(given=parse(["vnpay/B/ipn=https://shop.example/b"]), file=file)

    assert hooks.url_for("vnpay", "A", "ipn") == "http://127.0.0.1:1/a"
    assert hooks.url_for("vnpay", "B", "ipn") == "https://shop.example/b"
    assert hooks.url_for("vnpay", "C", "ipn") == ""


@pytest.mark.parametrize("entry", ["vnpay=http://x.example", "vnpay/A/ipn=ftp://x", "a/b/c"])
def test_a_hook_that_is_none_is_refused(entry: str) -> None:
    with pytest.raises(HookError):
        parse([entry])


def test_options_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    given = {"time_scale": 0, "hook": [], "db": "", "hooks": "", "host": "", "port": 0}

    with pytest.raises(cli.OptionError):
        cli.options(given, folder=tmp_path)
    with pytest.raises(cli.OptionError):
        cli.options({**given, "time_scale": 1, "hook": ["x"]}, folder=tmp_path)


def test_orders_survive_the_process(tmp_path: Path) -> None:
    db = tmp_path / "own.sqlite3"
    with process(db) as first:
        opened(first, "KIT20")
        first.switch("vnpay", "pay", order_ref="KIT20", outcome="held")

    with process(db) as second:
        orders = json.loads(second.get("/vnpay/sandbox/orders").text)["orders"]

    assert [(order["order_ref"], order["state"]) for order in orders] == [("KIT20", "held")]
