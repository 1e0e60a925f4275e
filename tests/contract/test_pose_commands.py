"""Every command on poses: 200 at random can be walked back and forth, and each refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from walking import facts, redone, undone

from palpate.base.errors import EditRefused
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.placing import constructing, gestures, pose_adjusting, pose_starts, swapping
from palpate.session.placing.constructing import Construction
from palpate.session.session import Session
from palpate.session.tracks import view_of

Command = Callable[[Session, Random], object]


def _spot(chance: Random) -> np.ndarray:
    return np.array([chance.uniform(-50, 2000), chance.uniform(-50, 1200)])


def _over(chance: Random) -> bool:
    return chance.random() < 0.4


def _swap_identity(session: Session, _chance: Random) -> None:
    swapping.swap_identity(session, swapping.instances_to_swap(session)[0].id)


def _fill(session: Session, chance: Random) -> None:
    gestures.fill_by(session, chance.choice(list(Method)), session.selection.focus.chosen_frames)


def _paste(session: Session, chance: Random) -> None:
    pose_starts.paste(session, pose_starts.carry(session), overwrite=_over(chance))


def _circle(session: Session, chance: Random) -> None:
    edge = np.stack([_spot(chance), _spot(chance), _spot(chance)])
    constructing.place_centre(session, Construction.CIRCLE, edge)


COMMANDS: dict[str, Command] = {
    "place": lambda s, c: gestures.place(s, _spot(c), c.choice((Visibility.VISIBLE, Visibility.CERTAIN))),
    "tier": lambda s, c: gestures.set_tier(s, c.choice((Visibility.ABSENT, Visibility.ESTIMATED))),
    "clear": lambda s, _: gestures.clear(s),
    "nudge": lambda s, c: gestures.nudge(s, (c.choice((0.1, -1.0)), 0.0)),
    "accept": lambda s, _: gestures.accept(s),
    "fill": _fill,
    "previous": lambda s, c: pose_starts.from_previous(s, overwrite=_over(c)),
    "nearest": lambda s, c: pose_starts.from_nearest(s, overwrite=_over(c)),
    "mean": lambda s, c: pose_starts.from_mean(s, overwrite=_over(c)),
    "template": lambda s, c: pose_starts.from_template(s, overwrite=_over(c)),
    "other side": lambda s, _: pose_starts.from_other_side(s, overwrite=True),
    "paste": _paste,
    "shift": lambda s, c: pose_adjusting.shift(s, (c.uniform(-5, 5), 1.0)),
    "turn": lambda s, c: pose_adjusting.turn(s, c.uniform(-90, 90)),
    "scale": lambda s, c: pose_adjusting.scale(s, c.choice((0.0, 0.9, 1.1))),
    "mirror": lambda s, _: pose_adjusting.mirror(s),
    "numbers": lambda s, c: pose_adjusting.place_at(s, _spot(c)),
    "swap sides": lambda s, _: swapping.swap_sides(s),
    "swap identity": _swap_identity,
    "clear pose": lambda s, _: swapping.clear_pose(s),
    "clear frames": lambda s, _: swapping.clear_frames(s),
    "empty span": lambda s, _: swapping.empty_span(s),
    "circle": _circle,
}


def look_elsewhere(session: Session, chance: Random) -> None:
    """Move the focus to anywhere, with or without a selection and a range."""
    contents = session.contents
    chosen = frozenset(chance.sample(range(5), 3)) if chance.random() < 0.4 else frozenset()
    frames = None
    if chance.random() < 0.4:
        first = chance.randrange(100)
        frames = (first, min(first + chance.choice((0, 5, 40)), 99))
    session.selection.move(
        clip=contents.clips[0].id,
        layer=contents.layers[0].id,
        instance=chance.choice(contents.instances).id,
        frame=chance.randrange(100),
        keypoint=min(chosen) if chosen else chance.randrange(5),
        chosen=chosen,
        chosen_frames=frames,
    )


@pytest.mark.parametrize("seed", range(12))
def test_two_hundred_commands_are_undone_and_redone_row_for_row(seed: int, two_bowlers: Session) -> None:
    chance, session = Random(seed), two_bowlers
    path, done = session.project.path, set()
    for _ in range(200):
        look_elsewhere(session, chance)
        name = chance.choice(sorted(COMMANDS))
        before = len(session.project.history())
        try:
            COMMANDS[name](session, chance)
            done.add(name)
        except EditRefused:
            assert len(session.project.history()) == before
    assert len(done) > len(COMMANDS) - 4
    end = facts(path)
    walked = undone(session)
    beginning = facts(path)
    assert not beginning["pose"]
    with Session.open(path, read_only=True) as fresh:
        assert fresh.project.settings() == session.project.settings()
    assert redone(session) == walked
    assert facts(path) == end
    session.close()
    with Session.open(path) as again:
        assert undone(again) == walked
        assert facts(path) == beginning
        assert redone(again) == walked
        assert facts(path) == end


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_one_command_is_at_most_one_step_of_undo(name: str, two_bowlers: Session) -> None:
    session, path, applied = two_bowlers, two_bowlers.project.path, 0
    for seed in range(30):
        chance = Random(seed)
        look_elsewhere(session, chance)
        before, count = facts(path), len(session.project.history())
        try:
            COMMANDS[name](session, chance)
        except EditRefused:
            assert facts(path) == before
            continue
        steps = len(session.project.history()) - count
        assert steps <= 1
        if steps:
            applied += 1
            session.undo()
            assert facts(path) == before
    assert applied >= 1


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_in_memory_is_what_the_file_says(seed: int, two_bowlers: Session) -> None:
    chance, session = Random(seed), two_bowlers
    for _ in range(60):
        look_elsewhere(session, chance)
        try:
            COMMANDS[chance.choice(sorted(COMMANDS))](session, chance)
        except EditRefused:
            continue
    layer = session.contents.layers[0].id
    with Session.open(session.project.path, read_only=True) as fresh:
        for instance in session.contents.instances:
            for frame in range(0, 100, 7):
                kept = view_of(session.live(layer, instance.id), frame)
                read = view_of(fresh.live(layer, instance.id), frame)
                np.testing.assert_allclose(kept.positions, read.positions)
                np.testing.assert_array_equal(kept.origin, read.origin)
