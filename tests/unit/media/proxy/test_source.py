import json
import threading

import numpy as np
import pytest

from palpate.base.errors import FrameUnavailable, MediaUnreadable
from palpate.media.fingerprint import fingerprint
from palpate.media.proxy.build import build_proxy, plan_proxy
from palpate.media.proxy.folder import read_plan, segment_path
from palpate.media.proxy.source import ProxySource
from palpate.media.storage import make_room
from palpate.media.video.source import VideoSource

N, SEGMENT = 40, 8


@pytest.fixture
def film(stamped):
    return stamped("film.mp4", N)


@pytest.fixture
def source(film):
    opened = VideoSource(film)
    yield opened
    opened.close()


@pytest.fixture
def folder(film, source, tmp_path):
    plan = plan_proxy(source, fingerprint(film), segment_frames=SEGMENT)
    return build_proxy(film, source, plan, tmp_path / "proxies").folder


@pytest.fixture
def proxy(folder):
    opened = ProxySource(folder)
    yield opened
    opened.close()


def test_it_says_what_it_is(proxy, source):
    assert (proxy.n_frames, proxy.size, proxy.original_size, proxy.scale) == (N, (96, 64), (96, 64), 1.0)
    assert proxy.is_of(source)
    assert proxy.missing() == []
    assert proxy.has(0)
    assert proxy.has(N - 1)


def test_frames_come_in_any_order(proxy, read_number):
    for frame in np.random.default_rng(3).integers(0, N, 200).tolist():
        assert read_number(proxy.bgra(frame)) == frame


def test_frames_come_to_several_threads(proxy, read_number):
    wrong = []

    def look(seed):
        for frame in np.random.default_rng(seed).integers(0, N, 60).tolist():
            if read_number(proxy.bgra(frame)) != frame:
                wrong.append(frame)

    threads = [threading.Thread(target=look, args=(seed,)) for seed in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []


@pytest.mark.parametrize("frame", [-1, N, 10**9])
def test_there_is_no_frame_beyond_the_clip(proxy, frame):
    assert not proxy.has(frame)
    with pytest.raises(FrameUnavailable):
        proxy.bgra(frame)
    assert proxy.missing() == []


def test_it_is_not_of_another_list_of_frames(proxy, stamped):
    for other in (
        stamped("longer.mp4", N + 1),
        stamped("uneven.mp4", N, shown_at=lambda frame: frame + frame // 9),
    ):
        source = VideoSource(other)
        assert not proxy.is_of(source)
        source.close()


def test_a_picture_damaged_on_the_disk_is_never_shown(folder, read_number):
    path = segment_path(folder, 1)
    content = bytearray(path.read_bytes())
    for place in range(100, len(content), 50):
        content[place] ^= 0x55
    path.write_bytes(content)
    proxy = ProxySource(folder)
    with pytest.raises(FrameUnavailable):
        proxy.bgra(SEGMENT + 3)
    assert proxy.missing() == list(range(SEGMENT, 2 * SEGMENT))
    assert not proxy.has(SEGMENT + 3)
    assert read_number(proxy.bgra(2 * SEGMENT)) == 2 * SEGMENT
    proxy.close()
    again = ProxySource(folder)
    assert again.missing() == list(range(SEGMENT, 2 * SEGMENT))
    again.close()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"plan": 1, "length": "x"}', b"\xff\xfe"])
def test_damaged_notes_make_a_segment_absent(folder, content):
    (folder / "000002.json").write_bytes(content)
    proxy = ProxySource(folder)
    assert proxy.missing() == list(range(2 * SEGMENT, 3 * SEGMENT))
    proxy.close()


def test_a_segment_of_another_proxy_is_not_taken(folder):
    notes = json.loads((folder / "000002.json").read_bytes())
    (folder / "000002.json").write_text(json.dumps({**notes, "plan": notes["plan"] + 1}))
    proxy = ProxySource(folder)
    assert not proxy.has(2 * SEGMENT)
    proxy.close()


def test_what_is_made_meanwhile_is_seen(folder, read_number):
    hidden = folder / "hidden"
    notes = folder / "000003.json"
    notes.rename(hidden)
    proxy = ProxySource(folder)
    assert not proxy.has(3 * SEGMENT)
    hidden.rename(notes)
    assert proxy.has(3 * SEGMENT)
    assert read_number(proxy.bgra(3 * SEGMENT)) == 3 * SEGMENT
    proxy.close()


def test_an_open_proxy_does_not_make_room_for_others(folder):
    proxy = ProxySource(folder)
    make_room(folder.parent, 0, limit=10**9)
    with pytest.raises(Exception, match="set aside"):
        make_room(folder.parent, 0, limit=1)
    proxy.close()
    make_room(folder.parent, 0, limit=1)
    assert not folder.exists()


def test_a_closed_proxy_gives_nothing(folder):
    proxy = ProxySource(folder)
    proxy.bgra(0)
    proxy.close()
    proxy.close()
    with pytest.raises(FrameUnavailable):
        proxy.bgra(0)


def test_a_proxy_removed_while_open_gives_no_new_frames(proxy, folder):
    segment_path(folder, 4).unlink()
    assert not proxy.has(4 * SEGMENT)
    with pytest.raises(FrameUnavailable):
        proxy.bgra(4 * SEGMENT)


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"version": 1}', b'{"size": 3}', b"null"])
def test_a_folder_without_a_plan_holds_no_proxy(folder, content):
    plan = folder / "proxy.json"
    if content is None:
        plan.unlink()
    else:
        plan.write_bytes(content)
    assert read_plan(folder) is None
    with pytest.raises(MediaUnreadable):
        ProxySource(folder)


def test_a_plan_of_a_later_version_is_not_read(folder):
    plan = json.loads((folder / "proxy.json").read_bytes())
    (folder / "proxy.json").write_text(json.dumps({**plan, "version": 99}))
    assert read_plan(folder) is None
