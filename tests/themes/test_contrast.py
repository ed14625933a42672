"""Every theme keeps WCAG's contrast, light and dark: 4.5 for text, 3 for controls and graphics."""

import re

import pytest
from django.conf import settings

from marketplace.kernel.theme import themes
from tests.themes import palettes

pytestmark = pytest.mark.django_db

GROUNDS = ("bg", "surface", "surface-2", "surface-3")
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS],
    *[("brand", ground) for ground in ("surface", "bg", "surface-2")],
    *[("link", ground) for ground in ("surface", "bg", "surface-2")],
    *[("price", ground) for ground in ("surface", "bg")],
    *[(state, f"{state}-soft") for state in ("ok", "warn", "bad", "info", "trace")],
    *[(state, "surface") for state in ("ok", "warn", "bad")],
    ("ink", "accent-soft"),
    ("ink-2", "accent-soft"),
    ("accent-ink", "accent-soft"),
    ("accent-ink", "surface"),
    ("ink", "brand-soft"),
    ("ink-2", "brand-soft"),
    ("ink-2", "warn-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("on-brand-soft", "brand-soft"),
    ("on-accent", "accent"),
    ("on-trace", "trace"),
    ("on-act", "act"),
    ("on-deep", "deep"),
    ("on-deep-2", "deep"),
]
GRAPHICS = [
    *[("line-strong", ground) for ground in ("surface", "bg")],
    *[("focus", ground) for ground in ("surface", "bg")],
    *[(f"chart-{number}", "surface") for number in range(1, 6)],
]
PAIRS = [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in GRAPHICS]
SHADES = {
    "light": palettes.LIGHT,
    "dark": palettes.DARK,
    "dark by the system": palettes.DARK_BY_SYSTEM,
}


@pytest.mark.parametrize("shade", SHADES)
def test_every_pair_of_colours_of_every_theme_can_be_read(shade: str) -> None:
    too_weak = {}
    for code in themes():
        values = palettes.palette(code, SHADES[shade])
        for ink, ground, needed in PAIRS:
            ratio = palettes.contrast(values, ink, ground)
            if ratio < needed:
                too_weak[code, ink, ground] = round(ratio, 2)
    assert too_weak == {}


def test_the_chosen_look_and_the_plain_one_are_among_the_themes() -> None:
    assert {"base", str(settings.SITE_THEME)} <= set(themes())


def test_the_two_ways_to_dark_say_the_same() -> None:
    for code in themes():
        css = palettes.stylesheets(code)[-1]
        assert palettes.declared(css, palettes.DARK) == palettes.declared(
            css, palettes.DARK_BY_SYSTEM
        )


def test_no_theme_touches_what_must_look_alike_everywhere() -> None:
    kept = {"tap", "focus", "ok", "warn", "bad", "ok-soft", "warn-soft", "bad-soft"}
    plain = palettes.palette("base", palettes.LIGHT)
    for code in themes():
        look = palettes.palette(code, palettes.LIGHT)
        assert {name: look[name] for name in kept} == {name: plain[name] for name in kept}


def test_components_read_colours_by_meaning_and_never_by_place() -> None:
    folder = themes()["base"].folder / "static" / "themes" / "base"
    for sheet in folder.rglob("*.css"):
        assert re.findall(r"--(?:leaf|gold|mud|river|clay|onion)-\d+", sheet.read_text()) == []
