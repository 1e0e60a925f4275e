import numpy as np
import pytest

from palpate.base.errors import Cancelled
from palpate.base.progress import CancelToken, Progress
from palpate.media.video.ffmpeg import VideoReader
from palpate.media.video.index import NO_STAMP
from palpate.media.video.packets import Packets, read_packets
from palpate.media.video.survey import survey

X264 = {"x264-params": "keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0", "preset": "veryfast"}


def packets_of(pts, position):
    none = np.zeros(len(pts), np.bool_)
    return Packets(np.array(pts, np.int64), np.array(position, np.int64), none, none, none)


@pytest.fixture
def reader(stamped):
    reader = VideoReader(stamped("a.mp4", 60, codec_options=X264), stepwise=True)
    yield reader
    reader.close()


def test_packets_come_in_file_order(reader):
    packets = read_packets(reader, file_bytes=10**6, progress=Progress())
    assert len(packets) == 60
    assert np.flatnonzero(packets.keyframe).tolist() == [0, 12, 24, 36, 48]
    assert (np.diff(packets.position) > 0).all()
    assert len(np.unique(packets.pts)) == 60
    assert (np.diff(packets.pts) < 0).any()  # B-frames
    assert not packets.discard.any()
    assert not packets.corrupt.any()


def test_reading_is_told_in_bytes_and_can_be_stopped(stamped):
    path = stamped("a.mp4", 60, codec_options=X264)
    told = []
    survey(path, progress=Progress(report=lambda *step: told.append(step)))
    assert told[0] == (0, path.stat().st_size, "reading the file")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        survey(path, progress=Progress(token=token))


def test_the_first_packet_comes_again_after_a_restart(reader, read_number):
    read_packets(reader, file_bytes=1, progress=Progress())
    for _ in range(2):
        assert reader.restart()
        numbers = [read_number(found.picture.to_ndarray(format="bgr24")) for found in reader.pictures()]
        assert numbers == list(range(60))


def test_without_a_first_packet_there_is_no_restart(stamped):
    reader = VideoReader(stamped("a.mp4"))
    assert not reader.restart()
    reader.close()


def test_the_place_of_a_stamp_is_that_of_its_last_packet():
    packets = packets_of([20, 0, NO_STAMP, 10, 0], [1, 2, 3, 4, 5])
    assert packets.positions_of(np.array([0, 10, 20, 30, -5, NO_STAMP])).tolist() == [5, 4, 1, -1, -1, -1]


def test_without_stamps_no_place_is_known():
    assert packets_of([NO_STAMP] * 2, [1, 2]).positions_of(np.array([0, NO_STAMP])).tolist() == [-1, -1]
    assert packets_of([], []).positions_of(np.array([0])).tolist() == [-1]
