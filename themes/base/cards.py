"""The cache of product cards' HTML: in the process, bounded, never a truth.

The key is the card's own content with everything else that shapes the HTML (language and theme), so
a changed product cannot show an old card and nothing has to be thrown away. It costs memory, about
1 KB a card. The listing's cost is rendering, not SQL, hence the cache.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from marketplace.kernel.theme import theme_code

LIMIT = 4096


class CardCache:
    """The last ``limit`` cards used, oldest use dropped first. Safe between threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._lock = Lock()

    def get_or_render(self, card: Hashable, render: Callable[[], SafeString]) -> SafeString:
        """Return the kept HTML of ``card`` in the language and theme in force, or render it."""
        key = (card, get_language(), theme_code())
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        html = render()
        with self._lock:
            self._kept[key] = html
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return html

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)


cards = CardCache()
