"""Money, phones and dates in templates."""

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

NBSP = "\u00a0"


def _render(source: str, language: str, **context: object) -> str:
    with translation.override(language):
        return Template("{% load words_tags %}" + source).render(Context(context))


def test_the_money_tag_is_readable_by_machines_and_people() -> None:
    assert _render("{% money amount %}", "vi", amount=185000) == (
        '<data class="money" value="185000">185.000<sup>₫</sup></data>'
    )
    assert _render("{% money amount %}", "en", amount=Decimal("185000.00")) == (
        f'<data class="money" value="185000">185,000{NBSP}VND</data>'
    )


def test_the_money_tag_refuses_to_hide_a_fraction() -> None:
    with pytest.raises(ValueError, match=r".*"):
        _render("{% money amount %}", "vi", amount=Decimal("185000.50"))


def test_filters_write_phones_and_dates_and_nothing_for_nothing() -> None:
    source = (
        "{{ p|phone }}|{{ p|masked_phone }}|{{ d|viet_date }}|{{ d|viet_time }}"
        "|{{ n|number }}|{{ n|dong }}"
    )
    moment = dt.datetime(2026, 11, 21, 2, 42, tzinfo=dt.UTC)

    assert _render(source, "vi", p="+84912345678", d=moment, n=1000) == (
        f"0912 345 678|••• ••• 678|21/11/2026|09:42|1.000|1.000{NBSP}₫"
    )
    empty = "{{ p|phone }}{{ p|masked_phone }}{{ d|viet_date }}{{ d|viet_time }}"
    assert _render(empty, "vi", p=None, d=None) == ""
