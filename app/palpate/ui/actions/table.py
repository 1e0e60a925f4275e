"""Every action of the program: what it is called, where it stands, which keys it has.

Menus, the tool rail, tooltips and the help on keys all read this one table. ``does`` names a method of
`palpate.ui.actions.commands.Commands`; ``needs`` names what must be there for it to be enabled.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP


class Needs(Enum):
    """What an action cannot do without; each has a sentence in `palpate.ui.actions.enabling`."""

    NOTHING = "nothing"
    PROJECT = "project"
    WRITABLE = "writable"
    CLIP = "clip"
    INSTANCE = "instance"
    KEYPOINT = "keypoint"
    GOLD = "gold"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes
    ----------
    keys
        Default shortcuts; all work while no text is being typed.
    rail
        Name of its icon if it stands on the tool rail, else empty.
    checkable
        Whether it switches something on and off.
    """

    does: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    needs: Needs = Needs.NOTHING
    tip: str = ""
    rail: str = ""
    checkable: bool = False


def _t(text: str) -> str:
    """Mark a text for translation; `lupdate` reads it through the alias in the project's settings."""
    return str(QT_TRANSLATE_NOOP("Actions", text))


MENUS: dict[str, str] = {
    "file": _t("&File"),
    "edit": _t("&Edit"),
    "keypoint": _t("&Keypoint"),
    "between": _t("&Between keyframes"),
    "go": _t("&Go"),
    "view": _t("&View"),
    "help": _t("&Help"),
}


def _spec(
    does: str, menu: str, text: str, keys: str = "", needs: Needs = Needs.NOTHING, **more: str | bool
) -> ActionSpec:
    return ActionSpec(does, menu, text, tuple(keys.split("|")) if keys else (), needs, **more)  # type: ignore[arg-type]


ACTIONS: tuple[ActionSpec, ...] = (
    _spec("new_project", "file", _t("New project…"), "Ctrl+N"),
    _spec("open_project", "file", _t("Open project…"), "Ctrl+O"),
    _spec("open_demo", "file", _t("Open the demo")),
    _spec("add_media", "file", _t("Add videos or images…"), "Ctrl+M", Needs.WRITABLE),
    _spec("add_folder", "file", _t("Add a folder of images…"), "", Needs.WRITABLE),
    _spec("import_labels", "file", _t("Import labels…"), "Ctrl+I", Needs.WRITABLE),
    _spec("export_labels", "file", _t("Export labels…"), "Ctrl+E", Needs.PROJECT),
    _spec("close_project", "file", _t("Close project"), "Ctrl+W", Needs.PROJECT),
    _spec("quit", "file", _t("Quit"), "Ctrl+Q"),
    _spec("undo", "edit", _t("Undo"), "Ctrl+Z", Needs.UNDO, rail="undo"),
    _spec("redo", "edit", _t("Redo"), "Ctrl+Shift+Z|Ctrl+Y", Needs.REDO, rail="redo"),
    _spec("add_instance", "edit", _t("Add an instance"), "Ctrl+Shift+N", Needs.CLIP, rail="add-instance"),
    _spec("rename_instance", "edit", _t("Rename the instance…"), "", Needs.INSTANCE),
    _spec("remove_instance", "edit", _t("Remove the instance"), "", Needs.INSTANCE),
    _spec("copy_previous", "edit", _t("Copy the previous keyframe's pose"), "C", Needs.INSTANCE, rail="copy"),
    _spec(
        "flag_frame",
        "edit",
        _t("Flag the frame for review…"),
        "F",
        Needs.CLIP,
        rail="flag",
        tip=_t("Flag this frame for review with a note, or take the flag away"),
    ),
    _spec("mark_visible", "keypoint", _t("Visible"), "1", Needs.KEYPOINT, rail="visible"),
    _spec(
        "mark_certain",
        "keypoint",
        _t("Certain despite partial occlusion"),
        "2",
        Needs.KEYPOINT,
        rail="certain",
    ),
    _spec("mark_estimated", "keypoint", _t("Occluded, estimated"), "3", Needs.KEYPOINT, rail="estimated"),
    _spec(
        "mark_absent",
        "keypoint",
        _t("Absent (decided)"),
        "4",
        Needs.KEYPOINT,
        rail="absent",
        tip=_t("Decide that it is not in the picture; its span ends here"),
    ),
    _spec(
        "clear_keypoint",
        "keypoint",
        _t("Clear (back to not placed)"),
        "5|Delete",
        Needs.KEYPOINT,
        rail="clear",
    ),
    _spec("next_keypoint", "keypoint", _t("Next keypoint"), "Tab", Needs.INSTANCE),
    _spec("previous_keypoint", "keypoint", _t("Previous keypoint"), "Shift+Tab", Needs.INSTANCE),
    _spec("find_keypoint", "keypoint", _t("Find a keypoint by name…"), "/", Needs.INSTANCE),
    _spec("nudge_left", "keypoint", _t("Nudge left"), "A", Needs.KEYPOINT),
    _spec("nudge_right", "keypoint", _t("Nudge right"), "D", Needs.KEYPOINT),
    _spec("nudge_up", "keypoint", _t("Nudge up"), "W", Needs.KEYPOINT),
    _spec("nudge_down", "keypoint", _t("Nudge down"), "S", Needs.KEYPOINT),
    _spec("nudge_left_finely", "keypoint", _t("Nudge left by 0.1 px"), "Shift+A", Needs.KEYPOINT),
    _spec("nudge_right_finely", "keypoint", _t("Nudge right by 0.1 px"), "Shift+D", Needs.KEYPOINT),
    _spec("nudge_up_finely", "keypoint", _t("Nudge up by 0.1 px"), "Shift+W", Needs.KEYPOINT),
    _spec("nudge_down_finely", "keypoint", _t("Nudge down by 0.1 px"), "Shift+S", Needs.KEYPOINT),
    _spec("track_on", "between", _t("Track to the next keyframe"), "T", Needs.INSTANCE, rail="track"),
    _spec("track_all", "between", _t("Track the whole instance"), "Ctrl+T", Needs.INSTANCE),
    _spec("fill_linear", "between", _t("Fill by straight lines"), "", Needs.INSTANCE),
    _spec("fill_pchip", "between", _t("Fill by smooth curves (PCHIP)"), "", Needs.INSTANCE),
    _spec("fill_flow", "between", _t("Fill by tracking (optical flow)"), "", Needs.INSTANCE),
    _spec("fill_none", "between", _t("Leave empty"), "", Needs.INSTANCE),
    _spec(
        "accept",
        "between",
        _t("Accept the guesses of this pose"),
        "R",
        Needs.INSTANCE,
        rail="accept",
        tip=_t("Reviewed, fine: pin interpolated and tracked keypoints where they are"),
    ),
    _spec("next_drift", "between", _t("Next thing to review"), "X", Needs.CLIP, rail="drift"),
    _spec("previous_drift", "between", _t("Previous thing to review"), "Shift+X", Needs.CLIP),
    _spec("score", "between", _t("Score against gold"), "Ctrl+Return", Needs.GOLD),
    _spec("play", "go", _t("Play or pause"), "", Needs.CLIP, tip=_t("Tap Space")),
    _spec("next_frame", "go", _t("Next frame"), "E|Right", Needs.CLIP),
    _spec("previous_frame", "go", _t("Previous frame"), "Q|Left", Needs.CLIP),
    _spec("next_keyframe", "go", _t("Next keyframe"), "Shift+E|Shift+Right", Needs.INSTANCE),
    _spec("previous_keyframe", "go", _t("Previous keyframe"), "Shift+Q|Shift+Left", Needs.INSTANCE),
    _spec("first_frame", "go", _t("First frame"), "Home", Needs.CLIP),
    _spec("last_frame", "go", _t("Last frame"), "End", Needs.CLIP),
    _spec("go_to_frame", "go", _t("Go to a frame…"), "Ctrl+G", Needs.CLIP),
    _spec("speed_eighth", "go", _t("Play at ⅛ speed"), "Ctrl+1", Needs.CLIP),
    _spec("speed_quarter", "go", _t("Play at ¼ speed"), "Ctrl+2", Needs.CLIP),
    _spec("speed_half", "go", _t("Play at ½ speed"), "Ctrl+3", Needs.CLIP),
    _spec("speed_full", "go", _t("Play at full speed"), "Ctrl+4", Needs.CLIP),
    _spec("speed_double", "go", _t("Play at double speed"), "Ctrl+5", Needs.CLIP),
    _spec("toggle_fit", "view", _t("Fit ↔ last zoom"), "Z", Needs.CLIP, rail="fit"),
    _spec("zoom_in", "view", _t("Zoom in"), "Ctrl++|Ctrl+=", Needs.CLIP),
    _spec("zoom_out", "view", _t("Zoom out"), "Ctrl+-", Needs.CLIP),
    _spec("zoom_actual", "view", _t("100 %"), "Ctrl+0", Needs.CLIP),
    _spec("dark_theme", "view", _t("Dark"), checkable=True),
    _spec("light_theme", "view", _t("Light"), checkable=True),
    _spec("show_keys", "help", _t("All keys"), "?|F1"),
    _spec("show_manual", "help", _t("Manual")),
    _spec("show_changes", "help", _t("What is new")),
    _spec("show_about", "help", _t("About Palpate")),
)

# Held, not pressed: handled by `palpate.ui.actions.held`.
HELD_KEYS = (
    ("Space", _t("tap: play or pause; hold and drag: pan")),
    ("H", _t("hold: hide everything drawn over the picture")),
    ("`", _t("hold: loupe")),
)

# Mouse, for the help on keys.
MOUSE = (
    (_t("Click"), _t("place the active keypoint; the next one becomes active")),
    (_t("Right-click"), _t("place it as occluded, estimated")),
    (_t("Shift+click"), _t("place it as certain despite partial occlusion")),
    (_t("Drag a keypoint"), _t("move it; Escape puts it back")),
    (_t("Wheel"), _t("zoom at the cursor")),
    (_t("Middle-drag, Space-drag"), _t("pan")),
)
