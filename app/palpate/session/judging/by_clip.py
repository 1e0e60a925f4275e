"""Label sets that are taken clip by clip, so that one clip's tracks are in memory at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Protocol

import numpy as np

from palpate.base.errors import ProjectDamaged, ScoreError
from palpate.model.labels import Labels
from palpate.model.origin import DERIVED
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.calibrating.blindness import blind_frames
from palpate.session.calibrating.verifying import doubts_of
from palpate.session.exchange.transfer import (
    Narrowing,
    kept_back,
    meant_of,
    outline_with,
    said_of_outdated,
    track_of,
)
from palpate.session.session import Session


class ByClip(Protocol):
    """A label set of which one clip after the other is asked for."""

    @property
    def outline(self) -> Labels:
        """Everything but the tracks: instances are those alone that have one."""
        ...

    def of(self, clips: Collection[str]) -> Labels:
        """Return the labels of these clips, by their ids; nothing is kept of them."""
        ...


class Held:
    """A label set in memory."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    @property
    def outline(self) -> Labels:
        """As `ByClip.outline`."""
        instances = tuple(found for found, _ in self._labels.labelled())
        ids = {found.clip for found in instances}
        clips = tuple(clip for clip in self._labels.clips if clip.id in ids)
        return replace(self._labels, clips=clips, instances=instances, tracks={})

    def of(self, clips: Collection[str]) -> Labels:
        """As `ByClip.of`; all clips are the label set itself."""
        labels = self._labels
        if len(clips) == len({found.clip for found, _ in labels.labelled()}):
            return labels
        instances = tuple(found for found, _ in labels.labelled() if found.clip in clips)
        return replace(
            labels,
            clips=tuple(clip for clip in labels.clips if clip.id in clips),
            instances=instances,
            tracks={found.id: labels.tracks[found.id] for found in instances},
            foreign={},
        )


class LayerByClip:
    """What a layer resolves to, as `palpate.session.exchange.transfer.labels_of` has it, read when asked for.

    Of the warnings there are those alone that tell what was left out.

    Parameters
    ----------
    facts
        Only what somebody placed, accepted or brought along.
    """

    def __init__(self, session: Session, layer: str, *, facts: bool = False) -> None:
        self._session, self._layer, self._facts = session, layer, facts
        self._narrowing = meant_of(session, layer, Narrowing())
        self._clips: dict[str, list[str]] = {}
        marks = session.project.rows("SELECT 1 FROM outdated WHERE layer = ? LIMIT 1", layer)
        self._plain = not marks and not blind_frames(session)
        n_outdated = 0
        said = []
        for instance in session.project.labelled_instances(layer):
            if marks:
                with session.passing():
                    found = session.outdated.facts(layer, instance)
                n_outdated += 0 if found is None else int(found.sum())
            if self._says(instance):
                said.append(instance)
                self._clips.setdefault(session.contents.instance(instance).clip, []).append(instance)
        self._outline = replace(
            outline_with(session, said),
            warnings=(*said_of_outdated(n_outdated), *kept_back(session, layer, True)),
            doubts=doubts_of(session, layer),
        )

    @property
    def outline(self) -> Labels:
        """As `ByClip.outline`."""
        return self._outline

    def of(self, clips: Collection[str]) -> Labels:
        """As `ByClip.of`."""
        tracks = {}
        for instance in (one for clip in clips for one in self._clips.get(clip, ())):
            with self._session.passing():
                track = track_of(self._session, self._layer, instance, self._narrowing, blind=True)
            if len(track.frames):
                tracks[instance] = track
        labels = replace(outline_with(self._session, tracks), tracks=tracks)
        return facts_of(labels) if self._facts else labels

    def _says(self, instance: str) -> bool:
        """Tell whether anything counts of an instance; mostly its first pose tells."""
        project = self._session.project
        sql = "SELECT min(frame) FROM pose WHERE layer = ? AND instance = ?"
        try:
            pose = project.pose(self._layer, instance, project.rows(sql, self._layer, instance)[0][0])
        except ProjectDamaged:  # another pose may be sound
            pose = None
        if self._plain and pose is not None:
            said = (pose.visibility != Visibility.NOT_PLACED) & self._narrowing.keeps(pose.origin)
            if len(said) == len(self._session.contents.skeleton_of(instance)) and said.any():
                return True
        with self._session.passing():
            track = track_of(self._session, self._layer, instance, self._narrowing, blind=True)
        labels = replace(outline_with(self._session, (instance,)), tracks={instance: track})
        return len(track.frames) > 0 and (not self._facts or bool(facts_of(labels).tracks))


def taken_by_clip(labels: Labels | ByClip) -> ByClip:
    """Return a label set so that it can be taken clip by clip."""
    return Held(labels) if isinstance(labels, Labels) else labels


def outline_of(labels: Labels | ByClip) -> Labels:
    """Return what there is of a label set besides its tracks."""
    return labels if isinstance(labels, Labels) else labels.outline


def all_of(labels: ByClip) -> Labels:
    """Return the whole of a label set."""
    outline = labels.outline
    whole = labels.of([clip.id for clip in outline.clips])
    return replace(whole, warnings=outline.warnings, doubts=outline.doubts)


def main_skeleton_of(labels: ByClip, whose: str) -> Skeleton:
    """Return the skeleton that most of the labelled poses have.

    Raises
    ------
    ScoreError
        If there is no labelled pose.
    """
    outline = labels.outline
    counts = dict.fromkeys((found.skeleton for found in outline.instances), 0)
    if not counts:
        raise ScoreError(f"there is no labelled pose in {whose}")
    if len(counts) > 1:
        for clip in outline.clips:
            for found, track in labels.of([clip.id]).labelled():
                counts[found.skeleton] += len(track.frames)
    return outline.skeletons[max(counts, key=lambda name: counts[name])]


def facts_of(labels: Labels) -> Labels:
    """Return what somebody placed, accepted or imported: nothing that was derived between keyframes."""
    tracks = {}
    for instance, track in labels.tracks.items():
        derived = np.logical_or.reduce([track.origin == origin for origin in DERIVED])
        if not derived.any() and (track.visibility != Visibility.NOT_PLACED).any(axis=1).all():
            tracks[instance] = track
            continue
        visibility = np.where(derived, Visibility.NOT_PLACED, track.visibility).astype(np.int8)
        kept = (visibility != Visibility.NOT_PLACED).any(axis=1)
        if kept.any():
            tracks[instance] = replace(
                track,
                frames=track.frames[kept],
                positions=np.where(derived[..., None], np.nan, track.positions)[kept],
                visibility=visibility[kept],
                origin=track.origin[kept],
                scores=None,
            )
    return replace(labels, tracks=tracks)
