"""Every variable the settings read stands in .env.example, and nothing else does."""

import ast
import re

from tests.architecture.source import TREE, parsed

READERS = {"text", "flag", "integer", "words", "secret", "secret_tree", "secrets_by_name"}
LISTED = re.compile(r"^#?\s?([A-Z][A-Z0-9_]*)=", re.MULTILINE)


def variables_read() -> set[str]:
    found = set()
    for file in sorted((TREE / "marketplace" / "settings").glob("*.py")):
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Call) and _is_reader(node.func) and node.args:
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    found.add(str(name.value))
    return found


def _is_reader(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in READERS
        and isinstance(function.value, ast.Name)
        and function.value.id == "env"
    )


def test_example_lists_exactly_what_is_read() -> None:
    listed = set(LISTED.findall((TREE / ".env.example").read_text(encoding="utf-8")))

    assert listed == variables_read()


def test_only_the_readers_touch_the_environment() -> None:
    others = [
        file.name
        for file in (TREE / "marketplace" / "settings").glob("*.py")
        if file.name not in {"env.py", "test.py"} and "os.environ" in file.read_text()
    ]

    assert others == []
