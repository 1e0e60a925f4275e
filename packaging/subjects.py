"""The projects that are photographed: the demo, with a second camera, with few keyframes, and a crowd."""

from __future__ import annotations

import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from palpate.model.attempt import Attempt
from palpate.model.event import Event
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating import calibration, gold
from palpate.session.calibrating.attempts import plan_of
from palpate.session.edits.events import MarkEvent
from palpate.session.edits.labels import AddLabels
from palpate.session.exchange import demo_project
from palpate.session.frames.media_adding import add_media
from palpate.session.production_qa import production
from palpate.session.production_qa.qa_sampling import draw_plan
from palpate.session.session import Session
from palpate.session.working_as import work_as

_ANNOTATOR = "annotator B"
_ASKED = 16  # poses of a calibration
_FIRST = "annotator A"  # whose work is labelled a second time
_APART = 0.7  # px by which second labels scatter
_ELSEWHERE = {"left_hip": (4.5, 1.0), "t6": (-3.5, 0.5)}  # px to where the other one aims
_CROWD = (4, 5)  # rows, people in each
_SPARSE = 16  # frames from keyframe to keyframe
_LATE = 24  # frames by which the second camera began after the first


def make_demo(folder: Path) -> Path:
    """Make the demo project, unless it is there."""
    if not (folder / demo_project.PROJECT).exists():
        demo_project.make(folder)
    return folder / demo_project.PROJECT


def make_pair(demo: Path, folder: Path) -> Path:
    """Make the demo with its clip as a camera on the other side has it, begun later, and its events."""
    shutil.copytree(demo.parent, folder)
    with Session.open(folder / demo.name, author=_ANNOTATOR) as session:
        (first,) = session.contents.clips
        video = _mirrored(folder / demo_project.CLIP, folder / "other side.mp4")
        (second,) = add_media(session, [video], dict(first.attributes), first.capture_fps)
        for event in session.project.events(first.id):
            session.do(MarkEvent(Event(second.id, event.frame - _LATE, event.name)))
    return folder / demo.name


def make_sparse(demo: Path, folder: Path) -> Path:
    """Make a project of the demo's bowler with few keyframes, nothing tracked yet."""
    folder.mkdir()
    video = shutil.copy(demo.parent / demo_project.CLIP, folder)
    with Session.open(demo, read_only=True) as session:
        contents = session.contents
        (gold,) = contents.layers_of_kind(LayerKind.GOLD)
        (bowler,) = (found for found in contents.instances if found.name == "bowler")
        track = session.project.track(gold.id, bowler.id, len(contents.skeleton_of(bowler.id)))
        (clip,) = contents.clips
    few = np.searchsorted(track.frames, np.arange(0, clip.n_frames, _SPARSE))
    few = np.unique(few[few < len(track.frames)])
    origin = np.where(track.origin[few] == Origin.NONE, Origin.NONE, Origin.HAND).astype(np.int8)
    kept = replace(
        track,
        frames=track.frames[few],
        positions=track.positions[few],
        visibility=track.visibility[few],
        origin=origin,
        shapes={},
    )
    with Session.create(folder / "sparse.palpate", [bowler.skeleton], _ANNOTATOR) as session:
        (made,) = add_media(session, [Path(video)], dict(clip.attributes), clip.capture_fps)
        who = Instance(editions.new_id(), made.id, "bowler", 1, bowler.skeleton)
        layer = session.contents.layer_named(_ANNOTATOR)
        session.do(AddLabels("Add the bowler", layer, (), (), (who,), {who.id: kept}))
    return folder / "sparse.palpate"


def make_crowd(demo: Path, folder: Path) -> Path:
    """Make a project of twenty bowlers in the demo's clip, one smaller than the other, in rows."""
    folder.mkdir()
    video = shutil.copy(demo.parent / demo_project.CLIP, folder)
    with Session.open(demo, read_only=True) as session:
        contents = session.contents
        (gold,) = contents.layers_of_kind(LayerKind.GOLD)
        (bowler,) = (found for found in contents.instances if found.name == "bowler")
        track = session.project.track(gold.id, bowler.id, len(contents.skeleton_of(bowler.id)))
    with Session.create(folder / "crowd.palpate", [bowler.skeleton], _ANNOTATOR) as session:
        (clip,) = add_media(session, [Path(video)], capture_fps=contents.clips[0].capture_fps)
        people = [
            Instance(editions.new_id(), clip.id, f"fielder {number}", number, bowler.skeleton)
            for number in range(1, 1 + _CROWD[0] * _CROWD[1])
        ]
        tracks = {who.id: _stood(track, who.number - 1, clip.size) for who in people}
        layer = session.contents.layer_named(_ANNOTATOR)
        session.do(AddLabels("Add fielders", layer, (), (), tuple(people), tracks))
    return folder / "crowd.palpate"


def _stood(track: Track, place: int, size: tuple[int, int]) -> Track:
    """Return a track made smaller and put into its place in the rows, the nearer the larger."""
    row, column = divmod(place, _CROWD[1])
    scale = 0.25 + 0.08 * row
    middle = np.nanmedian(track.positions, axis=1, keepdims=True)
    at = (np.array([column + 0.5 + 0.25 * (row % 2), row + 0.6]) / (_CROWD[1] + 0.25, _CROWD[0])) * size
    origin = np.full_like(track.origin, Origin.HAND)
    return replace(track, positions=(track.positions - middle) * scale + at, origin=origin, shapes={})


def _mirrored(video: Path, made: Path) -> Path:
    with av.open(str(video)) as source, av.open(str(made), "w") as target:
        taken = source.streams.video[0]
        stream = target.add_stream("libx264", rate=Fraction(taken.average_rate or 30))
        stream.width, stream.height, stream.pix_fmt = taken.width, taken.height, "yuv420p"
        for number, frame in enumerate(source.decode(taken)):
            if number >= _LATE:
                picture = np.ascontiguousarray(frame.to_ndarray(format="rgb24")[:, ::-1])
                target.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        target.mux(stream.encode())
    return made


def make_calibration(demo: Path, folder: Path) -> Path:
    """Make the demo with certified gold and an attempt of the annotator under way, all but one click done."""
    shutil.copytree(demo.parent, folder)
    path = folder / demo.name
    with Session.open(path) as session:
        work_as(session, "consultant", "consultant")
        (held,) = session.contents.layers_of_kind(LayerKind.GOLD)
        gold.certify(session, held.id, "first round", partial=True)
        work_as(session, _ANNOTATOR, "annotator")
        attempt = calibration.start(session, _ASKED)
        _follow(session, attempt)
    return path


def make_consultant(demo: Path, folder: Path) -> Path:
    """Make the demo as a consultant opens it."""
    shutil.copytree(demo.parent, folder)
    with Session.open(folder / demo.name) as session:
        work_as(session, "consultant", "consultant")
    return folder / demo.name


def _follow(session: Session, attempt: Attempt) -> None:
    """Place what the annotator of the demo placed in the frames of an attempt; one keypoint is left."""
    units, tracks = plan_of(session, attempt).units, {}
    for who in {unit.instance for unit in units}:
        track = session.live(session.contents.layer_named(_ANNOTATOR).id, who).track
        asked = [unit.frame for unit in units if unit.instance == who]
        kept = np.isin(track.frames, asked)
        tiers = track.visibility[kept].copy()
        if who == units[-1].instance:
            tiers[track.frames[kept] == units[-1].frame, -1] = Visibility.NOT_PLACED
        places = np.where((tiers > 0)[..., None], track.positions[kept], np.nan)
        origin = np.where(tiers == Visibility.NOT_PLACED, Origin.NONE, track.origin[kept]).astype(np.int8)
        tracks[who] = replace(
            track, frames=track.frames[kept], positions=places, visibility=tiers, origin=origin, shapes={}
        )
    session.do(AddLabels("Place", session.contents.layer(attempt.layer), (), (), (), tracks))


def make_production(demo: Path, folder: Path) -> Path:
    """Make the demo with a plan of one annotator's work, and the other's second labels but for one click."""
    shutil.copytree(demo.parent, folder)
    path = folder / demo.name
    with Session.open(path) as session:
        work_as(session, "lead", "lead")
        plan = draw_plan(session, session.contents.layer_named(_FIRST).id).plan
        production.keep_plan(session, plan)
        work_as(session, _ANNOTATOR, "annotator")
        _label_again(session, production.begin_second(session, plan))
    return path


def _label_again(session: Session, attempt: Attempt) -> None:
    """Place what an attempt asks for near to what stands there; one keypoint of the last unit is left."""
    units, tracks = plan_of(session, attempt).units, {}
    chance = np.random.default_rng(7)
    for who in dict.fromkeys(unit.instance for unit in units):
        skeleton = session.contents.skeleton_of(who)
        seen = session.live(attempt.reference, who).resolved
        own = [unit for unit in units if unit.instance == who]
        frames = np.array([unit.frame for unit in own])
        tiers, places = (part[frames - seen.start].copy() for part in (seen.visibility, seen.positions))
        places += chance.normal(0.0, _APART, places.shape)
        for name, off in _ELSEWHERE.items():
            places[:, skeleton.position_of[name]] += off
        for row, unit in enumerate(own):
            outside = ~np.isin(np.array(skeleton.names), unit.keypoints or skeleton.names)
            tiers[row, outside] = Visibility.NOT_PLACED
        if who == units[-1].instance:
            wanted = units[-1].keypoints or skeleton.names
            tiers[-1, skeleton.position_of[wanted[-1]]] = Visibility.NOT_PLACED
        places[tiers <= 0] = np.nan
        origin = np.where(tiers == Visibility.NOT_PLACED, Origin.NONE, Origin.HAND).astype(np.int8)
        tracks[who] = Track(frames, places, tiers, origin)
    session.do(AddLabels("Place", session.contents.layer(attempt.layer), (), (), (), tracks))
