"""Labels that were placed elsewhere, brought into an attempt: as a script does, or another program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.attempt import Attempt
from palpate.model.origin import Origin
from palpate.session.calibrating.attempts import plan_of
from palpate.session.edits.labels import AddLabels
from palpate.session.exchange.transfer import bring_in
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Brought:
    """How many poses were taken over, and how many were not asked for."""

    poses: int
    ignored: int


def bring_into(
    session: Session, attempt: Attempt, path: Path, *, format: str = "", skeleton: str = "", clip: str = ""
) -> Brought:
    """Place in an attempt what a file says on the poses that it asks for; everything else is ignored.

    Raises
    ------
    EditRefused
        If nothing in the file is asked for, its frames have another size, it holds gold's own labels, or the
        attempt is submitted.
    LabelsFaulty, FormatError, UsageError
        As for an import.
    """
    adopted = bring_in(
        session, path, format=format, clip=clip, layer=f"{attempt.id} from a file", skeleton=skeleton
    )
    if adopted.misfits:
        raise EditRefused(f"{adopted.misfits[0]}; nothing was placed: bring the labels to that size first")
    asked: dict[str, set[int]] = {}
    for unit in plan_of(session, attempt).units:
        asked.setdefault(unit.instance, set()).add(unit.frame)
    tracks, taken, total = {}, 0, 0
    for instance, track in adopted.tracks.items():
        kept = np.isin(track.frames, sorted(asked.get(instance, ())))
        total += len(track.frames)
        if kept.any():
            taken += int(kept.sum())
            frames = track.frames[kept]
            tracks[instance] = replace(
                track,
                frames=frames,
                positions=track.positions[kept],
                visibility=track.visibility[kept],
                origin=track.origin[kept],
                scores=None if track.scores is None else track.scores[kept],
                shapes={f: shape for f, shape in track.shapes.items() if f in set(frames.tolist())},
            )
    layer = session.contents.layer(attempt.layer)
    if any((track.origin == Origin.GOLD).any() for track in tracks.values()):
        raise EditRefused(f"{path.name} holds labels of gold; {layer.name} is what you place yourself")
    if not tracks:
        raise EditRefused(f"nothing in {path.name} is on a frame that {layer.name} asks for")
    session.do(AddLabels(f"Place {layer.name} from {path.name}", layer, (), (), (), tracks))
    return Brought(taken, total - taken)
