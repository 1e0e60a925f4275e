"""Who may import whom, and who may not be imported at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

HEAVY = ("PySide6", "pyqtgraph", "scipy", "cv2", "av", "shapely", "rich", "statsmodels", "h5py", "asyncio")
HEAVY += ("reportlab", "jinja2", "palpate.report")


def run_python(checkout: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that finds the package in the checkout."""
    environment = dict(os.environ, PYTHONPATH=str(checkout / "app"), PYTHONDONTWRITEBYTECODE="1")
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def headless_modules(checkout: Path) -> list[str]:
    """Return every module of the package that must do without a screen."""
    app = checkout / "app"
    parts = [path.relative_to(app).with_suffix("").parts for path in sorted((app / "palpate").rglob("*.py"))]
    names = [".".join(part[:-1] if part[-1] == "__init__" else part) for part in parts]
    return [name for name in names if not name.startswith("palpate.ui")]


def test_packages_import_downward_only_and_never_sideways(checkout: Path) -> None:
    command = Path(sysconfig.get_path("scripts")) / "lint-imports"
    environment = dict(os.environ, PYTHONPATH=str(checkout / "app"))
    done = subprocess.run(
        [str(command), "--no-cache"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_headless_module_can_be_imported_where_there_is_no_qt(checkout: Path) -> None:
    code = """
import importlib, sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
failed = []
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed.append(f"{name}: {error}")
print("\\n".join(failed))
"""
    done = run_python(checkout, code, *headless_modules(checkout))
    assert done.returncode == 0, done.stderr
    assert not done.stdout.strip(), done.stdout


@pytest.mark.parametrize("command", [["formats", "--json"], ["skeleton", "list", "--json"]])
def test_a_light_command_loads_no_heavy_library(checkout: Path, command: list[str]) -> None:
    code = f"""
import json, sys
from palpate.__main__ import main
status = main(sys.argv[1:])
loaded = sorted(name for name in {HEAVY!r} if name in sys.modules)
sys.stderr.write(json.dumps([status, loaded]))
"""
    done = run_python(checkout, code, *command)
    assert done.returncode == 0, done.stderr
    status, loaded = json.loads(done.stderr)
    assert (status, loaded) == (0, [])


def test_the_package_root_imports_nothing(checkout: Path) -> None:
    code = "import sys; before = set(sys.modules); import palpate; print(sorted(set(sys.modules) - before))"
    done = run_python(checkout, code)
    assert done.stdout.strip() == "['palpate']", done.stderr
