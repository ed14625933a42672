"""Set pages with Typst, in a process of its own. Knows no Django.

Typst keeps what it set in memory for the next page (some 100 MB for a thousand labels) and, being
native code, may take its process with it. So each document gets a fresh process: memory ends with
it, a crash is an error like any other, and one that hangs is ended.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

Form = Literal["pdf", "svg", "png"]

FONTS = Path(__file__).parent / "fonts"
_CHILD = Path(__file__).parent / "child.py"
PATIENCE = 120
"""Seconds for a document; a thousand labels take two."""

_TOLD = 400


class PressError(ValueError):
    """A document that could not be set."""

    code = "press_error"


class TypstFailedError(PressError):
    """Typst refused the document or fell over."""

    code = "typst_failed"


class PressTimeoutError(PressError):
    """Typst did not come to an end."""

    code = "press_timeout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """What is set.

    Attributes:
        template: the Typst file.
        inputs: what the template reads as JSON from ``sys.inputs``, by name.
        form: of the result.
        made_at: written into a PDF; None leaves it out.
        ppi: dots an inch of a PNG.
    """

    template: Path
    inputs: Mapping[str, object]
    form: Form = "pdf"
    made_at: datetime | None = None
    ppi: int = 144


def typeset(manuscript: Manuscript, *, patience: float = PATIENCE) -> list[bytes]:
    """Return the document: one PDF, or one picture a page. The same in, the same bytes out.

    Raises:
        TypstFailedError: the template refuses its inputs, or the process was ended from outside.
        PressTimeoutError: it took longer than ``patience`` seconds.
    """
    order = json.dumps(_order(manuscript)).encode()
    try:
        done = subprocess.run(  # noqa: S603 -- our own file under our own interpreter
            [sys.executable, "-I", str(_CHILD)],
            input=order,
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PressTimeoutError(f"no page after {patience:g} s") from error
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip()[-_TOLD:]
        raise TypstFailedError(f"ended with {done.returncode}: {told}")
    return [base64.b64decode(page) for page in json.loads(done.stdout)]


def _order(manuscript: Manuscript) -> dict[str, object]:
    made_at = manuscript.made_at
    return {
        "source": manuscript.template.read_text(encoding="utf-8"),
        "inputs": {name: json.dumps(value) for name, value in manuscript.inputs.items()},
        "form": manuscript.form,
        "timestamp": int(made_at.timestamp()) if made_at else None,
        "ppi": manuscript.ppi,
        "fonts": str(FONTS),
    }
