"""How much memory frames may take."""

from __future__ import annotations

from palpate.session.frames.frame_memory import range_bytes, set_frame_memory, usual_bytes
from palpate.session.session import Session


def test_a_limit_holds_within_reason_and_can_be_taken_back(empty_project: Session) -> None:
    least, most = range_bytes()
    assert least <= most
    set_frame_memory(empty_project, 512 << 20)
    assert empty_project.media.cache_bytes == 512 << 20
    set_frame_memory(empty_project, 1)
    assert empty_project.media.cache_bytes == least
    set_frame_memory(empty_project, None)
    assert empty_project.media.cache_bytes >= least
    assert usual_bytes() >= least
