"""Our own payloads: what other programs that read VietQR may test themselves against."""

import json
from pathlib import Path

import pytest

from payments.vietqr.core.errors import VietQrError
from payments.vietqr.core.payload import parse
from payments.vietqr.core.record import code_record

FILE = Path(__file__).parents[2] / "vectors" / "vietqr" / "own.json"
VECTORS = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS["read"], ids=lambda vector: vector["what"])
def test_what_each_good_payload_says(vector: dict[str, object]) -> None:
    assert code_record(parse(str(vector["payload"]))) == vector["record"]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["error"])
def test_why_each_bad_payload_is_refused(vector: dict[str, str]) -> None:
    with pytest.raises(VietQrError) as caught:
        parse(vector["payload"])

    assert caught.value.code == vector["error"]
