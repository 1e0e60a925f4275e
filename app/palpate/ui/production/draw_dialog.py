"""Drawing a plan: what is wanted on the left, what comes of it on the right, at once."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import PalpateError
from palpate.session.jobs import Job
from palpate.session.production_qa import production, production_view
from palpate.session.production_qa.production_view import Drawn, StratumDrawn
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.marks import Light
from palpate.ui.production.figures import Figure, FigureTable, Name
from palpate.ui.production.wish_form import WishForm
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.production_words import drawn_words, note_sentences, stratum_tip, stratum_words

_LATER_MS = 250
_FORM = 336
_NOTES = 120
_SIZE = QSize(1080, 600)


class DrawDialog(QDialog):
    """Draws as long as somebody sets something, in the background; keeps a plan only when told to.

    Attributes
    ----------
    drawn
        What is shown; None while it is drawn.

    Signals
    -------
    kept
        (id) A plan was kept.
    """

    kept = Signal(str)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Draw a plan for second labels"))
        self._workbench = workbench
        self._job: Job | None = None
        self.drawn: Drawn | None = None
        self.whose = QComboBox(self)
        self.form = WishForm(self)
        self.summary, self.notes = QLabel(self), QLabel(self)
        self.table = FigureTable(self.tr("What was drawn of each kind of pose"), self._headings(), self)
        self._shown = QWidget(self)
        self._or = OrHint(self._shown, self)
        self.keep = QPushButton(self.tr("&Keep this plan"), self)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._draw)
        self._lay_out()
        self.whose.activated.connect(self._on_whose)
        self.form.changed.connect(self._on_changed)
        self.keep.clicked.connect(self._keep)
        workbench.session_changed.connect(self.reject)
        self.finished.connect(self._let_go)
        self._list()

    # ---- drawing -------------------------------------------------------------------------------------------

    def _list(self) -> None:
        session = self._workbench.session
        for layer, name, author in () if session is None else production_view.layers_to_sample(session):
            said = (
                name if name == author else self.tr("{layer}, by {author}").format(layer=name, author=author)
            )
            self.whose.addItem(said, layer)
        in_hand = self.whose.findData(self._workbench.focus.layer)
        self.whose.setCurrentIndex(max(in_hand, 0))
        self._on_whose()

    def _on_whose(self) -> None:
        """Begin with what the policy asks for of this work."""
        session, layer = self._workbench.session, str(self.whose.currentData() or "")
        if session is None or not layer:
            self._tell(self.tr("Nothing is labelled in any layer of work yet: there is nothing to sample."))
            return
        wish = self._workbench.attempt(lambda: production_view.usual_wish(session, layer))
        if wish is not None:
            self.form.show_wish(wish, production_view.policy_of(session, layer))
            self._on_changed()
            self._later.stop()
            self._draw()

    def _on_changed(self) -> None:
        self.drawn = None
        self._explain(self.tr("it is being drawn"))
        self._later.start()

    def _draw(self) -> None:
        session = self._workbench.session
        if session is None:
            return
        if self._job is not None:
            self._job.token.cancel()
        path, author = session.project.path, session.author
        layer, wanted = str(self.whose.currentData()), self.form.wanted
        job = session.jobs.start(
            self.tr("Drawing a plan"),
            lambda _progress: production_view.drawn_from_file(path, layer, wanted, author=author),
            lambda drawn: self._on_drawn(job, drawn),
            lambda error: self._on_refused(job, error),
        )
        self._job = job

    def _on_drawn(self, job: Job, drawn: Drawn) -> None:
        if job is not self._job or self._later.isActive():
            return  # something else is wanted by now
        self._job, self.drawn = None, drawn
        self.summary.setText(drawn_words(drawn))
        self.notes.setText("\n".join(note_sentences(drawn)))
        self.table.fill([self._row(one, drawn) for one in drawn.drawing.strata])
        self._or.show_hint("")
        session = self._workbench.session
        self._explain("" if session is None else production.why_not_plan(session))

    def _on_refused(self, job: Job, error: BaseException) -> None:
        if job is self._job:
            self._job = None
            if isinstance(error, PalpateError):
                self._tell(f"{with_capital(error.sentence)}.")
        if not isinstance(error, PalpateError):
            raise error

    def _let_go(self) -> None:
        """Wait for nothing any more: what arrives would find no dialog."""
        self._later.stop()
        if self._job is not None:
            self._job.token.cancel()
            self._job = None

    def _keep(self) -> None:
        session, drawn = self._workbench.session, self.drawn
        if session is None or drawn is None:
            return
        if self._workbench.attempt(lambda: production.keep_plan(session, drawn.drawing.plan)) is not None:
            self.accept()
            self.kept.emit(drawn.drawing.plan.id)

    # ---- what is shown -------------------------------------------------------------------------------------

    def _tell(self, sentence: str) -> None:
        self._or.show_hint(sentence)
        self._explain(self.tr("nothing is drawn"))

    def _explain(self, reason: str) -> None:
        self.keep.setEnabled(not reason)
        said = self.tr("Not now: {reason}").format(reason=reason)
        self.keep.setToolTip(said if reason else self.tr("Others can begin second labels after it"))

    def _row(self, one: StratumDrawn, drawn: Drawn) -> list[QTableWidgetItem]:
        row: list[QTableWidgetItem] = [
            Name(stratum_words(one.stratum), Light.AGED if one.base < drawn.enough else None),
            *(Figure(f"{n}" if n else "–", n) for n in (one.units, one.base, one.extra, one.gap)),
        ]
        for item in row:
            item.setToolTip(stratum_tip(one, drawn.enough))
        return row

    def _headings(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Kind of pose"), self.tr("What poses are told apart by; a triangle marks thin ones")),
            (self.tr("poses"), self.tr("How many there are")),
            (self.tr("whole"), self.tr("Drawn with every keypoint")),
            (self.tr("variable"), self.tr("Drawn besides, for the most variable keypoints")),
            (self.tr("apart"), self.tr("Least distance that could be kept between two, frames")),
        )

    def _lay_out(self) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.summary.setFont(bold)
        self.notes.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (self.summary, self.notes):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.whose.setAccessibleName(self.tr("Whose work"))
        self.whose.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        whose = QLabel(self.tr("&Whose work"), self)
        whose.setBuddy(self.whose)
        left = QVBoxLayout()
        left.setSpacing(8)
        for widget in (whose, self.whose, self.form):
            left.addWidget(widget)
        left.addStretch(1)
        side = QWidget(self)
        side.setFixedWidth(_FORM)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        right = QVBoxLayout(self._shown)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self.summary)
        right.addWidget(self.table, 1)
        area = QScrollArea(self)  # with many strata there is much to say
        area.setWidget(self.notes)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFixedHeight(_NOTES)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("What a reader of this plan must know"))
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        right.addWidget(area)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(side)
        row.addWidget(self._or, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.keep, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        self.keep.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(row, 1)
        column.addWidget(buttons)
        self.resize(_SIZE)
