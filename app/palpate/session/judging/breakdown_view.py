"""A score broken down by what is known of clips, subjects and moments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.clip import Clip
from palpate.model.event import Event
from palpate.model.labels import Labels
from palpate.quality.breakdown import Breakdown as Breakdown
from palpate.quality.breakdown import Words, broken_down
from palpate.quality.coverage import PRECISION_PX as PRECISION_PX
from palpate.quality.coverage import Coverage as Coverage
from palpate.quality.json_numbers import Json
from palpate.quality.pairs import Pairs
from palpate.quality.scorecard import Score
from palpate.session.calibrating.blindness import why_hidden
from palpate.session.judging.by_clip import ByClip, LayerByClip, outline_of
from palpate.session.judging.pairing import Paired, pair_labels
from palpate.session.judging.scoring import refuse_blind, score_labels, score_paired
from palpate.session.marking.phases import marks_of, phase_among
from palpate.session.session import Session

PHASE, CLIP, INSTANCE = "phase", "clip", "instance"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside labels.

    Attributes
    ----------
    clips
        All that there are, also those without a label.
    events
        By clip, by frame.
    """

    clips: tuple[Clip, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenDown:
    """A score and the same by group, with what a reader must know of the groups."""

    score: Score
    parts: Breakdown
    notes: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """Return the object that ``palpate score --json`` prints: groups only if there are any."""
        content = self.score.to_json()
        if not self.parts.groups:
            return content
        return {**content, **self.parts.to_json(), "notes": [*self.score.notes, *self.notes]}


def circumstances_of(session: Session) -> Circumstances:
    """Return the clips and events of a project."""
    return Circumstances(tuple(session.contents.clips), tuple(marks_of(session)))


def ways_to_break_down(labels: Labels, gold: Labels, known: Circumstances) -> tuple[str, ...]:
    """Return what two label sets can be broken down by."""
    clips = _attributes_of_clips(labels, gold, known)
    instances = {key for found in gold.instances for key in found.attributes}
    words = {key for attributes in clips.values() for key in attributes} | instances
    phase = (PHASE,) if known.events else ()
    return (CLIP, INSTANCE, *phase, *sorted(words - {PHASE, CLIP, INSTANCE}))


def score_layers_by(
    session: Session, layer: str, gold: str, by: Sequence[str], *, precision_px: float = PRECISION_PX
) -> BrokenDown:
    """Score layers of a project as a whole and by group; as `score_by` and `score_layers`."""
    refuse_blind(session, layer, gold)
    found = score_by(
        LayerByClip(session, layer),
        LayerByClip(session, gold, facts=True),
        by,
        known=circumstances_of(session),
        precision_px=precision_px,
    )
    hidden = why_hidden(session, gold)
    if not hidden:
        return found
    return replace(found, score=replace(found.score, notes=(f"left out: {hidden}", *found.score.notes)))


def score_by(
    labels: Labels | ByClip,
    gold: Labels | ByClip,
    by: Sequence[str],
    *,
    known: Circumstances | None = None,
    precision_px: float = PRECISION_PX,
) -> BrokenDown:
    """Score labels against gold as a whole and by group.

    Parameters
    ----------
    by
        Attributes of clips or instances, or ``clip``, ``instance``, ``phase`` (between marked events).
    known
        What is known beside the labels; their own clips if None.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    UsageError
        If something cannot be broken down by, with what can.
    """
    known = known or Circumstances()
    can = ways_to_break_down(outline_of(labels), outline_of(gold), known)
    wrong = [name for name in by if name not in can]
    if wrong:
        raise UsageError(f"nothing is known of {', '.join(wrong)}; there is {', '.join(can)}")
    if not precision_px > 0.0:
        raise UsageError(f"a precision of {precision_px:g} px cannot be reached; give a positive number")
    if not by:
        return BrokenDown(score_labels(labels, gold), Breakdown({}, ()))
    return score_paired_by(
        pair_labels(labels, gold),
        outline_of(labels),
        outline_of(gold),
        by,
        known=known,
        precision_px=precision_px,
    )


def score_paired_by(
    paired: Paired,
    labels: Labels,
    gold: Labels,
    by: Sequence[str],
    *,
    known: Circumstances,
    precision_px: float = PRECISION_PX,
) -> BrokenDown:
    """Score what was paired of labels and gold, as a whole and by group of those that there are."""
    found = score_paired(paired)
    words, values = words_by(paired.pairs, (labels, gold), by, known)
    parts = broken_down(paired.pairs, paired.skeleton, words, known=values, precision_px=precision_px)
    return BrokenDown(found, parts, _notes(by))


def words_by(
    pairs: Pairs, sides: tuple[Labels, Labels], by: Sequence[str], known: Circumstances
) -> tuple[dict[str, Words], dict[str, frozenset[str]]]:
    """Return ``(N,)`` the group of each pair by what was asked for, and the values that occur in the clips.

    Parameters
    ----------
    sides
        Labels and gold.
    """
    attributes = _attributes_of_clips(*sides, known)
    words = {name: _words(name, pairs, sides[1], attributes, known) for name in by}
    values = {
        name: frozenset(clip.get(name, "") for clip in attributes.values())
        for name in by
        if any(name in clip for clip in attributes.values())
    }
    return words, values


def _attributes_of_clips(labels: Labels, gold: Labels, known: Circumstances) -> dict[str, Mapping[str, str]]:
    """Return the attributes of each clip by its name: those of gold come before those of the labels."""
    found: dict[str, dict[str, str]] = {}
    for clip in (*known.clips, *labels.clips, *gold.clips):
        found.setdefault(clip.name, {}).update(
            {key: value for key, value in clip.attributes.items() if value}
        )
    return dict(found)


def _words(
    name: str, pairs: Pairs, gold: Labels, attributes: Mapping[str, Mapping[str, str]], known: Circumstances
) -> Words:
    """``(N,)`` value of each pair; empty where it is not stated."""
    clips, instances = pairs.clips.astype(np.str_), pairs.instances.astype(np.str_)
    if name == CLIP:
        return clips
    if name == INSTANCE:
        return instances
    if name == PHASE:
        return _phases(pairs, gold, known)
    own = {
        (gold.clip_named(found.clip).name, found.name): found.attributes[name]
        for found in gold.instances
        if found.attributes.get(name)
    }

    def value(clip: str, instance: str) -> str:
        return own.get((clip, instance)) or attributes.get(clip, {}).get(name, "")

    return _each(value, clips, instances)


def _each(value: Callable[[str, str], str], clips: Words, instances: Words) -> Words:
    pairs, at = np.unique(np.stack([clips, instances]), axis=1, return_inverse=True)
    found = np.array([value(str(clip), str(instance)) for clip, instance in pairs.T])
    return found[np.ravel(at)] if len(found) else np.zeros(0, dtype=np.str_)


def _phases(pairs: Pairs, gold: Labels, known: Circumstances) -> Words:
    names = {clip.id: clip.name for clip in (*gold.clips, *known.clips)}
    events: dict[str, list[Event]] = {}
    for event in sorted(known.events, key=lambda one: one.frame):
        events.setdefault(names.get(event.clip, event.clip), []).append(event)
    places = zip(pairs.clips.tolist(), pairs.frames.tolist(), strict=True)
    return np.array([phase_among(events.get(clip, []), frame) for clip, frame in places], dtype=np.str_)


def _notes(by: Sequence[str]) -> tuple[str, ...]:
    if not by:
        return ()
    return (
        "each group is judged by itself: p is adjusted over its keypoints, not over groups",
        "coverage: one value for each pose, of poses at least the minimum gap apart",
    )
