"""A story of production: several people label the same clips, and somebody leads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.edits.labels import AddLabels
from palpate.session.session import Session
from palpate.store import mapping
from palpate.store.rows import Writer
from palpate.store.skeleton_writing import skeleton_to_yaml

MONDAY = datetime(2024, 9, 2, 12, tzinfo=UTC)

FIGURE = np.array([(300.0, 80.0), (250.0, 180.0), (350.0, 180.0), (300.0, 200.0), (300.0, 330.0)])


class Office:
    """A project in which several people label two clips of 300 frames, one figure each, 250 px tall.

    Attributes
    ----------
    path
        Of the file; whoever works opens it under their own name.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: list[Session] = []

    def as_(self, author: str) -> Session:
        """Work as somebody; who worked before has closed the project."""
        self.close()
        self._open.append(Session.open(self.path, author=author))
        return self._open[-1]

    def label(
        self, author: str, *, off: tuple[float, float] = (0.0, 0.0), kind: LayerKind = LayerKind.WORK
    ) -> str:
        """Let somebody label every frame of both clips, so many px off the truth; return the layer's id."""
        session = self.as_(author)
        name = author if kind is LayerKind.WORK else kind.value
        name = editions.free_name(name, {known.name for known in session.contents.layers})
        layer = editions.new_layer(name, kind, author)
        positions = np.tile(FIGURE + off, (300, 1, 1))
        codes = np.full((300, 5), Visibility.VISIBLE, np.int8)
        origin = Origin.GOLD if kind is LayerKind.GOLD else Origin.HAND
        track = Track(np.arange(300), positions, codes, np.full_like(codes, origin))
        session.do(AddLabels("Label", layer, (), (), (), {"ada": track, "eve": track}))
        return layer.id

    def close(self) -> None:
        """Close what is open."""
        for session in self._open:
            session.close()
        self._open.clear()


def project(folder: Path, skeleton: Skeleton) -> Office:
    """Make the project of several people, led by *lea*."""
    file = folder / "stick_figure.yaml"
    file.write_text(skeleton_to_yaml(skeleton), encoding="utf-8")
    path = folder / "office.palpate"
    with Session.create(path, [str(file)], "lea", "lead") as session:
        for name, who, light in (("a", "ada", "sun"), ("b", "eve", "shade")):
            attributes = {"lighting": light}
            clip = Clip(name, name, ClipKind.VIDEO, size=(700, 400), n_frames=300, attributes=attributes)
            session.do(PutClips("Add", (clip,)))
            session.do(PutInstance("Add", Instance(who, name, who, 1, "stick_figure")))
    return Office(path)


class At:
    """Says of the stored poses of a layer that they were placed at other times and so far off, by frame."""

    title, merge_key = "Place", None

    def __init__(self, layer: str, times: dict[int, str], off: dict[int, tuple[float, float]]) -> None:
        self.layer, self.times, self.off = layer, times, off

    def write(self, writer: Writer) -> None:
        for instance in ("ada", "eve"):
            for frame, time in self.times.items():
                row = writer.get("pose", self.layer, instance, frame)
                assert row is not None
                pose = mapping.pose_from_row(row)
                pose.positions[:] += self.off.get(frame, (0.0, 0.0))
                moved = mapping.pose_row(pose, None, str(row[-2]), time)
                writer.put("pose", (self.layer, instance, frame), moved)


def spread_over_weeks(session: Session, layer: str, off_by_week: list[tuple[float, float]]) -> None:
    """Let 300 frames have been placed in equal parts in these weeks, each so far off."""
    part = 300 // len(off_by_week)
    times, off = {}, {}
    for frame in range(300):
        week = min(frame // part, len(off_by_week) - 1)
        times[frame] = (MONDAY + timedelta(weeks=week, minutes=frame)).isoformat()
        off[frame] = off_by_week[week]
    session.do(At(layer, times, off))
