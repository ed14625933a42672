"""The parts pages are made of: ``{% load theme_tags %}``. README.md shows each of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from themes.base import assets, links
from themes.base.cards import cards
from themes.base.middleware import chosen_mode

register = template.Library()

Row = Sequence[object]

MESSAGE_LEVELS = {"success": "ok", "warning": "warn", "error": "bad", "info": "", "debug": ""}
"""What Django calls the levels of its messages, in the words of the notes."""


class ListingCard(Protocol):
    """What a product card shows; `catalog.listing.cards.Card` is one."""

    name: str
    url: str

    def __hash__(self) -> int: ...


# -- files ---------------------------------------------------------------------------------------


@register.simple_tag
def theme_static(name: str) -> str:
    """Return the URL of a file of the theme in force, or of the nearest theme it extends."""
    return assets.asset_url(name)


@register.simple_tag
def theme_art(name: str) -> str:
    """Return the URL of a drawing of the theme, nothing where it has none of that name."""
    return assets.art_url(name)


@register.simple_tag
def theme_css(*names: str) -> SafeString:
    """Return stylesheets' links, the general theme's first; unnamed: tokens and components."""
    urls = (
        url
        for name in names or ("tokens", "components")
        for url in assets.layered_urls(f"{name}.css")
    )
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((url,) for url in urls))


@register.simple_tag
def page_css(*pages: str) -> SafeString:
    """Return the links of pages' own stylesheets: ``{% page_css "checkout" %}``."""
    return theme_css(*(f"pages/{page}" for page in pages))


@register.simple_tag
def theme_js(*names: str) -> SafeString:
    """Return deferred scripts: ``{% theme_js "copy" "countdown" %}``; ``htmx`` is htmx itself."""
    files = ("htmx.min.js" if name == "htmx" else f"js/{name}.js" for name in names)
    urls = ((assets.asset_url(file),) for file in files)
    return format_html_join("\n", '<script src="{}" defer></script>', urls)


@register.simple_tag
def live_path(path: str) -> str:
    """Return ``path`` when a module that is switched on serves it, else nothing."""
    return links.live_path(path)


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """Return the site's languages as code and own name, untranslated."""
    return [(str(code), str(name)) for code, name in settings.LANGUAGES]


@register.simple_tag(takes_context=True)
def mode(context: Context) -> str:
    """Return ``light`` or ``dark`` where the visitor chose one, else nothing."""
    return chosen_mode(context.get("request"))


# -- small parts ---------------------------------------------------------------------------------


@register.simple_tag
def ico(name: str, css: str = "i") -> SafeString:
    """Return an icon of the sprite; it is decoration, so words must stand beside it."""
    sprite = assets.asset_url("sprite.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, sprite, name
    )


@register.simple_tag
def stars(count: int) -> SafeString:
    """Return a product's OCOP stars, from 1 to 5."""
    return mark_safe(render_to_string("parts/stars.html", {"count": count, "each": range(count)}))  # noqa: S308


@register.simple_tag
def note(text: str, kind: str = "", icon: str = "") -> SafeString:
    """Return a note that stays: ``kind`` is nothing, ``ok``, ``warn`` or ``bad``."""
    meaning = MESSAGE_LEVELS.get(kind, kind)
    chosen = icon or {"ok": "check", "warn": "warn", "bad": "stop"}.get(meaning, "info")
    return format_html('<div class="note {}">{}<div>{}</div></div>', meaning, ico(chosen), text)


@register.inclusion_tag("parts/empty.html")
def empty(
    title: str, text: str = "", *, icon: str = "sprout", url: str = "", label: str = ""
) -> Mapping[str, object]:
    """Say what is not there, why or what comes next, with one way on."""
    return {"title": title, "text": text, "icon": icon, "url": url, "label": label}


@register.inclusion_tag("parts/title_bar.html")
def title_bar(
    title: str, url: str = "", right: str = "", *, icon: str = "left", heading: bool = True
) -> Mapping[str, object]:
    """Head a task's page: the way back, the h1 and one short fact at the right."""
    return {"title": title, "url": url, "right": right, "icon": icon, "heading": heading}


@register.inclusion_tag("parts/field.html")
def field(
    bound: BoundField, *, hint: str = "", optional: bool = False, placeholder: str = ""
) -> Mapping[str, object]:
    """Show a form field: label, control, hint, then what is wrong with it."""
    name = bound.id_for_label
    told = [f"{name}_hint"] * bool(hint) + [f"{name}_error"] * bool(bound.errors)
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(told)} if told else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if placeholder:
        attrs["placeholder"] = placeholder
    control = bound.as_widget(attrs=attrs)
    return {"field": bound, "control": control, "hint": hint, "optional": optional}


# -- rows ----------------------------------------------------------------------------------------


@register.simple_tag
def product_card(card: ListingCard) -> SafeString:
    """Return the ``li`` of one product, kept in the process's card cache."""
    return cards.get_or_render(
        card,
        lambda: mark_safe(render_to_string("parts/product_card.html", {"card": card})),  # noqa: S308
    )


@register.inclusion_tag("parts/line_item.html")
def line_item(
    name: str, small: str = "", right: str = "", *, picture: object = None, url: str = ""
) -> Mapping[str, object]:
    """Return the ``li`` of one thing in a basket, parcel or order."""
    return {"name": name, "small": small, "right": right, "picture": picture, "url": url}


@register.inclusion_tag("parts/choice.html")
def choice(
    field: str, value: object, title: str, small: str = "", **more: object
) -> Mapping[str, object]:
    """Return one row to choose: a native radio or checkbox, its words, one line why.

    ``more`` may hold: ``right`` (a price), ``checked``, ``disabled``, ``icon``, ``kind``
    (``radio``), ``id``, ``required``.
    """
    return {"kind": "radio", **more, "field": field, "value": value, "title": title, "small": small}


@register.inclusion_tag("parts/totals.html")
def totals(rows: Iterable[Row], total: Row | None = None) -> Mapping[str, object]:
    """Return the sum: ``rows`` and ``total`` are pairs of words and amount."""
    return {"rows": rows, "total": total}
