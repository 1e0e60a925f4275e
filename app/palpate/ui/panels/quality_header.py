"""The verdict in words: passes or not, and which of its three parts decide that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from palpate.session.quality_view import Score
from palpate.ui.panels.quality_marks import LightMark, light_of
from palpate.ui.theme.apply import number_font

_LARGE = 24


class QualityHeader(QWidget):
    """A traffic light that can be read without seeing its colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = LightMark(_LARGE, self)
        self._verdict = QLabel(self)
        font = QFont(self._verdict.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self._verdict.setFont(font)
        self._basis = QLabel(self)
        self._basis.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._basis.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lines = [_Line(self) for _ in range(3)]
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._mark)
        top.addWidget(self._verdict)
        top.addWidget(self._basis, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self._grid)
        self._columns = 0
        self.set_columns(1)

    def set_columns(self, n: int) -> None:
        """Put the three parts side by side where there is room, else one below the other."""
        if n == self._columns:
            return
        self._columns = n
        for place, line in enumerate(self._lines):
            self._grid.addWidget(line, place // n, place % n)
        self._grid.setColumnStretch(3, 1)

    def show_score(self, score: Score) -> None:
        """Say what a score says."""
        verdict = self.tr("Passes") if score.passed else self.tr("Does not pass")
        self._mark.set_light(light_of(score.passed))
        self._verdict.setText(verdict)
        basis = self.tr("{poses} poses in {frames} frames, mean error {px} px").format(
            poses=score.n_pairs, frames=score.n_frames, px=_number(score.mpjpe_px, 1)
        )
        self._basis.setText(basis)
        self._basis.setToolTip(basis)
        self._show_oks(score)
        self._show_kappa(score)
        self._show_failing(score)
        self.setAccessibleName(". ".join([verdict, basis, *(line.text for line in self._lines)]))

    def _show_oks(self, score: Score) -> None:
        passed = score.oks.passed
        said = {
            True: self.tr("OKS {value}, target {target} reached"),
            False: self.tr("OKS {value}, target {target} missed"),
            None: self.tr("OKS not known, target {target}"),
        }[passed]
        self._lines[0].tell(
            passed,
            said.format(value=_number(score.oks.mean, 3), target=f"{score.oks.target:.2f}"),
            self.tr(
                "Object keypoint similarity, mean over poses; median {median}, worst tenth below {p10}"
            ).format(median=_number(score.oks.median, 3), p10=_number(score.oks.p10, 3)),
        )

    def _show_kappa(self, score: Score) -> None:
        passed, kappa = score.visibility_passed, score.visibility.kappa
        said = {
            True: self.tr("κ {value}, target {target} reached"),
            False: self.tr("κ {value}, target {target} missed"),
            None: self.tr("κ {value}, not judged, target {target}"),
        }[passed]
        value = "–" if kappa.value is None else f"{kappa.value:.2f}"
        tip = self.tr("Agreement on visibility beyond chance")
        if kappa.value is None:
            tip += "\n" + kappa.reason
        elif passed is None:
            tip += "\n" + self.tr("Too few keypoints are hidden or absent in gold to judge it")
        self._lines[1].tell(passed, said.format(value=value, target=f"{score.kappa_target:.2f}"), tip)

    def _show_failing(self, score: Score) -> None:
        n = len(score.failing)
        if n:
            said = self.tr("{n} of {k} keypoints fail").format(n=n, k=len(score.keypoints))
        else:
            said = self.tr("none of {k} keypoints fails").format(k=len(score.keypoints))
        tip = self.tr(
            "A keypoint fails by position (mean error beyond its tolerance), by bias (off in one\n"
            "direction), or by visibility (flagged visible where gold could not see it)"
        )
        self._lines[2].tell(not n, said, tip)


class _Line(QWidget):
    """A mark with its sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = LightMark(parent=self)
        self._words = QLabel(self)
        self._words.setFont(number_font(self._words.font()))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)

    @property
    def text(self) -> str:
        return self._words.text()

    def tell(self, passed: bool | None, said: str, tip: str) -> None:
        self._mark.set_light(light_of(passed))
        self._words.setText(said)
        self.setToolTip(tip)


def _number(value: float, digits: int) -> str:
    return "–" if value != value else f"{value:.{digits}f}"
