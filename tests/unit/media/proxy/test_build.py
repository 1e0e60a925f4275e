import numpy as np
import pytest

from palpate.base.errors import (
    Cancelled,
    FileUnreadable,
    FileUnwritable,
    FrameUnavailable,
    MediaError,
    MediaUnreadable,
)
from palpate.base.progress import Progress
from palpate.media.fingerprint import fingerprint
from palpate.media.marks.frame_marks import FrameMarks
from palpate.media.marks.signature import signature
from palpate.media.proxy.build import SegmentMaker, build_proxy, plan_proxy, verified
from palpate.media.proxy.coding import ENCODERS, SegmentWriter
from palpate.media.proxy.folder import segment_path
from palpate.media.proxy.source import ProxySource
from palpate.media.storage import bytes_in
from palpate.media.video.source import VideoSource

N, SEGMENT = 50, 20


@pytest.fixture
def film(stamped):
    return stamped("film.mp4", N, codec_options={"g": "25"})


@pytest.fixture
def source(film):
    opened = VideoSource(film)
    yield opened
    opened.close()


@pytest.fixture
def root(tmp_path):
    return tmp_path / "proxies"


def planned(film, source, **options):
    return plan_proxy(source, fingerprint(film), segment_frames=SEGMENT, **options)


def stopping_at(frame):
    progress = Progress()
    progress.report = lambda done, _total, _what: progress.token.cancel() if done == frame else None
    return progress


class Torn:
    """Another source with frames that cannot be had, for a reason."""

    def __init__(self, source, torn, cause=None):
        self.whole, self.torn, self.cause = source, torn, cause
        self.n_frames = source.n_frames

    def __getattr__(self, name):
        return getattr(self.whole, name)

    def bgra(self, frame, *, stop=None):
        if frame in self.torn:
            raise FrameUnavailable("damaged", frame=frame) from self.cause
        return self.whole.bgra(frame, stop=stop)


def shown(folder, read_number):
    """What number each frame of a proxy bears, or None."""
    proxy = ProxySource(folder)
    try:
        return [read_number(proxy.bgra(n)) if proxy.has(n) else None for n in range(proxy.n_frames)]
    finally:
        proxy.close()


# ---- whole proxies ---------------------------------------------------------------------------------


@pytest.mark.parametrize("encoder", ENCODERS)
def test_every_frame_of_a_proxy_is_its_own(film, source, root, read_number, encoder):
    report = build_proxy(film, source, planned(film, source, encoder=encoder), root)
    assert (report.frames, report.missing) == (N, ())
    assert report.written_bytes > 0
    assert shown(report.folder, read_number) == list(range(N))


def test_a_proxy_is_smaller_where_frames_are_larger(film, source, root, read_number):
    plan = planned(film, source, long_side=48)
    assert (plan.size, plan.scale) == ((48, 32), 0.5)
    proxy = ProxySource(build_proxy(film, source, plan, root).folder)
    small = proxy.bgra(37)
    assert small.shape == (32, 48, 4)
    assert read_number(small.repeat(2, 0).repeat(2, 1)) == 37
    proxy.close()


def test_a_film_that_stands_on_its_side_is_shown_upright(shared_data, root):
    path = shared_data / "decord" / "video_90.mov"
    source = VideoSource(path)
    proxy = ProxySource(build_proxy(path, source, planned(path, source), root).folder)
    for frame in range(source.n_frames):
        apart = np.abs(proxy.bgra(frame).astype(int) - source.bgra(frame)).mean()
        assert apart < 6
    proxy.close()
    source.close()


def test_a_film_of_uneven_times_keeps_its_numbers(stamped, root, read_number):
    film = stamped("uneven.mp4", N, shown_at=lambda frame: frame + frame // 7)
    source = VideoSource(film)
    report = build_proxy(film, source, planned(film, source), root)
    source.close()
    assert shown(report.folder, read_number) == list(range(N))


def test_marks_are_found_on_the_way(film, source, root):
    marks = FrameMarks(N)
    build_proxy(film, source, planned(film, source), root, marks=marks)
    assert marks.steps_known == N - 1


def test_progress_counts_frames(film, source, root):
    steps = []
    progress = Progress(report=lambda done, total, _what: steps.append((done, total)))
    build_proxy(film, source, planned(film, source), root, progress=progress)
    assert steps[0] == (0, N)
    assert steps[-1] == (N, N)


# ---- stopped and taken up again --------------------------------------------------------------------


def test_a_build_that_was_stopped_goes_on_with_the_next_segment(film, source, root, read_number):
    plan = planned(film, source)
    with pytest.raises(Cancelled):
        build_proxy(film, source, plan, root, progress=stopping_at(SEGMENT + 5))
    folder = next(root.iterdir())
    assert shown(folder, read_number) == [*range(SEGMENT), *[None] * (N - SEGMENT)]
    seen = []
    again = Progress(report=lambda done, _total, _what: seen.append(done))
    assert build_proxy(film, source, plan, root, progress=again).frames == N
    assert min(seen) == SEGMENT
    assert shown(folder, read_number) == list(range(N))


def test_a_whole_proxy_is_not_made_again(film, source, root):
    plan = planned(film, source)
    build_proxy(film, source, plan, root)
    assert build_proxy(film, Torn(source, range(N)), plan, root).written_bytes == 0


def test_another_size_replaces_what_is_there(film, source, root):
    build_proxy(film, source, planned(film, source), root)
    folder = build_proxy(film, source, planned(film, source, long_side=48), root).folder
    proxy = ProxySource(folder)
    assert proxy.size == (48, 32)
    assert proxy.missing() == []
    proxy.close()


def test_a_segment_cut_short_is_made_again(film, source, root, read_number):
    plan = planned(film, source)
    folder = build_proxy(film, source, plan, root).folder
    path = segment_path(folder, 1)
    path.write_bytes(path.read_bytes()[:-100])
    assert shown(folder, read_number)[SEGMENT : 2 * SEGMENT] == [None] * SEGMENT
    assert build_proxy(film, source, plan, root).frames == N
    assert shown(folder, read_number) == list(range(N))


# ---- what cannot be had ----------------------------------------------------------------------------


def test_frames_that_the_original_cannot_give_are_left_out(film, source, root, read_number):
    torn = {3, 4, *range(20, 40), 49}
    report = build_proxy(film, Torn(source, torn), planned(film, source), root)
    assert report.missing == tuple(sorted(torn))
    found = shown(report.folder, read_number)
    assert found == [None if frame in torn else frame for frame in range(N)]


def test_a_medium_that_goes_away_leaves_no_gaps(film, source, root):
    plan = planned(film, source)
    gone = FileUnreadable("cannot be read", path=film)
    with pytest.raises(FileUnreadable):
        build_proxy(film, Torn(source, range(25, N), gone), plan, root)
    assert build_proxy(film, source, plan, root).missing == ()


def test_a_medium_that_became_another_is_told(film, source, root):
    plan = planned(film, source)
    film.write_bytes(film.read_bytes() + b"more")
    with pytest.raises(MediaUnreadable, match="another medium"):
        build_proxy(film, Torn(source, {30}), plan, root)


def test_the_space_set_aside_is_kept(film, source, root, read_number):
    plan = planned(film, source)
    whole = build_proxy(film, source, plan, root).written_bytes
    for number in (1, 2):
        segment_path(root / next(root.iterdir()).name, number).unlink()
    with pytest.raises(FileUnwritable, match="set aside"):
        build_proxy(film, source, plan, root, limit_bytes=whole // 2)
    assert shown(next(root.iterdir()), read_number)[:SEGMENT] == list(range(SEGMENT))


def test_other_proxies_make_room(film, source, root, stamped):
    other = stamped("other.mp4", N, codec_options={"g": "7"})
    other_source = VideoSource(other)
    first = build_proxy(other, other_source, planned(other, other_source), root)
    other_source.close()
    plan = planned(film, source)
    assert build_proxy(film, source, plan, root, limit_bytes=int(1.2 * bytes_in(root))).frames == N
    assert not first.folder.exists()


def test_a_segment_that_cannot_be_written_is_told_and_the_rest_stays(film, source, root, read_number):
    plan = planned(film, source)
    with pytest.raises(Cancelled):
        build_proxy(film, source, plan, root, progress=stopping_at(SEGMENT))
    folder = next(root.iterdir())
    segment_path(folder, 1).mkdir()
    with pytest.raises(FileUnwritable):
        build_proxy(film, source, plan, root)
    assert shown(folder, read_number)[:SEGMENT] == list(range(SEGMENT))


# ---- identity --------------------------------------------------------------------------------------


@pytest.fixture
def segment(film, source):
    plan = planned(film, source)
    writer = SegmentWriter(plan.size, plan.encoder)
    sent = {frame: signature(writer.add(frame, source.bgra(frame))) for frame in range(SEGMENT)}
    return writer.finish(), plan, sent


def test_a_segment_of_the_right_pictures_is_accepted(segment):
    content, plan, sent = segment
    assert verified(content, plan, sent).offsets == tuple(range(SEGMENT))


def test_two_exchanged_pictures_are_noticed(segment):
    content, plan, sent = segment
    for one in range(SEGMENT - 1):
        assert verified(content, plan, {**sent, one: sent[one + 1], one + 1: sent[one]}) is None


def test_a_picture_too_many_or_too_few_is_noticed(segment):
    content, plan, sent = segment
    assert verified(content, plan, {n: one for n, one in sent.items() if n}) is None
    assert verified(content, plan, {**sent, SEGMENT: sent[0]}) is None


def test_a_file_that_cannot_be_read_back_is_noticed(segment):
    content, plan, sent = segment
    assert verified(content[: len(content) // 2], plan, sent) is None


class Late(SegmentWriter):
    """An encoder that shows the picture before, in its first so many segments."""

    wrong_segments = 1

    def __init__(self, size, encoder):
        super().__init__(size, encoder)
        self._before = None
        self._wrong = type(self).wrong_segments > 0
        type(self).wrong_segments -= 1

    def add(self, offset, bgra):
        before, self._before = self._before, bgra
        written = super().add(offset, before if self._wrong and before is not None else bgra)
        return bgra if self._wrong else written


@pytest.mark.parametrize(("wrong", "fine"), [(1, True), (2, False)])
def test_a_segment_that_came_out_wrong_is_made_once_more(film, source, wrong, fine):
    class Faulty(Late):
        wrong_segments = wrong

    maker = SegmentMaker(film, source, planned(film, source), None, Progress(), write=Faulty)
    if fine:
        _, facts = maker.segment(0)
        assert facts.offsets == tuple(range(SEGMENT))
    else:
        with pytest.raises(MediaError, match="frames 0 to 19"):
            maker.segment(0)
