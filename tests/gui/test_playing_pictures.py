"""What the canvas shows while a film plays, and once it rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from palpate.base.progress import Progress
from palpate.bench.clips import ClipMaking, number_in, write_clip
from palpate.model.picture import Picture
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.player import Player
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView

N_FRAMES = 50


@dataclass
class Room:
    """A canvas with a player, and what was shown one after the other."""

    session: Session
    bench: Workbench
    canvas: CanvasView
    player: Player
    shown: list[Picture] = field(default_factory=list)
    followed: list[tuple[Focus, Focus]] = field(default_factory=list)

    @property
    def picture(self) -> Picture:
        """What stands on the canvas."""
        picture = self.canvas._screen.stack.picture
        assert picture is not None
        return picture

    @property
    def numbers(self) -> list[int]:
        """The numbers written into the pictures."""
        return [number_in(picture.finest.pixels) for picture in self.shown]


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    film = write_clip(tmp_path / "film.mp4", ClipMaking((640, 352), N_FRAMES, 250), Progress())
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as session:
        add_media(session, [film])
        bench, canvas = Workbench(), CanvasView()
        qtbot.addWidget(canvas)
        canvas.resize(260, 170)
        presenter, player = Presenter(bench, canvas), Player(bench)
        presenter.frame_shown.connect(player.frame_painted)
        player.travelling_changed.connect(presenter.set_pace)
        player.playing_changed.connect(bench.set_playing)
        made = Room(session, bench, canvas, player)
        bench.take(lambda: session)
        canvas.show()
        qtbot.waitUntil(lambda: canvas.exact)
        presenter.frame_shown.connect(lambda _: made.shown.append(made.picture))
        bench.focus_followed.connect(lambda now, before: made.followed.append((now, before)))
        yield made
        player.pause()
        presenter.close()
        session.changed.disconnect()
        session.selection.changed.disconnect()


def test_every_frame_is_shown_as_itself_and_the_last_one_exactly(room: Room, qtbot: QtBot) -> None:
    room.player.play_at(1.0)
    qtbot.waitUntil(lambda: not room.player.playing and room.canvas.exact)
    assert [picture.frame for picture in room.shown[: N_FRAMES - 1]] == list(range(1, N_FRAMES))
    assert room.numbers == [picture.frame for picture in room.shown]
    assert any(picture.in_passing for picture in room.shown)
    assert room.picture.frame == N_FRAMES - 1


def test_a_pause_brings_the_exact_picture_of_the_frame_it_came_to(room: Room, qtbot: QtBot) -> None:
    room.player.play_at(1.0)
    qtbot.waitUntil(lambda: len(room.shown) >= 20)
    room.player.pause()
    qtbot.waitUntil(lambda: room.canvas.exact)
    assert room.picture.whole is not None
    assert number_in(room.picture.whole.pixels) == room.bench.focus.frame == room.canvas.frame


def test_a_frame_at_hand_ends_the_waiting_for_another(room: Room, qtbot: QtBot) -> None:
    room.player.play_at(1.0)
    qtbot.waitUntil(lambda: len(room.shown) >= 3)
    room.session.selection.move(frame=N_FRAMES - 5)
    room.player.pause()
    room.session.selection.move(frame=0)
    qtbot.waitUntil(lambda: room.canvas.exact)
    assert room.canvas.frame == 0


def test_what_is_made_in_passing_is_never_called_exact(room: Room, qtbot: QtBot) -> None:
    room.player.play_at(1.0)
    qtbot.waitUntil(lambda: not room.player.playing and room.canvas.exact)
    assert not any(picture.exact and picture.in_passing for picture in room.shown)
    assert all(picture.whole is None for picture in room.shown if picture.in_passing)


@pytest.mark.parametrize("loops", [True, False])
def test_a_loop_and_the_way_back_are_shown_exactly(room: Room, qtbot: QtBot, *, loops: bool) -> None:
    room.session.selection.move(loops=loops, frame=20, chosen_frames=(20, 30) if loops else None)
    qtbot.waitUntil(lambda: room.canvas.exact and room.canvas.frame == 20)
    room.shown.clear()
    if not loops:
        room.player.toggle_backwards()
    else:
        room.player.play_at(1.0)
    qtbot.waitUntil(lambda: len(room.shown) >= 15)
    room.player.pause()
    assert all(picture.exact for picture in room.shown)
    assert room.numbers == [picture.frame for picture in room.shown]


def test_who_reads_follows_at_once_at_rest_and_now_and_then_while_playing(room: Room, qtbot: QtBot) -> None:
    room.session.selection.move(frame=3)
    assert [now.frame for now, _ in room.followed] == [3]
    room.followed.clear()
    room.player.play_at(1.0)
    qtbot.waitUntil(lambda: not room.player.playing)
    assert len(room.followed) < N_FRAMES / 2
    assert room.followed[-1][0].frame == N_FRAMES - 1
    befores = [before.frame for _, before in room.followed]
    assert befores == [3, *[now.frame for now, _ in room.followed[:-1]]]


def test_who_reads_follows_another_instance_at_once_also_while_playing(room: Room) -> None:
    somebody = gestures.add_instance(room.session, "coco_17").id
    room.session.selection.move(instance="", keypoint=-1)
    room.followed.clear()
    room.bench.set_playing(True)
    room.session.selection.move(frame=5)
    assert room.followed == []
    room.session.selection.move(instance=somebody, keypoint=0)
    ((now, before),) = room.followed
    assert (now.frame, now.instance) == (5, somebody)
    assert (before.frame, before.instance) == (0, "")
    room.session.selection.move(instance="")
    room.bench.set_playing(False)
