"""The demo's tables, read from the files beside."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def table(name: str) -> Any:  # noqa: ANN401 - JSON of our own files
    """Return what ``<name>.json`` holds."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
