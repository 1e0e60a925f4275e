"""What the operating system has to offer: the libraries Qt loads, the tools the tests drive, apt."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


class SetUpFailed(Exception):
    """A sentence for the user that says what is missing and what to do."""


@dataclass(frozen=True)
class Need:
    """A shared library or a program, and the Debian packages that bring it, newest name first."""

    name: str
    packages: tuple[str, ...]


def _library(name: str, *packages: str) -> Need:
    return Need(name, packages)


QT = (
    _library("libglib-2.0.so.0", "libglib2.0-0t64", "libglib2.0-0"),
    _library("libGL.so.1", "libgl1"),
    _library("libEGL.so.1", "libegl1"),
    _library("libxkbcommon.so.0", "libxkbcommon0"),
    _library("libfontconfig.so.1", "libfontconfig1"),
    _library("libfreetype.so.6", "libfreetype6"),
    _library("libdbus-1.so.3", "libdbus-1-3"),
)
QT_ON_X11 = (
    _library("libxcb-cursor.so.0", "libxcb-cursor0"),
    _library("libxcb-icccm.so.4", "libxcb-icccm4"),
    _library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    _library("libxcb-shape.so.0", "libxcb-shape0"),
    _library("libxcb-xkb.so.1", "libxcb-xkb1"),
    _library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)
QT_ON_WAYLAND = (
    _library("libwayland-client.so.0", "libwayland-client0"),
    _library("libwayland-cursor.so.0", "libwayland-cursor0"),
    _library("libwayland-egl.so.1", "libwayland-egl1"),
)
TEST_PROGRAMS = (
    Need("Xvfb", ("xvfb",)),
    Need("xauth", ("xauth",)),
    Need("openbox", ("openbox",)),
    Need("xdotool", ("xdotool",)),
    Need("import", ("imagemagick",)),
)


def has_screen(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window could be shown; Windows and macOS always have a desktop."""
    return not platform.startswith("linux") or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def libraries_for_window(environ: Mapping[str, str]) -> tuple[Need, ...]:
    """Return what Qt loads to show a window on the screen that `environ` names.

    With both displays offered Qt falls back from Wayland to X11, so X11 is the one that must work.
    """
    return QT + (QT_ON_X11 if environ.get("DISPLAY") else QT_ON_WAYLAND)


def missing_libraries(needs: Iterable[Need]) -> list[Need]:
    """Return the libraries that the dynamic linker cannot load.

    Qt aborts the process when one of its plug-ins' libraries is absent, before any Python code can
    tell the user why: hence the look beforehand.
    """
    return [need for need in needs if not _loads(need.name)]


def missing_programs(needs: Iterable[Need]) -> list[Need]:
    """Return the programs that are not on the search path."""
    return [need for need in needs if shutil.which(need.name) is None]


def provide(missing: list[Need], what_for: str) -> None:
    """Install what is missing through apt where that is allowed, else name it in one line.

    Raises
    ------
    SetUpFailed
        If something is missing and cannot be installed from here.
    """
    if not missing:
        return
    if install([need.packages for need in missing]):
        return
    if is_debian():
        packages = " ".join(choose(need.packages) for need in missing)
        raise SetUpFailed(f"{what_for} needs more of the system; run: sudo apt-get install {packages}")
    names = ", ".join(f"{need.name} (Debian: {need.packages[-1]})" for need in missing)
    raise SetUpFailed(f"{what_for} needs from the system's package manager: {names}")


def is_debian() -> bool:
    """Whether packages come from apt here (Debian, Ubuntu and their kin)."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install(alternatives: list[tuple[str, ...]]) -> bool:
    """Install one package of each tuple of names with apt; False where that is not allowed or fails."""
    prefix = _may_install()
    if prefix is None:
        return False
    if not _have_package_lists():
        _run([*prefix, "apt-get", "update", "-qq"])
    # Lists may be older than the mirror: a second attempt follows a refresh.
    if _install(prefix, alternatives):
        return True
    _run([*prefix, "apt-get", "update", "-qq"])
    return _install(prefix, alternatives)


def choose(names: tuple[str, ...]) -> str:
    """Return the first of the names that apt knows here, else the last one."""
    import subprocess

    for name in names[:-1]:
        known = subprocess.run(["apt-cache", "show", name], capture_output=True, check=False)
        if known.returncode == 0 and known.stdout:
            return name
    return names[-1]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _may_install() -> list[str] | None:
    """Return the command prefix that gives apt its rights, None where there are none."""
    import subprocess

    if not is_debian():
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    granted = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if granted.returncode == 0 else None


def _have_package_lists() -> bool:
    return any(Path("/var/lib/apt/lists").glob("*_Packages*"))


def _install(prefix: list[str], alternatives: list[tuple[str, ...]]) -> bool:
    packages = [choose(names) for names in alternatives]
    print("Installing system packages:", " ".join(packages), flush=True)
    # Through `env`, because sudo drops variables; the lock wait covers a machine's own update at boot.
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120", "-qq", "-y"]
    return _run([*prefix, *quiet, "install", "--no-install-recommends", *packages])


def _run(command: list[str]) -> bool:
    import subprocess

    # Even -qq lists what apt unpacks; what it said matters only if it failed.
    ended = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    if ended.returncode != 0:
        print(ended.stdout, file=sys.stderr)
    return ended.returncode == 0
