"""A project with much to tell: attempts that improve, sides swapped, a subject twice, flags too bold."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating import calibration, gold
from palpate.session.calibrating.attempts import plan_of
from palpate.session.edits.labels import AddLabels
from palpate.session.placing import swapping
from palpate.session.session import Session
from palpate.session.working_as import work_as

_ANNOTATOR = "annotator B"
_ASKED = 12  # poses of a calibration
_LEFT = (1.9, 1.0, 0.45)  # how much of the annotator's error is left in each attempt
_SWAPPED, _TWICE = (60, 84), (120, 150)  # frames


def make_judged(demo: Path, folder: Path) -> Path:
    """Make the demo with three calibrations of the annotator, a practice, and faults of other kinds."""
    shutil.copytree(demo.parent, folder)
    path = folder / demo.name
    with Session.open(path) as session:
        work_as(session, "consultant", "consultant")
        (held,) = session.contents.layers_of_kind(LayerKind.GOLD)
        gold.certify(session, held.id, "first round", partial=True)
        work_as(session, _ANNOTATOR, "annotator")
        for n, left in enumerate(_LEFT):
            _submit(session, left, practise=n == 1)
        _swap_a_while(session)
        _label_twice(session)
    return path


def _submit(session: Session, left: float, *, practise: bool) -> None:
    """Place what a calibration asks for, with this share of the annotator's usual error, and submit it."""
    attempt = calibration.practise(session) if practise else calibration.start(session, _ASKED)
    layer = session.contents.layer(attempt.layer)
    (held,) = session.contents.layers_of_kind(LayerKind.GOLD)
    own = session.contents.layer_named(_ANNOTATOR)
    tracks = {}
    for who in {unit.instance for unit in plan_of(session, attempt).units}:
        asked = [unit.frame for unit in plan_of(session, attempt).units if unit.instance == who]
        truth, track = session.live(held.id, who).track, session.live(own.id, who).track
        frames = np.intersect1d(np.intersect1d(track.frames, truth.frames), asked)
        mine, theirs = np.isin(track.frames, frames), np.isin(truth.frames, frames)
        places = truth.positions[theirs] + left * (track.positions[mine] - truth.positions[theirs])
        tracks[who] = _placed(track, mine, places)
    session.do(AddLabels("Place", layer, (), (), (), tracks))
    calibration.submit(session, attempt)
    if practise:
        _submit(session, left, practise=False)


def _placed(track: Track, rows: np.ndarray, places: np.ndarray) -> Track:
    tiers = np.where(np.isnan(places[..., 0]) & (track.visibility[rows] > 0), 0, track.visibility[rows])
    seen = (tiers > 0)[..., None]
    origin = np.where(tiers == Visibility.NOT_PLACED, Origin.NONE, Origin.HAND).astype(np.int8)
    return replace(
        track,
        frames=track.frames[rows],
        positions=np.where(seen, places, np.nan),
        visibility=tiers.astype(np.int8),
        origin=origin,
        scores=None,
        shapes={},
    )


def _swap_a_while(session: Session) -> None:
    (clip,) = session.contents.clips
    (bowler,) = (found for found in session.contents.instances if found.name == "bowler")
    own = session.contents.layer_named(_ANNOTATOR)
    session.selection.move(
        layer=own.id, clip=clip.id, instance=bowler.id, frame=_SWAPPED[0], keypoint=0, chosen_frames=_SWAPPED
    )
    swapping.swap_sides(session)
    session.selection.move(chosen_frames=None)


def _label_twice(session: Session) -> None:
    (bowler,) = (found for found in session.contents.instances if found.name == "bowler")
    own = session.contents.layer_named(_ANNOTATOR)
    track = session.live(own.id, bowler.id).track
    rows = (track.frames >= _TWICE[0]) & (track.frames <= _TWICE[1])
    twin = Instance(editions.new_id(), bowler.clip, "bowler again", 9, bowler.skeleton)
    tracks = {twin.id: _placed(track, rows, track.positions[rows] + 0.5)}
    session.do(AddLabels("Label the bowler again", own, (), (), (twin,), tracks))
