"""The modules this process runs with. Settings call `start` once; everybody else asks."""

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from marketplace.kernel.assembly import Assembly, assemble, read_choice
from marketplace.kernel.assembly import refuse_sandboxes as _refuse
from marketplace.kernel.discovery import discover
from marketplace.kernel.manifest import Manifest, ModuleSetError

_NOT_STARTED = (
    "The modules are not assembled yet; settings call marketplace.kernel.installed.start."
)

_started: list[Assembly] = []


def start(
    tree: Path,
    *,
    words: Sequence[str] = (),
    taken_settings: Collection[str] = (),
) -> Assembly:
    """Assemble the chosen modules of ``tree`` and remember them for this process.

    Raises:
        SystemExit: the modules do not fit together; the message is one sentence that says what
            to do, so that a shop owner never meets a traceback.
    """
    try:
        choice = read_choice(tree / "modules.toml", words)
        assembled = assemble(discover(tree), choice, taken_settings=taken_settings)
    except ModuleSetError as error:
        raise SystemExit(f"soctrangtrade cannot start: {error}") from error
    _started[:] = [assembled]
    _positions.cache_clear()
    _by_name.cache_clear()
    return assembled


def refuse_sandboxes() -> None:
    """Stop the start when a sandbox is installed; production settings call this.

    Raises:
        SystemExit: names the sandbox and says where to take it out.
    """
    try:
        _refuse(assembly())
    except ModuleSetError as error:
        raise SystemExit(f"soctrangtrade cannot start: {error}") from error


def assembly() -> Assembly:
    """Return what `start` assembled.

    Raises:
        RuntimeError: nobody called `start`.
    """
    if not _started:
        raise RuntimeError(_NOT_STARTED)
    return _started[0]


def installed_manifests() -> tuple[Manifest, ...]:
    """Return the installed modules in dependency order."""
    return tuple(module.manifest for module in assembly().modules)


def find(name: str) -> Manifest | None:
    """Return the installed module called ``name``, or None."""
    return _by_name().get(name)


def position(name: str) -> int:
    """Return where ``name`` stands in load order; strangers (tests, say) come last."""
    return _positions().get(name, len(_positions()))


def owner_of(dotted: str) -> str | None:
    """Return the installed module that ``dotted`` (a Python module) belongs to, or None.

    >>> owner_of("payments.providers.cod.views")  # doctest: +SKIP
    'payments.providers.cod'
    """
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in _positions():
            return name
    return None


@cache
def _by_name() -> dict[str, Manifest]:
    return {module.name: module for module in installed_manifests()}


@cache
def _positions() -> dict[str, int]:
    return {module.name: index for index, module in enumerate(assembly().modules)}
