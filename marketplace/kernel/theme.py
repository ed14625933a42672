"""Themes: chosen per request; a cached template loader walks the chosen theme's chain.

Outside of requests (worker, mail) the site's own theme counts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.template.base import Origin
from django.template.loaders import app_directories, cached, filesystem

from marketplace.kernel import installed
from marketplace.kernel.active import is_active
from marketplace.kernel.discovery import Module
from marketplace.kernel.manifest import THEME

COOKIE = "theme"
LITE = "lite"
FALLBACK = "base"

current_theme: ContextVar[str] = ContextVar("current_theme", default="")


def theme_code() -> str:
    """Return the code of the theme in force: always one that is there, so it can key caches."""
    return current_theme.get() or _usable(settings.SITE_THEME)


def theme_chain(code: str | None = None) -> tuple[str, ...]:
    """Return a theme's code and those of the themes it extends, nearest first.

    An unknown or inactive theme has the chain of ``base``, so that a page always renders.
    """
    return tuple(theme.manifest.code for theme in _chain(code or theme_code()))


def themes() -> dict[str, Module]:
    """Return the installed, active themes by code."""
    found = [module for module in installed.assembly().modules if module.manifest.category == THEME]
    return {module.manifest.code: module for module in found if is_active(module.name)}


def choose_theme(request: HttpRequest) -> str:
    """Return the theme of the request's cookie, else ``lite`` to save data, else the site's."""
    there = themes()
    wanted = request.COOKIES.get(COOKIE, "")
    if wanted in there:
        return wanted
    if LITE in there and request.headers.get("Save-Data", "").lower() == "on":
        return LITE
    return _usable(settings.SITE_THEME)


@contextmanager
def use_theme(code: str) -> Iterator[None]:
    """Render with the theme ``code`` for the length of a ``with`` block."""
    token = current_theme.set(_usable(code))
    try:
        yield
    finally:
        current_theme.reset(token)


class ThemeFolders(filesystem.Loader):
    """Finds templates in the folders of the theme in force and of those it extends."""

    def get_dirs(self) -> list[str | Path]:
        """Return the chain's template folders, nearest first."""
        return [theme.folder / "templates" for theme in _chain(theme_code())]


class ModuleFolders(app_directories.Loader):
    """Finds templates in apps, but not in themes: only the chosen one may speak."""

    def get_dirs(self) -> list[str | Path]:
        """Return the template folders of all apps that are no theme."""
        looks = {
            module.folder
            for module in installed.assembly().modules
            if module.manifest.category == THEME
        }
        return [folder for folder in super().get_dirs() if Path(folder).parent not in looks]


class ThemeLoader(cached.Loader):
    """Django's cached loader with the theme in its cache key."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Return Django's key, one for each theme."""
        return f"{theme_code()}|{super().cache_key(template_name, skip)}"


def _usable(code: str) -> str:
    return code if code in themes() else FALLBACK


def _chain(code: str) -> list[Module]:
    there = themes()
    chain: list[Module] = []
    module = there.get(code) or there.get(FALLBACK)
    while module is not None:
        chain.append(module)
        parents = module.manifest.depends
        module = next((theme for theme in there.values() if theme.name in parents), None)
    return chain
