"""The verdict in words: passes or not, and which of its three parts decide that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from palpate.session.judging.quality_view import Score
from palpate.ui.panels.quality.marks import LightMark, light_of
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.threshold_words import change_hint

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
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self._grid)
        # Side by side the lines must not keep a wide dock from becoming narrow again.
        self.setMinimumWidth(200)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._columns = 0
        self.arrange(side_by_side=False, brief=False)

    def arrange(self, *, side_by_side: bool, brief: bool) -> None:
        """Put the three parts side by side or one below the other; brief ones leave out the targets."""
        columns = len(self._lines) if side_by_side or brief else 1
        for place, line in enumerate(self._lines):
            line.set_brief(brief and not side_by_side)
            if columns != self._columns:
                self._grid.addWidget(line, place // columns, place % columns)
        self._columns = columns
        self._grid.setColumnStretch(len(self._lines), 1)

    def show_score(self, score: Score) -> None:
        """Say what a score says."""
        verdict = self.tr("Passes") if score.passed else self.tr("Does not pass")
        self._mark.set_light(light_of(score.passed))
        self._verdict.setText(verdict)
        said = (
            self.tr("{px} px over {poses} pose")
            if score.n_pairs == 1
            else self.tr("{px} px over {poses} poses")
        )
        basis = said.format(px=_number(score.mpjpe_px, 1), poses=score.n_pairs)
        self._basis.setText(basis)
        self._basis.setToolTip(self._counted(score))
        self._show_oks(score)
        self._show_kappa(score)
        self._show_failing(score)
        self.setAccessibleName(". ".join([verdict, basis, *(line.text for line in self._lines)]))

    def _counted(self, score: Score) -> str:
        said = self.tr(
            "{poses} poses in {frames} frames were compared;\n"
            "{labels} poses of the layer and {gold} of gold have no counterpart"
        )
        return said.format(
            poses=score.n_pairs,
            frames=score.n_frames,
            labels=score.unmatched_labels,
            gold=score.unmatched_gold,
        )

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
            self.tr("OKS {value}").format(value=_number(score.oks.mean, 3)),
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
        full = said.format(value=value, target=f"{score.kappa_target:.2f}")
        self._lines[1].tell(passed, full, self.tr("κ {value}").format(value=value), tip)

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
        brief = self.tr("{n} of {k} fail").format(n=n, k=len(score.keypoints))
        self._lines[2].tell(not n, said, brief, tip)


class _Line(QWidget):
    """A mark with its sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = LightMark(parent=self)
        self._words = QLabel(self)
        self._words.setFont(number_font(self._words.font()))
        self._full = self._brief = ""
        self._is_brief = False
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)

    @property
    def text(self) -> str:
        """The whole sentence."""
        return self._full

    def set_brief(self, brief: bool) -> None:
        """Say less, or all."""
        self._is_brief = brief
        self._words.setText(self._brief if brief else self._full)

    def tell(self, passed: bool | None, full: str, brief: str, tip: str) -> None:
        """Say something, in full and in brief."""
        self._mark.set_light(light_of(passed))
        self._full, self._brief = full, brief
        self.set_brief(self._is_brief)
        self.setToolTip(f"{full}\n{change_hint(tip)}")


def _number(value: float, digits: int) -> str:
    return "–" if value != value else f"{value:.{digits}f}"
