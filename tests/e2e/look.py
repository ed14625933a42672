"""What a browser measures on a page: faults of access, width, weight, and refusals."""

import gzip
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Visit:
    """One page as the browser got it; weights are bytes after gzip -9, as `DESIGN.md` counts."""

    status: int = 0
    html: int = 0
    css: int = 0
    js: int = 0
    strangers: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def first_view(self) -> int:
        """HTML and stylesheets: what must arrive before anything shows."""
        return self.html + self.css


def visit(page: Page, url: str) -> Visit:
    """Open ``url`` and return what came over the wire."""
    seen = Visit()
    origin = url.split("/", 3)[:3]
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)
        if answer.url.split("/", 3)[:3] != origin and not answer.url.startswith("data:"):
            seen.strangers.append(answer.url)

    page.on("response", note)
    page.on("console", lambda told: _refusals(seen, told.text))
    opened = page.goto(url, wait_until="load")
    assert opened is not None
    seen.status = opened.status
    for answer in answers:
        _weigh(seen, answer)
    page.remove_listener("response", note)
    return seen


def axe_faults(page: Page) -> list[str]:
    """Return axe's findings as one line each: rule, element, why."""
    results: dict[str, Any] = Axe().run(page, options={"runOnly": RULES}).response
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}".replace("\n", " ")
        for rule in results["violations"]
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def _weigh(seen: Visit, answer: Response) -> None:
    kind = answer.request.resource_type
    if 300 <= answer.status < 400:  # a redirect has no body to read
        return
    if kind not in {"document", "stylesheet", "script"} or (not answer.ok and kind != "document"):
        return
    size = len(gzip.compress(answer.body(), 9))
    if kind == "document":
        seen.html += size
    elif kind == "stylesheet":
        seen.css += size
    else:
        seen.js += size


def _refusals(seen: Visit, text: str) -> None:
    if "Content Security Policy" in text:
        seen.refused.append(text)
