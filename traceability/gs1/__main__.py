"""``python -m traceability.gs1 read URI``: the reader without Django.

``-`` for the URI reads one a line from standard input and prints one JSON object a line.
"""

from __future__ import annotations

import json
import sys

from traceability.gs1.errors import Gs1Error
from traceability.gs1.reading import describe_lines, describe_uri, refusal


def main(arguments: list[str]) -> int:
    """Run the reader and return the exit code."""
    match arguments:
        case ["read", "-"]:
            for answer in describe_lines(sys.stdin.buffer):
                print(json.dumps(answer), flush=True)  # noqa: T201
            return 0
        case ["read", uri]:
            try:
                print(json.dumps(describe_uri(uri)))  # noqa: T201
            except Gs1Error as error:
                print(json.dumps(refusal(error)))  # noqa: T201
                return 1
            return 0
        case _:
            print("usage: python -m traceability.gs1 read URI|-", file=sys.stderr)  # noqa: T201
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
