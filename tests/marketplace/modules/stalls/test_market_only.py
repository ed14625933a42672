"""A deployment of payments and stalls alone: it migrates, serves, sells without any Oscar app."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

TREE = Path(__file__).resolve().parents[4]


def test_a_market_runs_without_the_shop() -> None:
    listed = tomllib.loads((TREE / "deploy" / "market.toml").read_text(encoding="utf-8"))
    environment = {
        **os.environ,
        "MODULES": " ".join(listed["installed"]),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
    }
    for name in ("DATABASE_URL", "VAR_DIR"):
        environment.pop(name, None)
    run = subprocess.run(
        [sys.executable, "-m", "tests.projects.market.journey"],
        cwd=TREE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-2000:]
    assert json.loads(run.stdout.splitlines()[-1]) == {
        "oscar": [],
        "home": 200,
        "asks_to_sign_in": 302,
        "signed_in": [302, True],
        "/quay/": 200,
        "/quay/bang/": 200,
        "/quay/bang/soi/": 200,
        "/quay/so/": 200,
        "/ban/tien/": 200,
        "sold": 302,
        "cash": 302,
        "closed": 302,
        "lines": [["qr", 50_000], ["static", 85_000], ["cash", 35_000]],
        "difference": 0,
        "map": 200,
        "back_office": 302,
    }
