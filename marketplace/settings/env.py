"""Typed readers of the environment: a wrong value stops the start and says what to write."""

import json
import os
from collections.abc import Mapping
from pathlib import Path


class SettingError(RuntimeError):
    """A setting is missing or cannot be read."""


def text(name: str, default: str | None = None) -> str:
    """Return the variable ``name``.

    Raises:
        SettingError: it is not set and has no default.
    """
    value = os.environ.get(name)
    if value is None or value == "":
        if default is None:
            raise SettingError(f"{name} is not set. See .env.example for what it means.")
        return default
    return value


def flag(name: str, *, default: bool) -> bool:
    """Return the variable as true or false.

    Raises:
        SettingError: it is neither 1/true/yes/on nor 0/false/no/off.
    """
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name}={value!r} is neither true nor false. Write 1 or 0.")


def integer(name: str, default: int) -> int:
    """Return the variable as a whole number.

    Raises:
        SettingError: it is not a whole number.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise SettingError(f"{name}={value!r} is not a whole number.") from error


def words(name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the variable split at commas and white space."""
    value = os.environ.get(name, "").replace(",", " ")
    return tuple(value.split()) or default


def secret(name: str, *, development: str | None = None) -> str:
    """Return a secret from ``name`` or from the file that ``<name>_FILE`` points to.

    Args:
        name: the variable.
        development: value outside production only; ``None`` where there may be no default.

    Raises:
        SettingError: neither is set, or the file cannot be read.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE={path!r} cannot be read: {error}.") from error
    return text(name, development)


def secrets_by_name(name: str) -> dict[str, tuple[str, ...]]:
    """Return secrets by what they belong to, from ``name`` or the file ``<name>_FILE``.

    Written ``ACCOUNT=secret OTHER=old,new``: entries apart by white space, several secrets of one
    entry (while one replaces the other) by commas.

    Raises:
        SettingError: an entry is something else, or comes twice.
    """
    found: dict[str, tuple[str, ...]] = {}
    for entry in secret(name, development="").split():
        key, equals, value = entry.partition("=")
        secrets = tuple(part for part in value.split(",") if part)
        if not (key and equals and secrets) or key in found:
            # the entry is not shown: it may hold the secret
            raise SettingError(f"{name} has an entry that is not NAME=secret, or one name twice.")
        found[key] = secrets
    return found


def secret_tree(name: str) -> Mapping[str, object]:
    """Return secrets in a JSON object, from ``name`` or the file ``<name>_FILE``; empty when unset.

    Raises:
        SettingError: it is no JSON object. What stands there is not shown: it may hold secrets.
    """
    written = secret(name, development="")
    if not written:
        return {}
    try:
        found = json.loads(written)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SettingError(f"{name} is not a JSON object. See .env.example for how to write it.")
    return found
