"""The template tags: each draws its part, escapes what people typed, and stays accessible."""

from dataclasses import dataclass
from functools import partial

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString

from marketplace.kernel.theme import use_theme
from themes.base import assets
from themes.base.cards import CardCache, cards

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class SampleCard:
    name: str = "Gạo ST25"
    url: str = "/p/gao-st25/"
    price: int = 185_000
    pack: str = "Túi 5 kg"
    unit_price: str = "37.000 ₫/kg"
    image: str = ""
    ocop: int = 4
    seller: str = "HTX mẫu"
    place: str = "Hòa Tú"
    traceable: bool = False
    in_stock: bool = True
    season: str = ""


def draw(source: str, **values: object) -> str:
    template = Template("{% load theme_tags %}" + source)
    with translation.override("vi"):
        return template.render(Context(values))


def test_an_icon_is_decoration_from_the_sprite() -> None:
    assert draw('{% ico "trace" %}') == (
        '<svg class="i" aria-hidden="true">'
        '<use href="/static/themes/base/sprite.svg#i-trace"/></svg>'
    )


def test_stars_are_told_in_words_and_drawn_as_often() -> None:
    html = draw("{% stars 4 %}")
    assert html.count("#i-star") == 4
    assert '<span class="vh">OCOP 4 sao</span>' in html


def test_a_title_bar_has_the_pages_h1_and_a_named_way_back() -> None:
    html = draw('{% title_bar "Giỏ hàng" "/" "3 món" %}')
    assert '<h1 class="bar-t">Giỏ hàng</h1>' in html
    assert 'href="/" aria-label="Quay lại"' in html
    assert "3 món" in html


def test_what_people_typed_is_escaped_in_every_part() -> None:
    bad = "<script>x</script>"
    for source in (
        "{% note bad %}",
        "{% empty bad bad url=bad label=bad %}",
        "{% title_bar bad %}",
        "{% line_item bad bad bad url=bad %}",
        "{% choice bad bad bad bad right=bad %}",
        "{% totals rows rows.0 %}",
    ):
        assert "<script" not in draw(source, bad=bad, rows=[(bad, bad)])


def test_a_note_takes_the_levels_of_djangos_messages() -> None:
    assert 'class="note bad"' in draw('{% note "x" "error" %}')
    assert "#i-stop" in draw('{% note "x" "error" %}')


def test_a_choice_is_a_native_control_inside_its_label() -> None:
    html = draw('{% choice "pay" "cod" "Tiền mặt" "khi nhận" right="0 ₫" checked=True %}')
    assert '<input type="radio" name="pay" value="cod" checked>' in html
    assert html.strip().startswith('<label class="pk">')


def test_totals_put_every_fee_on_its_own_row_and_the_sum_last() -> None:
    html = draw("{% totals rows total %}", rows=[("Giao", "0 ₫")], total=("Phải trả", "9 ₫"))
    assert "<dt>Giao</dt><dd>0 ₫</dd>" in html
    assert html.index("Giao") < html.index('<dt class="t">Phải trả</dt>')


def test_a_card_shows_price_per_unit_and_no_badge_without_a_live_lot() -> None:
    html = draw("{% product_card card %}", card=SampleCard())
    assert '<data class="money" value="185000">185.000<sup>₫</sup></data>' in html
    assert "37.000 ₫/kg" in html
    assert "Truy xuất được" not in html


def test_a_card_with_a_live_lot_wears_the_badge_and_one_that_is_gone_does_not() -> None:
    assert "Truy xuất được" in draw("{% product_card card %}", card=SampleCard(traceable=True))
    gone = draw("{% product_card card %}", card=SampleCard(traceable=True, in_stock=False))
    assert "Hết hàng" in gone
    assert "Truy xuất được" not in gone


def test_a_card_without_a_photo_shows_the_themes_empty_picture() -> None:
    assert "/static/themes/mekong/art/no-photo.svg" in draw(
        "{% product_card card %}", card=SampleCard()
    )


def test_cards_are_kept_by_content_language_and_theme() -> None:
    cards.clear()
    draw("{% product_card card %}", card=SampleCard())
    draw("{% product_card card %}", card=SampleCard())
    assert len(cards) == 1
    draw("{% product_card card %}", card=SampleCard(price=190_000))
    with use_theme("base"):
        draw("{% product_card card %}", card=SampleCard())
    assert len(cards) == 3


def test_the_card_cache_is_bounded_and_drops_the_longest_unused() -> None:
    small = CardCache(limit=2)
    drawn: list[str] = []

    def render(name: str) -> SafeString:
        drawn.append(name)
        return SafeString(name)

    for name in ("a", "b", "a", "c", "a", "b"):
        small.get_or_render(name, partial(render, name))
    assert drawn == ["a", "b", "c", "b"]
    assert len(small) == 2


def test_a_theme_wins_over_the_one_it_extends_file_by_file() -> None:
    assert assets.asset_url("art/no-photo.svg") == "/static/themes/mekong/art/no-photo.svg"
    assert assets.asset_url("sprite.svg") == "/static/themes/base/sprite.svg"
    with use_theme("base"):
        assert assets.asset_url("art/no-photo.svg") == "/static/themes/base/art/no-photo.svg"


def test_the_general_themes_colours_are_loaded_before_those_that_override_them() -> None:
    links = draw("{% theme_css %}")
    assert links.index("base/tokens.css") < links.index("mekong/tokens.css")


def test_a_file_that_no_theme_has_is_an_error_and_a_missing_drawing_is_not() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.css"):
        assets.asset_url("nothing.css")
    assert assets.art_url("nothing") == ""
    assert assets.art_url("st25") == "/static/themes/mekong/art/st25.svg"


def test_every_icon_that_templates_name_is_in_the_sprite() -> None:
    import re
    from pathlib import Path

    from django.conf import settings

    sprite = Path(str(finders.find("themes/base/sprite.svg"))).read_text(encoding="utf-8")
    there = set(re.findall(r'id="i-(\w+)"', sprite))
    named: set[str] = set()
    for folder in ("themes", "marketplace", "catalog", "payments", "traceability"):
        for page in (Path(settings.BASE_DIR) / folder).rglob("*.html"):
            named |= set(re.findall(r'{% ico "(\w+)"', page.read_text(encoding="utf-8")))
    assert named - there == set()
