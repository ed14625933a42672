"""Links to pages that may not be there: a module can be missing or switched off."""

from functools import lru_cache

from django.urls import Resolver404, resolve

from marketplace.kernel.active import is_active
from marketplace.kernel.urls import module_of


def live_path(path: str) -> str:
    """Return ``path`` when an installed, active module serves it, else nothing.

    Wagtail answers every path, so a page that only Wagtail would look for does not count.
    """
    served, module = _server_of(path)
    return path if served and (module is None or is_active(module)) else ""


@lru_cache(maxsize=256)
def _server_of(path: str) -> tuple[bool, str | None]:
    try:
        match = resolve(path)
    except Resolver404:
        return False, None
    return match.url_name != "wagtail_serve", module_of(match)
