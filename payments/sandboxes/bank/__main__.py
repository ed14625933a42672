"""``python -m payments.sandboxes.bank``: the sandbox bank without Django."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from payments.sandboxes.bank import cli
from payments.sandboxes.bank.server import run


def main() -> None:
    """Serve until stopped."""
    parser = ArgumentParser(prog="sandbox_bank", description=__doc__)
    cli.add_arguments(parser)
    given = vars(parser.parse_args())
    secret = os.environ.get("SANDBOX_BANK_SECRET", "")
    template = os.environ.get("SANDBOX_BANK_NOTIFY_URL", "")
    try:
        run(cli.options(given, secret=secret, template=template, folder=Path("var")))
    except (cli.OptionError, OSError) as error:
        sys.exit(f"The sandbox bank cannot start: {error}")


if __name__ == "__main__":
    main()
