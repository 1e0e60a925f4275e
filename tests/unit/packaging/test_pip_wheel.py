from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import pip_wheel

CONTENT = b"a wheel of nothing"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def page(sha256: str) -> str:
    return (
        '<a href="pip-9.0.1-py2.py3-none-any.whl#sha256=00">old</a>\n'
        f'<a href="../../files/{pip_wheel.WHEEL}#sha256={sha256}" data-requires-python="&gt;=3.9">new</a>'
    )


def test_the_html_form_of_an_index_is_understood() -> None:
    assert pip_wheel.find_wheel(page(SHA256), "text/html") == (f"../../files/{pip_wheel.WHEEL}", SHA256)


def test_the_json_form_of_an_index_is_understood() -> None:
    file = {"filename": pip_wheel.WHEEL, "url": "https://x/y.whl", "hashes": {"sha256": "12"}}
    text = json.dumps({"files": [file]})
    assert pip_wheel.find_wheel(text, "application/vnd.pypi.simple.v1+json") == ("https://x/y.whl", "12")


def test_an_index_without_the_wheel_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=pip_wheel.VERSION):
        pip_wheel.find_wheel("<a href='pip-9.0.1.tar.gz'>", "text/html")


def test_bytes_that_differ_from_the_announced_hash_are_refused() -> None:
    pip_wheel.verify(CONTENT, SHA256)
    pip_wheel.verify(CONTENT, "")
    with pytest.raises(ValueError, match="damaged"):
        pip_wheel.verify(CONTENT + b"!", SHA256)


def test_without_settings_no_index_is_made_up(tmp_path: Path) -> None:
    settings = pip_wheel.pip_settings({}, tmp_path, system=tmp_path / "absent.conf")
    assert settings == {}


def test_a_mirror_set_for_pip_is_asked_and_a_variable_wins_over_a_file(tmp_path: Path) -> None:
    system, own = tmp_path / "pip.conf", tmp_path / ".config" / "pip" / "pip.conf"
    own.parent.mkdir(parents=True)
    system.write_text("[global]\nindex-url = https://system/simple\ncert = /system.pem\ntimeout = 9\n")
    own.write_text("[install]\nindex-url = https://own/simple\n")
    from_files = pip_wheel.pip_settings({}, tmp_path, system=system)
    assert from_files == {"index-url": "https://own/simple", "cert": "/system.pem"}
    variable = {"PIP_INDEX_URL": "https://variable/simple"}
    assert pip_wheel.pip_settings(variable, tmp_path, system=system)["index-url"] == "https://variable/simple"
