import pytest

from traceability.resolver.core.tokens import TokenError, literal, read_tokens

BASE = """
/* :root{--bg:red} */
:root{ --bg:#f5f6f7; --brand:#23548f; --trace:var(--brand) }
:root[data-mode=dark]{--bg:#000}
@media (prefers-color-scheme:dark){:root:not([data-mode]){--bg:#111} :root{--bg:#222}}
@media (prefers-reduced-motion:reduce){:root{--fast:0ms}}
"""
THEME = ":root{--leaf:#14694a;--brand:var(--leaf)}"


def test_light_tokens_are_read_and_later_themes_win() -> None:
    assert read_tokens([BASE, THEME]) == {
        "bg": "#f5f6f7",
        "brand": "var(--leaf)",
        "trace": "var(--brand)",
        "leaf": "#14694a",
    }


def test_references_are_written_out() -> None:
    assert literal(read_tokens([BASE, THEME]), "trace") == "#14694a"
    assert literal(read_tokens([BASE]), "trace") == "#23548f"


def test_a_missing_token_is_named() -> None:
    with pytest.raises(TokenError, match="--gold"):
        literal({"a": "var(--gold)"}, "a")


def test_a_circle_is_noticed() -> None:
    with pytest.raises(TokenError, match="refers to itself"):
        literal({"a": "var(--b)", "b": "var(--a)"}, "a")
