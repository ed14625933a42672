"""One day of an account, as three kinds of files tell it."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "vectors/statements"
KINDS = ("day.csv", "day.sta", "day.xml")


def content(kind: str, *, account: str = "SCTDEMO1", code: str = "ST00000000") -> bytes:
    text = (FOLDER / kind).read_text(encoding="utf-8")
    return text.replace("{account}", account).replace("{code}", code).encode()
