"""``python -m payments.sandboxes.gateways``: the sandbox gateways without Django."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from payments.sandboxes.gateways import cli
from payments.sandboxes.gateways.server import run


def main() -> None:
    """Serve until stopped."""
    parser = ArgumentParser(prog="sandbox_gateways", description=__doc__)
    cli.add_arguments(parser)
    try:
        run(cli.options(vars(parser.parse_args()), folder=Path("var")))
    except (cli.OptionError, OSError) as error:
        sys.exit(f"The sandbox gateways cannot start: {error}")


if __name__ == "__main__":
    main()
