"""Following keypoints through the picture, as a job."""

from __future__ import annotations

from palpate.assist import flow
from palpate.assist.spans import Spans
from palpate.base.errors import EditRefused
from palpate.base.progress import Progress
from palpate.model.change import Change
from palpate.session import evidence
from palpate.session.jobs import Job
from palpate.session.session import Session


def start_tracking(
    session: Session,
    layer: str,
    instance: str,
    window: tuple[int, int] | None = None,
    spans: Spans | None = None,
) -> Job | None:
    """Track the spans of an instance that nothing valid is known of; None if there are none.

    What is found serves as evidence for drift in every span, and as positions in spans whose method is
    flow.

    Parameters
    ----------
    window
        Only spans with a frame in it.
    spans
        These and no others.

    Raises
    ------
    EditRefused
        If there is nothing between keyframes to track.
    MediaUnreadable
    """
    live = session.live(layer, instance)
    if spans is None:
        if not len(live.spans(window)):
            raise EditRefused("tracking needs a keypoint with two keyframes and a frame between them")
        spans = live.spans_to_track(window)
    if not len(spans):
        return None
    chosen, found = spans, session.contents.instance(instance)
    source = session.media.open_own(session.contents.clip(found.clip))

    def work(progress: Progress) -> evidence.Evidence:
        try:
            return evidence.cut(flow.track(chosen, source.grey, progress=progress), chosen)
        finally:
            source.close()

    def take_over(pieces: evidence.Evidence) -> None:
        if instance not in {known.id for known in session.contents.instances}:  # removed meanwhile
            return
        session.live(layer, instance).add_evidence(pieces)
        skeleton = session.contents.skeleton_of(instance)
        evidence.keep_evidence(session.project, layer, instance, skeleton, pieces)
        session.changed.emit(Change(spans=frozenset({(layer, instance)}), title="Track"), None)

    return session.jobs.start(f"Tracking {found.name}", work, take_over)
