"""Every setting of the program: what it is called, what it may be, whose it is."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from palpate.session.frames.frame_memory import range_bytes
from palpate.session.frames.proxies import LIMIT_BYTES

Value = str | int | float | bool | None

MEGA, GIGA = 1 << 20, 1_000_000_000
"""Bytes in the units that memory and proxies are set in."""


class Kind(Enum):
    """What a setting is."""

    CHOICE = "choice"
    TOGGLE = "toggle"
    WHOLE = "whole number"
    TEXT = "text"


class Whose(Enum):
    """Whom a setting belongs to."""

    ANNOTATOR = "annotator"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """One setting.

    Attributes
    ----------
    section
        Where it stands in the settings dialog; empty for one that is set elsewhere.
    usual
        Its value until somebody sets another.
    choices
        What a choice may be, and the words for each.
    limits
        The least and the most of a whole number; those of this machine may have to be asked for.
    step
        By how much a whole number usually grows.
    unit
        Behind the number.
    unset
        Words for None, where a whole number may also be left to the program.
    """

    name: str
    section: str
    kind: Kind
    usual: Value | Callable[[], Value]
    title: str = ""
    hint: str = ""
    whose: Whose = Whose.ANNOTATOR
    choices: tuple[tuple[Value, str], ...] = ()
    limits: Callable[[], tuple[int, int]] | None = None
    step: int = 1
    unit: str = ""
    unset: str = ""


def T(context: str, text: str) -> str:  # noqa: N802 - the name that the tool knows
    """Mark a text for translation; `lupdate` knows this as an alias of ``QT_TRANSLATE_NOOP``."""
    return text


SECTIONS: dict[str, str] = {
    "annotator": T("Settings", "Annotator"),
    "appearance": T("Settings", "Appearance"),
    "picture": T("Settings", "Picture"),
    "playing": T("Settings", "Playing"),
    "memory": T("Settings", "Memory and proxies"),
}


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "annotator"


def _frame_megabytes() -> tuple[int, int]:
    least, most = range_bytes()
    return least // MEGA, most // MEGA


SETTINGS: tuple[SettingSpec, ...] = (
    SettingSpec(
        "annotator",
        "annotator",
        Kind.TEXT,
        _system_user,
        T("Settings", "Your name"),
        T(
            "Settings",
            "Appearance, picture, playing and keys are kept for each name. New projects carry it as the "
            "author of their labels; in one that exists Edit → Work as… changes who works.",
        ),
        Whose.MACHINE,
    ),
    SettingSpec(
        "theme",
        "appearance",
        Kind.CHOICE,
        "dark",
        T("Settings", "Theme"),
        T(
            "Settings",
            "Grey in both, so that no colour of the window changes how the picture is judged.",
        ),
        choices=(("dark", T("Settings", "Dark")), ("light", T("Settings", "Light"))),
    ),
    SettingSpec(
        "point_size",
        "picture",
        Kind.WHOLE,
        100,
        T("Settings", "Size of keypoints"),
        T("Settings", "They still shrink where keypoints stand close together, so that the gaps stay open."),
        limits=lambda: (50, 250),
        step=10,
        unit=" %",
    ),
    SettingSpec(
        "names",
        "picture",
        Kind.TOGGLE,
        True,
        T("Settings", "Name keypoints"),
        T("Settings", "Where there is room. The active keypoint is named beside the pointer in any case."),
    ),
    SettingSpec(
        "loupe_power",
        "picture",
        Kind.WHOLE,
        8,
        T("Settings", "Power of the loupe"),
        T("Settings", "How large it shows a pixel of the frame; the wheel with Ctrl changes it too."),
        limits=lambda: (2, 20),
        unit="×",
    ),
    SettingSpec(
        "loupe_corner",
        "picture",
        Kind.CHOICE,
        "top right",
        T("Settings", "A pinned loupe stands"),
        choices=(
            ("top left", T("Settings", "Top left")),
            ("top right", T("Settings", "Top right")),
            ("bottom left", T("Settings", "Bottom left")),
            ("bottom right", T("Settings", "Bottom right")),
        ),
    ),
    SettingSpec(
        "trail_length",
        "picture",
        Kind.WHOLE,
        12,
        T("Settings", "Trails reach back"),
        T("Settings", "Over so many frames."),
        limits=lambda: (2, 120),
        unit=T("Settings", " frames"),
    ),
    SettingSpec(
        "spotlight_zoom",
        "picture",
        Kind.WHOLE,
        300,
        T("Settings", "Zoom of the spotlight"),
        T("Settings", "At 100 % a pixel of the picture is one of the screen."),
        limits=lambda: (25, 3200),
        step=50,
        unit=" %",
    ),
    SettingSpec(
        "colours",
        "picture",
        Kind.CHOICE,
        "instance",
        T("Settings", "Colours of keypoints"),
        T(
            "Settings",
            "All stay apart for colour-blind people. Where a value came from is told by its shape too.",
        ),
        choices=(
            ("instance", T("Settings", "By instance")),
            ("side", T("Settings", "By side")),
            ("region", T("Settings", "By region")),
            ("origin", T("Settings", "By origin")),
        ),
    ),
    SettingSpec(
        "speed",
        "playing",
        Kind.CHOICE,
        None,
        T("Settings", "Usual speed"),
        T(
            "Settings",
            "Of real time as captured. One chosen at the timeline holds until the project is closed.",
        ),
        choices=(
            (None, T("Settings", "As fits the clip: ¼ for high-speed recordings, else 1")),
            (0.125, T("Settings", "⅛")),
            (0.25, T("Settings", "¼")),
            (0.5, T("Settings", "½")),
            (1.0, T("Settings", "Real time")),
            (2.0, T("Settings", "Double")),
            (4.0, T("Settings", "4×")),
            (8.0, T("Settings", "8×")),
        ),
    ),
    SettingSpec(
        "frame_megabytes",
        "memory",
        Kind.WHOLE,
        None,
        T("Settings", "Memory for frames"),
        T("Settings", "The more, the farther back and ahead frames are there at once. It holds from now on."),
        Whose.MACHINE,
        limits=_frame_megabytes,
        step=64,
        unit=T("Settings", " MB"),
        unset=T("Settings", "A quarter of the memory that is free"),
    ),
    SettingSpec(
        "proxy_gigabytes",
        "memory",
        Kind.WHOLE,
        LIMIT_BYTES // GIGA,
        T("Settings", "Room for proxies on the disk"),
        T("Settings", "When it is full, the proxies that were not used for longest make room."),
        Whose.MACHINE,
        limits=lambda: (1, 100_000),
        unit=T("Settings", " GB"),
    ),
    SettingSpec("loupe_pinned", "", Kind.TOGGLE, False),
    SettingSpec("context_strip", "", Kind.TOGGLE, False),
    SettingSpec("onion_skin", "", Kind.TOGGLE, False),
    SettingSpec("trails", "", Kind.TOGGLE, False),
    SettingSpec("ghost", "", Kind.TOGGLE, False),
    SettingSpec("compare_methods", "", Kind.TOGGLE, False),
    SettingSpec("ghost_layer", "", Kind.TEXT, "none"),
    SettingSpec("blur_line", "", Kind.TOGGLE, True),
    SettingSpec("example_conditions", "", Kind.TEXT, "all"),
    SettingSpec("trajectories", "", Kind.TOGGLE, False),
    SettingSpec("quantities", "", Kind.TEXT, "x y speed"),
    SettingSpec("second_share", "", Kind.WHOLE, 0, limits=lambda: (0, 1000)),
    SettingSpec("pass_step", "", Kind.WHOLE, 10, limits=lambda: (1, 9999)),
    SettingSpec(
        "stopwatch",
        "appearance",
        Kind.TOGGLE,
        True,
        T("Settings", "Stopwatch"),
        T(
            "Settings",
            "Seconds per pose in the line below, read from the edit history.",
        ),
    ),
    SettingSpec("keymap", "", Kind.TEXT, "default"),
    SettingSpec("key_changes", "", Kind.TEXT, "{}"),
    SettingSpec("arrangement", "", Kind.TEXT, "default"),
)
