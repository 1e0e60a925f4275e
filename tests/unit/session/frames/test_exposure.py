"""How long the shutter was open, as it is noted and as it is counted."""

from __future__ import annotations

import pytest

from palpate.model.clip import Clip, ClipKind
from palpate.session.frames.exposure import Known, exposure_in, has_motion, shutter_seconds, stated_exposure
from palpate.session.session import Session


def film(shutter: str, **more: object) -> Clip:
    known = {"fps": 100.0, "capture_fps": 100.0, "capture_known": True, **more}
    attributes = {"shutter": shutter} if shutter else {}
    return Clip("c", "net", ClipKind.VIDEO, n_frames=9, attributes=attributes, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1/1000", 0.001),
        (" 1 / 500 s", 0.002),
        ("0.004", 0.004),
        ("0,004 s", 0.004),
        ("2 ms", 0.002),
        ("500 µs", 0.0005),
        ("250us", 0.00025),
        ("fast", None),
        ("1/0", None),
        ("-1/500", None),
        ("1/500 h", None),
        ("", None),
    ],
)
def test_a_shutter_is_read_as_people_write_it(text: str, seconds: float | None) -> None:
    assert shutter_seconds(text) == (None if seconds is None else pytest.approx(seconds))


def test_the_share_is_counted_at_the_rate_of_the_camera() -> None:
    slow_motion = film("1/1000", fps=30.0, capture_fps=240.0)
    assert stated_exposure(slow_motion) == (pytest.approx(0.24), "")
    assert stated_exposure(film("180°")) == (pytest.approx(0.5), "")


def test_what_is_wrong_with_a_shutter_is_said() -> None:
    share, note = stated_exposure(film("1/50"))
    assert share == 1.0
    assert "longer than a frame" in note
    share, note = stated_exposure(film("quick"))
    assert share is None
    assert "'quick'" in note
    share, note = stated_exposure(film("1/500", fps=0.0, capture_fps=0.0))
    assert share is None
    assert "how many frames" in note
    share, note = stated_exposure(film("1/500", capture_known=False))
    assert share == pytest.approx(0.2)
    assert "not noted" in note


def test_single_images_have_no_motion_and_a_sequence_has() -> None:
    assert not has_motion(Clip("c", "set", ClipKind.IMAGES, n_frames=4))
    assert has_motion(Clip("c", "set", ClipKind.IMAGES, n_frames=4, capture_fps=500.0))


def test_without_a_shutter_and_before_anything_is_measured_nothing_is_known(thrower: Session) -> None:
    found = exposure_in(thrower, thrower.contents.layers[0].id, "c")
    assert (found.share, found.known) == (None, Known.NOTHING)
    assert "no shutter" in found.note
