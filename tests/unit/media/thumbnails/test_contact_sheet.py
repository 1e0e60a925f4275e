import numpy as np
import pytest

from palpate.media.thumbnails import contact_sheet as sheet
from palpate.media.thumbnails.contact_sheet import SheetCell, contact_sheet, write

BLUE, RED = (255, 0, 0), (0, 0, 255)


def picture(colour, size=(80, 45)):
    return np.full((size[1], size[0], 4), (*colour, 255), np.uint8)


def count(page, colour):
    return int(np.all(page == colour, axis=-1).sum())


def test_every_picture_is_on_the_page_as_it_is():
    cells = [SheetCell(picture(BLUE), "0"), SheetCell(picture(RED), "1"), SheetCell(picture(BLUE), "2")]
    page = contact_sheet("film.mp4", "80 × 45", cells, columns=2, cell_size=(80, 45))
    assert (count(page, BLUE), count(page, RED)) == (2 * 80 * 45, 80 * 45)
    blue_rows = np.flatnonzero(np.all(page == BLUE, axis=-1).any(axis=1))
    assert len(np.flatnonzero(np.diff(blue_rows) > 1)) == 1  # two rows of cells


def test_a_picture_of_another_shape_stands_in_the_middle():
    cells = [SheetCell(picture(RED, (20, 45)), "0")]
    page = contact_sheet("film.mp4", "", cells, columns=6, cell_size=(80, 45))
    columns = np.flatnonzero(np.all(page == RED, axis=-1).any(axis=0))
    assert len(columns) == 20
    assert columns.mean() == pytest.approx(page.shape[1] / 2, abs=1)


def test_a_frame_that_is_missing_has_an_empty_place():
    cells = [SheetCell(None, "0", "cannot be decoded"), SheetCell(picture(RED), "1")]
    page = contact_sheet("film.mp4", "", cells, columns=2, cell_size=(160, 90))
    assert count(page, RED) == 80 * 45


def ink(page):
    return np.argwhere((page < 200).all(axis=-1))


@pytest.mark.parametrize("strokes", [False, True])
def test_letters_stand_where_they_should(strokes, monkeypatch):
    cv2 = sheet.opencv()
    if strokes:
        monkeypatch.delattr(cv2, "FontFace", raising=False)
    page = np.full((100, 400, 3), 250, np.uint8)
    write(page, "1234  12.345 s", (20, 50), height=13, ink=25, room=300)
    (top, left), (bottom, right) = ink(page).min(axis=0), ink(page).max(axis=0)
    assert 34 <= top < bottom <= 52
    assert 18 <= left < right <= 180
    assert page.min() < 90


@pytest.mark.parametrize("strokes", [False, True])
def test_a_name_too_long_for_the_page_keeps_its_ends(strokes, monkeypatch):
    if strokes:
        monkeypatch.delattr(sheet.opencv(), "FontFace", raising=False)
    page = np.full((60, 300, 3), 250, np.uint8)
    write(page, "a name " * 40 + "längs.mp4", (10, 40), height=20, ink=25, room=280)
    assert 200 < ink(page)[:, 1].max() <= 292


def test_no_room_at_all_is_no_fault():
    page = np.full((60, 30, 3), 250, np.uint8)
    write(page, "name", (10, 40), height=20, ink=25, room=0)
    assert len(ink(page)) == 0
