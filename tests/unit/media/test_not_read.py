from pathlib import Path

import pytest

from palpate.base.errors import MediaUnreadable
from palpate.media.images.photron import PHOTRON_SUFFIXES
from palpate.media.images.source import IMAGE_SUFFIXES
from palpate.media.not_read import way_round
from palpate.media.open import open_medium


def test_what_is_known_and_not_read_comes_with_a_way_round():
    assert "StreamPix" in way_round(Path("shot.SEQ"))
    assert "TIFF" in way_round(Path("photo.nef"))


def test_what_is_read_or_unknown_has_none():
    for suffix in (*IMAGE_SUFFIXES, *PHOTRON_SUFFIXES, ".cine", ".mp4", ".xyz", ""):
        assert way_round(Path(f"a{suffix}")) == ""


def test_opening_such_a_file_tells_the_way_round(tmp_path):
    (tmp_path / "shot.seq").write_bytes(b"anything")
    with pytest.raises(MediaUnreadable, match="export it from StreamPix"):
        open_medium(tmp_path / "shot.seq")
