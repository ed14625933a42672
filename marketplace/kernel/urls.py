"""The modules' URLs: mounted in dependency order, each known by the module it belongs to."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver, include, path

from marketplace.kernel import installed


def module_urlpatterns() -> list[URLResolver]:
    """Return one include at the root for every installed module with ``urls``."""
    return [path("", include(urls)) for _module, urls in installed.assembly().urls]


def module_of(match: ResolverMatch) -> str | None:
    """Return the module whose page ``match`` is, or None for pages of nobody's.

    A view mounted by a module's urlconf is that module's, whoever wrote the view; others (in the
    back office, say) belong to the module their code is in.
    """
    mounted = _owners().get((match.route, match.func))
    if mounted:
        return mounted
    view: Any = getattr(match.func, "view_class", match.func)
    return installed.owner_of(getattr(view, "__module__", ""))


@cache
def _owners() -> dict[tuple[str, object], str]:
    owners: dict[tuple[str, object], str] = {}
    for module, urls in installed.assembly().urls:
        for route, view in _pages(path("", include(urls)).url_patterns):
            owners.setdefault((route, view), module)
    return owners


def _pages(
    patterns: Sequence[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _pages(pattern.url_patterns, route)
        else:
            yield route, pattern.callback
