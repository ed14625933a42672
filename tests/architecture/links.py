"""Follow the links of a page, to find those that lead nowhere."""

import re

from django.test import Client

HREF = re.compile(r'(?:href|src|action)="(/(?!/)[^"#?]*)')
NOT_PAGES = ("/static/", "/media/")


def dead_links(client: Client, start: str = "/") -> dict[str, int]:
    """Return the links of ``start`` that are answered with an error, with their status."""
    page = client.get(start)
    targets = sorted(set(HREF.findall(page.content.decode())))
    answers = {one: client.get(one).status_code for one in targets if not one.startswith(NOT_PAGES)}
    return {one: status for one, status in answers.items() if status == 404 or status >= 500}
