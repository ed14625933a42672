"""The page that checks proofs in the browser: alone, saved to a disk, with no network."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.factories.traceability import make_lot
from tests.traceability.log.making import log_verifier
from tests.traceability.log.test_verify import CHANGES, made
from traceability.log.actions import sequence
from traceability.log.core.verifying import Trust, verify
from traceability.log.passport import passport_credential
from traceability.log.queries import proof_of

Check = Callable[[str], tuple[str, str]]


@pytest.mark.django_db
def test_the_page_runs_its_own_script_and_reaches_nothing(client: Client) -> None:
    response = client.get("/kiem-chung/")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in policy
    page = response.content.decode()
    assert "src=" not in page.replace("default-src", "")
    assert " style=" not in page
    assert not response.cookies
    assert 'lang="vi"' in page
    assert "Is this record unchanged?" in client.get("/kiem-chung/?l=en").content.decode()


@pytest.mark.django_db
def test_the_page_pins_the_keys_that_the_log_has(client: Client) -> None:
    made()
    assert str(log_verifier()) in client.get("/kiem-chung/?l=en").content.decode()


@pytest.fixture
def saved(client: Client, tmp_path: Path, browser: Browser) -> Any:  # noqa: ANN401
    """Return a function that saves the page to a disk and opens it without any network."""

    def open_page() -> tuple[Page, list[str]]:
        file = tmp_path / "kiem-chung.html"
        file.write_bytes(client.get("/kiem-chung/").content)
        page = browser.new_page(viewport={"width": 360, "height": 740})
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.goto(file.as_uri())
        return page, asked

    return open_page


def told(page: Page, text: str, keys: str | None = None) -> tuple[str, str]:
    """Paste a file and return the class and the text of the verdict."""
    page.evaluate("document.getElementById('result').hidden = true")
    if keys is not None:
        page.evaluate("value => { document.getElementById('log-key').value = value }", keys)
    page.fill("#text", text)
    page.click("#check")
    page.wait_for_selector("#result:not([hidden])")
    result = page.locator("#result")
    return str(result.get_attribute("class")).removeprefix("box "), result.inner_text()


@pytest.mark.browser
@pytest.mark.django_db
def test_saved_to_a_disk_it_says_what_the_command_says(saved: Any) -> None:  # noqa: ANN401
    file = made()
    page, asked = saved()
    kind, text = told(page, json.dumps(file))
    assert (kind, "Không bị sửa." in text) == ("good", True), text
    assert text.count("mục số") == 3
    assert "sàn ký" in text
    for change in CHANGES:
        broken = json.loads(json.dumps(file))
        change(broken)
        # The page trusts the keys it was saved with, as the command does with --log-key.
        expected = verify(json.dumps(broken), Trust([log_verifier()])).holds
        assert (told(page, json.dumps(broken))[0] == "good") == expected, change.__name__
    keys = page.input_value("#log-key")
    assert told(page, json.dumps(file), "")[0] == "good"
    forged = json.loads(json.dumps(file))
    CHANGES[-1](forged)
    assert told(page, json.dumps(forged), "")[0] == "bad"
    assert told(page, "no proof", keys)[0] == "bad"
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()


@pytest.mark.browser
@pytest.mark.django_db
def test_it_checks_a_proof_of_one_event_and_a_passport(saved: Any, tmp_path: Path) -> None:  # noqa: ANN401
    lot = make_lot()
    sequence()
    page, _asked = saved()
    proof = proof_of(lot.events.all()[0])
    assert told(page, proof)[0] == "good"
    assert told(page, proof.replace("index ", "index 1", 1))[0] == "bad"
    passport = json.dumps(passport_credential(lot))
    assert told(page, passport)[0] == "good"
    assert told(page, passport.replace(lot.code, "OTHER"))[0] == "bad"
    (tmp_path / "one.tlog-proof").write_text(proof, "utf-8")
    page.evaluate("document.getElementById('result').hidden = true")
    page.set_input_files("#file", tmp_path / "one.tlog-proof")
    page.wait_for_selector("#result.good:not([hidden])")
    page.close()


@pytest.mark.browser
@pytest.mark.django_db
def test_a_browser_without_ed25519_is_told(saved: Any) -> None:  # noqa: ANN401
    page, _asked = saved()
    refuse = "() => Promise.reject(new DOMException('no', 'NotSupportedError'))"
    page.evaluate(f"() => {{ crypto.subtle.importKey = {refuse}; }}")
    kind, text = told(page, "{}")
    assert (kind, "Trình duyệt này không kiểm được chữ ký" in text) == ("bad", True)
    page.close()
