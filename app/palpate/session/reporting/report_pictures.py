"""What the pages of a report are drawn with: plates of failing keypoints, and the shape of a usual pose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from palpate.base.errors import PalpateError
from palpate.model.layer import Layer
from palpate.model.skeleton import Skeleton
from palpate.report.plate_pixels import PlatePixels
from palpate.report.quality.content import USUAL_ASPECT, QualityReport, Sight
from palpate.session.guidelines import plates
from palpate.session.guidelines.guidance import guidelines_of
from palpate.session.guidelines.guideline_book import printable
from palpate.session.judging.by_clip import LayerByClip
from palpate.session.judging.worst_poses import usual_aspect
from palpate.session.session import Session
from palpate.store import library


def aspect_of_gold(session: Session, gold: Layer | None) -> float:
    """Return width ÷ height of a usual pose of gold that this person may see."""
    if gold is None or not session.project.labelled_instances(gold.id):
        return USUAL_ASPECT
    layer = LayerByClip(session, gold.id)
    tracks = (layer.of([clip.id]).tracks for clip in layer.outline.clips)
    return usual_aspect(track.positions for of_clip in tracks for track in of_clip.values())


def guided_keypoints(session: Session, skeleton: Skeleton) -> frozenset[str]:
    """Return which keypoints have a guideline; none where one of them is faulty, which the editor tells."""
    try:
        return frozenset(guidelines_of(skeleton, session.guides))
    except PalpateError:
        return frozenset()


def with_pictures(session: Session, report: QualityReport, keypoints: Iterable[str]) -> QualityReport:
    """Return the report with the plates of these keypoints; what cannot be drawn is left out and named."""
    sights, pictures, shipped = dict[str, Sight](), dict[str, str | PlatePixels](), False
    faults = dict[str, str]()
    for name in keypoints:
        try:
            found = _first_sight(session, report.skeleton, name, pictures)
        except PalpateError as fault:
            faults["Plates"] = fault.sentence
            continue
        if found is not None:
            shown, pictures[found[0].plate.name] = found
            sights[name] = Sight(shown.plate, shown.target, shown.title)
            shipped |= shown.source is None
    return replace(
        report,
        absent=(*report.absent, *faults.items()),
        sights=sights,
        pictures=pictures,
        sheets=library.plate_sheets() if shipped else {},
    )


def _first_sight(
    session: Session, skeleton: Skeleton, keypoint: str, known: Mapping[str, str | PlatePixels]
) -> tuple[plates.Sight, str | PlatePixels] | None:
    """Return the first plate of a keypoint that pages can draw, with its picture."""
    if keypoint not in skeleton.position_of:
        return None
    for sight in plates.sights_of(skeleton, keypoint, session.guides):
        picture = known.get(sight.plate.name) or printable(sight.plate, sight.source)
        if picture is not None:
            return sight, picture
    return None
