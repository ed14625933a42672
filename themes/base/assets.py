"""Which file of which theme answers to a name."""

from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from marketplace.kernel.theme import theme_chain


def asset_url(name: str) -> str:
    """Return the URL of ``name`` from the nearest theme of the chain that has it.

    Raises:
        FileNotFoundError: no theme of the chain has the file.
    """
    paths = _paths(theme_chain(), name)
    if not paths:
        raise FileNotFoundError(f"No theme of {theme_chain()} has {name}.")
    return static(paths[0])


def art_url(name: str) -> str:
    """Return the URL of the drawing ``art/<name>.svg``, nothing where no theme has it."""
    paths = _paths(theme_chain(), f"art/{name}.svg")
    return static(paths[0]) if paths else ""


def layered_urls(name: str) -> list[str]:
    """Return the URLs of ``name`` in every theme of the chain, the most general first."""
    return [static(path) for path in reversed(_paths(theme_chain(), name))]


def _paths(chain: tuple[str, ...], name: str) -> list[str]:
    return _looked_up(chain, name) if settings.DEBUG else list(_remembered(chain, name))


@lru_cache(maxsize=512)
def _remembered(chain: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(_looked_up(chain, name))


def _looked_up(chain: tuple[str, ...], name: str) -> list[str]:
    candidates = [f"themes/{code}/{name}" for code in chain]
    return [path for path in candidates if finders.find(path)]
