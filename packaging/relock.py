"""Choose the versions in `packaging/lock/` anew from pyproject.toml (needs the `uv` program).

`run.txt` holds what the program imports and the build backend; `dev.txt` the same and everything the
tests and checks use. Both hold for every supported Python on Linux, Windows and macOS.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PYPROJECT = CHECKOUT / "pyproject.toml"
LOCKS = CHECKOUT / "packaging" / "lock"
DEV_GROUPS = ("test", "oracle", "lint")
# hatchling asks for it when it installs a checkout in place, without naming it in its metadata.
IN_PLACE = "editables~=0.3"
HEADER = "# Made by packaging/relock.py from pyproject.toml; change that and run it again.\n"


def main(arguments: list[str]) -> int:
    """Write both locks; further arguments go to `uv pip compile` (such as --upgrade-package numpy)."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        print(
            "error: the program uv is not on the search path; install it with: pip install uv",
            file=sys.stderr,
        )
        return 2
    run, dev = LOCKS / "run.txt", LOCKS / "dev.txt"
    with tempfile.TemporaryDirectory() as folder:
        backend = Path(folder) / "backend.in"
        backend.write_text("\n".join([*build_requirements(), IN_PLACE]) + "\n")
        _compile(uv, [str(backend)], run, arguments)
        groups = [f"--group={PYPROJECT}:{group}" for group in DEV_GROUPS]
        _compile(uv, [str(backend), f"--constraint={run}", *groups], dev, arguments)
    return 0


def build_requirements() -> list[str]:
    """Return what pyproject.toml asks for to build the project."""
    return tomllib.loads(PYPROJECT.read_text())["build-system"]["requires"]


def _compile(uv: str, inputs: list[str], target: Path, arguments: list[str]) -> None:
    command = [uv, "pip", "compile", "--universal", "--python-version=3.11", "--no-config", "--quiet"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    # What stands in the target already is kept wherever pyproject.toml still allows it.
    command += [f"--output-file={target}", *arguments, str(PYPROJECT), *inputs]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    target.write_text(HEADER + target.read_text())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
