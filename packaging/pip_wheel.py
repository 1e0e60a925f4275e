"""Bring pip into an environment whose Python came without ensurepip, from the index set up for pip."""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import re
import ssl
import subprocess
import tempfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urldefrag, urljoin
from urllib.request import Request, urlopen

from machine import SetUpFailed

VERSION = "26.2.1"
WHEEL = f"pip-{VERSION}-py3-none-any.whl"
TIMEOUT_S = 60
_JSON = "application/vnd.pypi.simple.v1+json"


def install(python: Path) -> None:
    """Install pip into the environment of `python`.

    Raises
    ------
    SetUpFailed
        If no index is set up for pip, or the wheel cannot be fetched, is not what the index announced, or
        does not install.
    """
    settings = pip_settings(os.environ, Path.home())
    if "index-url" not in settings:
        raise SetUpFailed("this Python came without pip, and no index is set up to fetch it from")
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / WHEEL
        try:
            wheel.write_bytes(fetch(settings))
        except (OSError, ValueError) as error:
            raise SetUpFailed(f"pip could not be fetched ({error})") from error
        # A wheel is a zip that Python runs from: pip installs itself.
        command = [str(python), f"{wheel}/pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
        if subprocess.run(command, check=False).returncode != 0:
            raise SetUpFailed("pip did not install itself")


def pip_settings(
    environ: Mapping[str, str], home: Path, *, system: Path = Path("/etc/pip.conf")
) -> dict[str, str]:
    """Return pip's `index-url` and `cert` as its configuration files and variables set them."""
    places = [
        system,
        home / ".pip" / "pip.conf",
        Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf",
    ]
    if "PIP_CONFIG_FILE" in environ:
        places.append(Path(environ["PIP_CONFIG_FILE"]))
    settings: dict[str, str] = {}
    for place in places:
        settings.update(_read(place))
    for key in ("index-url", "cert"):
        value = environ.get("PIP_" + key.upper().replace("-", "_"))
        if value:
            settings[key] = value
    return settings


def fetch(settings: Mapping[str, str]) -> bytes:
    """Return the bytes of pip's wheel, checked against the index's hash where it gives one.

    Raises
    ------
    ValueError
        If the index does not offer the wheel or the bytes are not those it announced.
    OSError
        If the index cannot be reached.
    """
    context = ssl.create_default_context(cafile=settings.get("cert"))
    page_url = settings["index-url"].rstrip("/") + "/pip/"
    page, kind = _get(page_url, context)
    url, sha256 = find_wheel(page.decode(), kind)
    wheel, _ = _get(urljoin(page_url, url), context)
    verify(wheel, sha256)
    return wheel


def verify(wheel: bytes, sha256: str) -> None:
    """Refuse bytes whose hash is not the announced one; with "" nothing was announced.

    Raises
    ------
    ValueError
        If the two differ.
    """
    if sha256 and hashlib.sha256(wheel).hexdigest() != sha256:
        raise ValueError(f"{WHEEL} is damaged")


def find_wheel(page: str, kind: str) -> tuple[str, str]:
    """Return the address of pip's wheel on an index page and its SHA-256, "" if none is given.

    The two forms of the page are those of PEP 503 (HTML) and PEP 691 (JSON).
    """
    if "json" in kind:
        for file in json.loads(page)["files"]:
            if file["filename"] == WHEEL:
                return file["url"], file.get("hashes", {}).get("sha256", "")
    else:
        for link in re.findall(r"""href\s*=\s*["']([^"']+)["']""", page):
            url, fragment = urldefrag(unescape(link))
            if url.endswith(WHEEL):
                return url, fragment.removeprefix("sha256=") if fragment.startswith("sha256=") else ""
    raise ValueError(f"the package index does not offer {WHEEL}")


def _read(place: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser()
    try:
        parser.read(place, encoding="utf-8")
    except configparser.Error as error:
        raise SetUpFailed(f"{place} is not a readable pip configuration: {error}") from error
    keys = {"index-url", "cert"}
    found: dict[str, str] = {}
    for section in ("global", "install"):
        if parser.has_section(section):
            found.update({key: value for key, value in parser.items(section) if key in keys and value})
    return found


def _get(url: str, context: ssl.SSLContext) -> tuple[bytes, str]:
    request = Request(url, headers={"Accept": f"{_JSON}, text/html;q=0.5"})
    try:
        with urlopen(request, timeout=TIMEOUT_S, context=context) as answer:
            return answer.read(), answer.headers.get("Content-Type") or ""
    except URLError as error:
        raise OSError(f"{url}: {error.reason}") from error
