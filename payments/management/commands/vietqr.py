"""``manage.py vietqr``: read and make VietQR payloads from the command line."""

import json
import sys
from collections.abc import Mapping
from typing import IO, Final

from django.core.management.base import BaseCommand, CommandParser

from payments.vietqr.core.errors import UnreadableTextError, VietQrError
from payments.vietqr.core.payload import VietQr, encode, parse
from payments.vietqr.core.record import JsonValue, code_record, error_record
from payments.vietqr.core.rules import TO_ACCOUNT, TO_CARD, amount

TEXT_OPTIONS: Final[Mapping[str, str]] = {
    "purpose": "memo of the transfer; folded to A-Z, 0-9 and spaces, at most 25",
    "merchant_name": "at most 25 characters",
    "merchant_city": "at most 15 characters",
    "merchant_category": "four digits (ISO 18245)",
    "store_label": "at most 25 characters",
    "terminal_label": "at most 25 characters",
    "bill_number": "at most 25 characters",
    "reference_label": "at most 25 characters",
}
FLAGS: Final[Mapping[str, str]] = {
    "merchant_name": "--name",
    "merchant_city": "--city",
    "merchant_category": "--mcc",
    "store_label": "--store",
    "terminal_label": "--terminal",
    "bill_number": "--bill",
    "reference_label": "--reference",
}


def read_record(line: bytes) -> dict[str, JsonValue]:
    """Return what one payload says, or why it is refused."""
    try:
        return code_record(parse(line.decode("utf-8")))
    except UnicodeDecodeError:
        return error_record(UnreadableTextError("the bytes are not valid UTF-8"))
    except VietQrError as error:
        return error_record(error)


class Command(BaseCommand):
    """Read or make a VietQR payload; every answer is one line."""

    help = "Read VietQR payloads into JSON, or make one."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare ``read`` and ``make``."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        read = verbs.add_parser("read", help="print what a payload says as JSON")
        read.add_argument("payload", help="the payload, or - for one a line on standard input")
        make = verbs.add_parser("make", help="print a payload")
        make.add_argument("--bin", required=True, dest="acquirer_bin", help="six digits: the bank")
        make.add_argument("--account", required=True, help="account, or card with --card")
        make.add_argument("--card", action="store_true", help="the account is a card (QRIBFTTC)")
        make.add_argument("--amount", help="whole đồng; makes the code dynamic")
        make.add_argument("--static", action="store_true", help="for many payments of that amount")
        for name, text in TEXT_OPTIONS.items():
            make.add_argument(FLAGS.get(name, f"--{name}"), dest=name, help=text)

    def handle(self, *args: object, **options: str | int | bool | None) -> None:
        """Run the verb; a refused payload ends with status 1."""
        if options["verb"] == "make":
            self._make(options)
        elif options["payload"] == "-":
            self._read_lines(sys.stdin.buffer)
        else:
            self._read_one(str(options["payload"]))

    def _read_one(self, payload: str) -> None:
        record = read_record(payload.encode("utf-8", "surrogateescape"))
        self._print(record)
        if "error" in record:
            sys.exit(1)

    def _read_lines(self, lines: IO[bytes]) -> None:
        for line in lines:
            self._print(read_record(line.removesuffix(b"\n").removesuffix(b"\r")))

    def _make(self, options: Mapping[str, str | int | bool | None]) -> None:
        try:
            payload = encode(self._code(options))
        except VietQrError as error:
            self._print(error_record(error))
            sys.exit(1)
        self.stdout.write(payload)

    def _code(self, options: Mapping[str, str | int | bool | None]) -> VietQr:
        texts = {name: str(options[name]) for name in TEXT_OPTIONS if options[name] is not None}
        dong = options["amount"]
        return VietQr(
            acquirer_bin=str(options["acquirer_bin"]),
            account=str(options["account"]),
            service_code=TO_CARD if options["card"] else TO_ACCOUNT,
            dynamic=dong is not None and not options["static"],
            amount=None if dong is None else amount(str(dong)),
            unknown={},
            **texts,
        )

    def _print(self, record: Mapping[str, JsonValue]) -> None:
        # ASCII JSON: no line separator of Unicode can break "one object a line"
        self.stdout.write(json.dumps(record))
        self.stdout.flush()
