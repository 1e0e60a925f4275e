"""Labels and gold that do not go together, each in its own way: the runner's story gone wrong."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import gold_story as story
import numpy as np

from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.migration import Redefine
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating import gold
from palpate.session.edits.contents import PutInstance, PutLayer
from palpate.session.session import Session
from palpate.session.skeletons import migrating

LEFT_WRIST, LEFT_ANKLE = 9, 15
SOME = story.FRAMES[:20]
BEYOND = tuple(range(90, 104)), tuple(range(105, 119))
"""Frames that neither gold nor the other of two people has."""
EXCHANGED = np.array([0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15])
"""The keypoints of `story.SKELETON`, left and right exchanged."""


def project(folder: Path, spoil: Callable[[Session], None]) -> Path:
    """Make a project with certified gold and two people's work, gone wrong; it is in Ana's hands."""
    with story.project(folder, gold_frames=()) as session:
        spoil(session)
        story.become(session, "ana", "annotator")
        return session.project.path


def work(
    session: Session,
    name: str,
    frames: tuple[int, ...] = SOME,
    *,
    visibility: np.ndarray | None = None,
    exchanged: bool = False,
) -> None:
    """Let somebody label both runners, a px beside the truth."""
    layer = editions.new_layer(name, LayerKind.WORK, name)
    session.do(PutLayer("Add", layer))
    chance = np.random.default_rng(len(name) + ord(name[0]))
    for instance in story.RUNNERS.values():
        off = chance.normal(0.0, 1.0, (len(frames), story.N_KEYPOINTS, 2))
        if exchanged and instance == "runner":
            places = np.array([story.truth(frame) for frame in frames])
            off = off + places[:, EXCHANGED] - places
        story.label(session, layer, instance, frames, by=off, visibility=visibility)


def tiers(*, varied: bool = False, never: int | None = None, absent: bool = False) -> np.ndarray:
    """Return ``(T, K)`` flags: visible, and as is said; ``never`` is a keypoint that nobody decides."""
    found = np.full((len(SOME), story.N_KEYPOINTS), Visibility.VISIBLE, np.int8)
    if varied:
        found[::3, ::2] = Visibility.ESTIMATED
    if never is not None:
        found[:, never] = Visibility.NOT_PLACED
    if absent:
        found[:] = Visibility.ABSENT
    return found


def mark(session: Session, *, visibility: np.ndarray | None = None) -> None:
    """Mark gold on both runners and certify it."""
    for instance in story.RUNNERS.values():
        story.label(
            session, story.gold_of(session), instance, SOME, origin=Origin.GOLD, visibility=visibility
        )
    gold.certify(session, story.gold_of(session).id, partial=True)


def right(session: Session) -> None:
    """Nothing is wrong."""
    mark(session, visibility=tiers(varied=True))
    work(session, "ana", visibility=tiers(varied=True))
    work(session, "ben", visibility=tiers(varied=True))


def other_version(session: Session) -> None:
    """A keypoint was defined anew after gold was certified."""
    right(session)
    migrating.migrate(session, migrating.by_rules(session, [Redefine("left_wrist")]))


def exchanged_sides(session: Session) -> None:
    """Ana takes the runner's left for the right."""
    mark(session)
    work(session, "ana", exchanged=True)
    work(session, "ben")


def no_common_frame(session: Session) -> None:
    """Nobody labelled what gold has."""
    mark(session)
    work(session, "ana", BEYOND[0])
    work(session, "ben", BEYOND[1])


def never_placed(session: Session) -> None:
    """Ana never decides the left wrist, gold never the left ankle."""
    mark(session, visibility=tiers(never=LEFT_ANKLE))
    work(session, "ana", visibility=tiers(never=LEFT_WRIST))
    work(session, "ben", visibility=tiers(never=LEFT_WRIST))


def nothing_there(session: Session) -> None:
    """Ana calls everything absent."""
    mark(session)
    work(session, "ana", visibility=tiers(absent=True))
    work(session, "ben", visibility=tiers(absent=True))


def constant_raters(session: Session) -> None:
    """Everybody calls everything visible, gold too."""
    mark(session)
    work(session, "ana")
    work(session, "ben")


def constant_rater(session: Session) -> None:
    """Ana calls everything visible; gold and Ben do not."""
    mark(session, visibility=tiers(varied=True))
    work(session, "ana")
    work(session, "ben", visibility=tiers(varied=True))


def one_subject_twice(session: Session) -> None:
    """Ana labelled the runner twice, as two people."""
    mark(session)
    session.do(PutInstance("Add", Instance("again", "run", "runner again", 2, story.SKELETON)))
    work(session, "ana")
    work(session, "ben")
    for name in ("ana", "ben"):
        story.label(session, session.contents.layer_named(name), "again", SOME)


CASES: dict[str, Callable[[Session], None]] = {
    "right": right,
    "other version": other_version,
    "exchanged sides": exchanged_sides,
    "no common frame": no_common_frame,
    "never placed": never_placed,
    "nothing there": nothing_there,
    "constant raters": constant_raters,
    "constant rater": constant_rater,
    "one subject twice": one_subject_twice,
}


def tampered(path: Path, sql: str, *, to: str = "tampered") -> Path:
    """Return a copy of a project in which somebody has changed something by other means."""
    copy = Path(shutil.copy(path, path.with_name(f"{to}.palpate")))
    with sqlite3.connect(copy) as connection:
        connection.execute(sql)
    connection.close()
    return copy
