"""``python -m traceability.epcis.core hash|validate FILE…``: the tools without Django.

``validate --schema FILE`` runs a JSON Schema besides our own rules.
"""

import sys

from traceability.epcis.core.schema import SchemaFileError
from traceability.epcis.core.tool import print_faults, print_hashes


def main(arguments: list[str]) -> int:
    """Run a tool and return the exit code."""
    match arguments:
        case ["hash", *files] if files:
            return print_hashes(files, _say, _complain)
        case ["validate", "--schema", schema, *files] if files:
            return _validated(files, schema)
        case ["validate", *files] if files:
            return _validated(files, "")
        case _:
            _complain("usage: python -m traceability.epcis.core hash|validate FILE...")
            return 2


def _validated(files: list[str], schema: str) -> int:
    try:
        return print_faults(files, _say, schema)
    except SchemaFileError as error:
        _complain(str(error))
        return 2


def _say(line: str) -> None:
    print(line)  # noqa: T201


def _complain(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
