"""Colours of a theme as a browser would see them, and the contrast between two."""

import re
from collections.abc import Mapping
from pathlib import Path

from marketplace.kernel.theme import theme_chain, themes

LIGHT = re.compile(r"(?m)^:root\{(.*?)\n\}", re.DOTALL)
DARK = re.compile(r":root\[data-mode=dark\]\{(.*?)\n\}", re.DOTALL)
DARK_BY_SYSTEM = re.compile(
    r"@media \(prefers-color-scheme:dark\)\{:root:not\(\[data-mode\]\)\{(.*?)\}\}", re.DOTALL
)
NAME_AND_VALUE = re.compile(r"--([\w-]+):([^;]+)")


def declared(css: str, block: re.Pattern[str]) -> dict[str, str]:
    """Return the custom properties of the block, by name without dashes."""
    found = block.search(css)
    if not found:
        return {}
    return {name: value.strip() for name, value in NAME_AND_VALUE.findall(found.group(1))}


def stylesheets(code: str) -> list[str]:
    """Return the tokens.css of a theme's chain, the most general first."""
    looks = themes()
    paths = [_tokens(looks[one].folder, one) for one in reversed(theme_chain(code))]
    return [path.read_text(encoding="utf-8") for path in paths if path.exists()]


def palette(code: str, block: re.Pattern[str]) -> Mapping[str, str]:
    """Return every custom property of the theme: light, or with the dark ``block`` over it."""
    values: dict[str, str] = {}
    for wanted in (LIGHT,) if block is LIGHT else (LIGHT, block):
        for css in stylesheets(code):
            values |= declared(css, wanted)
    return values


def contrast(values: Mapping[str, str], one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    Source: WCAG 2.2, relative luminance and contrast ratio.
    """
    dark, light = sorted((_luminance(values, one), _luminance(values, other)))
    return (light + 0.05) / (dark + 0.05)


def _tokens(folder: Path, code: str) -> Path:
    return folder / "static" / "themes" / code / "tokens.css"


def _luminance(values: Mapping[str, str], name: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    return sum(
        weight * _linear(part) for weight, part in zip(weights, _rgb(values, name), strict=True)
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _rgb(values: Mapping[str, str], name: str) -> list[float]:
    value = values[name]
    while value.startswith("var(--"):
        value = values[value[6:-1]]
    digits = value.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
