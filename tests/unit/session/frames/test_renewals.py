"""What was computed anew since somebody last looked."""

from __future__ import annotations

from palpate.session.frames.renewals import Renewals, hull


def test_nothing_is_new_right_after_a_look() -> None:
    renewals = Renewals()
    renewals.note(3, 9)
    assert renewals.since(renewals.turn) == []


def test_every_window_since_a_look_is_told_in_order() -> None:
    renewals = Renewals()
    renewals.note(3, 9)
    turn = renewals.turn
    renewals.note(40, 41)
    renewals.note(1, 2)
    assert renewals.since(turn) == [(40, 41), (1, 2)]
    assert hull([(40, 41), (1, 2)]) == (1, 41)


def test_anything_may_be_new_once_all_was() -> None:
    renewals = Renewals()
    renewals.note_all()
    renewals.note(1, 2)
    assert renewals.since(0) is None
    assert renewals.since(1) == [(1, 2)]


def test_who_looks_too_rarely_begins_anew() -> None:
    renewals = Renewals()
    for frame in range(1000):
        renewals.note(frame, frame + 1)
    assert renewals.since(0) is None
    assert renewals.since(renewals.turn - 2) == [(998, 999), (999, 1000)]
