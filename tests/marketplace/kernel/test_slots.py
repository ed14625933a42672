import math
from collections.abc import Mapping

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from marketplace.kernel.active import flags
from marketplace.kernel.slots import Fragment, filled_temporarily, render_slot, slot_names

pytestmark = pytest.mark.usefixtures("made_up_shop")


def fragment(module: str, html: str) -> Fragment:
    def fill(_context: Mapping[str, object]) -> str:
        return mark_safe(html)  # noqa: S308

    fill.__module__ = module
    return fill


def test_empty_slot_is_empty() -> None:
    assert render_slot("nobody.fills.this", {}) == ""


def test_fragments_stand_in_order_then_load_order() -> None:
    with (
        filled_temporarily("page.aside", fragment("gifts.slots", "<i>gift</i>")),
        filled_temporarily("page.aside", fragment("lots.slots", "<i>lot</i>")),
        filled_temporarily("page.aside", fragment("x.slots", "<i>first</i>"), order=-1),
    ):
        assert render_slot("page.aside", {}) == "<i>first</i><i>lot</i><i>gift</i>"
        assert "page.aside" in slot_names()
    assert "page.aside" not in slot_names()


def test_fragments_of_switched_off_modules_are_left_out() -> None:
    flags.set(frozenset({"gifts"}), fresh_for=math.inf)

    with (
        filled_temporarily("page.aside", fragment("gifts.slots", "gift")),
        filled_temporarily("page.aside", fragment("lots.slots", "lot")),
    ):
        assert render_slot("page.aside", {}) == "lot"


def test_plain_text_is_escaped() -> None:
    def fill(context: Mapping[str, object]) -> str:
        return f"<b>{context['name']}</b>"

    with filled_temporarily("page.aside", fill):
        assert render_slot("page.aside", {"name": "&"}) == "&lt;b&gt;&amp;&lt;/b&gt;"


def test_failing_fragment_is_named_and_the_page_still_shows(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stumble(context: Mapping[str, object]) -> str:
        return str(context["not there"])

    with (
        filled_temporarily("page.aside", stumble),
        filled_temporarily("page.aside", fragment("x", "kept"), order=1),
    ):
        assert render_slot("page.aside", {}) == "kept"
    assert "slot page.aside: fragment" in caplog.text
    assert "stumble failed" in caplog.text


def test_tag_passes_its_values_and_the_request() -> None:
    seen: dict[str, object] = {}

    def remember(context: Mapping[str, object]) -> str:
        seen.update(context)
        return ""

    request = RequestFactory().get("/")
    page = Template('{% load kernel_tags %}[{% slot "page.aside" price=5 %}]')
    with filled_temporarily("page.aside", remember):
        assert page.render(Context({"request": request})) == "[]"
    assert seen == {"request": request, "price": 5}
