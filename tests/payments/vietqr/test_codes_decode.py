"""A VietQR drawn by us is read by somebody else's reader, byte for byte, and then by our parser."""

import io
import json
import os
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from marketplace.base.qr.core import Level, qr_png
from payments.vietqr.core.payload import VietQr, encode, parse

FOLDER = os.environ.get("VECTORS", "")
SCALES = (2, 4, 10)
LEVELS: tuple[Level, ...] = ("L", "M", "Q", "H")

OURS = [
    VietQr(acquirer_bin="999999", account="SCTDEMO000001", dynamic=False),
    VietQr(acquirer_bin="999999", account="SCTDEMO000001", dynamic=False, purpose="STAB12CD"),
    VietQr(
        acquirer_bin="999999",
        account="SCTDEMO000001",
        dynamic=True,
        amount=499_999_999,
        purpose="STAB12CD34",
    ),
]


def read(payload: str, scale: int, level: Level) -> str:
    picture = Image.open(io.BytesIO(qr_png(payload, scale=scale, level=level)))
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    return str(found.text)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("scale", SCALES)
def test_what_we_make_is_read_back_at_any_size_and_level(scale: int, level: Level) -> None:
    for wanted in OURS:
        payload = encode(wanted)
        assert read(payload, scale, level) == payload
        assert parse(payload) == parse(encode(wanted))


@pytest.mark.vectors
@pytest.mark.parametrize("group", ["vietqr", "vietqr_generated"])
def test_every_good_code_of_the_vectors_is_read_back(group: str) -> None:
    document = json.loads((Path(FOLDER) / "payments_vectors.json").read_text(encoding="utf-8"))
    payloads = [row["payload"] for row in document[group]]

    assert payloads
    assert [read(payload, 4, "M") for payload in payloads] == payloads
