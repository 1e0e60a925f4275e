"""The table of plates and the places on them: read whole, refused with lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from palpate.base.errors import PlateFaulty
from palpate.model.plate import Plate, Target
from palpate.store.library import plate_drawing, plate_table
from palpate.store.plate_reading import plate_table_from_yaml, read_plate_table

TABLE = """\
plates:
  spine: {title: Spine from behind, size: [1000, 2000], width_mm: 400}
  face: {title: Face, size: [10, 10], width_mm: null}
skeletons:
  back:
    t6:
      - {plate: spine, mirrored: false, at: [0.5, 0.3], zoom: [0.3, 0.2, 0.4, 0.2],
         neighbours: {t7: [0.5, 0.35]}}
      - {plate: face, mirrored: true, at: [0.1, 0.1], zoom: [0, 0, 1, 1]}
    t7:
      - {plate: spine, at: [0.5, 0.35], zoom: [0.3, 0.2, 0.4, 0.2], neighbours: {}}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(PlateFaulty) as caught:
        plate_table_from_yaml(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_table_is_read_as_it_is_written() -> None:
    table = plate_table_from_yaml(TABLE)
    assert table.plates["spine"] == Plate("spine", "Spine from behind", (1000, 2000), 400)
    assert table.plates["face"].width_mm is None
    first, second = table.targets["back"]["t6"]
    assert first == Target("spine", False, (0.5, 0.3), (0.3, 0.2, 0.4, 0.2), {"t7": (0.5, 0.35)})
    assert (second.mirrored, dict(second.neighbours)) == (True, {})


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "{plate: spine, at",
            "{plate: spin, at",
            "line 11: skeletons.back.t7[0].plate: no plate is called 'spin'",
        ),
        ("mirrored: true", "mirrored: yes", "line 9: skeletons.back.t6[1].mirrored: must be true or false"),
        ("at: [0.1, 0.1]", "at: [0.1, much]", "line 9: skeletons.back.t6[1].at[1]: must be a number"),
        ("at: [0.1, 0.1]", "at: [0.1]", "line 9: skeletons.back.t6[1].at: must be a list of 2 numbers"),
        ("at: [0.5, 0.3]", "at: [0.5, 0.9]", "line 7: skeletons.back.t6[0].at: must lie within zoom"),
        ("zoom: [0, 0, 1, 1]", "zoom: [0.5, 0, 1, 1]", "line 9: skeletons.back.t6[1].zoom: must be an area"),
        (
            "zoom: [0, 0, 1, 1]",
            "zoom: [-1, 0, 1, 1]",
            "line 9: skeletons.back.t6[1].zoom[0]: must be at least 0",
        ),
        ("{t7: [0.5, 0.35]}", "{t9: [0.5, 0.35]}", "line 8: skeletons.back.t6[0].neighbours.t9: no keypoint"),
        (
            "{t7: [0.5, 0.35]}",
            "{t7: [0.9, 0.9]}",
            "line 8: skeletons.back.t6[0].neighbours.t7: must lie within",
        ),
        ("size: [10, 10]", "size: [10, 0]", "line 3: plates.face.size[1]: must be greater than 0"),
        ("title: Face, ", "", "line 3: plates.face.title: is missing"),
        ("face: {title", "../face: {title", "line 3: plates.../face: a plate is called as its file"),
        ("mirrored: true", "flipped: true", "line 9: skeletons.back.t6[1].flipped: unknown key"),
        (
            "    t7:\n      - ",
            "    t7:\n      ",
            "line 11: skeletons.back.t7: must be a list of one to 4 targets",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_place(right: str, wrong: str, said: str) -> None:
    assert right in TABLE
    assert any(fault.startswith(said) for fault in faults(TABLE.replace(right, wrong))), faults(
        TABLE.replace(right, wrong)
    )


def test_all_faults_of_a_table_are_told_at_once() -> None:
    text = TABLE.replace("mirrored: true", "mirrored: yes").replace("size: [10, 10]", "size: [10]")
    assert len(faults(text.replace("width_mm: 400", "width_mm: wide"))) == 3


def test_a_table_without_plates_says_so() -> None:
    assert faults("skeletons: {}") == ["line 1: plates: is missing"]
    assert "must hold entries" in faults("plates: [1]")[0]


def test_a_table_of_a_hundred_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "targets.yaml"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(PlateFaulty, match="larger than"):
        read_plate_table(path)


def test_the_shipped_table_is_read_once_and_has_every_keypoint_of_the_bowler() -> None:
    assert plate_table() is plate_table()
    assert len(plate_table().targets["cricket_bowling_54"]) == 54


def test_a_plate_is_drawn_in_other_colours_for_the_dark() -> None:
    light, dark = (plate_drawing("hand_dorsal", dark=dark) for dark in (False, True))
    assert "fill:#f8f5ef" in light
    assert "fill:#f8f5ef" not in dark
    assert len(light) == len(dark)
