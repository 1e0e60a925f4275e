"""What stands beside the mean errors: spot checks, repeats, flags against blur, and events."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from palpate.quality.event_agreement import EventSpread
from palpate.session.production_qa.weeks_view import WeeksView
from palpate.ui.weeks.titled_table import Entry, TitledTable, count, figure, share
from palpate.ui.weeks.words import titles_of


class ChecksPage(QWidget):
    """Four tables; each says why it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spots = TitledTable(
            self.tr("Spot checks of what is occluded or blurred"),
            (
                self.tr("Person"),
                self.tr("Week"),
                self.tr("looked at"),
                self.tr("corrected"),
                self.tr("share"),
                self.tr("at most"),
                self.tr("moved by, px"),
                "",
            ),
            self,
        )
        self.repeats = TitledTable(
            self.tr("Repeats of one’s own work"),
            (self.tr("Person"), self.tr("Week"), self.tr("n"), self.tr("SD, px"), ""),
            self,
        )
        self.blur = TitledTable(
            self.tr("Flagged visible in spite of blur"),
            (
                self.tr("Person"),
                self.tr("flagged visible"),
                self.tr("too blurred"),
                self.tr("share"),
                self.tr("at most"),
                self.tr("most often at"),
            ),
            self,
        )
        self.events = TitledTable(
            self.tr("Events"),
            (
                self.tr("Two people"),
                self.tr("both marked"),
                self.tr("one alone"),
                self.tr("bias, frames"),
                self.tr("SD, frames"),
                self.tr("mean, frames"),
                self.tr("largest"),
                self.tr("mean, ms"),
                self.tr("same frame"),
                "",
            ),
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for part in (self.spots, self.repeats, self.blur, self.events):
            column.addWidget(part)
        column.addStretch(1)

    def show_view(self, view: WeeksView) -> None:
        """Show what a view has of them."""
        self._fill_spots(view)
        self._fill_repeats(view)
        self._fill_blur(view)
        self._fill_events(view)

    # ---- inside ------------------------------------------------------------------------------------------

    def _fill_spots(self, view: WeeksView) -> None:
        none = self.tr("nothing was moved: all was accepted or called absent")
        rows = [
            (
                Entry(one.annotator),
                Entry(str(one.week)),
                count(one.looked),
                count(one.corrected),
                share(one.share),
                share(one.share_at_most),
                figure(one.mean_px, 1, why=none),
                Entry(""),
            )
            for one in view.spots
        ]
        note = self.tr(
            "No part of the mean errors: these points are harder than most. “At most” is the upper one-sided "
            "95 % limit (Wilson)."
        )
        self.spots.fill(rows, reason=view.why_not["spots"], note=note)

    def _fill_repeats(self, view: WeeksView) -> None:
        none = self.tr("no keypoint has a position in both")
        rows = [
            (
                Entry(one.annotator),
                Entry(str(one.week)),
                count(one.n),
                figure(one.sd_px, 2, why=none),
                Entry(""),
            )
            for one in view.repeats
        ]
        note = self.tr("Spread of one placement around the person’s own mean, in any direction.")
        self.repeats.fill(rows, reason=view.why_not["repeats"], note=note)

    def _fill_blur(self, view: WeeksView) -> None:
        titles = titles_of(view.report)
        rows = [
            (
                Entry(one.annotator),
                count(one.visible),
                count(one.beyond),
                share(one.share.rate, why=one.share.reason),
                share(one.share.high, why=one.share.reason),
                Entry(", ".join(f"{titles.get(name, name)} ({n})" for name, n in one.keypoints)),
            )
            for one in view.blur
        ]
        note = self.tr(
            "Points flagged visible whose smear, by motion and exposure or as measured, is too long for that."
        )
        self.blur.fill(rows, reason=view.why_not["blur"], note=note)

    def _fill_events(self, view: WeeksView) -> None:
        rows = []
        for one in view.events:
            frames, ms = one.in_frames, one.in_ms
            why = "; ".join(one.notes)
            rows.append(
                (
                    Entry(f"{one.first} – {one.second}", tip=why),
                    count(frames.n),
                    count(len(one.pairs) - frames.n),
                    *_spread(frames, why),
                    figure(ms.mean_size, 1, why=why),
                    share(frames.exact, why=why),
                    Entry(""),
                )
            )
        note = self.tr("Bias: second person − first. An event that both mark in one frame is kept once.")
        self.events.fill(rows, reason=view.why_not["events"], note=note)


def _spread(found: EventSpread, why: str) -> tuple[Entry, ...]:
    largest = figure(found.largest, 0, why=why)
    return *(figure(value, 1, why=why) for value in (found.bias, found.sd, found.mean_size)), largest
