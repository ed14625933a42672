"""The sandbox bank's command line; ``manage.py sandbox_bank`` and ``python -m`` share it."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from payments.sandboxes.bank.addresses import Addresses, parse
from payments.sandboxes.bank.server import Options


class OptionError(ValueError):
    """An option cannot be used; the message says what to write."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8010, help="0 takes any free one")
    parser.add_argument("--db", help="its own SQLite file (var/sandbox_bank.sqlite3)")
    parser.add_argument(
        "--notify",
        action="append",
        default=[],
        metavar="ACCOUNT=URL",
        help="where to tell of an account; may be given several times",
    )
    parser.add_argument(
        "--accounts",
        help="a file with such entries, one a line, read anew (var/sandbox_bank_accounts.txt)",
    )
    parser.add_argument(
        "--time-scale", type=float, default=1, help="how many times faster than a real bank"
    )


def options(given: Mapping[str, object], *, secret: str, template: str, folder: Path) -> Options:
    """Return how to run.

    Args:
        given: the parsed options.
        secret: signs every try.
        template: address of accounts that have none, with ``{account}`` in it, or empty.
        folder: where its files lie unless ``--db`` and ``--accounts`` say otherwise.

    Raises:
        OptionError: an option cannot be used.
    """
    time_scale = float(str(given["time_scale"]))
    if time_scale <= 0:
        raise OptionError("--time-scale must be more than zero.")
    if not secret:
        raise OptionError("Set SANDBOX_BANK_SECRET: the sandbox signs its notices with it.")
    return Options(
        db=Path(str(given["db"] or folder / "sandbox_bank.sqlite3")),
        secret=secret,
        host=str(given["host"]),
        port=int(str(given["port"])),
        addresses=_addresses(given, template, folder),
        time_scale=time_scale,
    )


def _addresses(given: Mapping[str, object], template: str, folder: Path) -> Addresses:
    notify = given["notify"]
    try:
        known = parse([str(entry) for entry in notify] if isinstance(notify, list) else [])
    except ValueError as error:
        raise OptionError(f"--notify: {error}.") from error
    return Addresses(
        given=known,
        file=Path(str(given["accounts"] or folder / "sandbox_bank_accounts.txt")),
        template=template,
    )
