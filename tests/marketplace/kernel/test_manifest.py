import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from marketplace.kernel.manifest import SHOP_VERSION, Manifest, ModuleSetError

TREE = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", ["", "payments.", "Payments", "payments/cod", "1payments"])
def test_name_that_is_no_package_is_refused(name: str) -> None:
    with pytest.raises(ModuleSetError, match="is no dotted package name"):
        Manifest(name=name, title="x")


def test_setting_in_lower_case_is_refused() -> None:
    with pytest.raises(
        ModuleSetError, match="names the setting 'rate'; write settings in capitals"
    ):
        Manifest(name="tax", title="Tax", settings={"rate": 1})


def test_code_is_the_last_part_of_the_name() -> None:
    assert Manifest(name="payments.providers.cod", title="x").code == "cod"


def test_glue_follows_all_it_depends_on_unless_it_names_some() -> None:
    both = Manifest(name="glue", title="x", depends=("a", "b"), auto_install=True)
    one = Manifest(name="glue", title="x", depends=("a", "b"), auto_install=("b",))
    none = Manifest(name="plain", title="x", depends=("a", "b"))

    assert both.glue_for == ("a", "b")
    assert one.glue_for == ("b",)
    assert none.glue_for == ()


def test_shop_version_is_the_projects_version() -> None:
    project = tomllib.loads((TREE / "pyproject.toml").read_text())

    assert project["project"]["version"] == SHOP_VERSION


def test_finding_and_ordering_modules_imports_no_django() -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from marketplace.kernel.assembly import assemble, read_choice\n"
        "from marketplace.kernel.discovery import discover\n"
        "assemble(discover(Path('.')), read_choice(Path('modules.toml')))\n"
        "print([name for name in sys.modules if name.split('.')[0] in "
        "{'django', 'oscar', 'wagtail'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=TREE, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"
