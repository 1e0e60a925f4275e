from contextlib import closing

import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.media.images.levels import Levels
from palpate.media.images.photron import PHOTRON_SUFFIXES, PhotronSource
from palpate.media.images.photron_header import read_photron_header
from palpate.media.open import open_medium
from palpate.media.probe import probe
from palpate.model.clip import ClipKind

FRAMES = (np.arange(5 * 8 * 16).reshape(5, 8, 16) * 5 % 4096).astype(np.uint16)

COLOUR_CAMERA = "<deviceName>FASTCAM Nova S16 type 1100K-C-64GB</deviceName>"


def text_header(**told):
    values = {
        "Record Rate(fps)": 1000,
        "Total Frame": 5,
        "Original Total Frame": 5,
        "Image Width": 16,
        "Image Height": 8,
        "Color Type": "Mono",
        "Color Bit": 16,
        "File Format": "MRaw",
        "EffectiveBit Depth": 12,
        "EffectiveBit Side": "Lower",
    } | told
    return "#Camera Information Header\n" + "".join(f"{key} : {value}\n" for key, value in values.items())


def xml_header(*, bits=16, colours="Mono", frames=5, rate=1000, more=""):
    return (
        "!!! This file can not be edited. !!!\nCIHX\0\0\0<?xml version='1.0' encoding='UTF-8'?>\n<cih>"
        f"{more}<imageFileInfo><fileFormat>Mraw</fileFormat></imageFileInfo>"
        "<imageDataInfo><resolution><width>16</width><height>8</height></resolution>"
        f"<colorInfo><type>{colours}</type><bit>{bits}</bit></colorInfo></imageDataInfo>"
        f"<frameInfo><totalFrame>{frames}</totalFrame><recordedFrame>50</recordedFrame></frameInfo>"
        f"<recordInfo><recordRate>{rate}</recordRate></recordInfo></cih>\0\0trailer"
    )


def recording(folder, header, pictures, *, suffix=".cihx"):
    (folder / f"shot{suffix}").write_text(header)
    (folder / "shot.mraw").write_bytes(pictures)
    return folder / "shot.mraw"


def packed(values):
    first, second = values.reshape(-1, 2).astype(int).T
    three = np.stack([first >> 4, (first & 15) << 4 | second >> 8, second & 255], axis=-1)
    return three.astype(np.uint8).tobytes()


@pytest.mark.parametrize("suffix", [".cih", ".cihx"])
def test_sixteen_bits_are_read_with_the_rate_of_the_camera(tmp_path, suffix):
    header = text_header() if suffix == ".cih" else xml_header()
    source = PhotronSource(recording(tmp_path, header, FRAMES.tobytes(), suffix=suffix))
    assert (source.n_frames, source.size_of(4), source.fps) == (5, (16, 8), 1000)
    assert all((source.still(frame).values == FRAMES[frame]).all() for frame in (4, 0, 2))
    assert source.time_of(3) == 0.003
    assert source.pts_of(3) == 3


def test_twelve_bits_packed_are_read(tmp_path):
    source = PhotronSource(recording(tmp_path, xml_header(bits=12), packed(FRAMES)))
    assert all((source.still(frame).values == FRAMES[frame]).all() for frame in range(5))
    assert source.levels() == Levels(0, 4095)
    assert source.remarks() == ("12-bit values are shown from 0 to 4095, the same in every frame",)


def test_what_the_sensor_of_a_grey_camera_gave_is_grey(tmp_path):
    header = xml_header(colours="Raw", more=f"<deviceInfo>{COLOUR_CAMERA.replace('-C-', '-M-')}</deviceInfo>")
    assert (PhotronSource(recording(tmp_path, header, FRAMES.tobytes())).still(1).values == FRAMES[1]).all()


def test_eight_bits_are_shown_as_stored(tmp_path):
    pictures = (FRAMES >> 4).astype(np.uint8)
    source = PhotronSource(recording(tmp_path, xml_header(bits=8), pictures.tobytes()))
    assert (source.grey(3) == pictures[3]).all()
    assert source.bgra(3).shape == (8, 16, 4)
    assert source.remarks() == ()


def test_the_header_opens_the_pictures_as_they_open_it(tmp_path):
    path = recording(tmp_path, xml_header(), FRAMES.tobytes())
    assert PhotronSource(path.with_suffix(".cihx")).path == path
    assert {".mraw", ".cih", ".cihx"} == PHOTRON_SUFFIXES
    path.rename(tmp_path / "shot.MRAW")
    assert PhotronSource(path.with_suffix(".cihx")).n_frames == 5


def test_a_recording_without_its_other_file_names_it(tmp_path):
    path = recording(tmp_path, xml_header(), FRAMES.tobytes())
    (tmp_path / "alone.mraw").write_bytes(b"")
    with pytest.raises(FileUnreadable, match=r"alone\.cihx belongs to it"):
        PhotronSource(tmp_path / "alone.mraw")
    path.unlink()
    with pytest.raises(FileUnreadable, match=r"shot\.mraw belongs to it"):
        PhotronSource(tmp_path / "shot.cihx")


def test_a_recording_cut_off_has_its_whole_frames_and_says_so(tmp_path):
    path = recording(tmp_path, xml_header(bits=16), FRAMES.tobytes()[:-9])
    source = PhotronSource(path)
    assert source.n_frames == 4
    assert source.remarks()[0] == "the header speaks of 5 frames, the file holds 4"
    path.write_bytes(FRAMES.tobytes()[:300])
    with pytest.raises(FrameUnavailable, match="not in the file any more"):
        source.bgra(2)
    path.unlink()
    with pytest.raises(FrameUnavailable, match="no such file"):
        source.bgra(0)
    with pytest.raises(FrameUnavailable, match="the last is 3"):
        source.bgra(4)


def test_an_empty_recording_is_told(tmp_path):
    with pytest.raises(MediaUnreadable, match="no whole picture"):
        PhotronSource(recording(tmp_path, xml_header(), b""))


def test_a_thinned_recording_counts_time_by_what_was_saved(tmp_path):
    header = text_header(**{"Save Step": 10, "Original Total Frame": 41})
    source = PhotronSource(recording(tmp_path, header, FRAMES.tobytes(), suffix=".cih"))
    assert source.fps == 100
    assert source.remarks()[0] == "one of 10 frames was saved; 100 per second remain"
    doubtful = text_header(**{"Save Step": 2500, "Original Total Frame": 41})
    source = PhotronSource(recording(tmp_path, doubtful, FRAMES.tobytes(), suffix=".cih"))
    assert source.fps == 1000


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (xml_header(colours="Color", bits=24), "in colour"),
        (xml_header(colours="Raw", more=f"<deviceInfo>{COLOUR_CAMERA}</deviceInfo>"), "in colour"),
        (xml_header(bits=10), "of 10 bits"),
        (xml_header(frames=0), "impossible"),
        (xml_header(rate="inf"), "impossible"),
        (xml_header(rate="fast"), "damaged"),
        (xml_header(more="<!DOCTYPE a>"), "declarations"),
        (xml_header()[:300], "damaged"),
        ("", "damaged"),
        ("<cih><</cih>", "damaged"),
    ],
)
def test_a_header_that_cannot_be_used_says_why(tmp_path, header, told):
    with pytest.raises(MediaUnreadable, match=told):
        PhotronSource(recording(tmp_path, header, FRAMES.tobytes()))


def test_a_header_of_other_files_points_to_them(tmp_path):
    path = tmp_path / "a.cih"
    path.write_text(text_header(**{"File Format": "TIFF"}))
    with pytest.raises(MediaUnreadable, match="kind TIFF"):
        read_photron_header(path)


def test_a_missing_header_is_told(tmp_path):
    with pytest.raises(FileUnreadable, match="no such file"):
        read_photron_header(tmp_path / "a.cih")


@pytest.mark.parametrize("suffix", [".mraw", ".cihx"])
def test_a_recording_opens_like_any_medium(tmp_path, suffix):
    path = recording(tmp_path, xml_header(bits=12), packed(FRAMES)).with_suffix(suffix)
    with closing(open_medium(path)) as source:
        assert (source.bgra(2)[..., 1] == source.grey(2)).all()
        assert source.run_start(3) == 3
    facts = probe(path)
    assert (facts.kind, facts.codec, facts.frames) == (ClipKind.VIDEO, "photron raw 12 bit", 5)
    assert (facts.fps, facts.capture_fps, facts.capture_known) == (1000, 1000, True)
    assert (facts.duration_s, facts.pts, facts.pts_step) == (0.005, (0, 4), 0.001)
    assert facts.remarks == ("12-bit values are shown from 0 to 4095, the same in every frame",)


def test_a_recording_of_unknown_rate_has_none(tmp_path):
    facts = probe(recording(tmp_path, xml_header(rate=0), FRAMES.tobytes()))
    assert (facts.fps, facts.capture_known, facts.duration_s) == (0, False, 0)
