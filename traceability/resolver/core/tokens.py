"""A theme's tokens as literal values, for pages that old browsers read. Pure."""

import re
from collections.abc import Iterable, Mapping

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LIGHT_ROOT = re.compile(r"(?:^|[}\s]):root\s*\{([^}]*)\}")
_AT_RULE = re.compile(r"@[^{;]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_TOKEN = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;]+)")
_REFERENCE = re.compile(r"var\(--([a-z0-9-]+)\)")
_DEEPEST = 8


class TokenError(ValueError):
    """A token is missing, or refers to itself."""


def read_tokens(sheets: Iterable[str]) -> dict[str, str]:
    """Return the tokens of ``:root`` in the light look, later sheets over earlier ones.

    Blocks of ``@media`` and ``:root[data-mode=dark]`` are left out.
    """
    found: dict[str, str] = {}
    for sheet in sheets:
        plain = _AT_RULE.sub("", _COMMENT.sub("", sheet))
        for block in _LIGHT_ROOT.findall(plain):
            found |= {name: value.strip() for name, value in _TOKEN.findall(block)}
    return found


def literal(tokens: Mapping[str, str], name: str) -> str:
    """Return the value of ``name`` with every reference to another token written out.

    >>> literal({"brand": "var(--leaf)", "leaf": "#14694a"}, "brand")
    '#14694a'

    Raises:
        TokenError: a token is missing, or references go in a circle.
    """
    value = f"var(--{name})"
    for _step in range(_DEEPEST):
        missing = [inner for inner in _REFERENCE.findall(value) if inner not in tokens]
        if missing:
            raise TokenError(f"the theme has no token --{missing[0]}")
        written = _REFERENCE.sub(lambda found: tokens[found[1]], value)
        if written == value:
            return value
        value = written
    raise TokenError(f"--{name} refers to itself")
