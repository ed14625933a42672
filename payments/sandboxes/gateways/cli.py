"""The sandbox gateways' command line; ``manage.py sandbox_gateways`` and ``python -m`` share it."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from payments.sandboxes.gateways.hooks import Hooks, parse
from payments.sandboxes.gateways.server import Options


class OptionError(ValueError):
    """An option cannot be used; the message says what to write."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8020, help="0 takes any free one")
    parser.add_argument("--db", help="its own SQLite file (var/sandbox_gateways.sqlite3)")
    parser.add_argument(
        "--hook",
        action="append",
        default=[],
        metavar="CODE/MERCHANT/NAME=URL",
        help="where a merchant is told; may be given several times",
    )
    parser.add_argument(
        "--hooks",
        help="a file with such entries, one a line, read anew (var/sandbox_gateways_hooks.txt)",
    )
    parser.add_argument(
        "--time-scale", type=float, default=1, help="how many times faster than real gateways"
    )


def options(given: Mapping[str, object], *, folder: Path) -> Options:
    """Return how to run.

    Args:
        given: the parsed options.
        folder: where its files lie unless ``--db`` and ``--hooks`` say otherwise.

    Raises:
        OptionError: an option cannot be used.
    """
    time_scale = float(str(given["time_scale"]))
    if time_scale <= 0:
        raise OptionError("--time-scale must be more than zero.")
    hook = given["hook"]
    try:
        known = parse([str(entry) for entry in hook] if isinstance(hook, list) else [])
    except ValueError as error:
        raise OptionError(f"--hook: {error}.") from error
    return Options(
        db=Path(str(given["db"] or folder / "sandbox_gateways.sqlite3")),
        host=str(given["host"]),
        port=int(str(given["port"])),
        hooks=Hooks(
            given=known, file=Path(str(given["hooks"] or folder / "sandbox_gateways_hooks.txt"))
        ),
        time_scale=time_scale,
    )
