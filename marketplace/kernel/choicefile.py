"""Change ``modules.toml`` and keep its comments. Pure but for `write`."""

import re
import tomllib
from collections.abc import Collection
from pathlib import Path

from marketplace.kernel.manifest import ModuleSetError

_LISTS = {
    key: re.compile(rf"^{key}\s*=\s*\[(?P<names>[^\]]*)\]", re.MULTILINE)
    for key in ("installed", "without")
}


def changed(text: str, key: str, *, add: Collection[str] = (), remove: Collection[str] = ()) -> str:
    """Return the file's ``text`` with names added to and removed from the list ``key``.

    Raises:
        ModuleSetError: the list is not written in a way that can be changed without loss.
    """
    found = _LISTS[key].search(text)
    if found is None:
        raise ModuleSetError(f"modules.toml has no list '{key}'; write {key} = [] into it.")
    before = set(tomllib.loads(text)[key])
    names = found["names"]
    for name in remove:
        names = _without(name, names)
    names = _with(sorted(set(add) - before), names)
    result = text[: found.start("names")] + names + text[found.end("names") :]
    wanted = (before | set(add)) - set(remove)
    if _read(result, key) != wanted:
        raise ModuleSetError(f"modules.toml: change the list '{key}' by hand to {sorted(wanted)}.")
    return result


def write(file: Path, text: str) -> None:
    """Replace ``file`` in one step, so that a start in between sees the old or the new list."""
    beside = file.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


def _without(name: str, names: str) -> str:
    quoted = re.escape(f'"{name}"')
    whole_line = rf"^[ \t]*{quoted},?[ \t]*\n"
    return re.sub(rf"{whole_line}|{quoted},?[ ]?", "", names, flags=re.MULTILINE)


def _with(added: list[str], names: str) -> str:
    if not added:
        return names
    lines = "".join(f'  "{name}",\n' for name in added)
    if '"' in names and not names.rstrip().endswith(","):
        end = names.rindex('"') + 1
        names = f"{names[:end]},{names[end:]}"
    return names + lines if names.endswith("\n") else f"{names}\n{lines}"


def _read(text: str, key: str) -> set[str] | None:
    try:
        return set(tomllib.loads(text)[key])
    except tomllib.TOMLDecodeError:
        return None
