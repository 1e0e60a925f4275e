"""What is printed, whatever the terminal can show."""

from __future__ import annotations

import io
import json
import sys

import pytest

from palpate.cli.output import Outcome, show


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_json_stays_json_in_every_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding, errors="backslashreplace"))
    show(Outcome({"name": "José σ 😀"}), as_json=True)
    sys.stdout.flush()
    assert json.loads(written.getvalue().decode(encoding)) == {"name": "José σ 😀"}
