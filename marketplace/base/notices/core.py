"""A text as an SMS: plain ASCII, one message long. Pure."""

import re
from typing import Final

from marketplace.base.words.core import unaccented

SMS_LENGTH: Final = 160
"""Characters of one message in the GSM alphabet."""

_LAST_LINK: Final = re.compile(r"\s*(https?://\S+)\s*$")
_CUT: Final = ".."


def sms_text(text: str, limit: int = SMS_LENGTH) -> str:
    """Return ``text`` unaccented and at most ``limit`` characters long.

    What is too long loses its last words, but never the link at its end: a cut link is worse
    than none. A link longer than the limit stands alone.
    """
    plain = " ".join(unaccented(text).split())
    if len(plain) <= limit:
        return plain
    found = _LAST_LINK.search(plain)
    if found is None:
        return _cut(plain, limit)
    link = found[1]
    room = limit - len(link) - 1
    words = _cut(plain[: found.start()], room) if room > len(_CUT) else ""
    return f"{words} {link}".strip()


def _cut(plain: str, limit: int) -> str:
    if len(plain) <= limit:
        return plain
    head = plain[: limit - len(_CUT)]
    whole_words = head.rsplit(" ", 1)[0] if " " in head else head
    return whole_words.rstrip(" .,;:") + _CUT
