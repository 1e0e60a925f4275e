"""The demo project: a rendered bowler with exact truth, gold, and two simulated annotators."""

from __future__ import annotations

import math
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from palpate.base.atomic_write import write_bytes
from palpate.base.errors import FileUnwritable, TargetExists
from palpate.base.folders import documents_folder, resource
from palpate.base.progress import Progress
from palpate.demo import annotators
from palpate.demo.annotators import Placements
from palpate.demo.truth import Truth, load_truth
from palpate.model.event import Event
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.pose import Shape
from palpate.model.track import Track
from palpate.model.visibility import has_position
from palpate.quality.scorecard import Score
from palpate.session import editions
from palpate.session.edits.events import MarkEvent
from palpate.session.edits.labels import AddLabels
from palpate.session.frames.media_adding import add_media
from palpate.session.judging.scoring import score_layers
from palpate.session.session import Session
from palpate.session.working_as import role_of, work_as

SKELETON = "cricket_bowling_54"
GOLD, SOUND, FAULTY = "gold", "annotator A", "annotator B"
PROJECT, CLIP, TRUTH, PLANTED = "demo.palpate", "bowler.mp4", "bowler_truth.npz", "planted.json"
_UMPIRE_EVERY = 24


@dataclass(frozen=True, slots=True)
class Made:
    """Where the demo stands, and the keypoints at which faults were planted in the faulty layer."""

    project: Path
    truth: Path
    planted: Path


def ready() -> Path:
    """Return the demo project in the documents folder, made if it is not there yet."""
    folder = documents_folder() / "Demo"
    path = folder / PROJECT
    return path if path.exists() else make(folder).project


def make(folder: Path, *, seed: int = 1, clip: Path | None = None, truth: Path | None = None) -> Made:
    """Make the demo project in a folder.

    Parameters
    ----------
    seed
        Of the simulated annotators; the clip stays the same.
    clip, truth
        A clip that was generated, with its truth; the shipped one if None.

    Raises
    ------
    TargetExists, FileUnwritable
    """
    made = Made(folder / PROJECT, folder / TRUTH, folder / PLANTED)
    if made.project.exists():
        raise TargetExists("there is a demo project already", path=made.project)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source, target in (
            (clip or resource("demo", CLIP), folder / CLIP),
            (truth or resource("demo", TRUTH), made.truth),
        ):
            if not (target.exists() and target.samefile(source)):
                shutil.copyfile(source, target)
    except OSError as error:
        raise FileUnwritable((error.strerror or "cannot be written").lower(), path=folder) from error
    known = load_truth(made.truth)
    with Session.create(made.project, [SKELETON], FAULTY) as session:
        try:
            with session.founding():
                _fill(session, folder / CLIP, known, made.planted, seed)
        except BaseException:
            session.project.discard()  # half a demo would pass for a whole one ever after
            raise
    return made


def give_role(project: Path, role: str) -> None:
    """Let who works in a project do so in this role from now on; errors as `Session.open` and `work_as`."""
    with Session.open_to_work(project) as session:
        if role_of(session) != role:
            work_as(session, session.author, role)


def quality_summary(project: Path) -> dict[str, Any]:
    """Score both annotators of the demo and return what there is to say.

    The keys of a score (``failing_joints``, ``joints`` …) stand for the faulty annotator; ``layers`` holds
    both in brief, ``planted`` what was written wrong on purpose.
    """
    with Session.open(project, read_only=True) as session:
        gold = session.contents.layer_named(GOLD).id
        scores = {
            name: score_layers(session, session.contents.layer_named(name).id, gold)
            for name in (SOUND, FAULTY)
        }
        frames = len(session.live(gold, _bowler(session).id).track.frames)
        clip = session.contents.clips[0]
    planted = msgspec.json.decode((project.parent / PLANTED).read_bytes())
    return {
        "project": str(project),
        "clip": {"frames": clip.n_frames, "fps": clip.fps, "size": list(clip.size), "gold_frames": frames},
        "layer": FAULTY,
        **scores[FAULTY].to_json(),
        "planted": planted["keypoints"],
        "planted_joints": sorted(planted["keypoints"]),
        "layers": {name: _brief(score) for name, score in scores.items()},
    }


def generate(folder: Path, settings: Any, progress: Progress, *, seed: int = 1) -> Made:  # noqa: ANN401
    """Render another clip with its truth into a folder, and make a demo project of it."""
    from palpate.demo.generate import generate_clip

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritable((error.strerror or "cannot be made").lower(), path=folder) from error
    generate_clip(settings, folder / CLIP, folder / TRUTH, progress)
    return make(folder, seed=seed, clip=folder / CLIP, truth=folder / TRUTH)


def _fill(session: Session, video: Path, truth: Truth, planted: Path, seed: int) -> None:
    said = {
        "subject": "synthetic bowler",
        "action": "fast bowling",
        "shutter": _shutter_words(truth.shutter_s),
    }
    clip = add_media(session, [video], said, truth.fps)[0]
    bowler = Instance(editions.new_id(), clip.id, "bowler", 1, SKELETON)
    umpire = Instance(editions.new_id(), clip.id, "umpire", 2, SKELETON)
    gold = annotators.gold(truth, seed=seed)
    sound = annotators.sound(truth, gold, seed=seed)
    faulty = annotators.faulty(truth, gold, seed=seed)
    boxes = {int(f): _box(truth, int(f)) for f in gold.frames}
    layer = editions.new_layer(GOLD, LayerKind.GOLD, "consultant")
    _add(session, layer, (bowler, umpire), {bowler.id: _track(gold, boxes)})
    layer = editions.new_layer(SOUND, LayerKind.WORK, SOUND)
    standing = annotators.sound(
        truth, annotators.gold(truth, seed=seed, every=_UMPIRE_EVERY, instance=1), seed=seed, instance=1
    )
    _add(session, layer, (), {bowler.id: _track(sound), umpire.id: _track(standing)})
    layer = session.contents.layer_named(FAULTY)
    _add(session, layer, (), {bowler.id: _track(faulty)})
    for name, frame in truth.events.items():
        session.do(MarkEvent(Event(clip.id, int(frame), name)))
    content = {
        "seed": seed,
        "layer": FAULTY,
        "instance": bowler.name,
        "tolerance_px": annotators.tolerance_px(truth),
        "keypoints": {name: asdict(fault) for name, fault in faulty.written.items()},
    }
    write_bytes(planted, msgspec.json.format(msgspec.json.encode(content), indent=2))


def _add(session: Session, layer: Any, instances: tuple[Instance, ...], tracks: dict[str, Track]) -> None:  # noqa: ANN401
    session.do(AddLabels(f"Add {layer.name}", layer, (), (), instances, tracks))


def _track(marks: Placements, boxes: dict[int, Shape] | None = None) -> Track:
    origin = np.full(marks.visibility.shape, marks.origin, dtype=np.int8)
    positions = np.where(has_position(marks.visibility)[..., None], marks.positions, np.nan)
    return Track(marks.frames, positions, marks.visibility, origin, None, boxes or {})


def _box(truth: Truth, frame: int) -> Shape:
    x, y, width, height = (float(value) for value in truth.boxes[frame, 0])
    return Shape(box=(x, y, width, height))


def _bowler(session: Session) -> Instance:
    return next(found for found in session.contents.instances if found.name == "bowler")


def _brief(score: Score) -> dict[str, Any]:
    content = score.to_json()
    keys = ("n_frames", "n_pairs", "mpjpe_px", "failing_joints", "pass")
    return {key: content[key] for key in keys} | {"oks": content["oks"]["mean"]}  # type: ignore[index]


def _shutter_words(seconds: float) -> str:
    """Return an exposure as a photographer says it where that is exact, ``1/500``, else in ms."""
    parts = round(1.0 / seconds)
    return f"1/{parts}" if math.isclose(1.0 / parts, seconds, rel_tol=1e-5) else f"{seconds * 1e3:g} ms"
