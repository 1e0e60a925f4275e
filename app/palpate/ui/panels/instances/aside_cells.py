"""The eyes and padlocks beside instances, regions and keypoints."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QIcon, QPainter

from palpate.session.placing.aside import Parts
from palpate.session.placing.aside_gestures import How, Part
from palpate.ui.theme.icons import icon

_SIZE = 16
_FAINT = 0.30
_INHERITED = 0.55


class Aside(IntEnum):
    """How far something is hidden or locked."""

    NO = 0
    IN_PART = 1
    WITH_IT = 2
    YES = 3


def aside_of(part: Part, parts: Parts) -> Aside:
    """Tell whether a part is set aside by itself, with its instance, in part, or not."""
    if part.is_in(parts):
        return Aside.YES
    if part.names and part.instance in parts.instances:
        return Aside.WITH_IT
    some = any(
        instance == part.instance and (not part.names or name in part.names)
        for instance, name in parts.keypoints
    )
    return Aside.IN_PART if some else Aside.NO


def aside_words(how: How, state: Aside) -> str:
    """Say it."""
    if how is How.HIDDEN:
        words = _tr("shown"), _tr("hidden in part"), _tr("hidden with its instance"), _tr("hidden")
    else:
        words = _tr("not locked"), _tr("locked in part"), _tr("locked with its instance"), _tr("locked")
    return words[state.value]


def aside_tip(how: How, state: Aside) -> str:
    """Say it, and what a click does."""
    word = aside_words(how, state)
    click = _tr("A click changes it, with Shift in every instance of this kind")
    return f"{word[:1].upper()}{word[1:]}\n{click}"


def draw_aside(painter: QPainter, box: QRect, how: How, state: Aside, *, over: bool) -> None:
    """Draw an eye or a padlock; what is as usual shows itself only under the pointer."""
    if state is Aside.NO and not over:
        return
    names = ("eye", "eye-off") if how is How.HIDDEN else ("lock-open", "lock")
    place = QRect(0, 0, _SIZE, _SIZE)
    place.moveCenter(box.center())
    painter.save()
    painter.setOpacity({Aside.NO: _FAINT, Aside.YES: 1.0}.get(state, _INHERITED))
    icon(names[state is not Aside.NO]).paint(painter, place, Qt.AlignmentFlag.AlignCenter, QIcon.Mode.Normal)
    painter.restore()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Aside", text)
