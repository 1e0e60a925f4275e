import struct
import zlib
from contextlib import suppress

import cv2
import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.media.image_header import read_header
from palpate.media.images import IMAGE_SUFFIXES, ImageSource, images_in, natural_key
from palpate.media.open import open_medium
from palpate.media.probe import probe

QUARTERS = np.zeros((40, 60, 3), np.uint8)
QUARTERS[:20, :30] = (255, 0, 0)  # blue top left
QUARTERS[:20, 30:] = (0, 255, 0)  # green top right
QUARTERS[20:, :30] = (0, 0, 255)  # red bottom left
QUARTERS[20:, 30:] = (255, 255, 255)


def corner(pixels):
    return pixels[2, 2, :3].tolist()


def write(path, pixels=QUARTERS):
    fine, encoded = cv2.imencode(path.suffix, pixels)
    assert fine
    path.write_bytes(bytes(encoded))
    return path


def exif_block(orientation, order="<"):
    tag = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(f"{order}IH", 8, 1) + tag + struct.pack(f"{order}I", 0)


def jpeg_turned(path, orientation, order="<"):
    plain = write(path).read_bytes()
    segment = b"Exif\0\0" + exif_block(orientation, order)
    path.write_bytes(plain[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + plain[2:])
    return path


@pytest.mark.parametrize("suffix", sorted(IMAGE_SUFFIXES))
def test_every_kind_of_image_is_read_with_its_size_known_beforehand(tmp_path, suffix):
    source = ImageSource([write(tmp_path / f"a{suffix}")])
    assert source.size_of(0) == (60, 40)
    pixels = source.bgra(0)
    assert pixels.shape == (40, 60, 4)
    assert (pixels[..., 3] == 255).all()
    assert np.abs(pixels[2, 2, :3].astype(int) - (255, 0, 0)).max() < 30
    assert pixels.flags.c_contiguous


@pytest.mark.parametrize(("orientation", "blue_at"), [(1, (2, 2)), (3, (37, 57)), (6, (2, 37)), (8, (57, 2))])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_is_turned_as_its_camera_says(tmp_path, orientation, blue_at, order):
    source = ImageSource([jpeg_turned(tmp_path / "photo.jpg", orientation, order)])
    pixels = source.bgra(0)
    assert source.size_of(0) == pixels.shape[1::-1]
    assert pixels[blue_at][0] > 200
    assert pixels[blue_at][1:3].max() < 60


def test_a_turned_photo_has_turned_grey(tmp_path):
    source = ImageSource([jpeg_turned(tmp_path / "photo.jpg", 6)])
    assert source.grey(0).shape == (60, 40)


def test_sixteen_bits_are_seen_through_the_window_of_their_type(tmp_path):
    deep = np.zeros((4, 4), np.uint16)
    deep[0, 0], deep[1, 1] = 65535, 32768
    pixels = ImageSource([write(tmp_path / "deep.png", deep)]).bgra(0)
    assert pixels[0, 0].tolist() == [255, 255, 255, 255]
    assert pixels[1, 1, 0] == 128
    assert pixels[2, 2, 0] == 0


def test_a_transparent_image_comes_out_opaque(tmp_path):
    clear = np.dstack([QUARTERS, np.zeros((40, 60), np.uint8)])
    pixels = ImageSource([write(tmp_path / "clear.png", clear)]).bgra(0)
    assert corner(pixels) == [255, 0, 0]
    assert (pixels[..., 3] == 255).all()


def test_images_of_different_sizes_keep_them(tmp_path):
    small = write(tmp_path / "small.png", QUARTERS[:10, :12])
    source = ImageSource([write(tmp_path / "large.png"), small])
    assert [source.size_of(frame) for frame in (0, 1)] == [(60, 40), (12, 10)]
    assert source.bgra(1).shape == (10, 12, 4)


def test_a_folder_is_read_in_natural_order_without_hidden_and_other_files(tmp_path):
    for name in ("img10.png", "img2.png", "IMG1.PNG", "._img2.png"):
        write(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no image")
    (tmp_path / "folder.png").mkdir()
    assert [path.name for path in images_in(tmp_path)] == ["IMG1.PNG", "img2.png", "img10.png"]


def test_numbers_inside_names_count_as_numbers():
    names = ["a10b2", "a10b10", "a2", "a", "10", "b"]
    assert sorted(names, key=natural_key) == ["10", "a", "a2", "a10b2", "a10b10", "b"]


def test_a_folder_without_images_is_told(tmp_path):
    with pytest.raises(MediaUnreadable, match="folder without images"):
        images_in(tmp_path)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(FileUnreadable, match="no such file"):
        images_in(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content", [b"", b"this is text", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\0\0", b"II*\0"]
)
def test_a_file_that_is_no_image_is_an_unavailable_frame_that_names_it(tmp_path, content):
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    source = ImageSource([write(tmp_path / "fine.png"), path])
    for ask in (source.bgra, source.grey, source.size_of):
        with pytest.raises(FrameUnavailable, match="image") as caught:
            ask(1)
        assert caught.value.path == path
        assert caught.value.frame == 1
    assert corner(source.bgra(0)) == [255, 0, 0]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".tif", ".webp"])
def test_an_image_that_was_cut_off_is_refused_rather_than_half_grey(tmp_path, suffix):
    noise = np.random.default_rng(1).integers(0, 256, (80, 80, 3), np.uint8)
    path = write(tmp_path / f"cut{suffix}", noise)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(FrameUnavailable):
        ImageSource([path]).bgra(0)


def test_a_missing_image_of_a_set_is_an_unavailable_frame(tmp_path):
    source = ImageSource([tmp_path / "gone.png"])
    with pytest.raises(FrameUnavailable, match="no such file"):
        source.bgra(0)


def test_a_frame_beyond_the_last_image_is_unavailable(tmp_path):
    source = ImageSource([write(tmp_path / "a.png")])
    for frame in (-1, 1):
        with pytest.raises(FrameUnavailable, match="the last is 0"):
            source.bgra(frame)


def test_images_have_no_time_and_their_number_as_stamp(tmp_path):
    source = ImageSource([write(tmp_path / "a.png"), write(tmp_path / "b.jpg")])
    assert source.time_of(1) == 0.0
    assert source.pts_of(1) == 1
    assert source.names == ("a.png", "b.jpg")
    assert source.kinds == ("jpg", "png")


def test_no_image_at_all_is_told():
    with pytest.raises(MediaUnreadable, match="no image was given"):
        ImageSource([])


def test_a_large_header_does_not_hide_the_size(tmp_path):
    plain = write(tmp_path / "a.jpg").read_bytes()
    profile = b"".join(b"\xff\xe2" + struct.pack(">H", 65535) + bytes(65533) for _ in range(6))
    (tmp_path / "a.jpg").write_bytes(plain[:2] + profile + plain[2:])
    assert ImageSource([tmp_path / "a.jpg"]).size_of(0) == (60, 40)


def test_headers_know_the_orientation_in_png_and_webp(tmp_path):
    png = write(tmp_path / "a.png").read_bytes()
    block = exif_block(6)
    chunk = struct.pack(">I4s", len(block), b"eXIf") + block + bytes(4)
    turned = read_header(png[:33] + chunk + png[33:])
    assert turned.size == (40, 60)
    extended = (
        b"VP8X"
        + struct.pack("<I", 10)
        + b"\x08\0\0\0"
        + (59).to_bytes(3, "little")
        + (39).to_bytes(3, "little")
    )
    exif = b"EXIF" + struct.pack("<I", len(block)) + block
    assert read_header(b"RIFF\0\0\0\0WEBP" + extended + exif).size == (40, 60)


def test_a_header_that_is_not_all_there_yet_is_not_guessed(tmp_path):
    png = write(tmp_path / "a.png").read_bytes()
    assert read_header(png[:33], whole=False) is None
    assert read_header(png[:60], whole=False).size == (60, 40)


def test_real_images_are_read_as_opencv_reads_them(shared_data):
    found = sorted(path for path in shared_data.rglob("*") if path.suffix.lower() in IMAGE_SUFFIXES)
    assert found
    source = ImageSource(found)
    for frame, path in enumerate(found):
        pixels = source.bgra(frame)
        assert source.size_of(frame) == pixels.shape[1::-1], path
        assert (pixels[..., :3] == cv2.imread(str(path))).all(), path


UPRIGHT_NUMBERS = np.arange(20, 26, dtype=np.uint8).reshape(2, 3) * 9
TURNED = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.T,
    6: lambda a: a.T[:, ::-1],
    7: lambda a: a.T[::-1, ::-1],
    8: lambda a: a.T[::-1],
}


def turned_file(folder, suffix, orientation):
    path = write(folder / f"turned{suffix}", UPRIGHT_NUMBERS)
    content, block = path.read_bytes(), exif_block(orientation)
    if suffix == ".png":
        chunk = struct.pack(">I4s", len(block), b"eXIf") + block
        content = content[:33] + chunk + struct.pack(">I", zlib.crc32(chunk[4:])) + content[33:]
    elif suffix == ".tif":
        at = struct.unpack_from("<I", content, 4)[0]
        (count,) = struct.unpack_from("<H", content, at)
        tags = dict(struct.iter_unpack("<H10s", content[at + 2 : at + 2 + 12 * count]))
        tags[274] = struct.pack("<HIHH", 3, 1, orientation, 0)
        directory = struct.pack("<H", len(tags)) + b"".join(
            struct.pack("<H", number) + tags[number] for number in sorted(tags)
        )
        content = content[:4] + struct.pack("<I", len(content)) + content[8:] + directory + bytes(4)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_all_eight_ways_a_picture_can_lie_are_put_upright(tmp_path, suffix, orientation):
    source = ImageSource([turned_file(tmp_path, suffix, orientation)])
    expected = TURNED[orientation](UPRIGHT_NUMBERS)
    assert source.size_of(0) == expected.shape[::-1]
    assert (source.grey(0) == expected).all()
    assert (source.bgra(0)[..., 1] == expected).all()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_any_way_is_upright(tmp_path, orientation):
    plain = write(tmp_path / "plain.jpg").read_bytes()
    turned = ImageSource([jpeg_turned(tmp_path / "photo.jpg", orientation)])
    (tmp_path / "plain.jpg").write_bytes(plain)
    expected = TURNED[orientation](ImageSource([tmp_path / "plain.jpg"]).grey(0))
    assert (turned.grey(0) == expected).all()


def stack(path, n, *, start=0):
    pages = [np.full((6, 9), start + page, np.uint16) for page in range(n)]
    assert cv2.imwritemulti(str(path), pages)
    return path


def test_each_page_of_a_stack_is_a_frame(tmp_path):
    source = ImageSource([stack(tmp_path / "rec.tif", 12)])
    assert source.n_frames == 12
    assert source.names[:2] == ("rec.tif#0", "rec.tif#1")
    assert [int(source.still(frame).values[0, 0]) for frame in (11, 0, 5)] == [11, 0, 5]
    assert source.size_of(7) == (9, 6)
    assert source.path_of(7) == tmp_path / "rec.tif"
    assert source.pts_of(7) == 7


def test_stacks_of_a_broken_up_recording_follow_each_other(tmp_path):
    stack(tmp_path / "rec_10.tif", 2, start=5)
    stack(tmp_path / "rec_2.tif", 3)
    write(tmp_path / "rec_11.png")
    source = ImageSource(images_in(tmp_path))
    assert source.names == (
        "rec_2.tif#0",
        "rec_2.tif#1",
        "rec_2.tif#2",
        "rec_10.tif#0",
        "rec_10.tif#1",
        "rec_11.png",
    )
    assert int(source.still(4).values[0, 0]) == 6


def test_frames_remembered_by_name_stay_what_they_were(tmp_path):
    stack(tmp_path / "rec.tif", 4)
    stack(tmp_path / "old.tif", 4)
    names = ["rec.tif#2", "old.tif", "gone.tif#1", "rec.tif#9"]
    source = ImageSource([tmp_path / name for name in names], expand=False)
    assert source.names == tuple(names)
    assert [int(source.still(frame).values[0, 0]) for frame in (0, 1)] == [2, 0]
    with pytest.raises(FrameUnavailable, match="no such file"):
        source.bgra(2)
    with pytest.raises(FrameUnavailable, match="no page 9"):
        source.size_of(3)


def test_a_stack_that_grows_keeps_its_frames_and_one_that_shrinks_loses_the_last(tmp_path):
    source = ImageSource([stack(tmp_path / "rec.tif", 4)])
    stack(tmp_path / "rec.tif", 6)
    assert int(source.still(3).values[0, 0]) == 3
    assert source.n_frames == 4
    stack(tmp_path / "rec.tif", 2)
    assert int(source.still(1).values[0, 0]) == 1
    with pytest.raises(FrameUnavailable) as caught:
        source.bgra(3)
    assert caught.value.frame == 3


def test_a_stack_cut_off_in_the_middle_keeps_its_first_pages(tmp_path):
    path = stack(tmp_path / "rec.tif", 40)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    source = ImageSource([path])
    assert 10 < source.n_frames < 40
    assert int(source.still(5).values[0, 0]) == 5
    assert "breaks off" in " ".join(source.remarks())


def test_a_picture_replaced_by_one_of_another_size_is_not_shown(tmp_path):
    for suffix in (".png", ".tif"):
        path = write(tmp_path / f"a{suffix}")
        source = ImageSource([path])
        assert source.size_of(0) == (60, 40)
        write(path, QUARTERS[:30])
        with pytest.raises(FrameUnavailable, match="was 60 × 40 px and is 60 × 30 px now"):
            source.bgra(0)
        write(path, QUARTERS[::-1])
        assert source.bgra(0)[2, 2, 2] == 255


def test_a_picture_removed_while_open_is_one_unavailable_frame(tmp_path):
    first, second = write(tmp_path / "a.png"), write(tmp_path / "b.png")
    source = ImageSource([first, second])
    source.bgra(0)
    first.unlink()
    with pytest.raises(FrameUnavailable, match="no such file"):
        source.bgra(0)
    assert corner(source.bgra(1)) == [255, 0, 0]


def test_missing_numbers_are_told_and_frames_count_the_files_there_are(tmp_path):
    paths = [write(tmp_path / f"img_{number:04d}.png") for number in (1, 2, 5)]
    source = ImageSource(paths)
    assert source.missing == (range(3, 5),)
    assert source.n_frames == 3
    assert source.remarks() == (
        "2 numbers are missing from the names (3 to 4); frames count the files there are",
    )


def test_plain_pictures_call_for_no_remark(tmp_path):
    assert ImageSource([write(tmp_path / "a.png"), write(tmp_path / "b.jpg")]).remarks() == ()


def test_a_picture_beyond_the_limits_is_refused_with_its_size(tmp_path):
    content = bytearray(write(tmp_path / "a.png").read_bytes())
    content[16:24] = struct.pack(">II", 40_000, 40_000)
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(FrameUnavailable, match="larger than can be shown \\(40000 × 40000 px\\)"):
        ImageSource([tmp_path / "a.png"]).bgra(0)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_one_channel_is_as_grey_as_three(tmp_path, suffix):
    source = ImageSource([write(tmp_path / f"grey{suffix}", QUARTERS[..., 1])])
    pixels = source.bgra(0)
    assert (pixels[..., 0] == pixels[..., 2]).all()
    assert (source.grey(0) == pixels[..., 1]).all()


def test_grey_with_transparency_in_a_png_comes_out_as_stored(tmp_path):
    samples = np.dstack([UPRIGHT_NUMBERS, np.zeros_like(UPRIGHT_NUMBERS)])
    rows = b"".join(b"\0" + row.tobytes() for row in samples)

    def chunk(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 4, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    (tmp_path / "ga.png").write_bytes(b"\x89PNG\r\n\x1a\n" + head + body)
    assert (ImageSource([tmp_path / "ga.png"]).grey(0) == UPRIGHT_NUMBERS).all()


def test_images_need_no_run_up_and_are_their_own_twin(tmp_path):
    source = ImageSource([write(tmp_path / "a.png")])
    assert source.run_start(0) == 0
    assert source.twin() is source
    source.close()
    assert corner(source.bgra(0)) == [255, 0, 0]


def test_a_folder_of_stacks_is_remembered_by_the_names_of_its_pages(tmp_path):
    stack(tmp_path / "rec.tif", 3)
    facts = probe(tmp_path)
    assert facts.names == ("rec.tif#0", "rec.tif#1", "rec.tif#2")
    assert facts.remarks == ("16-bit values are shown from 0 to 3, the same in every frame",)
    again = open_medium(tmp_path, names=facts.names[1:])
    assert [int(again.still(frame).values[0, 0]) for frame in range(2)] == [1, 2]
    assert open_medium(tmp_path / "rec.tif").n_frames == 3


@pytest.mark.parametrize(("suffix", "at", "form"), [(".png", 16, ">II"), (".jpg", None, ">HH")])
def test_a_damaged_size_that_the_file_cannot_hold_is_refused(tmp_path, suffix, at, form):
    content = bytearray(write(tmp_path / f"a{suffix}").read_bytes())
    at = at or content.index(b"\xff\xc0") + 5
    content[at : at + struct.calcsize(form)] = struct.pack(form, 30_000, 30_000)
    (tmp_path / f"a{suffix}").write_bytes(content)
    with pytest.raises(FrameUnavailable, match="damaged"):
        ImageSource([tmp_path / f"a{suffix}"]).bgra(0)


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_a_picture_of_one_colour_may_be_as_small_as_it_likes(tmp_path, suffix):
    path = tmp_path / f"plain{suffix}"
    smallest = [cv2.IMWRITE_JPEG_QUALITY, 1, cv2.IMWRITE_JPEG_OPTIMIZE, 1, cv2.IMWRITE_JPEG_PROGRESSIVE, 1]
    more = smallest if suffix == ".jpg" else [cv2.IMWRITE_PNG_COMPRESSION, 9]
    assert cv2.imwrite(str(path), np.zeros((3000, 4000), np.uint8), more)
    assert ImageSource([path]).bgra(0).shape == (3000, 4000, 4)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".bmp", ".webp"])
def test_mutated_images_are_frames_or_unavailable(tmp_path, suffix):
    noise = np.random.default_rng(8)
    smooth = cv2.GaussianBlur(noise.integers(0, 256, (40, 60, 3), np.uint8), (0, 0), 2)
    whole = write(tmp_path / f"a{suffix}", smooth).read_bytes()
    for _ in range(60):
        content = bytearray(whole)
        for at in noise.integers(0, len(content), 6):
            content[at] = noise.integers(0, 256)
        for at in noise.integers(0, 60, 2):
            content[at] = noise.integers(0, 256)
        (tmp_path / f"a{suffix}").write_bytes(content)
        source = ImageSource([tmp_path / f"a{suffix}"])
        with suppress(FrameUnavailable):
            if np.prod(source.size_of(0)) < 1 << 22:
                assert source.bgra(0).shape[1::-1] == source.size_of(0)
