"""What is proposed of a keypoint in a frame, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.media.open import open_medium
from palpate.model.example import Blur, Lighting, Shows
from palpate.model.layer import LayerKind
from palpate.model.picture import Part, Picture, Region
from palpate.model.spot import Spot
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutLayer, PutSetting
from palpate.session.frames.media_adding import add_media
from palpate.session.guidelines import example_cutting, examples
from palpate.session.guidelines.example_cutting import Cutting, Said
from palpate.session.placing import gestures
from palpate.session.session import Session

FRAME = 40
NOSE = (231.5, 120.25)


@pytest.fixture
def film(shared_data: Path, tmp_path: Path) -> Iterator[Session]:
    """A real video with one keypoint placed in one of its frames."""
    with Session.create(tmp_path / "film.palpate", ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "torchcodec" / "nasa_13013.mp4"], {"lighting": "floodlit"})
        contents = session.contents
        session.selection.move(clip=contents.clips[0].id, layer=contents.layers[0].id, frame=FRAME)
        gestures.add_instance(session, "coco_17")
        gestures.place(session, np.array(NOSE), Visibility.VISIBLE)
        session.selection.move(keypoint=0)
        yield session


def at(place: tuple[float, float], size: tuple[int, int] = (1920, 1080)) -> Cutting:
    spot = Spot("layer", "ada", FRAME, 0)
    words = ("stick_figure", "head", "Head", "over")
    return Cutting(Shows.CORRECT, spot, *words, place, None, size, 128, Lighting.UNKNOWN)


def whole(session: Session) -> Part:
    with_source = session.media.open_own(session.contents.clips[0])
    try:
        return Part(0, 0, 1.0, with_source.bgra(FRAME))
    finally:
        with_source.close()


def said(side: int = 64, other: tuple[float, float] | None = None) -> Said:
    return Said(side, other, Lighting.DIFFUSE, Blur.SHARP, "On the tip.")


def test_what_is_cut_out_lies_around_the_keypoint_and_within_the_frame() -> None:
    assert at((500.2, 300.9)).region(64) == Region(468, 268, 64, 64)
    assert at((3.0, 1079.5)).region(64) == Region(0, 1016, 64, 64)
    assert at((30.0, 20.0), size=(50, 40)).region(64) == Region(0, 0, 50, 40)


def test_the_reach_holds_every_size_that_can_be_chosen() -> None:
    cutting = at((10.0, 1070.0))
    reach = cutting.reach
    for side in range(48, 641, 16):
        region = cutting.region(side)
        assert reach.left <= region.left
        assert reach.top <= region.top
        assert region.right <= reach.right
        assert region.bottom <= reach.bottom


def test_the_exact_pixels_of_a_video_become_a_correct_example(film: Session, shared_data: Path) -> None:
    cutting = example_cutting.begin(film, Shows.CORRECT)
    assert (cutting.place, cutting.called, cutting.lighting) == (NOSE, "Nose", Lighting.BACKLIT)
    example = example_cutting.save(film, cutting, whole(film), said())
    (shown,) = examples.own(film, film.contents.skeletons["coco_17"], "nose")
    assert shown.example.id == example.id
    left, top = shown.example.source.corner
    assert (left + shown.example.right[0], top + shown.example.right[1]) == NOSE
    source = open_medium(shared_data / "torchcodec" / "nasa_13013.mp4")
    try:
        frame = source.bgra(FRAME)
    finally:
        source.close()
    kept = cv2.imdecode(np.frombuffer(examples.picture_of(film, shown), np.uint8), cv2.IMREAD_COLOR)
    assert (kept == frame[top : top + 64, left : left + 64, :3]).all()


def test_an_incorrect_example_crosses_the_place_out_and_rings_the_right_one(film: Session) -> None:
    cutting = example_cutting.begin(film, Shows.INCORRECT)
    part = whole(film)
    with pytest.raises(EditRefused, match="click where the keypoint really is"):
        example_cutting.save(film, cutting, part, said())
    example = example_cutting.save(film, cutting, part, said(other=(NOSE[0] + 9, NOSE[1] - 4)))
    left, top = example.source.corner
    assert example.wrong == (NOSE[0] - left, NOSE[1] - top)
    assert example.right == (NOSE[0] - left + 9, NOSE[1] - top - 4)


def test_a_mark_outside_of_what_is_cut_out_is_refused(film: Session) -> None:
    cutting = example_cutting.begin(film, Shows.CORRECT)
    with pytest.raises(EditRefused, match="outside of what is cut out"):
        example_cutting.save(film, cutting, whole(film), said(other=(NOSE[0] + 60, NOSE[1])))
    assert examples.kept_in(film) == ()


def test_no_preview_becomes_an_example(film: Session) -> None:
    cutting = example_cutting.begin(film, Shows.CORRECT)
    part = whole(film)
    for unfit in (replace(part, scale=0.5), replace(part, left=NOSE[0] // 1), replace(part, top=200)):
        with pytest.raises(EditRefused, match="not at hand as stored"):
            example_cutting.save(film, cutting, unfit, said())


def test_only_what_is_exact_and_whole_is_taken_from_memory(film: Session) -> None:
    cutting = example_cutting.begin(film, Shows.CORRECT)
    part = whole(film)
    picture = Picture.of(FRAME, part.pixels)
    found = example_cutting.at_hand(picture, cutting)
    assert found is not None
    assert found.pixels is part.pixels
    assert example_cutting.at_hand(None, cutting) is None
    assert example_cutting.at_hand(replace(picture, exact=False), cutting) is None
    assert example_cutting.at_hand(replace(picture, frame=FRAME + 1), cutting) is None
    small = Part(0, 0, 1.0, part.pixels[:40, :40])
    assert example_cutting.at_hand(replace(picture, parts=(small,)), cutting) is None


def test_what_is_not_placed_or_not_in_the_picture_begins_nothing(film: Session) -> None:
    film.selection.move(keypoint=3)
    with pytest.raises(EditRefused, match="has no position in this frame"):
        example_cutting.begin(film, Shows.CORRECT)
    gestures.place(film, np.array([-4.0, 10.0]), Visibility.VISIBLE)
    film.selection.move(keypoint=3)
    with pytest.raises(EditRefused, match="outside of the picture"):
        example_cutting.begin(film, Shows.CORRECT)
    film.selection.move(keypoint=-1)
    with pytest.raises(EditRefused, match="choose a keypoint first"):
        example_cutting.begin(film, Shows.CORRECT)


@pytest.mark.parametrize(("role", "gold"), [("annotator", None), ("consultant", (240.0, 118.0))])
def test_gold_is_proposed_to_those_who_may_see_it_only(
    film: Session, role: str, gold: tuple[float, float] | None
) -> None:
    layer = editions.new_layer("gold", LayerKind.GOLD, "ana")
    film.do(PutLayer("Add layer", layer))
    place = film.pose_at(layer.id, film.contents.instances[0].id, FRAME)
    film.do(poses.place(place, 0, np.array([240.0, 118.0]), Visibility.VISIBLE, "Nose"))
    film.do(PutSetting("role", role))
    assert example_cutting.begin(film, Shows.INCORRECT).gold == gold


def test_the_layer_of_somebody_else_may_give_examples(film: Session) -> None:
    """What an annotator did wrong is what a consultant shows."""
    theirs = editions.new_layer("ben", LayerKind.WORK, "ben")
    film.do(PutLayer("Add layer", theirs))
    place = film.pose_at(theirs.id, film.contents.instances[0].id, FRAME)
    film.do(poses.place(place, 0, np.array([200.0, 100.0]), Visibility.VISIBLE, "Nose"))
    film.selection.move(layer=theirs.id, keypoint=0)
    cutting = example_cutting.begin(film, Shows.INCORRECT)
    example = example_cutting.save(film, cutting, whole(film), said(other=(205.0, 101.0)))
    assert example.wrong is not None


def test_a_place_is_not_wrong_within_the_tolerance_or_where_eyes_see_one(film: Session) -> None:
    near = replace(at((100.0, 50.0)), shows=Shows.INCORRECT)
    assert "2.0 px apart" in near.why_not_wrong((102.0, 50.0))
    assert near.why_not_wrong((103.0, 50.0)) == ""
    assert "7.0 px apart, and up to 8.0 px" in replace(near, apart=8.0).why_not_wrong((107.0, 50.0))
    assert at((100.0, 50.0)).why_not_wrong((100.0, 50.0)) == ""
    cutting = example_cutting.begin(film, Shows.INCORRECT)
    with pytest.raises(EditRefused, match="the cross lies on the ring"):
        example_cutting.save(film, cutting, whole(film), said(other=(NOSE[0] + 1.0, NOSE[1])))
