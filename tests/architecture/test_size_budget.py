"""Functions stay short: none over 50 lines, half of them at most 10."""

import ast
from pathlib import Path
from statistics import median

from tests.architecture.source import functions, parsed, source_files

LONGEST = 50
MEDIAN = 10
LONGEST_FILE = 600


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def too_long(module: ast.Module, name: str) -> list[str]:
    return [
        f"{name}:{one.lineno} {one.name} has {lines(one)} lines"
        for one in functions(module)
        if lines(one) > LONGEST
    ]


def test_no_function_is_longer_than_fifty_lines() -> None:
    assert [told for file in source_files() for told in too_long(parsed(file), str(file))] == []


def test_half_of_the_functions_have_at_most_ten_lines() -> None:
    sizes = [lines(one) for file in source_files() for one in functions(parsed(file))]

    assert median(sizes) <= MEDIAN


def test_no_file_is_longer_than_six_hundred_lines() -> None:
    def size(file: Path) -> int:
        return len(file.read_text(encoding="utf-8").splitlines())

    assert [
        f"{file} has {size(file)} lines" for file in source_files() if size(file) > LONGEST_FILE
    ] == []


def test_planted_long_function_is_found() -> None:
    body = "\n".join(f"    x = {number}" for number in range(LONGEST))

    assert too_long(ast.parse(f"def long():\n{body}\n"), "planted") == [
        "planted:1 long has 51 lines"
    ]
