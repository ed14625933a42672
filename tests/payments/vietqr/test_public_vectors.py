"""Codes from NAPAS's document and from public repositories, checked where they lie.

They carry other people's texts and are not copied here: set VECTORS to their folder.
"""

import json
import os
from pathlib import Path
from typing import Final, TypedDict, cast

import pytest

from payments.vietqr.core import crc
from payments.vietqr.core.errors import NotVietQrError, ServiceNotMadeError, VietQrError
from payments.vietqr.core.payload import TEXT_FIELDS, as_emitted, encode, parse
from payments.vietqr.core.text import fold

FOLDER: Final = os.environ.get("VECTORS", "")
pytestmark = pytest.mark.vectors
DEBATABLE: Final[dict[str, str]] = {}
"""Payload to reason, for vectors we judge otherwise than their list does. There is none."""


class Vector(TypedDict, total=False):
    payload: str
    fields: dict[str, str]


def rows(group: str) -> list[dict[str, str]]:
    document = json.loads((Path(FOLDER) / "payments_vectors.json").read_text(encoding="utf-8"))
    found: list[dict[str, str]] = document[group]
    return found


def vectors(group: str) -> list[Vector]:
    return cast("list[Vector]", rows(group))


def fields_of(text: str) -> dict[str, str]:
    """Return what was read, by path, as the vectors list it."""
    code = parse(text)
    texts = {path: getattr(code, name) for name, path in TEXT_FIELDS.items()}
    fixed = {
        "00": "01",
        "01": "12" if code.dynamic else "11",
        "38.00": "A000000727",
        "38.01.00": code.acquirer_bin,
        "38.01.01": code.account,
        "38.02": code.service_code,
        "53": code.currency,
        "54": None if code.amount is None else str(code.amount),
        "58": "VN",
        "63": text[-4:],
    }
    present = {path: value for path, value in (fixed | texts).items() if value is not None}
    return present | dict(code.unknown)


@pytest.mark.parametrize("group", ["vietqr", "vietqr_generated"])
def test_every_good_code_reads_with_its_listed_fields(group: str) -> None:
    good = vectors(group)

    assert len(good) >= 6
    assert [fields_of(vector["payload"]) for vector in good] == [v["fields"] for v in good]


@pytest.mark.parametrize("group", ["vietqr", "vietqr_generated"])
def test_every_good_transfer_code_is_written_again_and_reads_the_same(group: str) -> None:
    for code in (parse(vector["payload"]) for vector in vectors(group)):
        if code.service_code in {"QRPUSH", "QRCASH"}:
            with pytest.raises(ServiceNotMadeError):
                encode(code)
        else:
            assert parse(encode(code)) == as_emitted(code)


def test_every_bad_code_is_refused() -> None:
    bad = vectors("vietqr_invalid")
    read = [vector["payload"] for vector in bad if refusal(vector["payload"]) is None]

    assert len(bad) >= 55
    assert read == list(DEBATABLE)


def test_the_code_that_counts_bytes_is_refused_as_such() -> None:
    unicode_codes = [v["payload"] for v in vectors("vietqr_invalid") if "Thanh to" in v["payload"]]

    assert [refusal(text) for text in unicode_codes if not text.isascii()] == ["fits_only_by_bytes"]


def test_codes_of_other_networks_are_refused_as_such() -> None:
    others = vectors("emv_other")

    assert len(others) >= 15
    assert {refusal(vector["payload"]) for vector in others} == {NotVietQrError.code}


def test_checksums_agree() -> None:
    listed = rows("crc16")

    assert [crc.checksum(row["input"]) for row in listed] == [row["crc"] for row in listed]


def test_vietnamese_folds_as_public_libraries_fold_it() -> None:
    listed = rows("ascii_fold")

    assert [fold(row["in"]) for row in listed] == [row["out"] for row in listed]


def refusal(text: str) -> str | None:
    try:
        parse(text)
    except VietQrError as error:
        return error.code
    return None
