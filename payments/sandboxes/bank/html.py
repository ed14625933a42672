"""The sandbox bank's pages."""

from pathlib import Path
from typing import Final

from payments.sandboxes.common.html import EMPTY, Html, Pages, flag, join

__all__ = ["EMPTY", "PAGES", "Html", "flag", "join", "render"]

PAGES: Final = Path(__file__).parent / "pages"

render = Pages(PAGES).render
