"""Looking through a clip for scene cuts and repeated frames."""

from __future__ import annotations

from contextlib import suppress

from palpate.base.errors import FrameUnavailable
from palpate.base.progress import Progress
from palpate.media.marks.frame_marks import FrameMarks
from palpate.model.clip import Clip
from palpate.session.jobs import Job
from palpate.session.session import Session


def start_marking(session: Session, clip: Clip, marks: FrameMarks) -> Job:
    """Look through the frames of a clip that nobody has seen yet, in the background.

    Raises
    ------
    MediaUnreadable
        If the medium is not to be found.
    """
    session.media.path_of(clip)

    def work(progress: Progress) -> None:
        source = session.media.open_own(clip)
        try:
            for frame in range(source.n_frames):
                progress.step(frame, source.n_frames, "looking for cuts and repeated frames")
                if marks.wants(frame):
                    with suppress(FrameUnavailable):
                        marks.see(frame, source.bgra(frame, stop=lambda: progress.token.cancelled))
        finally:
            source.close()

    def done(_: None) -> None:
        """Marks tell by themselves what is new."""

    return session.jobs.start(f"Looking through {clip.name}", work, done)
