"""What is in a project or a label file, in the shapes of the command line's contract."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from palpate.model.clip import Clip
from palpate.model.labels import Labels
from palpate.model.origin import ORIGIN_NAMES, Origin
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.calibrating.blindness import hidden_frames, track_to_see
from palpate.session.exchange.transfer import read_labels
from palpate.session.session import PROJECT_SUFFIX as PROJECT_SUFFIX
from palpate.session.session import Session
from palpate.session.skeletons.skeleton_files import load_any
from palpate.session.stopwatch import IDLE_S
from palpate.store import library
from palpate.store.plate_folder import folder_table


def of_file(path: Path, format: str = "", skeleton: str = "") -> dict[str, Any]:
    """Return what is in a project, or in a foreign label file."""
    if path.suffix == PROJECT_SUFFIX and not format:
        with Session.open(path, read_only=True) as session:
            return of_session(session)
    labels = read_labels(path, format=format or "", skeleton=skeleton or "")
    return {
        "skeleton": _skeleton_brief(labels.skeletons.values()),
        "clips": [_clip(clip) for clip in labels.clips],
        "layers": [_foreign_layer(path, labels)],
        "warnings": list(labels.warnings),
    }


def of_session(session: Session) -> dict[str, Any]:
    """Return what is in an open project."""
    contents = session.contents
    layers = []
    for layer in contents.layers:
        tracks = []
        for instance in session.project.labelled_instances(layer.id):
            tracks.append(track_to_see(session, layer.id, instance))
        head = {"name": layer.name, "author": layer.author, "kind": layer.kind.value}
        hidden = len(hidden_frames(session, layer.id))
        layers.append(head | _counts(tracks) | ({"hidden_frames": hidden} if hidden else {}))
    return {
        "skeleton": _skeleton_brief(contents.skeletons.values()),
        "clips": [_clip(clip) for clip in contents.clips],
        "layers": layers,
        "effort": _effort(session),
    }


def skeleton_content(name: str) -> dict[str, Any]:
    """Return a skeleton, shipped or in a file, as the contract shows it.

    Raises
    ------
    UsageError, FileUnreadable, SkeletonFaulty, GuidelineFaulty, PlateFaulty
        If there is none, or something in its file, or in guidelines and plates beside it, is wrong.
    """
    found = load_any(name)
    skeleton = found.skeleton
    near = library.folder_of(name)
    if near is not None:
        library.load_guidelines(skeleton, near=near)
        folder_table(near, library.plate_table().plates)
    keypoints = []
    for point in skeleton.keypoints:
        keypoints.append(
            {
                "name": point.name,
                "label": point.label,
                "side": point.side.value,
                "mirror": point.mirror,
                "sigma": point.sigma,
                "type": point.type,
                "region": point.region,
                "tolerance": {k: v for k, v in asdict(point.tolerance).items() if v is not None},
                "policy": {k: v for k, v in asdict(point.policy).items() if v is not None},
            }
        )
    return {
        "name": skeleton.name,
        "version": skeleton.version,
        "title": skeleton.title,
        "visibility": skeleton.tiers.value,
        "keypoints": keypoints,
        "edges": [list(edge) for edge in skeleton.edges],
        "policy": asdict(skeleton.policy),
        "measures": [asdict(measure) for measure in skeleton.measures],
        "warnings": list(found.warnings),
    }


def shipped_skeletons() -> tuple[str, ...]:
    """Return the names of the skeletons that come with the program."""
    return library.skeleton_names()


def _foreign_layer(path: Path, labels: Labels) -> dict[str, Any]:
    head = {"name": path.stem, "author": "", "kind": "import"}
    return head | _counts([track for _, track in labels.labelled()])


def _counts(tracks: Iterable[Track]) -> dict[str, Any]:
    origins: Counter[str] = Counter()
    tiers: Counter[str] = Counter()
    instances, frames = 0, 0
    for track in tracks:
        instances += 1
        frames += len(track.frames)
        for origin, name in ORIGIN_NAMES.items():
            origins[name] += int((track.origin == origin).sum())
        for tier in Visibility:
            if tier is not Visibility.NOT_PLACED:
                tiers[tier.name.lower()] += int((track.visibility == tier).sum())
    always = (ORIGIN_NAMES[Origin.HAND], ORIGIN_NAMES[Origin.IMPORTED])
    return {
        "instances": instances,
        "labelled_frames": frames,
        "keypoints": {name: n for name, n in origins.items() if n or name in always},
        "visibility": dict(tiers),
    }


def _clip(clip: Clip) -> dict[str, Any]:
    return {
        "name": clip.name,
        "frames": clip.n_frames,
        "fps": clip.fps,
        "capture_fps": clip.capture_fps,
        "size": list(clip.size),
        "vfr": clip.vfr,
        "attributes": dict(clip.attributes),
    }


def _skeleton_brief(skeletons: Iterable[Skeleton]) -> dict[str, Any]:
    found = list(skeletons)
    briefs = [{"name": s.name, "version": s.version, "n_keypoints": len(s)} for s in found]
    first = briefs[0] if briefs else {"name": "", "version": 0, "n_keypoints": 0}
    return first if len(briefs) < 2 else first | {"others": briefs[1:]}


def _effort(session: Session) -> list[dict[str, Any]]:
    """Time between edits per person, pauses of a minute and more left out."""
    seconds: dict[str, float] = defaultdict(float)
    edits: Counter[str] = Counter()
    last: dict[str, datetime] = {}
    for author, stamp in session.project.edit_times():
        time = datetime.fromisoformat(stamp)
        pause = (time - last[author]).total_seconds() if author in last else 0.0
        seconds[author] += pause if pause < IDLE_S else 0.0
        edits[author] += 1
        last[author] = time
    return [{"author": who, "edits": n, "seconds": round(seconds[who], 1)} for who, n in edits.items()]
