"""The checkout's own environment `.venv`: made from a lock file, and known to be finished or not."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import machine
from machine import SetUpFailed

CHECKOUT = Path(__file__).resolve().parent.parent
STAMP = "palpate-setup.json"
PYTHON_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
# The development lock holds everything that the run lock holds.
LOCKS = {"run": ("run",), "dev": ("run", "dev")}


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, checkout: Path = CHECKOUT) -> None:
        self.checkout = checkout
        self.folder = checkout / ".venv"
        self.stamp = self.folder / STAMP
        windows = sys.platform == "win32"
        self.python = self.folder / ("Scripts/python.exe" if windows else "bin/python")

    def lock(self, kind: str) -> Path:
        """Return the file of pinned versions: `run` or `dev`."""
        return self.checkout / "packaging" / "lock" / f"{kind}.txt"

    def is_ready(self, kind: str) -> bool:
        """Whether a finished set-up with these pins, this Python and this place is there."""
        stamp = self.read_stamp()
        return (
            stamp.get("home") == self.home()
            and stamp.get("pins", {}).get(kind) == self.fingerprint(kind)
            and self.python.exists()
        )

    def home(self) -> list[str]:
        """Return what an environment is bound to: its scripts and links hold this place and Python."""
        return [str(self.checkout), PYTHON_VERSION, platform.machine()]

    def fingerprint(self, kind: str) -> str:
        """Return a hash of the pins and of what the installed project's metadata are made from."""
        digest = hashlib.sha256()
        for path in (
            self.lock(kind),
            self.checkout / "pyproject.toml",
            self.checkout / "app/palpate/__init__.py",
        ):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def read_stamp(self) -> dict[str, Any]:
        """Return what the last set-up left; empty if there was none or it was cut short."""
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def write_stamp(self, stamp: dict[str, Any]) -> None:
        """Replace the stamp in one step."""
        beside = self.stamp.with_suffix(".new")
        beside.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
        beside.replace(self.stamp)

    def set_up(self, kind: str) -> None:
        """Make the environment hold the pins of `kind` and the project itself.

        An environment whose last set-up was cut short is emptied first: a half-unpacked library looks
        installed to pip. One that somebody else made is used as it is.

        Raises
        ------
        SetUpFailed
            If a step fails; the next call starts over.
        """
        with _alone(self.lock("run")):
            if self.is_ready(kind):
                return
            started = time.monotonic()
            pins = self.start_over_if_broken()
            self.write_stamp({"home": self.home(), "pins": {}, "unfinished": True})
            if not self.python.exists():
                self._create()
            self._ensure_pip()
            self._install(kind)
            pins |= {held: self.fingerprint(held) for held in LOCKS[kind]}
            self.write_stamp({"home": self.home(), "pins": pins})
            print(f"Set up in {time.monotonic() - started:.0f} s.", flush=True)

    def start_over_if_broken(self) -> dict[str, str]:
        """Return the pins of a sound environment; empty or create the folder of any other."""
        stamp = self.read_stamp()
        sound = stamp.get("home") == self.home() and not stamp.get("unfinished") and self.python.exists()
        if sound:
            return dict(stamp.get("pins", {}))
        if self.stamp.exists():
            _empty(self.folder, keep=self.stamp)
        elif self.folder.exists() and not self._serves():
            raise SetUpFailed(
                f"{self.folder} was made by something else and does not serve; remove it and try again"
            )
        self.folder.mkdir(exist_ok=True)
        return {}

    def _serves(self) -> bool:
        """Whether an environment made elsewhere runs this Python; an empty folder serves as well."""
        if not any(self.folder.iterdir()):
            return True
        check = f"import sys; sys.exit('%d.%d' % sys.version_info[:2] != {PYTHON_VERSION!r})"
        return self.python.exists() and _succeeds([str(self.python), "-c", check])

    def _create(self) -> None:
        print(f"Making an environment for Python {platform.python_version()} in .venv", flush=True)
        with_pip = _has_ensurepip()
        import subprocess
        import venv

        try:
            venv.create(self.folder, symlinks=os.name != "nt", with_pip=with_pip)
        except subprocess.CalledProcessError as error:
            raise SetUpFailed(f"the environment could not be made: {error}") from error

    def _ensure_pip(self) -> None:
        if _succeeds([str(self.python), "-m", "pip", "--version"]):
            return
        import pip_wheel

        print("Fetching pip, which this Python came without", flush=True)
        try:
            pip_wheel.install(self.python)
        except SetUpFailed as error:
            wanted = f"python{PYTHON_VERSION}-venv" if machine.is_debian() else "ensurepip for this Python"
            raise SetUpFailed(f"{error}; install {wanted} and try again") from error

    def _install(self, kind: str) -> None:
        what = "the libraries" if kind == "run" else "the libraries and the test tools"
        print(f"Installing {what} (some 250 MB when done for the first time)", flush=True)
        # Wheels only: a missing one should say so at once, not start a compiler.
        self._pip("--only-binary=:all:", "--requirement", str(self.lock(kind)), attempts=2)
        # Built with the pinned backend that the lock just brought, so nothing else is fetched.
        self._pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(self.checkout))

    def _pip(self, *arguments: str, attempts: int = 1) -> None:
        import subprocess

        # On a terminal pip shows how far it is; in a log only what went wrong matters.
        quiet = [] if sys.stdout.isatty() else ["--quiet"]
        command = [str(self.python), "-m", "pip", "install", *quiet, *arguments]
        # A user's own `user = true` cannot hold inside an environment.
        settings = os.environ | {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        for _ in range(attempts):
            code = subprocess.run(command, env=settings, cwd=self.checkout, check=False).returncode
            if code == 0:
                return
        raise SetUpFailed("pip could not install what Palpate needs; its own messages stand above")


def _has_ensurepip() -> bool:
    """Whether this Python brings pip along; Debian keeps that part in a package of its own."""
    import importlib.util

    if importlib.util.find_spec("ensurepip") is not None:
        return True
    if not machine.install([(f"python{PYTHON_VERSION}-venv",)]):
        return False
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def _empty(folder: Path, *, keep: Path) -> None:
    """Delete what is in the folder; `keep` stays, so that a cut here too is seen by the next set-up."""
    import shutil

    for path in folder.iterdir():
        if path == keep:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _succeeds(command: list[str]) -> bool:
    import subprocess

    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other set-up of this checkout runs; the file is locked, never written."""
    with path.open("rb") as file:
        if sys.platform == "win32":
            import msvcrt

            # Windows refuses reading of a locked region, hence one far behind the end.
            file.seek(1 << 30)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
