"""Small charts: a keypoint's weeks, attempts over time, how well groups are covered, flags against gold's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Ints
from palpate.quality.coverage import Coverage
from palpate.report.figure import Circle, Figure, Ink, Line, Place, Shape, Words, rectangle
from palpate.report.quality.content import Tried, Weekly
from palpate.report.quality.wording import number
from palpate.report.text import shortened

WEEK_SIZE = (55.0, 36.0)
ATTEMPT_SIZE = (84.0, 46.0)
TIERS = ("absent", "occluded", "visible")
_SMALL, _TITLE = 2.2, 2.7
_ROW = 5.0
_COVER_WIDE = 174.0


@dataclass(frozen=True, slots=True)
class _Plot:
    """A field of a figure: its box in mm and the values at its lower and upper edge."""

    left: float
    top: float
    width: float
    height: float
    low: float
    high: float
    n: int

    def x(self, at: int) -> float:
        return self.left + self.width * (at + 0.5) / max(self.n, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return self.top + self.height * (1.0 - min(max(share, 0.0), 1.0))

    def frame(self, ticks: Sequence[tuple[float, str]]) -> list[Shape]:
        """Return the ground line and the ticks with their words."""
        right, bottom = self.left + self.width, self.top + self.height
        shapes: list[Shape] = [Line(((self.left, bottom), (right, bottom)), Ink("rule", 0.25))]
        for value, said in ticks:
            y = self.y(value)
            shapes.append(Line(((self.left - 0.8, y), (self.left, y)), Ink("quiet", 0.2)))
            shapes.append(Words((self.left - 1.3, y + 0.8), said, _SMALL, "quiet", "end"))
        return shapes

    def limit(self, value: float, said: str = "", colour: str = "target") -> list[Shape]:
        """Return a dashed line across, with words at its end if there are any."""
        y, right = self.y(value), self.left + self.width
        line = Line(((self.left, y), (right, y)), Ink(colour, 0.3, dash=(1.2, 0.9)))
        return (
            [line] if not said else [line, Words((right, y - 0.8), said, _SMALL, colour, "end", halo="paper")]
        )


def week_chart(weekly: Weekly, person: int, group: int, *, title: str) -> Figure:
    """Return a person's error at one keypoint by week: filled where there are enough placements, with ± SE.

    The numbers are those that are judged: px as where the subject stands 1500 px tall.
    """
    found, limit = weekly.figures, weekly.limits_px[group]
    n, mean = found.n[person, group], found.scaled_px[person, group]
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.nan_to_num(found.scaled_sd_px[person, group] / np.sqrt(n))
    known = np.flatnonzero((n > 0) & np.isfinite(mean)).tolist()
    most = max([limit * 1.3, *(float(mean[w] + error[w]) * 1.08 for w in known)])
    plot = _Plot(8.0, 7.0, WEEK_SIZE[0] - 10.0, WEEK_SIZE[1] - 13.0, 0.0, most, len(n))
    figure = Figure(*WEEK_SIZE, title=f"Weeks of {title}")
    figure.add(Words((0.0, 3.2), shortened(title, 26), _TITLE, bold=True))
    figure.add(*plot.frame([(0.0, "0"), (limit, f"{limit:g}")]), *plot.limit(limit))
    figure.add(Words((WEEK_SIZE[0] - 2.0, 3.2), f"limit {limit:g} px", _SMALL, "target", "end"))
    enough = [w for w in known if weekly.sufficient[person, group, w]]
    joined = tuple((plot.x(w), plot.y(float(mean[w]))) for w in enough)
    if len(joined) > 1:
        figure.add(Line(joined, Ink("near", 0.35)))
    for w in known:
        figure.add(*_week(plot, w, float(mean[w]), float(error[w]), _state(weekly, (person, group, w))))
    _add_weeks(figure, plot, [str(week)[5:] for week in weekly.weeks])
    return figure


def _state(weekly: Weekly, at: tuple[int, int, int]) -> str:
    if not weekly.sufficient[at]:
        return "few"
    if weekly.flags[at]:
        return "flagged"
    return "over" if weekly.figures.scaled_px[at] > weekly.limits_px[at[1]] else "within"


def _week(plot: _Plot, w: int, mean: float, error: float, state: str) -> list[Shape]:
    x, colour = plot.x(w), "bad" if state in ("flagged", "over") else "near"
    bar = Line(((x, plot.y(mean - error)), (x, plot.y(mean + error))), Ink(colour, 0.3))
    ink = Ink(colour, 0.3, "paper") if state == "few" else Ink(colour, 0.3, colour)
    shapes: list[Shape] = [bar, Circle((x, plot.y(mean)), 0.9, ink, state)]
    if state == "flagged":
        shapes.append(Circle((x, plot.y(mean)), 1.7, Ink("bad", 0.3), "flag"))
    return shapes


def _add_weeks(figure: Figure, plot: _Plot, names: Sequence[str]) -> None:
    """Name as many weeks as there is room for, the first and the last among them."""
    step = max(math.ceil(len(names) * 7.0 / plot.width), 1)
    y = plot.top + plot.height + 3.4
    for w in range(0, len(names), step):
        figure.add(Words((plot.x(w), y), names[w], _SMALL, "quiet", "middle"))


def attempts_chart(tried: Sequence[Tried], quantity: str) -> Figure | None:
    """Return one person's attempts over time by ``oks`` or ``mpjpe_px``; None where none has it."""
    values = [getattr(one, quantity) for one in tried]
    known = [value for value in values if value is not None]
    if not known:
        return None
    target = tried[-1].oks_target if quantity == "oks" else None
    of_oks = quantity == "oks"
    low = max(min([*known, *([target] if target is not None else [])]) - 0.05, 0.0) if of_oks else 0.0
    high = 1.0 if of_oks else max(known) * 1.25
    plot = _Plot(11.0, 7.5, ATTEMPT_SIZE[0] - 14.0, ATTEMPT_SIZE[1] - 14.0, low, high or 1.0, len(tried))
    said = "OKS" if of_oks else "mean distance, px"
    figure = Figure(*ATTEMPT_SIZE, title=f"Attempts of {tried[0].person}: {said}")
    figure.add(Words((0.0, 3.2), said, _TITLE, bold=True))
    digits = 2 if of_oks else 1
    figure.add(*plot.frame([(value, number(value, digits)) for value in (plot.low, plot.high)]))
    if target is not None:
        figure.add(*plot.limit(target, f"target {target:g}"))
    places = [(plot.x(at), plot.y(value)) if value is not None else None for at, value in enumerate(values)]
    drawn = tuple(place for place in places if place is not None)
    if len(drawn) > 1:
        figure.add(Line(drawn, Ink("near", 0.35)))
    for at, (one, place, value) in enumerate(zip(tried, places, values, strict=True)):
        figure.add(
            Words((plot.x(at), plot.top + plot.height + 3.6), str(one.number), _SMALL, "quiet", "middle")
        )
        if place is not None:
            figure.add(*_attempt(place, one.passed, number(value, 3 if of_oks else 1)))
    return figure


def _attempt(place: Place, passed: bool, said: str) -> list[Shape]:
    colour = "good" if passed else "bad"
    ink = Ink(colour, 0.4, colour if passed else "paper")
    words = Words((place[0], place[1] - 2.0), said, _SMALL, "ink", "middle", halo="paper")
    return [Circle(place, 1.1, ink, "passed" if passed else "failed"), words]


def confusion_figure(counts: Ints, levels: Sequence[int], *, title: str) -> Figure:
    """Return how often labels say what gold says: rows gold, columns labels; shades are shares of a row."""
    cell, left, top = (21.0, 12.0), 20.0, 11.0
    figure = Figure(left + 3 * cell[0] + 1.0, top + 3 * cell[1] + 1.0, title=title)
    figure.add(Words((left + 1.5 * cell[0], 3.4), "labels say", _SMALL + 0.2, "quiet", "middle"))
    figure.add(Words((0.0, top - 1.8), "gold says", _SMALL + 0.2, "quiet"))
    for at, level in enumerate(levels):
        figure.add(Words((left + (at + 0.5) * cell[0], top - 1.8), TIERS[level], _TITLE, "ink", "middle"))
        figure.add(Words((left - 2.0, top + (at + 0.5) * cell[1] + 0.9), TIERS[level], _TITLE, "ink", "end"))
    for row in range(len(levels)):
        total = int(counts[row].sum())
        for column in range(len(levels)):
            n = int(counts[row, column])
            box = (left + column * cell[0], top + row * cell[1], cell[0] - 0.6, cell[1] - 0.6)
            share = n / total if total else 0.0
            colour = "good" if row == column else "bad"
            figure.add(rectangle(box, Ink(fill="field")))
            if n:
                figure.add(rectangle(box, Ink(fill=colour, opacity=round(0.08 + 0.42 * share, 3))))
            figure.add(Words((box[0] + box[2] / 2, box[1] + 5.4), f"{n:,}", 3.2, "ink", "middle", bold=True))
            said = f"{100 * share:.0f} %" if total else "no case"
            figure.add(Words((box[0] + box[2] / 2, box[1] + 9.4), said, _SMALL, "quiet", "middle"))
    return figure


def coverage_chart(covers: Sequence[Coverage]) -> Figure | None:
    """Return the mean error of each group with its 95 % interval; None where no group has one."""
    known = [one for one in covers if math.isfinite(one.mpjpe_px)]
    if not known:
        return None
    left, words = 62.0, 62.0
    most = max(
        one.mpjpe_px + (one.half_width_px if math.isfinite(one.half_width_px) else 0.0) for one in known
    )
    plot = _Plot(left, 0.0, _COVER_WIDE - left - words, 1.0, 0.0, 1.0, 1)
    per_px = plot.width / (most * 1.1) if most > 0 else 0.0
    figure = Figure(_COVER_WIDE, len(covers) * _ROW + 7.0, title="Error and coverage by group")
    for row, one in enumerate(covers):
        figure.add(*_cover_row(one, row * _ROW + 2.5, left, per_px, _COVER_WIDE - words + 4.0))
    bottom = len(covers) * _ROW + 1.0
    figure.add(Line(((left, bottom), (left + plot.width, bottom)), Ink("rule", 0.25)))
    for value in (0.0, most):
        at = (left + value * per_px, bottom + 3.4)
        figure.add(Words(at, f"{number(value)} px" if value else "0", _SMALL, "quiet", "middle"))
    return figure


def _cover_row(one: Coverage, y: float, left: float, per_px: float, right: float) -> list[Shape]:
    colour = "bad" if one.thin else "near"
    shapes: list[Shape] = [
        Words((0.0, y + 0.9), shortened(f"{one.by}: {one.group}", 41), 2.5),
        Words(
            (right, y + 0.9), shortened(f"{one.n_independent} independent; {one.sentence}", 43), 2.3, "quiet"
        ),
    ]
    if math.isfinite(one.mpjpe_px):
        x = left + one.mpjpe_px * per_px
        if math.isfinite(one.half_width_px):
            half = one.half_width_px * per_px
            shapes.append(Line(((max(x - half, left), y), (x + half, y)), Ink(colour, 0.4)))
        shapes.append(Circle((x, y), 0.9, Ink(fill=colour), "thin" if one.thin else "enough"))
    return shapes
