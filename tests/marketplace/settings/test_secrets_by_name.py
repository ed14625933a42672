"""Secrets of several accounts in one variable."""

from pathlib import Path

import pytest

from marketplace.settings.env import SettingError, secrets_by_name

NAME = "SECRETS_OF_THIS_TEST"


def test_each_account_has_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " A1=one\nB2=old,new= ")

    assert secrets_by_name(NAME) == {"A1": ("one",), "B2": ("old", "new=")}


def test_they_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    file.write_text("A1=one\n", encoding="utf-8")
    monkeypatch.setenv(f"{NAME}_FILE", str(file))

    assert secrets_by_name(NAME) == {"A1": ("one",)}


def test_nothing_set_is_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)

    assert secrets_by_name(NAME) == {}


@pytest.mark.parametrize("value", ["hidden", "=hidden", "A1=", "A1=,", "A1=hidden A1=other"])
def test_a_wrong_entry_stops_the_start_without_showing_the_secret(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, value)

    with pytest.raises(SettingError) as stopped:
        secrets_by_name(NAME)

    assert "hidden" not in str(stopped.value)
    assert NAME in str(stopped.value)
