import gzip
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from marketplace.kernel.clock import now
from tests.factories.traceability import (
    make_cooperative,
    make_item,
    make_lot,
    make_pack,
    make_place,
    make_plain_lot,
    make_serials,
    make_user,
)
from traceability.log.actions import sequence
from traceability.lots.actions import (
    LotDraft,
    activate_range,
    lift_recall,
    open_lot,
    recall_lot,
    record_event,
    void_range,
)
from traceability.lots.models import Lot, Serial
from traceability.lots.recording import StepEntry
from traceability.resolver.actions import judge_pack
from traceability.resolver.buffer import buffer
from traceability.resolver.models import Judgement, ScanDay
from traceability.resolver.snapshots import refresh
from traceability.resolver.tasks import refresh_logged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    buffer.drain()
    yield
    buffer.drain()


@pytest.fixture
def client() -> Client:
    """Return a browser: it says that it wants a page."""
    return Client(headers={"accept": "text/html,*/*;q=0.8"})


def text(html: str) -> str:
    """Return what a person reads: no tags, no style, single spaces."""
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&nbsp;", " ").split())


def read(client: Client, url: str, status: int = 200, languages: str = "") -> str:
    response = client.get(url, headers={"accept-language": languages})
    assert response.status_code == status
    return text(response.content.decode())


def link(serial: Serial) -> str:
    return f"/01/09520600012353/10/ST25-2601-A3/21/{serial.serial}"


# --- what each verdict says ----------------------------------------------------------------


def test_a_pack_on_sale_is_signed_and_not_in_the_log_yet(client: Client) -> None:
    pack = make_pack()

    page = read(client, link(pack))

    assert "Có chữ ký, chưa ghi sổ Sàn ghi giúp HTX Rạch Gò. Sổ công khai ghi tiếp lúc" in page
    assert "Chưa ghi vào sổ công khai nên chưa ai ngoài giữ bản chứng." in page
    assert "Đã ghi sổ" not in page
    assert "Gạo ST25 lúa–tôm" in page
    assert "Ngày thu hoạch 04/01/2026 Đóng gói 11/01/2026 Gói số 0001 / 840" in page
    assert "Dùng trước 11/09/2099" in page
    assert "Đây là lần đầu mã này được quét." in page
    assert "Gọi hỏi: 1800 0000" in page


def test_a_lot_in_the_log_wears_the_lotus(client: Client) -> None:
    pack = logged_pack()

    html = client.get(link(pack)).content.decode()

    band = html[html.index('<div class="v') : html.index('<div class="c')]
    assert 'class="v g"' in band
    assert "M48 1c10 8" in band
    assert "Mã thật, rõ nguồn gốc Sàn ghi giúp HTX Rạch Gò. Đã ghi sổ công khai ngày" in text(html)
    assert "Rõ nguồn gốc, đã ghi sổ" in read(client, "/01/09520600012353/10/ST25-2601-A3")


def logged_pack() -> Serial:
    """Return a pack of a lot whose events are all in the log, its page prepared after that."""
    pack = make_pack()
    sequence()
    refresh(pack.lot)
    return pack


def test_who_signed_is_told(client: Client) -> None:
    member = make_user("+84900000003")
    item = make_item(make_cooperative(member))
    draft = LotDraft(code="ST25-2601-A3", quantity=840, packed_on=date(2026, 1, 11))
    lot = open_lot(item=item, draft=draft, acting_user=member)
    sequence()
    refresh(lot)

    page = read(client, "/01/09520600012353/10/ST25-2601-A3")

    assert "Rõ nguồn gốc, đã ghi sổ HTX Rạch Gò đã ký. Đã ghi sổ công khai" in page
    assert "Sàn giữ giúp khóa ký." in page


def test_one_step_after_the_log_takes_the_lotus_away_until_it_is_logged_too(
    client: Client,
) -> None:
    pack = logged_pack()
    entry = StepEntry(step="store", happened_at=now(), place=make_place(pack.lot.party))

    record_event(lot=pack.lot, entry=entry)

    assert "Có chữ ký, chưa ghi sổ" in read(client, link(pack))
    sequence()
    refresh_logged([event.pk for event in pack.lot.events.all()])
    assert "Mã thật, rõ nguồn gốc" in read(client, link(pack))


def test_entries_in_the_log_queue_the_pages_of_their_lots() -> None:
    pack = make_pack()

    sequence()

    row = DBTaskResult.objects.get(task_path__endswith="refresh_logged")
    assert set(row.args_kwargs["args"][0]) >= {event.pk for event in pack.lot.events.all()}


def test_the_technical_record_says_what_it_shows_and_what_not(client: Client) -> None:
    pack = logged_pack()

    page = read(client, link(pack))
    html = client.get(link(pack)).content.decode()

    assert "3 trên 3 việc đã ký và ghi sổ công khai, việc cuối là mục số" in page
    assert "Chứng minh được: ai ghi, ghi lúc nào, và từ đó không ai sửa." in page
    assert "Không chứng minh được: điều đã ghi là đúng, hay trong bao có gì." in page
    assert '<a href="/kiem-chung/">Tự kiểm lại</a>' in html
    bundle = f"/log/lot/{pack.lot.link_code}.json"
    assert f'<a href="{bundle}" download>Tải gói bằng chứng</a>' in html
    assert client.get(bundle).status_code == 200
    for event in pack.lot.events.all():
        assert f"<code>{event.event_id}</code>" in html
        assert client.get(reverse("origin_log:proof", args=[event.event_id])).status_code == 200
        assert f'href="{reverse("origin_log:proof", args=[event.event_id])}"' in html


def test_an_unsigned_lot_stays_neutral_without_lotus_and_green(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("traceability.log.signing.sign_events", lambda *_args: None)
    pack = make_pack()
    html = client.get(link(pack)).content.decode()

    band = html[html.index('<div class="v') : html.index('<div class="c')]
    assert "Mã do HTX Rạch Gò phát hành, chưa có chữ ký" in text(html)
    assert 'class="v"' in band
    assert "M48 1c10 8" not in html
    assert "đúng hàng" not in text(html).lower()
    assert "mã thật" not in text(html).lower()


@pytest.mark.parametrize("ending", ["/10/ST25-2601-A3/21/{}", "/21/{}"])
def test_lot_and_serial_lead_to_the_same_page(client: Client, ending: str) -> None:
    pack = make_pack()

    assert "Gói số 0001" in read(client, "/01/09520600012353" + ending.format(pack.serial))


def test_a_pack_without_a_gtin_has_the_same_page(client: Client) -> None:
    pack = make_pack(make_plain_lot())

    page = read(client, f"/q/{pack.code}")

    assert "Sàn ghi giúp Hộ trồng lúa." in page
    assert "Gọi hỏi: 1800 0000" in page


def test_a_printed_label_is_not_on_sale_yet(client: Client) -> None:
    (serial,) = make_serials(make_lot(), 1)

    page = read(client, link(serial))

    assert "Mã này chưa mở bán" in page
    assert "Khoan mua" in page


def test_a_void_label_says_why(client: Client) -> None:
    (serial,) = make_serials(make_lot(), 1)
    void_range(run=serial.run, reason="Tem rách, mờ")

    page = read(client, link(serial))

    assert "Tem này đã bỏ" in page
    assert "HTX Rạch Gò đã bỏ tem này: Tem rách, mờ." in page


def test_goods_past_their_date_are_expired(client: Client) -> None:
    pack = make_pack(make_lot(best_before=date(2026, 2, 1)))

    page = read(client, link(pack))

    assert "Đã quá hạn dùng" in page
    assert "Dùng trước 01/02/2026." in page


def test_a_recalled_lot_warns_on_every_page_at_once(client: Client) -> None:
    pack = make_pack()
    assert "Có chữ ký, chưa ghi sổ" in read(client, link(pack))

    recall_lot(lot=pack.lot, reason="Dư lượng kháng sinh", guidance="Mang lại điểm bán.")

    for url in (link(pack), f"/q/{pack.code}", "/01/09520600012353/10/ST25-2601-A3"):
        page = read(client, url)
        assert "Đang thu hồi. Đừng ăn." in page
        assert "Lý do: Dư lượng kháng sinh" in page
        assert "Mang lại điểm bán." in page
        assert "Gọi 1800 0000" in page
        assert "Mua lại" not in page


def test_a_finished_recall_goes_on_warning_and_a_false_alarm_does_not(client: Client) -> None:
    finished = make_pack()
    recall_lot(lot=finished.lot, reason="Dư lượng")
    lift_recall(lot=finished.lot, outcome="completed", reason="Đã nhận lại 731 gói")
    mistaken = make_pack(make_lot(finished.lot.item, code="B4"))
    recall_lot(lot=mistaken.lot, reason="Dư lượng")
    lift_recall(lot=mistaken.lot, outcome="withdrawn", reason="Phiếu của lô khác")

    page = read(client, f"/q/{finished.code}")
    assert "Đã thu hồi. Đừng ăn." in page
    assert "Đã nhận lại 731 gói" in page
    page = read(client, f"/q/{mistaken.code}")
    assert "Có chữ ký, chưa ghi sổ" in page
    assert "Phiếu của lô khác" in page


def test_a_pack_opened_unusually_often_shows_what_to_compare(client: Client) -> None:
    pack = make_pack()
    ScanDay.objects.create(serial=pack, day=date.today(), devices=96)  # noqa: DTZ011
    Serial.objects.filter(pk=pack.pk).update(unusual_since=now(), scan_count=214)

    page = read(client, link(pack))

    assert "Tem này có thể bị chép" in page
    assert "Gói số 0001 bị quét bằng 214 máy" in page
    assert "Số gói có đúng 0001?" in page
    assert "Ngày gói có đúng 11/01/2026?" in page


def test_a_code_never_issued_is_unknown(client: Client) -> None:
    page = read(client, "/q/7K3Q9ZXWPM2", 404)

    assert "Không có mã này" in page
    assert "Có phải" not in page


def test_a_misread_code_is_suggested(client: Client) -> None:
    pack = make_pack()
    Serial.objects.filter(pk=pack.pk).update(code="7K3Q9ZXWPM0")

    html = client.get("/q/7K3Q9ZXWPMO").content.decode()

    assert "Mã không có chữ O, chữ I và chữ L. Có phải 7K3Q9ZXWPM0 ?" in text(html)
    assert 'href="/q/7K3Q9ZXWPM0?l=vi"' in html
    assert 'value="7K3Q9ZXWPMO"' in html


def test_a_serial_of_another_lot_is_unknown(client: Client) -> None:
    pack = make_pack()
    make_lot(pack.lot.item, code="B4")

    page = read(client, f"/01/09520600012353/10/B4/21/{pack.serial}", 404)

    assert "HTX Rạch Gò có bán hàng này, nhưng chưa từng phát mã này." in page


def test_a_gtin_alone_names_the_product_and_its_lots(client: Client) -> None:
    lot = make_lot()
    recalled = make_lot(lot.item, code="B4")
    recall_lot(lot=recalled, reason="Dư lượng")

    page = read(client, "/01/09520600012353")

    assert "Hàng của HTX Rạch Gò" in page
    assert "B4 Thu hồi" in page
    assert "ST25-2601-A3 đóng gói 11/01/2026" in page


def test_what_is_no_digital_link_is_a_bad_request(client: Client) -> None:
    assert "Không có mã này" in read(client, "/01/09520600012354", 400)


# --- addresses, languages, headers -----------------------------------------------------------


def test_a_trailing_slash_and_small_letters_are_forgiven(client: Client) -> None:
    pack = make_pack()

    for url in (f"/q/{pack.code}/", f"/q/{pack.code.lower()}?l=en", f"/Q/{pack.code}"):
        response = client.get(url, follow=True)
        assert response.status_code == 200
    assert client.get(f"/q/{pack.code}/").headers["Location"] == f"/q/{pack.code}"
    slashed = client.get(link(pack) + "/?l=en")
    assert (slashed.status_code, slashed.content) == (200, client.get(link(pack) + "?l=en").content)


def test_a_typed_code_leads_to_its_page(client: Client) -> None:
    response = client.get("/q/", {"m": " 7k3q 9zxw pm2 "})

    assert (response.status_code, response.headers["Location"]) == (302, "/q/7K3Q9ZXWPM2")
    assert client.get("/q/").status_code == 200


def test_the_language_follows_the_link_then_the_browser(client: Client) -> None:
    pack = make_pack()
    english = "Signed, not in the log yet"

    assert english in read(client, link(pack) + "?l=en")
    assert english in read(client, link(pack), languages="en-GB,en;q=0.9,vi;q=0.5")
    assert "Có chữ ký, chưa ghi sổ" in read(client, link(pack), languages="lo,fr")
    assert "Có chữ ký, chưa ghi sổ" in read(client, link(pack) + "?l=xx")
    html = client.get(link(pack) + "?l=en").content.decode()
    assert '<html lang="en">' in html
    assert "ST25 rice, grown after shrimp" in html
    assert "11 Jan 2026" in html


def test_the_page_speaks_khmer(client: Client) -> None:
    pack = logged_pack()

    html = client.get(link(pack), headers={"accept-language": "km-KH,km;q=0.9"}).content.decode()

    page = text(html)
    assert '<html lang="km">' in html
    assert "កូដពិត មានប្រភពច្បាស់ ផ្សារអនឡាញសរសេរជំនួស HTX Rạch Gò។" in page
    assert "ថ្ងៃច្រូត 04/01/2026 ថ្ងៃវេចខ្ចប់ 11/01/2026 កញ្ចប់លេខ 0001 / 840" in page
    assert "ប្រើមុនថ្ងៃ 11/09/2099" in page
    assert 'href="?l=vi"' in html
    recall_lot(lot=pack.lot, reason="Dư lượng kháng sinh")
    page = read(client, link(pack) + "?l=km")
    assert "កំពុងប្រមូលត្រឡប់។ កុំបរិភោគ។" in page


@pytest.mark.parametrize("ending", ["", "?l=en", "?l=vi&mode=dark"])
def test_no_cookie_is_set_or_read(client: Client, ending: str) -> None:
    client.cookies["sessionid"] = "somebody"
    client.cookies["django_language"] = "en"

    response = client.get(link(make_pack()) + ending)

    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]
    assert "Accept-Language" in response.headers["Vary"]
    assert ("not in the log yet" in response.content.decode()) == ("l=en" in ending)


def test_pages_of_packs_are_never_shared_and_of_lots_for_five_seconds(client: Client) -> None:
    pack = make_pack()

    assert client.get(link(pack)).headers["Cache-Control"] == "private, no-store"
    lot = client.get("/01/09520600012353/10/ST25-2601-A3")
    assert lot.headers["Cache-Control"] == "public, max-age=5"
    assert client.get("/q/7K3Q9ZXWPM2").headers["Cache-Control"] == "private, no-store"


def test_the_policy_allows_this_style_and_nothing_else(client: Client) -> None:
    response = client.get(link(make_pack()))

    html = response.content.decode()
    (css,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = b64encode(sha256(css.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "<script" not in html
    assert not re.search(r"\s(style|on[a-z]+)=", re.sub(r"<style>.*?</style>", "", html))
    assert html.count("<link") == html.count('<link rel="icon" href="data:,">') == 1
    assert "var(--" not in css
    assert "{{" not in css


# --- cost ------------------------------------------------------------------------------------


def rich_lot() -> Lot:
    """Return a lot with a picture, places and twelve steps."""
    lot = make_lot(make_item(picture="art/st25.svg"))
    place = make_place(lot.party)
    for day in range(1, 11):
        moment = now().replace(year=2026, month=1, day=day)
        entry = StepEntry(step="dry", happened_at=moment, place=place, note=f"Ngày {day}")
        record_event(lot=lot, entry=entry)
    return lot


def pages_of_every_verdict() -> dict[str, str]:
    lot = rich_lot()
    expired = make_lot(lot.item, code="E", best_before=date(2026, 2, 1))
    recalled = make_lot(lot.item, code="R")
    proved = make_pack(make_lot(lot.item, code="P"))
    void, printed, active, often = make_serials(lot, 4)
    void_range(run=void.run, first=1, last=1, reason="Tem rách")
    activate_range(run=void.run, first=3, last=4)
    Serial.objects.filter(pk=often.pk).update(unusual_since=now(), scan_count=214)
    old, bad = make_pack(expired), make_pack(recalled)
    recall_lot(lot=recalled, reason="Dư lượng kháng sinh", guidance="Mang lại điểm bán.")
    sequence()
    refresh(proved.lot)
    copied = make_pack(make_lot(lot.item, code="C"))
    judge_pack(serial=copied, judgement=Judgement.COPIED, reason="Hai bao cùng mã")
    named = {"void": void, "printed": printed, "signed": active, "unusual": often}
    named |= {"expired": old, "recalled": bad, "proved": proved, "copied": copied}
    urls = {name: f"/q/{serial.code}" for name, serial in named.items()}
    return urls | {"unknown": "/q/7K3Q9ZXWPM2", "item": "/01/09520600012353"}


@pytest.mark.parametrize("language", ["vi", "km", "en"])
def test_every_page_weighs_less_than_ten_kilobytes(client: Client, language: str) -> None:
    urls = {name: f"{url}?l={language}" for name, url in pages_of_every_verdict().items()}
    weights = {name: len(gzip.compress(client.get(url).content, 9)) for name, url in urls.items()}

    assert len(weights) == 10
    assert not any("~~" in client.get(url).content.decode() for url in urls.values())
    assert all(weight <= 10_000 for weight in weights.values()), weights


def test_a_long_diary_shows_seven_rows_and_folds_the_rest(client: Client) -> None:
    pack = make_pack(rich_lot())

    html = client.get(f"/q/{pack.code}").content.decode()

    diary = html[html.index("Nhật ký") :]
    shown, folded = diary.split("<details>")[0], diary.split("<details>")[1]
    assert shown.count("<li>") == 7
    assert folded.count("<li>") == 5
    assert "Xem đủ: còn 5 việc" in folded


def test_what_is_sent_compressed_is_the_same_page(client: Client) -> None:
    for url in pages_of_every_verdict().values():
        plain = client.get(url, headers={"accept-encoding": "br"})
        packed = client.get(url, headers={"accept-encoding": "br, gzip;q=0.8"})

        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in plain.headers["Vary"]
        assert gzip.decompress(packed.content) == plain.content
        assert len(packed.content) < 12_000


@pytest.mark.parametrize("packs", [1, 10])
def test_a_scan_reads_once_and_writes_nothing(client: Client, packs: int) -> None:
    serials = make_serials(rich_lot(), packs)
    activate_range(run=serials[0].run)
    client.get(link_of(serials[0]))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(link_of(serials[-1]))
    by_code = CaptureQueriesContext(connection)
    with by_code:
        client.get(f"/q/{serials[-1].code}")

    assert len(queries) == 1, queries.captured_queries
    assert len(by_code) == 1
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_packs_of_one_lot_share_a_page_but_not_their_numbers(client: Client) -> None:
    lot = make_lot()
    first, second = make_serials(lot, 2)
    activate_range(run=first.run)
    Serial.objects.filter(pk=second.pk).update(scan_count=3, first_scanned_on=date(2026, 1, 18))

    pages = [client.get(f"/q/{serial.code}").content.decode() for serial in (first, second)]

    assert "Gói số 0001 / 840" in text(pages[0])
    assert "Gói số 0002 / 840" in text(pages[1])
    assert "Đây là lần đầu mã này được quét." in text(pages[0])
    assert "Mã này đã quét bằng 3 máy, lần đầu ngày 18/01/2026." in text(pages[1])
    for serial, page in zip((first, second), pages, strict=True):
        assert f'href="/q/{serial.code}/bao/?l=vi"' in page
        assert "~~" not in page


def link_of(serial: Serial) -> str:
    return f"/01/09520600012353/21/{serial.serial}"


def test_trying_codes_out_is_stopped(client: Client, settings: Any) -> None:  # noqa: ANN401 -- the fixture has no public type
    settings.ORIGIN_UNKNOWN_PER_HOUR = 3

    answers = [client.get(f"/q/7K3Q9ZXWPM{n}").status_code for n in range(5)]

    assert answers == [404, 404, 404, 429, 429]
    pack = make_pack()
    assert client.get(f"/q/{pack.code}").status_code == 200
