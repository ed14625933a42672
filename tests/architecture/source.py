"""The project's source files, parsed once for every architecture test."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from marketplace.kernel.discovery import ROOTS

TREE = Path(__file__).resolve().parents[2]


@cache
def source_files() -> tuple[Path, ...]:
    """Return the shipped Python files, migrations left out."""
    found = [file for root in ROOTS for file in sorted((TREE / root).rglob("*.py"))]
    return tuple(file for file in found if "migrations" not in file.parts)


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def dotted(file: Path, tree: Path = TREE) -> str:
    """Return the import name of ``file``."""
    parts = file.relative_to(tree).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and absolute name of everything a file imports, wherever it stands.

    ``from a import b`` yields ``a.b``: the caller cannot know whether ``b`` is a module.
    """
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
