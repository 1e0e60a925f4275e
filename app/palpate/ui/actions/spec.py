"""What an action is; the table of all of them is in `palpate.ui.actions.table`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Needs(Enum):
    """What an action cannot do without; each has a sentence in `palpate.ui.actions.enabling`.

    From WRITABLE on all are for edits; the others also hold in a project that is open for reading only.
    """

    NOTHING = "nothing"
    PROJECT = "project"
    SHOWN_CLIP = "shown clip"
    SHOWN_INSTANCE = "shown instance"
    RANGE = "range"
    GOLD = "gold"
    CONSULTANT = "consultant"
    UNITS = "units"
    PLANNER = "planner"
    JUDGED = "judged by something"
    OTHER_LAYER = "other layer"
    LARGE_VIDEO = "large video"
    PROXY = "proxy"
    SECOND = "second clip"
    STORED_VALUES = "stored values"
    WRITABLE = "writable"
    CALIBRATION = "calibration"
    PRACTICE = "practice"
    ATTEMPT = "attempt"
    EXAMPLE = "example"
    CLIP = "clip"
    PAIR = "pair of clips"
    INSTANCE = "instance"
    INSTANCE_RANGE = "instance range"
    KEYPOINT = "keypoint"
    GUIDELINE = "guideline to write"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes
    ----------
    keys
        Default shortcuts; all work while no text is being typed. Those in force: `palpate.ui.actions.keys`.
    rail
        Name of its icon if it stands on the tool rail, else empty.
    checkable
        Whether it switches something on and off.
    once
        Whether it is done once only while its key is held.
    """

    does: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    needs: Needs = Needs.NOTHING
    tip: str = ""
    rail: str = ""
    checkable: bool = False
    once: bool = False


def T(context: str, text: str) -> str:
    """Mark a text for translation; `lupdate` knows this as an alias of ``QT_TRANSLATE_NOOP``."""
    return text


def spec(
    does: str, menu: str, text: str, keys: str = "", needs: Needs = Needs.NOTHING, **more: str | bool
) -> ActionSpec:
    """Return an action; several keys are divided by a bar."""
    return ActionSpec(does, menu, text, tuple(keys.split("|")) if keys else (), needs, **more)  # type: ignore[arg-type]
