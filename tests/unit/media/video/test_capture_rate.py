import struct

import pytest

from palpate.media.probe import probe
from palpate.media.video.capture_rate import camera_rate, guess_of

KEEP_TAGS = {"movflags": "use_metadata_tags"}


def sony_document(capture, form="25p"):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><NonRealTimeMeta xmlns="urn:schemas-professionalDisc:'
        f'nonRealTimeMeta:ver.2.00"><VideoFormat><VideoFrame videoCodec="AVC_1920_1080_HP@L41" '
        f'captureFps="{capture}" formatFps="{form}"/></VideoFormat></NonRealTimeMeta>'
    ).encode()


def box(kind, content):
    return struct.pack(">I4s", len(content) + 8, kind) + content


def meta_box(document, *, versioned):
    handler = box(b"hdlr", bytes(8) + b"nrtm" + bytes(13))
    return box(b"meta", bytes(4 * versioned) + handler + box(b"xml ", bytes(4) + document))


@pytest.fixture
def film(stamped):
    return stamped("C0001.mp4", rate=25)


def test_a_camera_that_says_nothing_is_not_known(film):
    assert camera_rate(film, {}) == 0.0
    facts = probe(film)
    assert (facts.capture_fps, facts.capture_known) == (25.0, False)
    assert "does not say how many the camera filmed" in facts.capture_guess


def test_phones_write_the_rate_beside_the_pictures(stamped):
    tags = {"com.android.capture.fps": "240.000000"}
    facts = probe(stamped("slow.mp4", tags=tags, container_options=KEEP_TAGS))
    assert (facts.fps, facts.capture_fps, facts.capture_known, facts.capture_guess) == (30.0, 240.0, True, "")


@pytest.mark.parametrize("told", ["", "nonsense", "-30", "0", "nan", "inf", "1e300"])
def test_a_rate_that_cannot_be_is_not_believed(film, told):
    assert camera_rate(film, {"com.android.capture.fps": told}) == 0.0


def test_arri_counts_in_thousandths(film):
    assert camera_rate(film, {"com.arri.camera.sensorfps": "120000"}) == 120.0


@pytest.mark.parametrize("versioned", [True, False])
def test_sony_writes_a_document_at_the_end_of_the_file(film, versioned):
    with film.open("ab") as stream:
        stream.write(meta_box(sony_document("959.04p"), versioned=versioned))
    facts = probe(film)
    assert (facts.fps, facts.capture_fps, facts.capture_known) == (25.0, 959.04, True)


def test_sony_writes_a_document_into_the_movie(film):
    content = film.read_bytes()
    start = content.rindex(b"moov") - 4
    movie = content[start + 8 :] + meta_box(sony_document("100p"), versioned=True)
    film.write_bytes(content[:start] + box(b"moov", movie))
    assert camera_rate(film, {}) == 100.0
    assert probe(film).capture_fps == 100.0


def test_sony_writes_a_document_beside_the_file(film):
    film.with_name("C0001M01.XML").write_bytes(sony_document("119.88p"))
    assert camera_rate(film, {}) == 119.88


def test_an_interlaced_rate_counts_fields(film):
    film.with_name("C0001M01.XML").write_bytes(sony_document("59.94i", "59.94i"))
    assert camera_rate(film, {}) == pytest.approx(29.97)


def test_another_document_of_that_name_is_left_alone(film):
    film.with_name("C0001M01.XML").write_bytes(b'<Else><VideoFrame captureFps="50p"/></Else>')
    assert camera_rate(film, {}) == 0.0


@pytest.mark.parametrize(
    "tail",
    [
        b"\0\0\0\1meta",
        b"\0\0\0\2meta" * 5,
        b"\xff\xff\xff\xffmeta",
        b"\0\0\0\1meta" + b"\xff" * 8,
        b"\0\0\0\x08free" * 50_000,
        b"\0\0\0\x0cmeta\0\0\0\0",
        box(b"meta", bytes(4) + box(b"xml ", b"")),
    ],
)
def test_garbage_behind_the_film_does_no_harm(film, tail):
    with film.open("ab") as stream:
        stream.write(tail)
    assert camera_rate(film, {}) == 0.0


def test_a_fast_file_is_taken_for_real_time():
    assert "most likely what the camera filmed" in guess_of(239.76, 0.0)
    assert guess_of(30.0, 240.0) == ""
    assert guess_of(0.0, 0.0) == ""
