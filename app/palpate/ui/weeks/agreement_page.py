"""How far people agree with each other: positions, flags, lengths, and what σ that makes."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from palpate.session.production_qa.weekly_view import WeeklyReport
from palpate.session.production_qa.weeks_view import Agreed, WeeksView
from palpate.ui.messages import with_capital
from palpate.ui.weeks.titled_table import Entry, TitledTable, count, figure, share
from palpate.ui.weeks.words import titles_of
from palpate.ui.widgets.hint import OrHint

_KAPPA_MIN_TIP = "target {target:g}"


class AgreementPage(QWidget):
    """A sentence, then people, keypoints, and lengths."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head, self.notes = QLabel(self), QLabel(self)
        self.people = TitledTable(
            self.tr("People"),
            (
                self.tr("Person"),
                self.tr("n"),
                self.tr("to consensus, px"),
                self.tr("to the others, px"),
                self.tr("systematically off at"),
            ),
            self,
        )
        self.keypoints = TitledTable(
            self.tr("Keypoints"),
            (
                self.tr("Keypoint"),
                self.tr("n"),
                self.tr("to consensus, px"),
                self.tr("pairwise, px"),
                self.tr("SD x, px"),
                self.tr("SD y, px"),
                self.tr("κ"),
                self.tr("flags equal"),
                self.tr("σ"),
                self.tr("σ preset"),
                "",
            ),
            self,
        )
        self.lengths = TitledTable(
            self.tr("Lengths of the body"),
            (
                self.tr("Segment"),
                self.tr("n"),
                self.tr("ICC(2,1)"),
                self.tr("SEM, px"),
                self.tr("least change, px"),
                "",
            ),
            self,
        )
        shown = QWidget(self)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.head, self.people, self.keypoints, self.lengths, self.notes):
            column.addWidget(part)
        column.addStretch(1)
        for label in (self.head, self.notes):
            label.setWordWrap(True)
        self.head.setContentsMargins(0, 0, 0, 8)
        self.notes.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._or = OrHint(shown, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.addWidget(self._or)

    @property
    def hint(self) -> str:
        """Why nothing is told; empty while something is."""
        return self._or.hint

    def show_view(self, view: WeeksView) -> None:
        """Show how far people agree, or why that is not told."""
        agreed = view.agreed
        self._or.show_hint(f"{with_capital(view.why_not['agreed'])}." if agreed is None else "")
        if agreed is None:
            return
        self.head.setText(self._sentence(agreed))
        self._fill_people(agreed, titles_of(view.report))
        self._fill_keypoints(agreed, view.report)
        self._fill_lengths(agreed, titles_of(view.report))
        self.notes.setText("\n".join(f"{with_capital(note)}." for note in agreed.notes))
        self.notes.setVisible(bool(agreed.notes))

    # ---- inside ------------------------------------------------------------------------------------------

    def _sentence(self, agreed: Agreed) -> str:
        found = agreed.raters
        pooled = found.flags.pooled
        frames = len(set(zip(found.ratings.clips.tolist(), found.ratings.frames.tolist(), strict=True)))
        said = self.tr("{n} people on {poses} poses in {frames} frames that at least two have labelled.")
        parts = [said.format(n=len(found.ratings.raters), poses=len(found.ratings), frames=frames)]
        if pooled.kappa is None:
            parts.append(self.tr("κ of the flags is not known: {why}.").format(why=pooled.reason))
        else:
            low, high = found.flags.pooled_interval.tolist()
            limits = (
                self.tr(" ({low:.2f} to {high:.2f})").format(low=low, high=high)
                if np.isfinite((low, high)).all()
                else ""
            )
            parts.append(
                self.tr("Fleiss’ κ of the flags {kappa:.2f}{limits}; {equal:.0f} % are equal.").format(
                    kappa=pooled.kappa, limits=limits, equal=100.0 * (pooled.agreement or 0.0)
                )
            )
        return " ".join(parts)

    def _fill_people(self, agreed: Agreed, titles: dict[str, str]) -> None:
        found = agreed.raters
        rows = []
        for name, bias in found.raters.items():
            n = bias.spread.n
            off = [titles.get(found.keypoints[k], "") for k in np.flatnonzero(bias.systematic).tolist()]
            rows.append(
                (
                    Entry(name),
                    count(int(n.sum())),
                    figure(_weighted(bias.mpjpe_px, n), 2),
                    figure(_weighted(bias.leave_one_out_px, n), 2),
                    Entry(", ".join(off) or self.tr("nothing")),
                )
            )
        self.people.fill(
            rows,
            note=self.tr(
                "Consensus: gold where there is any, else the geometric median. "
                "The distance to the others leaves a person’s own marks out, so that it ranks people fairly."
            ),
        )

    def _fill_keypoints(self, agreed: Agreed, report: WeeklyReport) -> None:
        found, sigma = agreed.raters, agreed.sigma.found
        titles, least = titles_of(report), report.skeleton.policy.training.sigma_min_n
        target = report.skeleton.policy.kappa
        preset = dict(zip(report.skeleton.names, report.skeleton.sigmas.tolist(), strict=True))
        rows = []
        for k, name in enumerate(found.keypoints):
            kappa = found.flags.kappas[k]
            few = self.tr("fewer than {n} repeated placements: keep the preset").format(n=least)
            estimate = float(sigma.sigma[k]) if sigma.n[k] >= least else None
            rows.append(
                (
                    Entry(titles.get(name, name)),
                    count(int(found.n[k])),
                    figure(float(found.to_consensus_px[k]), 2),
                    figure(float(found.pairwise_px[k]), 2),
                    *(figure(float(value), 2) for value in found.sd_px[k]),
                    _kappa(kappa.value, kappa.reason, target),
                    share(kappa.agreement, why=kappa.reason),
                    figure(estimate, 4, why=few),
                    figure(preset.get(name), 4),
                    Entry(""),
                )
            )
        note = self.tr("σ: {how}.").format(how=agreed.sigma.estimator)
        self.keypoints.fill(rows, note=note)

    def _fill_lengths(self, agreed: Agreed, titles: dict[str, str]) -> None:
        rows = []
        for one in agreed.lengths:
            icc = one.intraclass
            rows.append(
                (
                    Entry(" – ".join(titles.get(name, name) for name in one.ends)),
                    count(one.n),
                    figure(None if icc is None else icc.icc21, 3, why=one.reason),
                    figure(None if icc is None else icc.sem_agreement, 2, why=one.reason),
                    figure(None if icc is None else icc.mdc95_agreement, 2, why=one.reason),
                    Entry(with_capital(one.reason)),
                )
            )
        note = self.tr(
            "Of lengths, not of coordinates: those spread so far over frames that any ICC of them looks "
            "perfect. A change smaller than the least is no change."
        )
        self.lengths.fill(rows, note=note, reason=self.tr("the skeleton names no rigid segments"))


def _kappa(value: float | None, reason: str, target: float) -> Entry:
    if value is None:
        return figure(None, why=with_capital(reason))
    tip = _KAPPA_MIN_TIP.format(target=target)
    return Entry(f"{value:.2f}{' ↓' if value < target else ''}", value, tip)


def _weighted(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], n: object) -> float | None:
    weights = np.asarray(n)
    known = np.isfinite(values) & (weights > 0)
    return float(np.average(values[known], weights=weights[known])) if known.any() else None
