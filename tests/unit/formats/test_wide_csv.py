"""One row per instance and frame, ours and those of other people's spreadsheets."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import FormatError, LabelsFaulty
from palpate.formats import registry
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility

ARM = Skeleton("arm", (Keypoint("left_elbow"), Keypoint("left_wrist")), version=4)


def one_bowler(**clip: object) -> Labels:
    made = Clip("c", "delivery", ClipKind.VIDEO, size=(1920, 1080), n_frames=9, **clip)  # type: ignore[arg-type]
    track = Track(
        frames=np.array([3, 6]),
        positions=np.array([[[641.5, 379.75], [0.1, 0.2]], [[643.0, 382.0], [np.nan, np.nan]]]),
        visibility=np.array([[2, 3], [1, 0]], np.int8),
        origin=np.array([[1, 1], [3, 1]], np.int8),
    )
    return Labels({"arm": ARM}, (made,), (Instance("i", "c", "arm 1", 1, "arm"),), {"i": track})


def rows_of(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def test_columns_are_frame_time_instance_and_x_y_v_per_keypoint(tmp_path: Path) -> None:
    registry.write(one_bowler(fps=30.0, capture_fps=120.0), tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines[0] == "# skeleton: arm@4"
    header = next(line for line in lines if not line.startswith("#"))
    assert header == (
        "frame,time,instance,left_elbow_x,left_elbow_y,left_elbow_v,left_wrist_x,left_wrist_y,left_wrist_v,"
        "left_elbow_origin,left_wrist_origin"
    )
    assert lines[-2:] == [
        "3,0.025,1,641.5,379.75,2,0.1,0.2,3,hand,hand",
        "6,0.05,1,643.0,382.0,1,,,0,interpolated,hand",
    ]


@pytest.mark.parametrize("clip", [{}, {"fps": 30.0, "vfr": True}])
def test_time_stays_empty_where_the_rate_is_unknown_or_varies(
    clip: dict[str, object], tmp_path: Path
) -> None:
    report = registry.write(one_bowler(**clip), tmp_path / "out.csv")
    assert {row["time"] for row in rows_of(tmp_path / "out.csv")} == {""}
    assert report.warnings == ("no time for delivery: its frame rate is unknown or varies",)


def test_several_clips_get_a_column(tmp_path: Path) -> None:
    labels = one_bowler()
    more = dataclasses.replace(labels, clips=(*labels.clips, Clip("d", "other", ClipKind.VIDEO)))
    registry.write(more, tmp_path / "out.csv")
    assert {row["clip"] for row in rows_of(tmp_path / "out.csv")} == {"delivery"}


def test_two_skeletons_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    labels = one_bowler()
    ball = Instance("b", "c", "ball", 2, "ball")
    track = dataclasses.replace(
        labels.tracks["i"],
        positions=labels.tracks["i"].positions[:, :1],
        visibility=labels.tracks["i"].visibility[:, :1],
        origin=labels.tracks["i"].origin[:, :1],
    )
    both = Labels(
        {**labels.skeletons, "ball": Skeleton("ball", (Keypoint("centre"),))},
        labels.clips,
        (*labels.instances, ball),
        {**labels.tracks, "b": track},
    )
    with pytest.raises(FormatError, match="holds one skeleton, these labels have 2"):
        registry.write(both, tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_spreadsheet_of_somebody_else_is_read(tmp_path: Path) -> None:
    path = tmp_path / "jump.csv"
    path.write_text(
        "\ufefffile,frame,instance,knee_x,knee_y,hip_x,hip_y\r\n"
        "a.png,0,Ana,1.5,2,,\r\n"
        "a.png,0,Ben,3,4,NaN,NaN\r\n"
        "\r\n"
        "b.png,1,Ana,5,6,7,8\r\n"
    )
    labels = registry.read(path)
    assert [(i.name, i.number) for i in labels.instances] == [("Ana", 1), ("Ben", 2)]
    (clip,) = labels.clips
    assert (clip.name, clip.kind, clip.n_frames) == ("jump", ClipKind.VIDEO, 2)
    track = labels.tracks[labels.instances[0].id]
    assert track.visibility.tolist() == [[Visibility.VISIBLE, Visibility.NOT_PLACED], [2, 2]]
    assert track.origin.tolist() == [[Origin.IMPORTED, Origin.NONE], [Origin.IMPORTED, Origin.IMPORTED]]
    assert labels.warnings == ("columns without a meaning here: file",)


def test_comments_that_a_spreadsheet_program_has_put_in_quotes_still_count(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    registry.write(one_bowler(fps=120.0), path)
    lines = [
        next(csv.reader([line])) if not line.startswith("#") else [line]
        for line in path.read_text().splitlines()
    ]
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([*line, *[""] * (11 - len(line))] for line in lines)
    assert path.read_text().startswith("# skeleton: arm@4,,,")
    labels = registry.read(path)
    assert labels.clips == one_bowler(fps=120.0).clips
    assert labels.skeletons["arm"].version == 4
    assert labels.warnings == ()


def test_a_changed_comment_is_told_and_the_labels_still_read(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    registry.write(one_bowler(), path)
    path.write_text(path.read_text().replace('"clips"', '"clips'))
    labels = registry.read(path)
    assert labels.warnings == ("the comment on clips and instances was changed and is not used",)
    assert len(labels.instances) == 1


def test_all_faults_are_told_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(
        "# a comment\n"
        "frame,instance,knee_x,knee_y,knee_v,knee_origin\n"
        "0,1,1,2,2,\n"
        "0,1,1,2,2,\n"
        "1.5,1,1,2,2,\n"
        "2,1,x,2,2,\n"
        "3,1,1,,2,\n"
        "4,1,1,2,9,\n"
        "5,1,,,2,\n"
        "6,1,1,2,2,elf\n"
        "7,1,inf,2,2,\n"
    )
    with pytest.raises(LabelsFaulty) as caught:
        registry.read(path)
    assert [str(problem) for problem in caught.value.problems] == [
        "line 4: frame 0 of instance 1 stands twice",
        "line 5: frame: is '1.5'; a whole number from 0 on is expected",
        "line 6: knee_x: is 'x'; a number is expected",
        "line 6: knee: has one of x and y, not both",
        "line 6: knee: has v=2 but no position",
        "line 7: knee: has one of x and y, not both",
        "line 7: knee: has v=2 but no position",
        "line 8: knee_v: is '9'; 0, 1, 2, 3 or nothing is expected",
        "line 9: knee: has v=2 but no position",
        "line 10: knee_origin: is 'elf', which is not known here",
        "line 11: knee_x: is 'inf'; a number is expected",
        "line 11: knee: has one of x and y, not both",
        "line 11: knee: has v=2 but no position",
    ]


def test_a_repeated_column_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("frame,knee_x,knee_y,knee_x\n0,1,2,3\n")
    with pytest.raises(LabelsFaulty, match="column knee_x stands 2 times"):
        registry.read(path)
