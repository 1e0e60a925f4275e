"""Every text that a person reads can be translated."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import palpate
from palpate.session.settings_table import SECTIONS, SETTINGS
from palpate.ui.actions.table import ACTIONS, HELD_KEYS, MOUSE
from palpate.ui.actions.tables.menu import MENUS

UI = Path(palpate.__file__).parent / "ui"
SHOWS_TEXT = {
    "setText",
    "setToolTip",
    "setWindowTitle",
    "setAccessibleName",
    "setAccessibleDescription",
    "setPlaceholderText",
    "setStatusTip",
    "setTitle",
}
SIGNS = {"Palpate", "✕"}


def test_the_tool_that_collects_texts_finds_every_action(tmp_path: Path) -> None:
    actions = UI / "actions"
    tables = sorted([actions / "table.py", *(actions / "tables").glob("*.py")])
    out = tmp_path / "palpate.ts"
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    alias = ["-tr-function-alias", "QT_TRANSLATE_NOOP+=T"]
    subprocess.run([tool, *alias, *tables, "-ts", out], check=True, capture_output=True)
    found = {source.text for source in ElementTree.parse(out).iter("source")}

    wanted = {spec.text for spec in ACTIONS} | {spec.tip for spec in ACTIONS if spec.tip}
    wanted |= (
        set(MENUS.values()) | {spec.text for spec in HELD_KEYS} | {text for pair in MOUSE for text in pair}
    )
    assert wanted <= found


def test_the_tool_finds_the_words_of_every_setting(tmp_path: Path) -> None:
    table = UI.parent / "session" / "settings_table.py"
    out = tmp_path / "palpate.ts"
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    alias = ["-tr-function-alias", "QT_TRANSLATE_NOOP+=T"]
    subprocess.run([tool, *alias, table, "-ts", out], check=True, capture_output=True)
    found = {source.text for source in ElementTree.parse(out).iter("source")}
    wanted = {text for spec in SETTINGS for text in (spec.title, spec.hint, spec.unset) if text}
    wanted |= {words for spec in SETTINGS for _, words in spec.choices} | set(SECTIONS.values())
    assert wanted <= found


def test_no_widget_is_given_a_text_that_was_not_marked() -> None:
    bare = []
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                first = node.args[0] if node.args else None
                if (
                    node.func.attr in SHOWS_TEXT
                    and isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and any(letter.isalpha() for letter in first.value)
                    and first.value not in SIGNS
                ):
                    bare.append(f"{path.name}:{node.lineno}: {first.value}")
    assert not bare
