"""What the picture told between two keyframes, kept until one of them moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from palpate.assist.spans import Spans
from palpate.assist.traced import COLUMNS, Traced, has_flow
from palpate.model.arrays import Bools, Floats, Floats32
from palpate.model.skeleton import Skeleton
from palpate.store.project import Project

Key = tuple[int, int]
_ROW = 4 * len(COLUMNS)  # bytes


@dataclass(frozen=True, slots=True)
class SpanEvidence:
    """What the picture told inside one span of one keypoint.

    Attributes
    ----------
    stop
        Frame of the right keyframe.
    ends
        ``(2, 2)`` px: where the keyframes stood; anything else and the evidence is stale.
    content
        ``(n, 21)`` for the n frames inside, as in `palpate.assist.traced.COLUMNS`.
    """

    stop: int
    ends: Floats
    content: Floats32


Evidence = dict[Key, SpanEvidence]


def valid(spans: Spans, evidence: Mapping[Key, SpanEvidence], followed: Bools | None = None) -> Bools:
    """Tell for each span whether there is evidence that still holds.

    Parameters
    ----------
    followed
        ``(S,)`` whether flow alone must have been asked for too; nowhere if None.
    """
    held = np.zeros(len(spans), dtype=np.bool_)
    for n, key in _keys(spans):
        piece = evidence.get(key)
        held[n] = piece is not None and _holds(piece, spans, n)
        if held[n] and followed is not None and followed[n] and piece is not None:
            held[n] = has_flow(piece.content)
    return held


def assembled(spans: Spans, evidence: Mapping[Key, SpanEvidence], window: tuple[int, int]) -> Traced | None:
    """Return the evidence that holds over the window, or None if there is no evidence at all.

    What does not hold now will again when an undo puts its keyframes back: there must be room for it then.
    """
    if not evidence:
        return None
    traced = Traced.empty(window[0], window[1] - window[0], spans.n_keypoints)
    for n, key in _keys(spans):
        piece = evidence.get(key)
        if piece is not None and _holds(piece, spans, n):
            put(traced, key, piece)
    return traced


def put(traced: Traced, key: Key, piece: SpanEvidence) -> None:
    """Write one span's evidence where it belongs."""
    keypoint, left = key
    traced.values[left + 1 - traced.first : piece.stop - traced.first, keypoint] = piece.content


def cut(traced: Traced, spans: Spans, kept: tuple[int, int]) -> Evidence:
    """Return what was found inside spans as pieces, one per span.

    Parameters
    ----------
    kept
        First frame, and one past the last, of what is to be believed; a span that is only partly in it is
        to be joined with what another stretch gives.
    """
    pieces: Evidence = {}
    for n, (keypoint, left) in _keys(spans):
        stop = int(spans.right[n])
        content = np.full((stop - left - 1, len(COLUMNS)), np.nan, dtype=np.float32)
        begin, end = max(left + 1, kept[0]), min(stop, kept[1])
        if begin < end:
            rows = slice(begin - traced.first, end - traced.first)
            content[begin - left - 1 : end - left - 1] = traced.values[rows, keypoint]
            pieces[keypoint, left] = SpanEvidence(stop, np.stack((spans.start[n], spans.end[n])), content)
    return pieces


def joined(pieces: Evidence, more: Evidence) -> Evidence:
    """Return the pieces of two stretches; a span that both know in part is made whole."""
    whole = dict(pieces)
    for key, piece in more.items():
        if key in whole:
            here = np.isfinite(piece.content[:, 0])
            whole[key].content[here] = piece.content[here]
        else:
            whole[key] = piece
    return whole


def load_evidence(project: Project, layer: str, instance: str, skeleton: Skeleton) -> Evidence:
    """Read what was kept with the project."""
    place = skeleton.position_of
    return {
        (place[keypoint], start): SpanEvidence(
            stop,
            np.frombuffer(ends).reshape(2, 2),
            np.frombuffer(content, np.float32).reshape(-1, len(COLUMNS)),
        )
        for keypoint, start, stop, ends, content in project.derived(layer, instance)
        if keypoint in place and len(content) == (stop - start - 1) * _ROW  # else of an older version
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


def _holds(piece: SpanEvidence, spans: Spans, n: int) -> bool:
    return (
        bool(piece.stop == spans.right[n])
        and bool((piece.ends[0] == spans.start[n]).all())
        and bool((piece.ends[1] == spans.end[n]).all())
    )
