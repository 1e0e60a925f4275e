from fractions import Fraction

import av
import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, MediaUnreadable
from palpate.media.open import open_medium
from palpate.media.probe import probe
from palpate.media.video.streams import StreamChoice, streams_of


def two_views(path):
    """Write a wide view of 10 frames and a narrow one of 20."""
    with av.open(str(path), "w") as container:
        streams = []
        for width, rate in ((96, 25), (48, 50)):
            stream = container.add_stream("libx264", rate=rate)
            stream.width, stream.height, stream.pix_fmt = width, 64, "yuv420p"
            streams.append((stream, width, rate))
        for number in range(20):
            for stream, width, rate in streams:
                if number < rate * 10 // 25:
                    frame = av.VideoFrame.from_ndarray(np.full((64, width, 3), 90, np.uint8), format="bgr24")
                    frame.pts, frame.time_base = number, Fraction(1, rate)
                    container.mux(stream.encode(frame))
        for stream, _, _ in streams:
            container.mux(stream.encode(None))
    return path


def test_the_choices_are_described_without_decoding(tmp_path):
    wide, narrow = streams_of(two_views(tmp_path / "a.mp4"))
    assert wide == StreamChoice(0, "h264", (96, 64), 25.0, 10, default=True)
    assert (narrow.number, narrow.size, narrow.fps, narrow.frames) == (1, (48, 64), 50.0, 20)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_the_stream_chosen_is_the_one_opened(tmp_path, name):
    path = two_views(tmp_path / name)
    for choice in streams_of(path):
        facts = probe(path, choice.number)
        assert (facts.stream, facts.size, facts.fps) == (choice.number, choice.size, choice.fps)
        source = open_medium(path, stream=choice.number)
        assert source.bgra(0).shape[1::-1] == choice.size
        source.close()


def test_a_film_of_one_stream_offers_one(stamped):
    (choice,) = streams_of(stamped("a.mkv", 50, rate=25))
    assert (choice.number, choice.codec, choice.size, choice.fps) == (0, "h264", (96, 64), 25.0)


def test_sound_and_missing_files_offer_none(tmp_path):
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 8000, 0, Fraction(1, 8000)
        container.mux([*stream.encode(frame), *stream.encode(None)])
    with pytest.raises(MediaUnreadable, match="holds sound only"):
        streams_of(path)
    with pytest.raises(FileUnreadable, match="no such file"):
        streams_of(tmp_path / "gone.mp4")
