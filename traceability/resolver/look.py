"""The scan page's style and icons: written into the page, so that it is one request."""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from marketplace.kernel.theme import theme_chain, theme_code
from traceability.resolver.core.tokens import literal, read_tokens

USED_TOKENS = (
    "accent",
    "bad",
    "bg",
    "brand",
    "brand-soft",
    "deep",
    "ink",
    "ink-2",
    "ink-3",
    "line",
    "line-strong",
    "link",
    "ok",
    "on-brand",
    "on-brand-soft",
    "route",
    "surface",
    "surface-3",
    "trace",
    "warn",
)
_ART = re.compile(r"[a-z0-9_/-]+\.svg")
_BIGGEST_ART = 6 * 1024
_SYMBOL = re.compile(r'<symbol id="i-([a-z]+)".*?</symbol>', re.DOTALL)
_USED = re.compile(r'href="#i-([a-z]+)"')
_PROLOGUE = re.compile(r"<svg[^>]*?viewBox=\"([^\"]+)\"[^>]*>", re.DOTALL)
_FORBIDDEN = ("<script", "style=", "<style", " on", "href=")


@dataclass(frozen=True, slots=True)
class Style:
    """The page's style sheet and its source for the policy header."""

    css: str
    source: str


def scan_style() -> Style:
    """Return the style of the theme in force, with literal values: old browsers know no tokens."""
    return _style(theme_chain()) if settings.DEBUG else _cached_style(theme_code())


def policy() -> str:
    """Return the page's Content-Security-Policy: its own style, nothing else."""
    return (
        f"default-src 'none'; style-src '{scan_style().source}'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def symbols(html: str) -> str:
    """Return the icons that ``html`` uses, as symbols for the same document."""
    sprite = _sprite()
    return "".join(sprite[name] for name in sorted(set(_USED.findall(html))) if name in sprite)


def art(name: str) -> str:
    """Return the theme's drawing ``name`` as inline SVG; empty for none, big or unsafe ones."""
    return _art(theme_code(), name) if _ART.fullmatch(name) else ""


@lru_cache(maxsize=8)
def _cached_style(_theme: str) -> Style:
    return _style(theme_chain())


def _style(chain: tuple[str, ...]) -> Style:
    sheets = [_read(f"themes/{code}/tokens.css") for code in reversed(chain)]
    tokens = read_tokens(sheet for sheet in sheets if sheet)
    values = {name.replace("-", "_"): literal(tokens, name) for name in USED_TOKENS}
    css = "".join(render_to_string("origin/scan.css", {"t": values}).split("\n"))
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return Style(css, f"sha256-{digest}")


@lru_cache(maxsize=1)
def _sprite() -> dict[str, str]:
    text = _read("themes/base/sprite.svg")
    return {found[1]: found[0] for found in _SYMBOL.finditer(text)}


@lru_cache(maxsize=64)
def _art(_theme: str, name: str) -> str:
    text = next(filter(None, (_read(f"themes/{code}/{name}") for code in theme_chain())), "")
    if not text or len(text) > _BIGGEST_ART or any(word in text for word in _FORBIDDEN):
        return ""
    return _PROLOGUE.sub(r'<svg class="art" viewBox="\1" aria-hidden="true">', text, count=1)


def _read(path: str) -> str:
    found = finders.find(path)
    return Path(str(found)).read_text(encoding="utf-8") if found else ""
