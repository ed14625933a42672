"""The public GS1 vectors that ``$VECTORS`` points to; they are read, never copied into the project.

Our own stand in ``tests/vectors/gs1``.
"""

import json
import os
from pathlib import Path

import pytest

OWN = Path(__file__).parents[2] / "vectors" / "gs1"
_FOLDER = os.environ.get("VECTORS", "")
_WITHOUT = pytest.mark.skip(reason="$VECTORS is not set: the public GS1 vectors are not here")

Case = dict[str, object]


def dictionary_path() -> Path:
    """The syntax dictionary whose facts our table was written from."""
    if not _FOLDER:
        pytest.skip("$VECTORS is not set: the public GS1 syntax dictionary is not here")
    return Path(_FOLDER) / "traceability" / "gs1-syntax-dictionary.txt"


def public(file: str, group: str) -> list[object]:
    """Parameters of one group of a public file (``a.b`` within a), or one that says why not."""
    if not _FOLDER:
        return [pytest.param({}, marks=[pytest.mark.vectors, _WITHOUT], id="without-vectors")]
    cases = json.loads((Path(_FOLDER) / "traceability" / file).read_text("utf-8"))
    for name in group.split("."):
        cases = cases[name]
    return [
        pytest.param(case, marks=pytest.mark.vectors, id=_name(case, position))
        for position, case in enumerate(cases)
    ]


def own(file: str) -> list[object]:
    """Parameters of one of our own files."""
    cases = json.loads((OWN / file).read_text("utf-8"))["cases"]
    return [pytest.param(case, id=_name(case, position)) for position, case in enumerate(cases)]


def _name(case: object, position: int) -> str:
    return str(case["id"]) if isinstance(case, dict) and "id" in case else str(position)
