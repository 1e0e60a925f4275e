from pathlib import Path

from palpate.media.images import IMAGE_SUFFIXES
from palpate.media.not_read import way_round
from palpate.media.photron import PHOTRON_SUFFIXES


def test_what_is_known_and_not_read_comes_with_a_way_round():
    assert "StreamPix" in way_round(Path("shot.SEQ"))
    assert "TIFF" in way_round(Path("photo.nef"))


def test_what_is_read_or_unknown_has_none():
    for suffix in (*IMAGE_SUFFIXES, *PHOTRON_SUFFIXES, ".cine", ".mp4", ".xyz", ""):
        assert way_round(Path(f"a{suffix}")) == ""
