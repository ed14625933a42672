"""Public pages run no inline code: the header forbids it and no template holds any."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from marketplace.kernel import installed

STRICT = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
SAVED_PAGE = "origin_log/check.html"
"""Is to be saved and used without us, so everything stands in it, named by hash in its policy."""

INLINE = {
    "a style attribute": re.compile(r"<[^>]+\sstyle\s*="),
    "an event handler": re.compile(r"<[^>]+\son[a-z]+\s*="),
    "a script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(?:ld\+)?json\")"),
    "a style element": re.compile(r"<style"),
    "a javascript: link": re.compile(r"javascript:"),
}
# The back office has a policy of its own; messages are no pages.
APART = ("/wagtailadmin/", "/back_office/", "/mail/")
# The scan page carries its one stylesheet, allowed by its hash.
ONE_STYLESHEET = "/origin/"


def directives(header: str) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in header.split(";") if part.strip())
    return {name: value for name, _space, value in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/khong-co-trang-nay/", "/?l=en", "/?mode=dark"])
def test_public_answers_carry_the_strict_policy(client: Client, path: str) -> None:
    header = client.get(path).headers["Content-Security-Policy"]
    assert directives(header) == STRICT


@pytest.mark.django_db
def test_the_back_office_has_a_policy_of_its_own_that_loads_nothing_from_strangers(
    client: Client,
) -> None:
    header = client.get(reverse("wagtailadmin_login")).headers["Content-Security-Policy"]
    policy = directives(header)
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'"
    assert "http" not in header


def test_no_template_of_ours_holds_inline_code() -> None:
    found = [
        f"{template}: {what}"
        for template in templates()
        for what, pattern in INLINE.items()
        if pattern.search(template.read_text(encoding="utf-8"))
        and not (what == "a style element" and ONE_STYLESHEET in template.as_posix())
        and not template.as_posix().endswith(SAVED_PAGE)
    ]
    assert found == []


def test_templates_are_looked_for_where_they_are() -> None:
    names = {template.name for template in templates()}
    assert {"base.html", "home.html", "500.html"} <= names


def templates() -> list[Path]:
    """Return the templates of all installed modules but those with a policy of their own."""
    folders = {module.folder for module in installed.assembly().modules}
    assert all(folder.is_relative_to(settings.BASE_DIR) for folder in folders)
    found = {
        template
        for folder in folders
        for suffix in ("html", "svg")
        for template in folder.rglob(f"templates/**/*.{suffix}")
    }
    return sorted(path for path in found if not any(apart in path.as_posix() for apart in APART))
