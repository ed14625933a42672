"""A farmer writes in the diary where there is no network; nothing is lost, nothing counts twice."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e import look
from tests.factories.traceability import make_cooperative, make_place, make_user
from traceability.journal.models import Entry, VoiceNote
from traceability.models import Party

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOG = "/ban/nhat-ky/"
PATIENCE = 15_000
KEPT = """async () => {
    for (const name of await caches.keys()) {
        const kept = await (await caches.open(name)).keys();
        if (kept.some((one) => one.url.endsWith("viec=destroy"))) return true;
    }
    return false;
}"""
"""The last step's page is in the phone's cache."""


@pytest.fixture
def party() -> Party:
    call_command("createcachetable", verbosity=0)
    party = make_cooperative(make_user())
    make_place(party)
    return party


@pytest.fixture
def window(browser: Browser, party: Party, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    sign_in(context, party, live_server.url)
    yield context
    context.close()


def sign_in(context: BrowserContext, party: Party, origin: str) -> None:
    client = Client()
    client.force_login(party.members.get())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": origin}])


def kept_for_offline(page: Page, origin: str) -> None:
    """Visit the diary once and wait until the phone has kept its pages."""
    page.goto(f"{origin}{LOG}?viec=fertilise")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(120):
        if page.evaluate(KEPT):
            return
        page.wait_for_timeout(500)
    raise AssertionError("the phone did not keep the pages of the steps")


def write(page: Page, product: str) -> None:
    page.get_by_label("Tên phân, thuốc").fill(product)
    page.get_by_role("button", name="Lưu", exact=True).click()


def test_an_entry_written_without_a_network_is_sent_once_it_is_back(
    window: BrowserContext, live_server: LiveServer
) -> None:
    page = window.new_page()
    kept_for_offline(page, live_server.url)
    window.set_offline(True)
    page.goto(f"{live_server.url}{LOG}")
    page.get_by_role("link", name="Bón phân").click()
    expect(page.get_by_text("Đang mất mạng.")).to_be_visible()
    write(page, "Urê ngoài đồng")
    expect(page.get_by_text("Chờ gửi (1)")).to_be_visible()
    write(page, "Phân thứ hai")
    expect(page.get_by_text("Chờ gửi (2)")).to_be_visible()
    page.close()  # the browser is closed; what was written stays in the phone
    page = window.new_page()
    page.goto(f"{live_server.url}{LOG}")
    expect(page.get_by_text("Chờ gửi (2)")).to_be_visible()
    assert Entry.objects.count() == 0
    window.set_offline(False)
    expect(page.get_by_text("Phân thứ hai")).to_be_visible()
    expect(page.get_by_text("Chờ gửi (", exact=False)).to_be_hidden()
    told = sorted(Entry.objects.values_list("event__body__stt:product", flat=True))
    assert told == ["Phân thứ hai", "Urê ngoài đồng"]


def test_two_tabs_send_the_same_entry_once(window: BrowserContext, live_server: LiveServer) -> None:
    page = window.new_page()
    kept_for_offline(page, live_server.url)
    window.set_offline(True)
    write(page, "Hai thẻ")
    expect(page.get_by_text("Chờ gửi (1)")).to_be_visible()
    other = window.new_page()
    other.goto(f"{live_server.url}{LOG}")
    expect(other.get_by_text("Chờ gửi (1)")).to_be_visible()
    window.set_offline(False)
    for one in (page, other):
        expect(one.get_by_text("Chờ gửi (", exact=False)).to_be_hidden()
    other.goto(f"{live_server.url}{LOG}")
    expect(other.get_by_text("Hai thẻ")).to_have_count(1)
    assert Entry.objects.count() == 1


def test_what_the_server_refuses_is_shown_and_can_be_mended(
    window: BrowserContext, live_server: LiveServer
) -> None:
    page = window.new_page()
    kept_for_offline(page, live_server.url)
    window.set_offline(True)
    page.get_by_label("Tên phân, thuốc").fill("")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Chờ gửi (1)")).to_be_visible()
    window.set_offline(False)
    expect(page.get_by_text("Tên phân, thuốc: Chưa ghi ô này.")).to_be_visible()
    page.get_by_role("button", name="Sửa").click()
    write(page, "Đã sửa")
    expect(page.get_by_text("Đã sửa")).to_be_visible()
    expect(page.get_by_text("Chờ gửi (", exact=False)).to_be_hidden()
    assert Entry.objects.get().event.body["stt:product"] == "Đã sửa"


def test_an_expired_login_keeps_the_entries(
    window: BrowserContext, party: Party, live_server: LiveServer
) -> None:
    page = window.new_page()
    kept_for_offline(page, live_server.url)
    window.clear_cookies()
    write(page, "Sau khi hết phiên")
    expect(page.get_by_text("Chờ gửi (1)")).to_be_visible()
    expect(page.get_by_role("link", name="Đăng nhập lại")).to_be_visible()
    sign_in(window, party, live_server.url)
    page.goto(f"{live_server.url}{LOG}")
    expect(page.get_by_text("Sau khi hết phiên")).to_be_visible()
    assert Entry.objects.count() == 1


def test_what_is_said_is_sent_with_the_entry(
    browser: Browser, party: Party, live_server: LiveServer
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, locale="vi-VN", permissions=["microphone"]
    )
    try:
        sign_in(context, party, live_server.url)
        page = context.new_page()
        page.add_init_script(
            """navigator.mediaDevices.getUserMedia = async () => {
                const sound = new AudioContext();
                const tone = sound.createOscillator();
                const out = sound.createMediaStreamDestination();
                tone.connect(out);
                tone.start();
                return out.stream;
            };"""
        )
        page.goto(f"{live_server.url}{LOG}?viec=fertilise")
        page.get_by_role("button", name="Ghi âm", exact=True).click()
        expect(page.get_by_text("Đang ghi âm…")).to_be_visible()
        page.wait_for_timeout(700)
        page.get_by_role("button", name="Ghi âm", exact=True).click()
        expect(page.locator("[data-voice] audio")).to_be_visible()
        write(page, "Có lời nói")
        expect(page.get_by_text("Có lời nói")).to_be_visible()
        assert VoiceNote.objects.get().entry.event.body["stt:product"] == "Có lời nói"
    finally:
        context.close()


def test_the_diary_works_without_scripts(
    browser: Browser, party: Party, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    try:
        sign_in(context, party, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}{LOG}")
        page.get_by_role("link", name="Bón phân").click()
        write(page, "Không script")
        expect(page.get_by_text("Đã ghi.")).to_be_visible()
        expect(page.get_by_text("Không script")).to_be_visible()
    finally:
        context.close()


@pytest.mark.parametrize("path", [LOG, f"{LOG}?viec=spray", f"{LOG}so/", "/ban/thiet-bi/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_fit_for_everybody(
    window: BrowserContext, live_server: LiveServer, path: str, width: int
) -> None:
    page = window.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + path)
    assert look.axe_faults(page) == []
    assert look.sideways(page) == 0
