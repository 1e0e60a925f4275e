"""Progress of long work, and asking it to stop."""

from __future__ import annotations

import pytest

from palpate.base.errors import Cancelled
from palpate.base.progress import CancelToken, Progress


def test_steps_are_told_as_they_come() -> None:
    told: list[tuple[int, int, str]] = []
    progress = Progress(report=lambda *step: told.append(step))
    progress.step(0, 2)
    progress.step(1, 2, "frame 1")
    assert told == [(0, 2, ""), (1, 2, "frame 1")]


def test_nobody_needs_to_listen() -> None:
    Progress().step(0, 0)


def test_a_step_after_cancelling_stops_and_is_not_told() -> None:
    told: list[int] = []
    token = CancelToken()
    progress = Progress(report=lambda done, total, what: told.append(done), token=token)
    progress.step(0, 2)
    assert not token.cancelled
    token.cancel()
    token.cancel()
    assert token.cancelled
    with pytest.raises(Cancelled):
        progress.step(1, 2)
    assert told == [0]


def test_two_jobs_do_not_share_a_token() -> None:
    first, second = Progress(), Progress()
    first.token.cancel()
    assert not second.token.cancelled
