"""The files of a new module: it starts, says what it is, and has a test that passes."""

from pathlib import Path

from marketplace.kernel.discovery import ROOTS
from marketplace.kernel.manifest import Manifest, ModuleSetError

MANIFEST = '''"""{title}."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="{name}",
    title="{title}",
    summary="",
    depends=("marketplace.kernel",),
    apps=("{name}",),
)
'''

APPS = '''"""The app of {name}."""

from django.apps import AppConfig


class {camel}Config(AppConfig):
    """{title}."""

    name = "{name}"
    label = "{code}"
    default_auto_field = "django.db.models.BigAutoField"
'''

README = """# {title}

## What for

## How to switch on

`manage.py modules install {name}`, then restart the server and the workers.

## Settings

None.

## Words
"""

TEST = """from marketplace.kernel.discovery import discover
from tests.architecture.source import TREE


def test_module_is_found_by_its_name() -> None:
    assert discover(TREE)["{name}"].manifest.title == "{title}"
"""


def files(name: str, title: str) -> dict[Path, str]:
    """Return the new module's files, by their path in the tree.

    Raises:
        ModuleSetError: the name is no package name, or stands in no folder for modules.
    """
    manifest = Manifest(name=name, title=title)
    root, _dot, inner = name.partition(".")
    if root not in ROOTS or not inner:
        raise ModuleSetError(
            f"{name} has no place; begin it with a folder for modules, "
            "such as marketplace.modules, payments.providers or themes."
        )
    camel = "".join(part.capitalize() for part in manifest.code.split("_"))
    told = {"name": name, "title": title, "code": manifest.code, "camel": camel}
    folder = Path(*name.split("."))
    return {
        folder / "__init__.py": "",
        folder / "__manifest__.py": MANIFEST.format(**told),
        folder / "apps.py": APPS.format(**told),
        folder / "README.md": README.format(**told),
        Path("tests") / folder / "__init__.py": "",
        Path("tests") / folder / f"test_{manifest.code}.py": TEST.format(**told),
    }


def create(tree: Path, name: str, title: str) -> list[Path]:
    """Write the new module's files and return their paths.

    Raises:
        ModuleSetError: there is something in the way.
    """
    made = files(name, title)
    folder = tree.joinpath(*name.split("."))
    if folder.exists():
        raise ModuleSetError(f"{folder} is there already; choose another name.")
    for path, text in made.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text, encoding="utf-8")
    return sorted(made)
