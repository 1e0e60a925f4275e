import numpy as np
import pytest

from palpate.base.errors import MediaUnreadable
from palpate.media.colour.converter import luma_of
from palpate.media.proxy.coding import (
    ENCODERS,
    SegmentFacts,
    SegmentReader,
    SegmentWriter,
    best_encoder,
    canvas_of,
    facts_of,
)

SIZE = (150, 90)
OFFSETS = (0, 1, 2, 5, 6, 9)


def frame(number):
    """Smooth colours that change with the number, ``(180, 300, 4)``."""
    y, x = np.mgrid[0:180, 0:300]
    grey = 110 + 90 * np.sin((x + 9 * number) / 23) * np.cos((y - 5 * number) / 17)
    return np.stack([grey, 255 - grey, grey // 2 + 40, 255 + 0 * grey], -1).astype(np.uint8)


def written(encoder):
    writer = SegmentWriter(SIZE, encoder)
    sent = {offset: writer.add(offset, frame(offset)) for offset in OFFSETS}
    return writer.finish(), sent


@pytest.fixture(params=ENCODERS)
def segment(request):
    content, sent = written(request.param)
    reader = SegmentReader(content, SIZE, facts_of(content))
    yield reader, sent
    reader.close()


def test_what_was_written_is_listed():
    content, _ = written(best_encoder())
    assert facts_of(content).offsets == OFFSETS


def test_every_picture_comes_back_in_any_order(segment):
    reader, sent = segment
    for offset in [*OFFSETS, *reversed(OFFSETS), 9, 0, 6, 5, 5]:
        found = reader.bgra(offset)
        assert found.shape == (SIZE[1], SIZE[0], 4)
        assert found.flags.c_contiguous
        assert np.all(found[..., 3] == 255)
        assert np.abs(found.astype(int) - sent[offset][: SIZE[1], : SIZE[0]])[..., :3].mean() < 5


def test_luma_keeps_all_its_steps(segment):
    reader, sent = segment
    found = reader.luma(5)
    assert found.shape == (canvas_of(SIZE)[1], canvas_of(SIZE)[0])
    assert np.abs(found.astype(int) - luma_of(sent[5])).mean() < 2


def test_a_picture_that_was_left_out_is_not_there(segment):
    reader, _ = segment
    assert reader.bgra(3) is None
    assert reader.bgra(10) is None
    assert reader.bgra(5) is not None


def test_a_damaged_picture_is_not_given_and_the_others_are(tmp_path):
    content, _ = written("libx264")
    facts = facts_of(content)
    wrong = list(facts.checksums)
    wrong[3] ^= 1
    with_error = SegmentFacts(facts.offsets, facts.stamps, tuple(wrong), facts.head)
    reader = SegmentReader(content, SIZE, with_error)
    assert [offset for offset in OFFSETS if reader.bgra(offset) is None] == [5]
    reader.close()


@pytest.mark.parametrize("encoder", ENCODERS)
def test_no_damage_to_the_file_shows_a_wrong_picture(encoder):
    content, _ = written(encoder)
    facts = facts_of(content)
    sound = SegmentReader(content, SIZE, facts)
    truth = {offset: sound.bgra(offset) for offset in OFFSETS}
    sound.close()
    rng = np.random.default_rng(2)
    notes = range(len(content) - 1400, len(content))  # what the container says of the pictures
    for place in [*rng.integers(0, len(content), 60).tolist(), *notes[::3]]:
        damaged = bytearray(content)
        damaged[place] ^= 0x41
        try:
            reader = SegmentReader(bytes(damaged), SIZE, facts)
        except MediaUnreadable:
            continue
        for offset in OFFSETS:
            found = reader.bgra(offset)
            assert found is None or np.array_equal(found, truth[offset]), f"byte {place}, picture {offset}"
        reader.close()


@pytest.mark.parametrize("content", [b"", b"nonsense" * 100])
def test_a_file_that_is_no_segment_is_refused(content, tmp_path):
    path = tmp_path / "000000.mp4"
    path.write_bytes(content)
    facts = SegmentFacts((), (), (), 0)
    with pytest.raises(MediaUnreadable):
        SegmentReader(content, SIZE, facts)
    with pytest.raises(MediaUnreadable):
        SegmentReader(path, SIZE, facts)
    with pytest.raises(MediaUnreadable):
        facts_of(content)


def test_a_writer_that_was_given_nothing_can_be_closed():
    SegmentWriter(SIZE, best_encoder()).close()


def test_pictures_are_stored_at_a_width_that_converts_fast():
    assert canvas_of((1280, 720)) == (1280, 720)
    assert canvas_of((721, 405)) == (736, 406)
