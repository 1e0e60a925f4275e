"""What other programs mean by the files they write for a skeleton."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from palpate.model.skeleton import Side
from palpate.session.skeletons.skeleton_files import SkeletonFile, choices_in, load_any, read_any

Read = Callable[[object], SkeletonFile]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a text, or content as JSON."""

    def reader(content: object) -> SkeletonFile:
        path = tmp_path / "file"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return read_any(path)

    return reader


def sides(found: SkeletonFile) -> list[tuple[str, Side, str | None]]:
    return [(p.name, p.side, p.mirror) for p in found.skeleton.keypoints]


# ---- YOLO pose -----------------------------------------------------------------------------------------


def test_flip_idx_gives_the_mirrors_and_names_the_sides(read: Read) -> None:
    found = read("kpt_shape: [3, 2]\nflip_idx: [0, 2, 1]\nkpt_names:\n  0: [nose, ear_r, ear_l]\n")
    assert sides(found) == [
        ("nose", Side.MIDLINE, None),
        ("ear_r", Side.RIGHT, "ear_l"),
        ("ear_l", Side.LEFT, "ear_r"),
    ]


def test_pairs_without_sides_are_taken_with_a_warning(read: Read) -> None:
    found = read("kpt_shape: [3, 3]\nflip_idx: [2, 1, 0]\n")
    assert sides(found) == [
        ("keypoint_0", Side.LEFT, "keypoint_2"),
        ("keypoint_1", Side.MIDLINE, None),
        ("keypoint_2", Side.RIGHT, "keypoint_0"),
    ]
    assert any("without saying which one is left" in sentence for sentence in found.warnings)


def test_one_side_of_a_pair_tells_the_other(read: Read) -> None:
    found = read("kpt_shape: [2, 3]\nflip_idx: [1, 0]\nkpt_names: [handle, right_rim]\n")
    assert sides(found) == [("handle", Side.LEFT, "right_rim"), ("right_rim", Side.RIGHT, "handle")]


def test_a_pair_of_the_same_side_is_left_out_with_a_warning(read: Read) -> None:
    found = read("kpt_shape: [2, 3]\nflip_idx: [1, 0]\nkpt_names: [left_ear, left_eye]\n")
    assert [mirror for _, _, mirror in sides(found)] == [None, None]
    assert any("left_ear and left_eye" in sentence for sentence in found.warnings)


def test_names_are_believed_where_flip_idx_turns_nothing(read: Read) -> None:
    found = read("kpt_shape: [2, 3]\nflip_idx: [0, 1]\nkpt_names: [left_ear, right_ear]\n")
    assert [mirror for _, _, mirror in sides(found)] == ["right_ear", "left_ear"]
    assert any("the names were believed" in sentence for sentence in found.warnings)


def test_one_class_names_the_skeleton(read: Read) -> None:
    assert read("kpt_shape: [1, 3]\nnames: {0: player}\n").skeleton.name == "player"
    assert read("kpt_shape: [1, 3]\nnames: [player, umpire]\n").skeleton.name == "file"


# ---- SLEAP ---------------------------------------------------------------------------------------------

EDGE = {"py/reduce": [{"py/type": "sleap.skeleton.EdgeType"}, {"py/tuple": [1]}]}
SYMMETRY = {"py/reduce": [{"py/type": "sleap.skeleton.EdgeType"}, {"py/tuple": [2]}]}
TABLE = [{"name": name} for name in ("tail", "earR", "nose", "earL")]


def graph(*links: dict[str, Any], order: tuple[int, ...] = (2, 3, 1, 0)) -> dict[str, Any]:
    return {"nodes": [{"id": number} for number in order], "links": list(links), "graph": {"name": "mouse"}}


def link(source: int, target: int, kind: object, **more: int) -> dict[str, Any]:
    return {**more, "source": source, "target": target, "type": kind}


def test_edges_stand_in_the_order_of_their_insertion(read: Read) -> None:
    links = (
        link(2, 3, EDGE, edge_insert_idx=2),
        link(0, 2, {"py/id": 1}, edge_insert_idx=0),
        link(2, 1, {"py/id": 1}, edge_insert_idx=1),
    )
    found = read({"skeletons": [graph(*links)], "nodes": TABLE}).skeleton
    assert found.names == ("nose", "earL", "earR", "tail")
    assert found.edges == (("tail", "nose"), ("nose", "earR"), ("nose", "earL"))


def test_a_symmetry_written_first_is_numbered_first(read: Read) -> None:
    """Then the number 1 stands for a symmetry and 2 for an edge: they are counted, not coded."""
    links = (
        link(3, 1, SYMMETRY),
        link(2, 0, EDGE, edge_insert_idx=0),
        link(1, 3, {"py/id": 1}),
        link(2, 3, {"py/id": 2}, edge_insert_idx=1),
    )
    found = read({"skeletons": [graph(*links)], "nodes": TABLE}).skeleton
    assert found.edges == (("nose", "tail"), ("nose", "earL"))
    assert found.keypoints[1].mirror == "earR"


def test_a_number_that_was_never_given_is_a_code(read: Read) -> None:
    links = (link(3, 1, SYMMETRY), link(1, 3, {"py/id": 2}))
    found = read({"skeletons": [graph(*links)], "nodes": TABLE}).skeleton
    assert found.edges == ()
    assert found.keypoints[1].mirror == "earR"


def test_a_graph_in_a_wrapper_is_unwrapped(read: Read) -> None:
    wrapped = {
        "nx_graph": graph(link(2, 0, EDGE, edge_insert_idx=0)),
        "description": "",
        "preview_image": None,
    }
    assert read({"skeletons": [wrapped], "nodes": TABLE}).skeleton.edges == (("nose", "tail"),)


def test_a_name_that_is_a_path_is_shortened(read: Read) -> None:
    made = graph()
    made["graph"]["name"] = "M:/talmo/flies/2018-05-03.labels.mat"
    assert read({"skeletons": [made], "nodes": TABLE}).skeleton.name == "2018-05-03"


def test_several_skeletons_without_names_can_be_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    one, two = graph(order=(0, 1)), graph(order=(2, 3))
    one["graph"], two["graph"] = {}, {}
    path.write_text(json.dumps({"skeletons": [one, two], "nodes": TABLE}))
    assert choices_in(path) == ["skeleton_1", "skeleton_2"]
    assert load_any(f"{path}#skeleton_2").skeleton.names == ("nose", "earL")


# ---- CVAT ----------------------------------------------------------------------------------------------


def circle(number: int, attributes: str) -> str:
    place = f'data-node-id="{number}" cx="{number}" cy="{2 * number}"'
    return f'<circle data-type="element node" {place} {attributes}/>'


LINE = '<line data-type="edge" data-node-from="{}" data-node-to="{}"/>'


def test_labels_of_the_constructor_may_be_drawn_by_id(read: Read) -> None:
    svg = LINE.format(1, 2) + circle(1, 'data-label-id="71"') + circle(2, 'data-label-id="70"')
    label = {"name": "bat", "type": "skeleton", "svg": svg}
    found = read([label | {"sublabels": [{"id": 70, "name": "toe"}, {"id": 71, "name": "grip"}]}])
    assert found.skeleton.names == ("toe", "grip")
    assert found.skeleton.edges == (("grip", "toe"),)
    assert any("another order" in sentence for sentence in found.warnings)


def test_a_drawing_alone_gives_the_order_of_its_element_ids(read: Read) -> None:
    parts = [
        circle(10, 'data-element-id="10" data-label-name="ten"'),
        circle(9, 'data-element-id="9" data-label-name="nine"'),
        circle(1, 'data-element-id="1" data-label-name="one"'),
    ]
    for content in ("".join(parts), f"<svg xmlns='http://www.w3.org/2000/svg'>{''.join(parts)}</svg>"):
        found = read(content).skeleton
        assert found.names == ("one", "nine", "ten")
        assert found.keypoints[2].rest == (1.0, 1.0)


def test_names_with_signs_of_xml_survive(read: Read) -> None:
    assert read(circle(1, 'data-label-name="a &lt; b &quot;c&quot;"')).skeleton.names == ('a < b "c"',)


def test_a_task_with_labels_is_read(read: Read) -> None:
    label = {"name": "bat", "type": "skeleton", "svg": circle(1, 'data-label-name="toe"'), "sublabels": []}
    found = read({"labels": [{"name": "car", "attributes": []}, label]})
    assert (found.skeleton.name, found.skeleton.names) == ("bat", ("toe",))


# ---- COCO ----------------------------------------------------------------------------------------------


def test_a_category_alone_is_enough(read: Read) -> None:
    found = read({"name": "cat", "supercategory": "animal", "keypoints": ["a", "b"], "sigmas": [0.1, None]})
    assert [p.sigma for p in found.skeleton.keypoints] == [0.1, None]
    assert found.skeleton.subject == "animal"
    assert found.skeleton.sigma_source == "the imported file"


def test_an_edge_drawn_twice_is_one(read: Read) -> None:
    found = read({"name": "x", "keypoints": ["a", "b"], "skeleton": [[1, 2], [2, 1], [1, 1]]})
    assert found.skeleton.edges == (("a", "b"),)


# ---- files in general ----------------------------------------------------------------------------------


def test_a_file_with_the_sign_of_a_choice_in_its_name_is_taken_whole(tmp_path: Path) -> None:
    path = tmp_path / "take #2.json"
    path.write_text('{"name": "x", "keypoints": ["a"]}')
    assert load_any(path).skeleton.names == ("a",)


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "it"
    for content in (
        '{"name": "x", "keypoints": ["a"]}',
        "kpt_shape: [1, 3]\n",
        circle(1, 'data-label-name="a"'),
    ):
        path.write_bytes(b"\xef\xbb\xbf" + content.encode())
        assert len(read_any(path).skeleton) == 1


def test_our_own_file_may_be_called_anything(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("skeleton: mine\nextends: coco_17\n")
    found = load_any(path)
    assert (found.skeleton.name, len(found.skeleton), found.warnings) == ("mine", 17, ())
