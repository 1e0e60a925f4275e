"""The quality panel: how far a layer can be trusted, judged against gold."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from palpate.base.errors import PalpateError
from palpate.model.change import Change
from palpate.model.layer import LayerKind
from palpate.session.jobs import Job, JobState
from palpate.session.judging.quality_view import QualityView, quality_of_file, why_not_shown
from palpate.session.judging.scoring import refuse_blind
from palpate.session.other_layers import why_not_take_up
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.plate_pictures import PlatePictures
from palpate.ui.bridge.score_ages import ScoreAges
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.quality.aged_line import AgedLine
from palpate.ui.panels.quality.body import QualityBody
from palpate.ui.panels.quality.button import WantedButton
from palpate.ui.panels.quality.doors import QualityDoors
from palpate.ui.panels.quality.header import QualityHeader
from palpate.ui.panels.quality.overlay_button import OverlayButton
from palpate.ui.panels.quality.page import Judged, Surroundings
from palpate.ui.panels.quality.page_table import PAGES
from palpate.ui.panels.quality.pages import QualityPages
from palpate.ui.panels.quality.report_button import ReportButton
from palpate.ui.panels.quality.warned_line import WarnedLine
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.narrow_chooser import narrow_chooser
from palpate.ui.widgets.threshold_words import ThresholdLine, Where
from palpate.ui.widgets.unit_words import layer_kinds

_SIDE_BY_SIDE = 640  # px of width
_BRIEF_BELOW, _BARE_BELOW = 600, 340  # px of height

Pair = tuple[str, str]


class QualityPanel(QWidget):
    """Scores a layer against gold and shows where it fails.

    Signals
    -------
    goto_wanted
        (clip name, frame, instance name, keypoint name) an error was chosen.
    keypoint_selected
        (keypoint name) its errors are shown now.
    """

    goto_wanted = Signal(str, int, str, str)
    keypoint_selected = Signal(str)

    def __init__(self, workbench: Workbench, pictures: PlatePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Quality"))
        self._workbench = workbench
        self._views: dict[Pair, QualityView] = {}
        self._refused: dict[Pair, str] = {}
        self._ages = ScoreAges.of(workbench)
        self._running: Pair | None = None
        self._job: Job | None = None
        self._layer = self._chooser(self.tr("Layer to judge"))
        self._gold = self._chooser(self.tr("Gold to judge it by"))
        self._button = WantedButton(self.tr("Score"), self)
        self.overlay = OverlayButton(self)
        self.aged, self.warned = AgedLine(self), WarnedLine(self)
        self.header = QualityHeader(self)
        self.judged_by = ThresholdLine(workbench, self)
        self.pages = QualityPages(PAGES, Surroundings(workbench, pictures), self)
        shown = QWidget(self)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.aged)
        column.addWidget(self.warned)
        column.addWidget(self.header)
        column.addWidget(self.judged_by)
        column.addWidget(self.pages, 1)
        self._page = OrHint(shown, self)
        QualityDoors(self, workbench, lambda: self._views.get(self._pair))
        self._lay_out()
        self._connect()
        self._on_session()

    @property
    def hint(self) -> str:
        """What is said where there is no score to show; empty while one is shown."""
        return self._page.hint

    @property
    def stale(self) -> bool:
        """Whether the labels have changed since the score that is shown."""
        return self._ages.is_old(*self._pair)

    def score(self) -> None:
        """Score the chosen layer against the chosen gold, in the background."""
        session = self._workbench.session
        if session is None or self._why_not():
            self._refresh()
            return
        pair = self._pair
        self._workbench.attempt(lambda: self._start(session, pair))

    @property
    def body(self) -> QualityBody:
        """The page of keypoints."""
        page = self.pages.page("keypoints")
        assert isinstance(page, QualityBody)
        return page

    def judge(self, layer: str) -> None:
        """Choose a layer to judge; one that is not there changes nothing."""
        place = self._layer.findData(layer)
        if place >= 0 and place != self._layer.currentIndex():
            self._layer.setCurrentIndex(place)
            self._show()

    # ---- scoring ---------------------------------------------------------------------------------------

    def _start(self, session: Session, pair: Pair) -> None:
        refuse_blind(session, *pair)
        self._running = pair
        self._ages.begin(*pair)
        path, author = session.project.path, session.author
        title = self.tr("Scoring {layer}").format(layer=session.contents.layer(pair[0]).name)
        self._job = session.jobs.start(
            title,
            lambda progress: quality_of_file(path, *pair, author=author, progress=progress),
            lambda view: self._on_scored(pair, view),
            lambda error: self._on_refused(pair, error),
        )
        self._refresh()

    def _on_job(self, job: Job) -> None:
        """Let it be scored anew once somebody has stopped it."""
        if job is self._job and job.state is JobState.CANCELLED:
            self._running = self._job = None
            self._refresh()

    def _on_scored(self, pair: Pair, view: QualityView) -> None:
        self._running = self._job = None
        self._ages.came(*pair)
        self._views[pair] = view
        self._refused.pop(pair, None)
        self._show()

    def _on_refused(self, pair: Pair, error: BaseException) -> None:
        self._running = self._job = None
        self._ages.came(*pair)
        self._views.pop(pair, None)
        if isinstance(error, PalpateError):
            self._refused[pair] = error.sentence
        self._show()
        if not isinstance(error, PalpateError):
            raise error

    # ---- what is shown ---------------------------------------------------------------------------------

    @property
    def _pair(self) -> Pair:
        return str(self._layer.currentData() or ""), str(self._gold.currentData() or "")

    def _show(self) -> None:
        """Show the score of the chosen pair, if there is one."""
        self._forget_hidden()
        view = self._views.get(self._pair)
        if view is not None:
            self.header.show_score(view.score)
            self.warned.show_warnings(view.score.warnings)
            wheres = (Where(view.skeleton, key) for key in ("oks", "kappa"))
            self.judged_by.say(*wheres, called=("OKS", "κ"))
        self.pages.show_judged(Judged(view, *self._pair) if view is not None else None)
        self._refresh()

    def _forget_hidden(self) -> None:
        """Let go of scores that tell what has to be placed blind by now."""
        session = self._workbench.session
        if session is None:
            return
        for pair, view in list(self._views.items()):
            if why_not_shown(session, view, *pair):
                del self._views[pair]

    def _refresh(self) -> None:
        """Say what is to be done, and whether the button does it."""
        why_not = self._why_not()
        scoring = self._running is not None
        self._button.setEnabled(not why_not and not scoring)
        self._button.setText(self.tr("Scoring…") if scoring else self.tr("Score"))
        key = with_keys(self.tr("Score this layer against gold"), "score")
        self._button.setToolTip(self.tr("Not now: {reason}").format(reason=why_not) if why_not else key)
        known = self._pair in self._views
        wanted = not why_not and not scoring and (not known or self.stale)
        self._button.set_wanted(wanted)
        self.aged.setVisible(known and self.stale and not scoring)
        self.header.setVisible(known)
        self.warned.setVisible(known and self.warned.said.text() != "")
        self._page.show_hint("" if known or self.pages.unscored else self._sentence(why_not))

    def _sentence(self, why_not: str) -> str:
        if why_not:
            return why_not
        if self._running == self._pair:
            return self.tr("Scoring…")
        if self._pair in self._refused:
            return self.tr("Nothing to compare: {reason}.").format(reason=self._refused[self._pair])
        return self.tr("Not scored yet. Press Score to compare this layer with gold.")

    def _why_not(self) -> str:
        session = self._workbench.session
        if session is None:
            return self.tr("Open or make a project first.")
        if not self._gold.count():
            return self.tr(
                "There is no gold layer in this project. Gold is what a consultant has labelled; "
                "import it, or open a project that holds it."
            )
        if not self._layer.count():
            return self.tr("There is no layer to judge besides gold.")
        return ""

    # ---- following the session -------------------------------------------------------------------------

    def _on_session(self) -> None:
        self._views.clear()
        self._refused.clear()
        self._running = self._job = None
        self._list_layers()
        self._show()

    def _on_changed(self, change: Change) -> None:
        if change.layers:
            self._list_layers()
        for pair in [pair for pair in self._refused if self._ages.is_old(*pair)]:
            del self._refused[pair]
        if change.layers or not (change.poses or change.spans):
            self._show()
        else:
            self._refresh()

    def _on_focus(self, now: object, before: object) -> None:
        """Judge the layer in hand; gold in hand changes nothing."""
        layer = self._workbench.focus.layer
        if layer != getattr(before, "layer", ""):
            self.judge(layer)

    def _on_goto(self, clip: str, frame: int, instance: str, keypoint: str) -> None:
        """Take the layer that was judged in hand, if one may, and go there."""
        session, layer = self._workbench.session, self._pair[0]
        elsewhere = layer != self._workbench.focus.layer
        if session is not None and elsewhere and not why_not_take_up(session, layer):
            session.selection.move(layer=layer)
        self.goto_wanted.emit(clip, frame, instance, keypoint)

    def _list_layers(self) -> None:
        session = self._workbench.session
        layers = session.contents.layers if session is not None else ()
        before, kinds = self._pair, layer_kinds(session) if session is not None else {}
        self._layer.clear()
        self._gold.clear()
        for layer in layers:
            chooser = self._gold if layer.kind is LayerKind.GOLD else self._layer
            chooser.addItem(layer.name, layer.id)
            tip = self.tr("{kind}, by {author}").format(kind=kinds[layer.id], author=layer.author)
            chooser.setItemData(chooser.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        for chooser, was, wanted in (
            (self._layer, before[0], self._workbench.focus.layer),
            (self._gold, before[1], ""),
        ):
            found = (chooser.findData(layer_id) for layer_id in (was, wanted) if layer_id)
            chooser.setCurrentIndex(next((place for place in found if place >= 0), 0))

    # ---- putting things in place -----------------------------------------------------------------------

    def _lay_out(self) -> None:
        against = QLabel(self.tr("against"), self)
        against.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        words = self._button.fontMetrics()
        self._button.setFixedWidth(
            max(map(words.horizontalAdvance, (self.tr("Score"), self.tr("Scoring…")))) + 10
        )
        row = QHBoxLayout()
        row.setSpacing(3)
        row.addWidget(self._layer, 15)
        row.addWidget(against)
        row.addWidget(self._gold, 8)
        row.addWidget(self._button)
        row.addWidget(self.overlay)
        row.addWidget(ReportButton(self._workbench, lambda: self._pair, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._page, 1)

    def _chooser(self, name: str) -> QComboBox:
        chooser = narrow_chooser(name, letters=4, parent=self)
        chooser.activated.connect(self._show)
        return chooser

    def _connect(self) -> None:
        self._button.clicked.connect(self.score)
        self.aged.wanted.connect(self.score)
        self.warned.wanted.connect(lambda: self.pages.turn_to("notes"))
        self.pages.goto_wanted.connect(self._on_goto)
        self.pages.turned.connect(self._refresh)
        self.pages.keypoint_selected.connect(self.keypoint_selected)
        self._workbench.session_changed.connect(self._on_session)
        self._workbench.changed.connect(self._on_changed)
        self._workbench.job_changed.connect(self._on_job)
        self._workbench.focus_followed.connect(self._on_focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room that there is."""
        super().resizeEvent(event)
        brief = self.height() < _BRIEF_BELOW
        self.header.arrange(side_by_side=self.width() >= _SIDE_BY_SIDE, brief=brief)
        self.overlay.set_worded(self.width() >= _SIDE_BY_SIDE)
        self.judged_by.leave_out(self.height() < _BARE_BELOW)
