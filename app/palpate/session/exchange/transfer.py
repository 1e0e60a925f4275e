"""Labels in and out of a project, and from one foreign format to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from palpate.base.errors import UsageError
from palpate.formats import registry
from palpate.formats.format import Format as Format
from palpate.formats.format import WriteReport as WriteReport
from palpate.model.arrays import Bools
from palpate.model.change import Change
from palpate.model.labels import Labels
from palpate.model.layer import LayerKind
from palpate.model.origin import DERIVED, ORIGIN_NAMES, Origin
from palpate.model.skeleton import Skeleton
from palpate.model.track import Resolved, Track
from palpate.model.visibility import Visibility
from palpate.session.calibrating.blindness import (
    refuse_hidden,
    shapes_to_see,
    why_hidden,
    why_not_look_into,
    withheld,
)
from palpate.session.calibrating.verifying import doubts_of
from palpate.session.edits.labels import AddLabels
from palpate.session.exchange.adoption import Adopted, adopt_labels
from palpate.session.review.looked_at import unseen_warnings
from palpate.session.session import Session
from palpate.session.skeletons.base_export import as_base
from palpate.session.skeletons.skeleton_files import load_any, warned
from palpate.store.library import shipped_skeletons
from palpate.store.skeleton_writing import skeleton_to_yaml


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which of a layer's values are meant.

    Attributes
    ----------
    clip
        Name or id; all clips if empty.
    origins
        Only these; all if empty.
    reviewed_only
        Leave out values that nobody placed or accepted.
    as_base
        Write a skeleton that extends another as that other one.
    """

    clip: str = ""
    origins: frozenset[Origin] = frozenset()
    reviewed_only: bool = False
    as_base: bool = False

    def keeps(self, origin: np.ndarray[tuple[int, ...], np.dtype[np.int8]]) -> Bools:
        """Tell which values are meant by their origin."""
        keep = np.ones(origin.shape, dtype=np.bool_)
        if self.origins:
            keep &= np.isin(origin, list(self.origins))
        if self.reviewed_only:
            keep &= ~np.isin(origin, [*DERIVED, Origin.MODEL])
        return keep


def read_labels(
    path: Path,
    *,
    format: str = "",
    skeleton: str = "",
    known: Iterable[Skeleton] = (),
    given: Skeleton | None = None,
) -> Labels:
    """Read a foreign file; skeletons of ours with the same keypoints lend it their σ and policy.

    Parameters
    ----------
    skeleton
        Name or file, for files that do not name their keypoints; it lends to the others too.
    given
        The skeleton of such a file if none is named: that of the gold it is compared with.
    """
    found = load_any(skeleton) if skeleton else None
    given = given if found is None else found.skeleton
    lent = [] if given is None else [given]
    skeletons = [*lent, *known, *shipped_skeletons().values()]
    labels = registry.read(path, format=format or None, skeletons=skeletons, skeleton=given)
    told = () if found is None else warned(found, skeleton)
    return replace(labels, warnings=(*told, *labels.warnings)) if told else labels


def labels_of(session: Session, layer: str, narrowing: Narrowing | None = None) -> Labels:
    """Return everything that a layer resolves to, derived values included and marked as such.

    What has to be placed anew since a version of the skeleton is left out, and what is derived from it. Of a
    gold layer only the facts: what lies between gold keyframes is nobody's gold. What this person must not
    see yet is left out as well, see `palpate.session.calibrating.blindness`; the warnings say so.
    """
    return _labels_of(session, layer, narrowing or Narrowing(), blind=True)


def all_labels_of(session: Session, layer: str) -> Labels:
    """Return the same with what is hidden: for the judgement of a submission, which shows it to nobody."""
    return _labels_of(session, layer, Narrowing(), blind=False)


def _labels_of(session: Session, layer: str, narrowing: Narrowing, *, blind: bool) -> Labels:
    contents = session.contents
    narrowing = meant_of(session, layer, narrowing)
    clip = contents.clip_named(narrowing.clip).id if narrowing.clip else ""
    labelled = [
        instance
        for instance in session.project.labelled_instances(layer)
        if not clip or contents.instance(instance).clip == clip
    ]
    tracks, n_outdated = {}, 0
    for instance in labelled:
        marked = session.outdated.facts(layer, instance)
        n_outdated += 0 if marked is None else int(marked.sum())
        track = track_of(session, layer, instance, narrowing, blind=blind)
        if len(track.frames):
            tracks[instance] = track
    return replace(
        outline_with(session, tracks),
        tracks=tracks,
        warnings=(
            *said_of_outdated(n_outdated),
            *kept_back(session, layer, blind),
            *_unreviewed(tracks.values()),
        ),
        doubts=doubts_of(session, layer),
    )


def meant_of(session: Session, layer: str, narrowing: Narrowing) -> Narrowing:
    """Return which values are meant of a layer: of gold only the facts."""
    gold = session.contents.layer(layer).kind is LayerKind.GOLD
    return replace(narrowing, reviewed_only=True) if gold else narrowing


def track_of(session: Session, layer: str, instance: str, narrowing: Narrowing, *, blind: bool) -> Track:
    """Return what an instance resolves to, as far as it is meant: without a frame if nothing is."""
    live, left_out = session.live(layer, instance), session.outdated.resolved(layer, instance)
    facts = live.track
    if blind:
        hidden = withheld(session, layer, instance)
        left_out = hidden if left_out is None else left_out if hidden is None else left_out | hidden
        facts = replace(facts, shapes=shapes_to_see(session, layer, instance))
    return _sparse(live.resolved, facts, narrowing, left_out)


def outline_with(session: Session, instances: Collection[str]) -> Labels:
    """Return what a label set of these instances needs of the project; it has no tracks yet."""
    contents = session.contents
    found = tuple(one for one in contents.instances if one.id in instances)
    clips = {one.clip for one in found}
    return Labels(
        skeletons={one.skeleton: contents.skeletons[one.skeleton] for one in found},
        clips=tuple(one for one in contents.clips if one.id in clips),
        instances=found,
        tracks={},
    )


def export(
    session: Session, layer: str, path: Path, *, format: str = "", narrowing: Narrowing, force: bool = False
) -> WriteReport:
    """Write a layer to a foreign file; see `palpate.formats.registry.write` and `as_base` for the errors.

    Raises
    ------
    UsageError
        If all that it would hold is kept from this person.
    """
    labels = labels_of(session, layer, narrowing)
    if not labels.tracks:
        refuse_hidden(session, layer)
    labels = as_base(labels) if narrowing.as_base else labels
    report = registry.write(labels, path, format=format or None, force=force)
    told = (*labels.doubts, *labels.warnings, *_unseen(session, layer, narrowing))
    return replace(report, warnings=(*told, *report.warnings))


def _unseen(session: Session, layer: str, narrowing: Narrowing) -> tuple[str, ...]:
    """Return what of the exported nobody has looked at; gold vouches for itself."""
    if session.contents.layer(layer).kind is LayerKind.GOLD:
        return ()
    clip = session.contents.clip_named(narrowing.clip).id if narrowing.clip else ""
    between = not narrowing.reviewed_only and (not narrowing.origins or bool(narrowing.origins & {*DERIVED}))
    return unseen_warnings(session, layer, clip, spans=between)


def bring_in(
    session: Session, path: Path, *, format: str = "", clip: str = "", layer: str = "", skeleton: str = ""
) -> Adopted:
    """Read a foreign file and fit it to the project, without writing anything yet.

    Raises
    ------
    LabelsFaulty, FormatError, UsageError
    """
    labels = read_labels(path, format=format, skeleton=skeleton, known=session.contents.skeletons.values())
    name = layer or path.stem
    return adopt_labels(session.contents, labels, layer=name, clip=clip, author=session.author, found=path)


def commit_import(session: Session, adopted: Adopted) -> Change:
    """Write what `bring_in` prepared, as one edit."""
    skeletons = tuple((s.name, s.version, skeleton_to_yaml(s)) for s in adopted.new_skeletons)
    return session.do(
        AddLabels(
            title=f"Import {adopted.layer.name}",
            layer=adopted.layer,
            skeletons=skeletons,
            clips=adopted.new_clips,
            instances=adopted.new_instances,
            tracks=adopted.tracks,
        )
    )


def convert(
    source: Path, target: Path, *, from_format: str = "", to_format: str = "", skeleton: str = "", force: bool
) -> WriteReport:
    """Read one foreign file and write another."""
    labels = read_labels(source, format=from_format, skeleton=skeleton)
    report = registry.write(labels, target, format=to_format or None, force=force)
    return replace(report, warnings=(*labels.warnings, *report.warnings))


def foresee_convert(
    source: Path, target: Path, *, from_format: str = "", to_format: str = "", skeleton: str = ""
) -> WriteReport:
    """Tell what `convert` would write and lose."""
    labels = read_labels(source, format=from_format, skeleton=skeleton)
    chosen = registry.format_named(to_format) if to_format else registry.format_for(target)
    report = registry.foresee(labels, format=chosen)
    return replace(report, warnings=labels.warnings)


def _sparse(resolved: Resolved, facts: Track, narrowing: Narrowing, left_out: Bools | None) -> Track:
    kept = (resolved.visibility != Visibility.NOT_PLACED) & narrowing.keeps(resolved.origin)
    if left_out is not None:
        kept &= ~left_out
    shaped = np.isin(np.arange(resolved.start, resolved.stop), list(facts.shapes))
    rows = np.flatnonzero(kept.any(axis=1) | shaped)
    frames = rows + resolved.start
    keep = kept[rows]
    scores = None
    if facts.scores is not None:
        scores = np.full(keep.shape, np.nan)
        at = np.searchsorted(facts.frames, frames).clip(max=len(facts.frames) - 1)
        stored = facts.frames[at] == frames
        scores[stored] = facts.scores[at[stored]]
    positions, visibility, origin = resolved.positions[rows], resolved.visibility[rows], resolved.origin[rows]
    if not keep.all():
        positions[~keep] = np.nan
        visibility[~keep] = Visibility.NOT_PLACED
        origin[~keep] = Origin.NONE
    return Track(
        frames=frames,
        positions=positions,
        visibility=visibility,
        origin=origin,
        scores=scores,
        shapes=facts.shapes,
    )


def said_of_outdated(n: int) -> tuple[str, ...]:
    """Say how many labels are left out since their keypoint is another place."""
    labels = "1 label has" if n == 1 else f"{n} labels have"
    return (f"{labels} to be placed anew since their keypoint was redefined; left out",) if n else ()


def kept_back(session: Session, layer: str, blind: bool) -> tuple[str, ...]:
    """Say what is left out since this person must not see it yet."""
    reason = why_hidden(session, layer) if blind else ""
    return (f"left out: {reason}",) if reason else ()


def _unreviewed(tracks: Iterable[Track]) -> tuple[str, ...]:
    counts: dict[Origin, int] = dict.fromkeys((*DERIVED, Origin.MODEL), 0)
    for track in tracks:
        for origin in counts:
            counts[origin] += int((track.origin == origin).sum())
    said = [f"{n} {ORIGIN_NAMES[origin]}" for origin, n in counts.items() if n]
    return (f"nobody has reviewed {' and '.join(said)} values in this layer",) if said else ()


def layer_by_name(session: Session, name: str) -> str:
    """Return the id of a layer; for an empty name the working layer."""
    if name:
        return session.contents.layer_named(name).id
    working = session.contents.working_layer(session.author)
    return working.id if working is not None else session.contents.layer_named("").id


def layer_to_look_into(session: Session, name: str) -> str:
    """Return the same; UsageError if it holds what this person must not see yet."""
    layer = layer_by_name(session, name)
    if reason := why_not_look_into(session, layer):
        raise UsageError(reason)
    return layer


def parse_origins(words: Sequence[str]) -> frozenset[Origin]:
    """Read origins from words; a wrong one is a UsageError that lists the right ones."""
    by_name = {name: origin for origin, name in ORIGIN_NAMES.items()}
    wrong = [word for word in words if word not in by_name]
    if wrong:
        raise UsageError(f"{', '.join(wrong)}: no such origin; known: {', '.join(by_name)}")
    return frozenset(by_name[word] for word in words)


def all_formats() -> tuple[Format, ...]:
    """Return every foreign format."""
    return registry.formats()
