"""The page of the review panel for blur: what is called visible despite it, worst first, and why not."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from palpate.base.errors import PalpateError
from palpate.model.visibility import Visibility
from palpate.session.blurred.blur_review import BlurPoint
from palpate.session.frames.exposure import exposure_in
from palpate.session.guidelines.guidance import guideline_of
from palpate.session.session import Session
from palpate.ui.actions.blurring import Blurring
from palpate.ui.actions.enabling import why_not
from palpate.ui.actions.keys import with_keys
from palpate.ui.actions.spec import Needs
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.quality.button import WantedButton
from palpate.ui.panels.review.blur_list import BlurList, BlurModel
from palpate.ui.panels.review.parts import in_rows, lay_out, tell_button
from palpate.ui.widgets.blur_words import exposure_words, sentence
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.quiet_label import QuietLabel
from palpate.ui.widgets.threshold_words import ThresholdLine, Where, blur_wheres

_SOON_MS = 150  # edits come in bursts
_RULES = {
    Visibility.ABSENT: "absent",
    Visibility.ESTIMATED: "estimated",
    Visibility.CERTAIN: "certain_occluded",
}


class BlurPage(QWidget):
    """What is called visible in the clip in hand although it is smeared."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._blurring: Blurring | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self.model = BlurModel(self)
        self.list = BlurList(self)
        self.list.setModel(self.model)
        self.list.point_chosen.connect(self._on_chosen)
        self._page = OrHint(self.list, self)
        self._exposure = QuietLabel(self)
        self._unmeasured = QuietLabel(self)
        self._rule = QLabel(self)
        self._rule.setWordWrap(True)
        self._rule.setTextFormat(Qt.TextFormat.PlainText)
        self.limits = ThresholdLine(workbench, self)
        self.buttons: dict[str, QPushButton] = {
            "measure_blur": WantedButton(self.tr("Measure"), self),
            "next_blur": QPushButton(self.tr("Next one"), self),
            "take_blur": QPushButton(self.tr("Correct"), self),
            "keep_visible": QPushButton(self.tr("Visible"), self),
            "blur_later": QPushButton(self.tr("Later"), self),
        }
        rows = in_rows(self.buttons.values())
        lay_out(self, rows, self._exposure, self._unmeasured, self._rule, self.limits, self._page)

    @property
    def hint(self) -> str:
        """Why the list is empty; empty while it is not."""
        return self._page.hint

    @property
    def rule(self) -> str:
        """What is said of the entry in hand."""
        return self._rule.text()

    @property
    def unmeasured(self) -> str:
        """What is said of points that are not measured; empty where all are, or nothing was ever asked."""
        return self._unmeasured.text()

    def attend(self, blurring: Blurring) -> None:
        """Show what this lists."""
        self._blurring = blurring
        blurring.changed.connect(self._on_changed)
        for does, button in self.buttons.items():
            button.clicked.connect(getattr(blurring, does))

    def refresh(self) -> None:
        """Show what is known now."""
        self._soon.stop()
        if self._blurring is None:
            return
        here = self._blurring.in_hand
        self._fill(self._blurring, here)
        self._tell(self._blurring, here)
        self._tell_buttons(self._blurring, here)

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew: the list is made only while somebody looks."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Wait until somebody looks."""
        super().hideEvent(event)
        self._soon.stop()

    # ---- what is said ----------------------------------------------------------------------------------

    def _fill(self, blurring: Blurring, here: BlurPoint | None) -> None:
        points, session = blurring.points, self._workbench.session
        titles = {} if session is None else _titles_of(session, points)
        self.model.show(points, titles)
        if here is None:
            self.list.clearSelection()
        else:
            self.list.setCurrentIndex(self.model.index(points.index(here), 0))

    def _tell(self, blurring: Blurring, here: BlurPoint | None) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        self._page.show_hint("" if blurring.points else self._why_empty(blurring))
        said = ""
        if session is not None and focus.clip and focus.layer and blurring.points and here is None:
            said = exposure_words(exposure_in(session, focus.layer, focus.clip))
        self._exposure.say(said)
        self._unmeasured.say(self._unmeasured_words(blurring) if here is None else "")
        self._rule.setText(self._rule_words(session, here) if session is not None and here else "")
        self._rule.setVisible(bool(self._rule.text()))
        wheres = self._wheres(session, here) if session is not None and here else ()
        self.limits.say(*wheres, called=(self.tr("Visible up to"), self.tr("at most")) if wheres else ())

    def _unmeasured_words(self, blurring: Blurring) -> str:
        """Say how many points are not measured, once somebody had the clip measured."""
        n = blurring.unmeasured
        if not n:
            return ""
        if n == 1:
            return with_keys(self.tr("1 point is not measured where it stands"), "measure_blur")
        return with_keys(self.tr("{n} points are not measured where they stand").format(n=n), "measure_blur")

    def _rule_words(self, session: Session, point: BlurPoint) -> str:
        """Return the numbers, and what the guideline says of the tier that they allow."""
        skeleton = session.contents.skeleton_of(point.instance)
        try:
            guideline = guideline_of(skeleton, point.keypoint_name, session.guides)
        except PalpateError:  # the guideline panel tells what is wrong with it
            guideline = None
        rules = {} if guideline is None else guideline.visibility_rule
        rule = rules.get(_RULES.get(point.allowed, ""), "")
        return "\n".join(filter(None, (self._sentence(point), rule)))

    def _sentence(self, point: BlurPoint) -> str:
        session = self._workbench.session
        assert session is not None
        return sentence(
            point, float(session.contents.skeleton_of(point.instance).blur_visible[point.keypoint])
        )

    def _wheres(self, session: Session, point: BlurPoint) -> tuple[Where, ...]:
        skeleton = session.contents.skeleton_of(point.instance)
        return blur_wheres(skeleton, point.keypoint)

    def _why_empty(self, blurring: Blurring) -> str:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip:
            return self.tr("Open a clip first.")
        if blurring.measuring:
            return self.tr("Measuring…")
        exposure = exposure_in(session, focus.layer, focus.clip)
        if exposure.share is None:
            note = self.tr(
                "Note the shutter in the properties of the clip, as 1/1000, or let the blur be measured: "
                "where fast keypoints are smeared along their way they tell it."
            )
            return f"{exposure_words(exposure)}\n\n{note}"
        nothing = self.tr("Nothing is called visible that its blur does not allow.")
        return f"{nothing}\n\n{exposure_words(exposure)}"

    def _tell_buttons(self, blurring: Blurring, here: BlurPoint | None) -> None:
        for does, button in self.buttons.items():
            tell_button(button, does, self._what(does), reason=self._why_not(blurring, does, here))
        session, focus = self._workbench.session, self._workbench.focus
        lacking = False
        if session is not None and focus.clip and focus.layer:
            lacking = exposure_in(session, focus.layer, focus.clip).share is None
        measure = self.buttons["measure_blur"]
        assert isinstance(measure, WantedButton)
        measure.set_wanted(measure.isEnabled() and lacking and not blurring.measuring)
        self.buttons["take_blur"].setText(self._correction(here))

    def _correction(self, here: BlurPoint | None) -> str:
        tier = Visibility.ESTIMATED if here is None else here.allowed
        return {
            Visibility.ABSENT: self.tr("Absent"),
            Visibility.CERTAIN: self.tr("Certain"),
        }.get(tier, self.tr("Estimated"))

    def _why_not(self, blurring: Blurring, does: str, here: BlurPoint | None) -> str:
        if does == "measure_blur":
            busy = self.tr("it is being measured") if blurring.measuring else ""
            return why_not(Needs.SHOWN_CLIP, self._workbench) or busy
        if not blurring.points:
            return self.tr("nothing is listed")
        if does == "next_blur":
            return ""
        reason = why_not(Needs.INSTANCE, self._workbench)
        return reason or ("" if here is not None else self.tr("go to one of them first"))

    def _what(self, does: str) -> str:
        return {
            "measure_blur": self.tr("Measure how far each keypoint of the clip is smeared"),
            "next_blur": self.tr("Go to the next one"),
            "take_blur": self.tr("Give its keyframes in these frames the tier that its blur allows"),
            "keep_visible": self.tr("Visible despite its blur: noted, and off the list until it changes"),
            "blur_later": self.tr("Put it behind all others"),
        }[does]

    # ---- following -------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _on_chosen(self, point: BlurPoint) -> None:
        if self._blurring is not None:
            self._blurring.show(point)


def _titles_of(session: Session, points: list[BlurPoint]) -> dict[tuple[str, int], str]:
    """Return what people read for each (instance, keypoint); with its instance where there are several."""
    several = len({point.instance for point in points}) > 1
    titles = {}
    for point in points:
        called = session.contents.skeleton_of(point.instance).keypoints[point.keypoint].called
        title = f"{called} · {point.instance_name}" if several else called
        titles[point.instance, point.keypoint] = title
    return titles
