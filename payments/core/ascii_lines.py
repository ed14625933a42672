"""A line of text that every gateway takes: plain letters, digits and a little punctuation. Pure."""

import re
from typing import Final

from payments.vietqr.core.text import fold

_STRANGE: Final = re.compile(r"[^A-Za-z0-9 .,:()/-]")


def ascii_line(text: str, *, longest: int) -> str:
    """Return ``text`` without Vietnamese marks and without what some gateway would choke on.

    >>> ascii_line("Gạo ST25 | 5 kg, đợt 2", longest=20)
    'Gao ST25 5 kg, dot 2'
    """
    plain = " ".join(_STRANGE.sub(" ", fold(text)).split())
    return plain[:longest].rstrip()
