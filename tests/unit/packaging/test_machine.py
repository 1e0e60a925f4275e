from __future__ import annotations

from pathlib import Path

import pytest

import machine
from machine import Need, SetUpFailed

MADE_UP = Need("libpalpate-made-up.so.7", ("libpalpate-made-up7t64", "libpalpate-made-up7"))


def test_a_library_that_nobody_has_is_missing() -> None:
    assert machine.missing_libraries([MADE_UP]) == [MADE_UP]


def test_a_program_is_looked_for_on_the_search_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "palpate-made-up"
    program.touch(mode=0o755)
    need = Need(program.name, ("palpate-made-up",))
    assert machine.missing_programs([need]) == [need]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.missing_programs([need]) == []


def test_nothing_missing_asks_nothing_of_the_system() -> None:
    machine.provide([], "the window")


def test_where_apt_is_absent_the_libraries_are_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetUpFailed) as raised:
        machine.provide([MADE_UP], "the window")
    sentence = str(raised.value)
    assert "libpalpate-made-up.so.7" in sentence
    assert "libpalpate-made-up7" in sentence
    assert "\n" not in sentence


def test_a_screen_is_x11_or_wayland_on_linux_and_a_matter_of_course_elsewhere() -> None:
    assert not machine.has_screen({}, "linux")
    assert machine.has_screen({"DISPLAY": ":0"}, "linux")
    assert machine.has_screen({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert machine.has_screen({}, "win32")
    assert machine.has_screen({}, "darwin")


def test_the_libraries_asked_for_are_those_of_the_screen_there_is() -> None:
    on_x11 = machine.libraries_for_window({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"})
    on_wayland = machine.libraries_for_window({"WAYLAND_DISPLAY": "wayland-0"})
    assert set(machine.QT_ON_X11) <= set(on_x11)
    assert set(machine.QT_ON_WAYLAND) <= set(on_wayland)
    assert set(on_x11) & set(on_wayland) == set(machine.QT)
