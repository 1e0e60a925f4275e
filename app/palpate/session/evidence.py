"""What tracking found between two keyframes, kept until one of them moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from palpate.assist.flow import Flow
from palpate.assist.spans import Spans
from palpate.model.arrays import Bools, Floats
from palpate.model.skeleton import Skeleton
from palpate.store.project import Project

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SpanEvidence:
    """The flow inside one span of one keypoint.

    Attributes
    ----------
    stop
        Frame of the right keyframe.
    ends
        ``(2, 2)`` px: where the keyframes stood; anything else and the evidence is stale.
    content
        ``(n, 6)`` for the n frames inside: x, y, forward–backward error, parting, likeness, refused.
    """

    stop: int
    ends: Floats
    content: Floats


Evidence = dict[Key, SpanEvidence]


def valid(spans: Spans, evidence: Mapping[Key, SpanEvidence]) -> Bools:
    """Tell for each span whether there is evidence that still holds."""
    return np.array([_holds(evidence.get(key), spans, n) for n, key in _keys(spans)], dtype=np.bool_)


def assembled(spans: Spans, evidence: Mapping[Key, SpanEvidence], window: tuple[int, int]) -> Flow | None:
    """Return the evidence that holds as one flow over the window, or None if there is no evidence at all.

    What does not hold now will again when an undo puts its keyframes back: the flow must be there then.
    """
    if not evidence:
        return None
    flow = Flow.empty(window[0], window[1] - window[0], spans.n_keypoints)
    for n, key in _keys(spans):
        piece = evidence.get(key)
        if piece is not None and _holds(piece, spans, n):
            put(flow, key, piece)
    return flow


def put(flow: Flow, key: Key, piece: SpanEvidence) -> None:
    """Write one span's evidence into a flow."""
    keypoint, left = key
    rows = slice(left + 1 - flow.first, piece.stop - flow.first)
    flow.positions[rows, keypoint] = piece.content[:, :2]
    flow.forward_backward[rows, keypoint] = piece.content[:, 2]
    flow.parting[rows, keypoint] = piece.content[:, 3]
    flow.ncc[rows, keypoint] = piece.content[:, 4]
    flow.refused[rows, keypoint] = piece.content[:, 5] > 0


def cut(flow: Flow, spans: Spans) -> Evidence:
    """Return a flow as pieces, one per span."""
    pieces: Evidence = {}
    for n, (keypoint, left) in _keys(spans):
        stop = int(spans.right[n])
        rows = slice(left + 1 - flow.first, stop - flow.first)
        columns = (
            flow.positions[rows, keypoint, 0],
            flow.positions[rows, keypoint, 1],
            flow.forward_backward[rows, keypoint],
            flow.parting[rows, keypoint],
            flow.ncc[rows, keypoint],
            flow.refused[rows, keypoint].astype(np.float64),
        )
        ends = np.stack((spans.start[n], spans.end[n]))
        pieces[keypoint, left] = SpanEvidence(stop, ends, np.stack(columns, axis=1))
    return pieces


def load_evidence(project: Project, layer: str, instance: str, skeleton: Skeleton) -> Evidence:
    """Read what was kept with the project."""
    place = skeleton.position_of
    return {
        (place[keypoint], start): SpanEvidence(
            stop, np.frombuffer(ends).reshape(2, 2), np.frombuffer(content).reshape(-1, 6)
        )
        for keypoint, start, stop, ends, content in project.derived(layer, instance)
        if keypoint in place
    }


def keep_evidence(
    project: Project, layer: str, instance: str, skeleton: Skeleton, evidence: Evidence
) -> None:
    """Keep evidence with the project, so that opening it again tracks nothing anew."""
    rows = [
        (skeleton.names[keypoint], start, piece.stop, piece.ends.tobytes(), piece.content.tobytes())
        for (keypoint, start), piece in evidence.items()
    ]
    project.keep_derived(layer, instance, rows)


def _keys(spans: Spans) -> Iterator[tuple[int, Key]]:
    pairs = zip(spans.keypoint.tolist(), spans.left.tolist(), strict=True)
    return enumerate(pairs)


def _holds(piece: SpanEvidence | None, spans: Spans, n: int) -> bool:
    return (
        piece is not None
        and piece.stop == spans.right[n]
        and bool((piece.ends[0] == spans.start[n]).all())
        and bool((piece.ends[1] == spans.end[n]).all())
    )
