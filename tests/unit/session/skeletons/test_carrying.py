"""Every gesture that brings labels elsewhere: marks of what has to be placed anew go with them, or go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.migration import Redefine, Rename, Rule
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.exchange.transfer import labels_of
from palpate.session.placing import gestures, pose_adjusting, pose_starts, swapping
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.session.skeletons.outdated import confirm

HEAD, LEFT, RIGHT, HIP, FOOT = range(5)


def renewed(session: Session, *names: str) -> Session:
    rules: list[Rule] = [Redefine(name) for name in names]
    migrating.migrate(session, migrating.by_rules(session, rules))
    layer, walker = session.contents.layers[0], session.contents.instances[0]
    session.selection.move(
        clip=walker.clip, layer=layer.id, instance=walker.id, frame=20, keypoint=HIP, chosen=frozenset()
    )
    return session


def waits(session: Session, frame: int, instance: str = "") -> list[int]:
    focus = session.selection.focus
    found = session.outdated.at(focus.layer, instance or focus.instance, frame)
    return [] if found is None else np.flatnonzero(found).tolist()


def there(session: Session, frame: int, **more: object) -> None:
    session.selection.move(frame=frame, **more)


@pytest.fixture
def hands(two_bowlers: Session) -> Session:
    """Both hands and the hip are other places now; the left hand of frame 20 was placed anew."""
    session = renewed(two_bowlers, "left_hand", "right_hand", "hip")
    there(session, 20, keypoint=LEFT)
    gestures.move(session, np.array([LEFT]), np.array([[7.0, 9.0]]))
    assert waits(session, 20) == [RIGHT, HIP]
    return session


def test_sides_that_are_swapped_take_their_marks_along(hands: Session) -> None:
    there(hands, 20, keypoint=-1)
    swapping.swap_sides(hands)
    assert waits(hands, 20) == [LEFT, HIP]
    hands.undo()
    assert waits(hands, 20) == [RIGHT, HIP]
    hands.redo()
    swapping.swap_sides(hands)
    assert waits(hands, 20) == [RIGHT, HIP]


def test_sides_that_are_swapped_over_a_range_take_their_marks_along(hands: Session) -> None:
    there(hands, 20, keypoint=-1, chosen_frames=(15, 35))
    swapping.swap_sides(hands)
    assert waits(hands, 20) == [LEFT, HIP]
    assert waits(hands, 30) == [LEFT, RIGHT, HIP]
    # What was filled in at the ends of the range is pinned: it rests on labels that wait.
    for pinned in (14, 15, 35, 36):
        assert set(waits(hands, pinned)) >= {LEFT, RIGHT}
    assert waits(hands, 40) == [LEFT, RIGHT, HIP]


def test_a_side_that_alone_is_another_place_keeps_its_mark_when_swapped(two_bowlers: Session) -> None:
    session = renewed(two_bowlers, "left_hand")
    there(session, 20, keypoint=-1)
    swapping.swap_sides(session)
    assert waits(session, 20) == [LEFT]


def test_identities_that_are_swapped_take_their_marks_along(hands: Session) -> None:
    walker, stander = (found.id for found in hands.contents.instances)
    there(hands, 0, keypoint=LEFT)
    gestures.move(hands, np.array([LEFT]), np.array([[7.0, 9.0]]))
    assert (waits(hands, 0), waits(hands, 0, stander)) == ([RIGHT, HIP], [LEFT, RIGHT, HIP])
    swapping.swap_identity(hands, stander)
    assert (waits(hands, 0), waits(hands, 0, stander)) == ([LEFT, RIGHT, HIP], [RIGHT, HIP])
    hands.undo()
    assert (waits(hands, 0, walker), waits(hands, 0, stander)) == ([RIGHT, HIP], [LEFT, RIGHT, HIP])


def test_a_copy_has_to_be_placed_anew_as_what_it_is_of(hands: Session) -> None:
    there(hands, 25, keypoint=-1)
    pose_starts.from_previous(hands)
    assert waits(hands, 25) == [RIGHT, HIP]
    there(hands, 33)
    pose_starts.from_nearest(hands)
    assert waits(hands, 33) == [LEFT, RIGHT, HIP]


def test_what_is_pasted_has_to_be_placed_anew_as_what_was_copied(hands: Session) -> None:
    copied = pose_starts.carry(hands)
    there(hands, 44, keypoint=-1)
    pose_starts.paste(hands, copied)
    assert waits(hands, 44) == [RIGHT, HIP]
    stander = hands.contents.instances[1].id
    there(hands, 71, instance=stander)
    pose_starts.paste(hands, copied)
    assert waits(hands, 71, stander) == [RIGHT, HIP]


def test_a_pose_of_an_earlier_version_is_not_pasted(hands: Session) -> None:
    copied = pose_starts.carry(hands)
    migrating.migrate(hands, migrating.by_rules(hands, [Rename("foot", "toe")]))
    there(hands, 44, keypoint=-1)
    with pytest.raises(EditRefused, match="version 2 of stick_figure, which is version 3 now"):
        pose_starts.paste(hands, copied)


def test_the_mirrored_side_has_to_be_placed_anew_as_the_other(hands: Session) -> None:
    there(hands, 40, keypoint=-1, chosen=frozenset())
    there(hands, 40, keypoint=LEFT, chosen=frozenset({LEFT}))
    pose_starts.from_other_side(hands, overwrite=True)
    assert waits(hands, 40) == [LEFT, RIGHT, HIP]
    there(hands, 20, keypoint=RIGHT, chosen=frozenset({RIGHT}))
    pose_starts.from_other_side(hands, overwrite=True)
    assert waits(hands, 20) == [HIP]


def test_a_mean_is_taken_of_what_counts(hands: Session) -> None:
    there(hands, 25, keypoint=-1)
    pose_starts.from_mean(hands)
    assert waits(hands, 25) == []
    layer, walker = hands.selection.focus.layer, hands.selection.focus.instance
    placed = hands.view(layer, walker, 25).origin == Origin.MODEL
    assert placed.tolist() == [True, True, False, False, True]  # of the others there is no mean that counts
    labels = labels_of(hands, layer).tracks[walker]
    assert labels.visibility[:, HIP].max() == Visibility.NOT_PLACED


def test_a_group_that_is_moved_waits_as_before_and_one_alone_was_placed(hands: Session) -> None:
    there(hands, 30, keypoint=HIP, chosen=frozenset({HIP, FOOT}))
    gestures.nudge(hands, (1.0, 0.0))
    assert waits(hands, 30) == [LEFT, RIGHT, HIP]
    there(hands, 30, keypoint=-1, chosen=frozenset())
    pose_adjusting.shift(hands, (3.0, 4.0))
    assert waits(hands, 30) == [LEFT, RIGHT, HIP]
    there(hands, 30, keypoint=HIP)
    gestures.nudge(hands, (1.0, 0.0))
    assert waits(hands, 30) == [LEFT, RIGHT]
    hands.undo()
    assert waits(hands, 30) == [LEFT, RIGHT, HIP]


def test_saying_how_visible_it_is_places_nothing_but_absent_does(hands: Session) -> None:
    there(hands, 30, keypoint=HIP)
    gestures.set_tier(hands, Visibility.ESTIMATED)
    assert waits(hands, 30) == [LEFT, RIGHT, HIP]
    gestures.set_tier(hands, Visibility.ABSENT)
    assert waits(hands, 30) == [LEFT, RIGHT]


def test_accepting_what_rests_on_it_makes_it_wait_too(hands: Session) -> None:
    there(hands, 35, keypoint=-1, chosen=frozenset())
    gestures.accept(hands)
    assert waits(hands, 35) == [LEFT, RIGHT, HIP]


def test_placing_clearing_and_confirming_end_it(hands: Session) -> None:
    there(hands, 30, keypoint=HIP)
    gestures.place(hands, np.array([1.0, 2.0]), Visibility.VISIBLE)
    assert waits(hands, 30) == [LEFT, RIGHT]
    there(hands, 30, keypoint=LEFT)
    gestures.clear(hands)
    assert waits(hands, 30) == [RIGHT]
    layer = hands.selection.focus.layer
    confirm(hands, layer, [one for one in hands.outdated.waiting(layer) if one.frame == 30][:1])
    assert waits(hands, 30, hands.contents.instances[0].id) == []


def test_a_centre_between_them_asks_for_them_first(hands: Session) -> None:
    from palpate.session.placing.constructing import place_between

    figure = hands.contents.skeletons["stick_figure"]
    points = list(figure.keypoints)
    points[HIP] = replace(points[HIP], centre_of=("left_hand", "right_hand"))
    after = replace(figure, keypoints=tuple(points))
    migrating.migrate(hands, migrating.to_version(hands, after))
    there(hands, 20, keypoint=HIP)
    with pytest.raises(EditRefused, match="place Right hand anew first"):
        place_between(hands)


def test_gestures_without_anything_that_waits_leave_no_mark(two_bowlers: Session) -> None:
    session = renewed(two_bowlers, "hip")
    layer = session.selection.focus.layer
    confirm(session, layer, session.outdated.waiting(layer))
    there(session, 25, keypoint=-1)
    pose_starts.from_previous(session)
    there(session, 20)
    swapping.swap_sides(session)
    swapping.swap_identity(session, session.contents.instances[1].id)
    assert session.outdated.waiting(layer) == []
