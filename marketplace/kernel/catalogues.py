"""Message catalogues without gettext's binaries: compile them, and find what has no translation.

Babel reads and writes the files; nothing here needs Django to be set up.
"""

import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from marketplace.kernel.discovery import ROOTS

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_NOT_OURS = {"migrations", "node_modules", "tests"}
_TEMPLATE_SUFFIXES = {".html", ".txt", ".svg", ".xml"}
_TEMPLATE_COMMENTS = re.compile(
    r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL
)


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """Something people read: its message id, its context if any, and where it stands."""

    file: Path
    line: int
    msgid: str
    context: str

    @property
    def key(self) -> tuple[str, str]:
        """What a translation is looked up by."""
        return self.context, self.msgid


def compile_catalogues(tree: Path) -> list[Path]:
    """Compile every ``.po`` of the project that is newer than its ``.mo``; return those."""
    stale = [file for file in catalogue_files(tree) if not _is_fresh(file)]
    for file in stale:
        _compile(file)
    return stale


def _compile(file: Path) -> None:
    """Write the ``.mo`` whole or not at all: Django does not start with half of one."""
    words = io.BytesIO()
    write_mo(words, _read(file))
    fresh = file.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_bytes(words.getvalue())
    fresh.replace(file.with_suffix(".mo"))


def catalogue_files(tree: Path, language: str = "*") -> list[Path]:
    """Return the project's ``django.po`` files, its own folder ``locale`` last."""
    folders = [tree / root for root in ROOTS]
    pattern = f"locale/{language}/LC_MESSAGES/django.po"
    found = [file for folder in folders for file in sorted(folder.rglob(pattern))]
    return found + sorted(tree.glob(pattern))


def texts(tree: Path) -> list[Text]:
    """Return every text of the project's Python files and templates, sorted."""
    return sorted(text for file in _sources(tree) for text in _texts_in(file, tree))


def untranslated(tree: Path, language: str) -> list[Text]:
    """Return the texts without a translation into ``language`` in the project's catalogues."""
    known = set(translations(tree, language))
    return [text for text in texts(tree) if text.key not in known]


def translations(tree: Path, language: str) -> dict[tuple[str, str], dict[str, Path]]:
    """Return what each text is translated to, and in which file.

    More than one translation for a key means that two modules disagree and the load order decides.
    """
    found: dict[tuple[str, str], dict[str, Path]] = {}
    for file in catalogue_files(tree, language):
        for message in _read(file):
            if message.id and _is_translated(message):
                key = (message.context or "", _singular(message.id))
                found.setdefault(key, {}).setdefault(_singular(message.string), file)
    return found


def _is_fresh(file: Path) -> bool:
    compiled = file.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns >= file.stat().st_mtime_ns


def _read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, abort_invalid=True)


def _sources(tree: Path) -> Iterator[Path]:
    for root in ROOTS:
        for file in sorted((tree / root).rglob("*")):
            parts = set(file.relative_to(tree).parts)
            is_template = "templates" in parts and file.suffix in _TEMPLATE_SUFFIXES
            if is_template or (file.suffix == ".py" and not parts & _NOT_OURS):
                yield file


def _texts_in(file: Path, tree: Path) -> Iterable[Text]:
    source = file.read_text(encoding="utf-8")
    method = "python"
    if file.suffix != ".py":
        # Comments may hold apostrophes, which the tokenizer would take for strings.
        bare = _TEMPLATE_COMMENTS.sub(_only_newlines, source)
        source, method = templatize(bare, origin=str(file)), "javascript"
    found = extract(method, io.BytesIO(source.encode()), keywords=KEYWORDS)
    for line, msgid, _comments, context in found:
        yield Text(file.relative_to(tree), line, _singular(msgid), context or "")


def _only_newlines(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def _singular(forms: str | Iterable[str] | None) -> str:
    return forms if isinstance(forms, str) else next(iter(forms or [""]))


def _is_translated(message: Message) -> bool:
    forms = [message.string] if isinstance(message.string, str) else message.string or [""]
    return not message.fuzzy and all(forms)
