"""Ten keypoints at a time for the number pad."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip, ClipKind
from palpate.session.edits.contents import PutClips
from palpate.session.placing import banks, gestures
from palpate.session.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """One person of seventeen keypoints: a bank of ten and one of seven."""
    with Session.create(tmp_path / "walk.palpate", ["coco_17"], "ana") as session:
        session.do(PutClips("Add over", (Clip("clip-1", "over", ClipKind.VIDEO, n_frames=100),)))
        session.selection.move(clip="clip-1")
        gestures.add_instance(session, "coco_17")
        yield session


def test_digits_make_keypoints_active_and_nought_is_the_tenth(session: Session) -> None:
    for digit, keypoint in ((1, 0), (9, 8), (0, 9)):
        banks.choose_in_bank(session, digit)
        assert session.selection.focus.keypoint == keypoint


def test_banks_go_round_and_digits_mean_those_in_them(session: Session) -> None:
    banks.turn_bank(session, 1)
    assert banks.bank_here(session) == range(10, 17)
    banks.choose_in_bank(session, 7)
    assert session.selection.focus.keypoint == 16
    banks.turn_bank(session, 1)
    assert banks.bank_here(session) == range(10)
    banks.turn_bank(session, -1)
    assert banks.bank_here(session) == range(10, 17)


def test_a_digit_beyond_the_last_keypoint_is_refused(session: Session) -> None:
    banks.turn_bank(session, 1)
    with pytest.raises(EditRefused, match="no keypoint 18; this skeleton has 17"):
        banks.choose_in_bank(session, 8)
    assert session.selection.focus.keypoint == 0


def test_an_instance_of_fewer_keypoints_is_in_its_last_bank(session: Session) -> None:
    session.selection.move(bank=5)
    assert banks.bank_here(session) == range(10, 17)
    session.selection.move(instance="")
    assert banks.bank_here(session) == range(0)
