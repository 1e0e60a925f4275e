"""Skeletons in real files of other programs against what their raw bytes say, and out and in again."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
from pycocotools.coco import COCO

from palpate.base.errors import UsageError
from palpate.model.skeleton import Keypoint, Side, Skeleton
from palpate.session.skeletons.skeleton_files import kind_suffix, kinds, load_any, read_any, write_as
from palpate.store.library import load_skeleton, shipped_skeletons

Raw = tuple[list[str], list[tuple[str, str]]]


def raw_coco(path: Path, category: int = 0) -> Raw:
    found = json.loads(path.read_bytes())["categories"][category]
    names = found["keypoints"]
    return names, [(names[a - 1], names[b - 1]) for a, b in found.get("skeleton") or []]


def raw_cvat(path: Path) -> Raw:
    text = path.read_text(encoding="utf-8")
    svg = html.unescape(re.findall(r"<svg>(.*?)</svg>", text, re.DOTALL)[0])
    drawn = {}
    for circle in re.findall(r"<circle[^>]*>", svg):
        keys = ("data-node-id", "data-label-name")
        number, name = (re.findall(rf'{key}="([^"]*)"', circle)[0] for key in keys)
        drawn[number] = name
    edges = []
    for line in re.findall(r"<line[^>]*>", svg):
        a, b = (re.findall(rf'data-node-{end}="([^"]*)"', line)[0] for end in ("from", "to"))
        edges.append((drawn[a], drawn[b]))
    named = re.findall(r"<label>\s*<name>([^<]*)</name>(?:(?!</label>).)*<parent>", text, re.DOTALL)
    return named, edges


def raw_slp(path: Path) -> Raw:
    """Find the JSON text in the bytes themselves, without a reader of HDF5."""
    content = path.read_bytes()
    starts = [m.start() for m in re.finditer(rb'\{"version":', content)]
    found = next(text for text in (json_at(content, at) for at in starts) if "skeletons" in text)
    table = [one["name"] for one in found["nodes"]]
    graph = found["skeletons"][0]
    links = [link for link in graph["links"] if "edge_insert_idx" in link and is_edge(link["type"])]
    links.sort(key=lambda link: link["edge_insert_idx"])
    return (
        [table[one["id"]] for one in graph["nodes"]],
        [(table[link["source"]], table[link["target"]]) for link in links],
    )


def json_at(content: bytes, at: int) -> dict[str, object]:
    return json.JSONDecoder().raw_decode(content[at : at + (1 << 20)].decode("latin-1"))[0]


def is_edge(kind: dict[str, object]) -> bool:
    return kind.get("py/id") == 1 or "[1]" in json.dumps(kind)


def raw_sleap_json(path: Path) -> Raw:
    """Number the objects as they stand in the text."""
    text = path.read_text(encoding="utf-8")
    objects = r'sleap\.skeleton\.(?:Node"[^"]*"py/state"[^"]*"py/tuple": \["([^"]*)|EdgeType)'
    told = [found.group(1) for found in re.finditer(objects, text)]
    graph = json.loads(text)
    graph = graph.get("nx_graph", graph)

    def name(one: dict[str, object]) -> str:
        number = one.get("py/id")
        return told[number - 1] if isinstance(number, int) else one["py/state"]["py/tuple"][0]  # type: ignore[index]

    links = sorted(graph["links"], key=lambda link: link["edge_insert_idx"])
    return (
        [name(one["id"]) for one in graph["nodes"]],
        [(name(link["source"]), name(link["target"])) for link in links],
    )


def raw_sleap_project(path: Path) -> Raw:
    found = json.loads(path.read_bytes())
    table = [one["name"] for one in found["nodes"]]
    graph = found["skeletons"][0]
    return (
        [table[one["id"]] for one in graph["nodes"]],
        [(table[link["source"]], table[link["target"]]) for link in graph["links"]],
    )


def raw_dlc(path: Path) -> Raw:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    several = found["bodyparts"] == "MULTI!"
    names = found["multianimalbodyparts" if several else "bodyparts"]
    return names, [(a, b) for a, b in found["skeleton"]]


def raw_yolo(path: Path) -> Raw:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [f"keypoint_{k}" for k in range(found["kpt_shape"][0])], []


def raw_label_studio(path: Path) -> Raw:
    labels = re.findall(r'<Label value="([^"]*)" model_index="(\d+)"', path.read_text(encoding="utf-8"))
    return [name for name, _ in sorted(labels, key=lambda label: int(label[1]))], []


def raw_datumaro(path: Path) -> Raw:
    found = json.loads(path.read_bytes())["categories"]["points"]["items"][0]
    names = found["labels"]
    return names, [(names[a - 1], names[b - 1]) for a, b in found["joints"]]


REAL: dict[str, Callable[[Path], Raw]] = {
    "mmpose/coco/test_coco.json": raw_coco,
    "mmpose/animalpose/test_animalpose.json": raw_coco,
    "mmpose/ap10k/test_ap10k.json": raw_coco,
    "mmpose/jhmdb/test_jhmdb_sub1.json": raw_coco,
    "mmpose/locust/test_locust.json": raw_coco,
    "mmpose/mpii/test_mpii_trb.json": raw_coco,
    "sleap-io.js/coco/flat_images/annotations.json": raw_coco,
    "cvat/xml_format_annotation_example.xml": raw_cvat,
    "cvat/xml_format_interpolation_example.xml": raw_cvat,
    "datumaro-cvat/cvat_for_images/train.xml": raw_cvat,
    "datumaro-cvat/cvat_for_video/annotations.xml": raw_cvat,
    "datumaro-cvat/datumaro_with_skeleton/annotations/default.json": raw_datumaro,
    "sleap/minimal_instance.slp": raw_slp,
    "sleap/clip.slp": raw_slp,
    "sleap/dance.mp4.labels.slp": raw_slp,
    "sleap/centered_pair_predictions.slp": raw_slp,
    "sleap/test_grid_labels.legacy.h5": raw_slp,
    "dreem/three_flies.slp": raw_slp,
    "sleap-io.js/typical.slp": raw_slp,
    "sleap-io.js/minimal_instance.pkg.slp": raw_slp,
    "sleap-io.js/py_written_25_identity.slp": raw_slp,
    "sleap/skeletons/fly32.json": raw_sleap_json,
    "sleap/skeletons/fly_skeleton_legs.json": raw_sleap_json,
    "sleap/minimal_instance.json": raw_sleap_project,
    "deeplabcut/Reaching-Mackenzie-2018-08-30/config.yaml": raw_dlc,
    "deeplabcut/multianimal_project_v0.yaml": raw_dlc,
    "badminton-roboflow/data.yaml": raw_yolo,
    "datumaro-cvat/yolov8_pose/data.yaml": raw_yolo,
    "label-studio/sdk/label_config_keypoints.xml": raw_label_studio,
}


@pytest.mark.parametrize("place", REAL)
def test_names_order_and_edges_of_a_real_file_are_those_of_its_bytes(shared_data: Path, place: str) -> None:
    names, edges = REAL[place](shared_data / place)
    found = read_any(shared_data / place)
    assert list(found.skeleton.names) == names
    assert list(found.skeleton.edges) == edges
    assert found.is_foreign
    assert found.warnings


@pytest.mark.parametrize("place", [place for place in REAL if place.startswith("mmpose")])
def test_a_coco_category_is_read_as_pycocotools_reads_it(
    shared_data: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    category = COCO(str(shared_data / place)).cats
    first = category[min(category)]
    found = read_any(shared_data / place).skeleton
    assert list(found.names) == first["keypoints"]
    assert (found.edge_indices + 1).tolist() == [list(pair) for pair in first.get("skeleton", [])]
    assert capsys.readouterr().out  # it talks


def test_the_numbers_of_a_slp_file_index_the_nodes_of_the_whole_file(shared_data: Path) -> None:
    """The trap that puts a left leg where a right one is: the file's table begins with forelegR2."""
    found = read_any(shared_data / "sleap/centered_pair_predictions.slp").skeleton
    assert found.names[:4] == ("head", "neck", "thorax", "abdomen")
    assert found.edges[:3] == (("thorax", "neck"), ("neck", "head"), ("thorax", "abdomen"))


def test_the_symmetries_of_a_slp_file_are_the_mirrors(shared_data: Path) -> None:
    found = read_any(shared_data / "dreem/three_flies.slp").skeleton
    assert {p.name: p.mirror for p in found.keypoints}["wingL"] == "wingR"


def test_names_and_order_of_coco_take_the_constants_of_coco(shared_data: Path) -> None:
    found = read_any(shared_data / "mmpose/coco/test_coco.json")
    ours = load_skeleton("coco_17")
    assert [p.sigma for p in found.skeleton.keypoints] == [p.sigma for p in ours.keypoints]
    assert any("coco_17" in sentence for sentence in found.warnings)


def test_names_in_another_order_take_nothing(shared_data: Path, tmp_path: Path) -> None:
    names = list(load_skeleton("coco_17").names)
    path = tmp_path / "turned.json"
    path.write_text(json.dumps({"name": "turned", "keypoints": [*names[1:], names[0]]}))
    found = read_any(path)
    assert {p.sigma for p in found.skeleton.keypoints} == {None}
    assert any("σ" in sentence and "unset" in sentence for sentence in found.warnings)


def test_several_categories_are_listed_and_chosen_by_name(shared_data: Path) -> None:
    path = shared_data / "sleap-io.js/coco/category_folders/annotations.json"
    with pytest.raises(UsageError, match=r"mouse \(17 keypoints\), fly \(13 keypoints\)"):
        read_any(path)
    names, edges = raw_coco(path, 1)
    found = load_any(f"{path}#fly").skeleton
    assert (list(found.names), list(found.edges)) == (names, edges)
    with pytest.raises(UsageError, match="did you mean fly"):
        load_any(f"{path}#flyy")


def test_parts_that_are_once_in_the_scene_are_a_skeleton_of_their_own(shared_data: Path) -> None:
    path = shared_data / "deeplabcut/multianimal_project_v0.yaml"
    assert read_any(path).skeleton.names == ("nose", "tail")
    assert load_any(f"{path}#unique").skeleton.names == ("corner1", "corner2")


def test_an_identity_for_flip_idx_makes_no_mirrors(shared_data: Path) -> None:
    found = read_any(shared_data / "badminton-roboflow/data.yaml").skeleton
    assert {p.mirror for p in found.keypoints} == {None}


@dataclass(frozen=True)
class Holds:
    """What a kind of file brings back."""

    edges: bool = True
    mirrors: bool = False
    sigmas: bool = False
    rest: bool = False


HOLDS = {
    "coco": Holds(sigmas=True),
    "cvat": Holds(rest=True),
    "yolo": Holds(edges=False, mirrors=True),
    "sleap": Holds(mirrors=True),
    "dlc": Holds(),
}


def other_names(skeleton: Skeleton) -> Skeleton:
    """Return the skeleton with names that no shipped one has, so that nothing is lent on reading."""
    new = {name: f"{name} *" for name in skeleton.names}
    points = tuple(
        replace(
            p,
            name=new[p.name],
            mirror=new[p.mirror] if p.mirror else None,
            parent=None,
            centre_of=(),
        )
        for p in skeleton.keypoints
    )
    return Skeleton(
        name=skeleton.name,
        keypoints=points,
        edges=tuple((new[a], new[b]) for a, b in skeleton.edges),
        subject=skeleton.subject,
    )


@pytest.mark.parametrize("kind", HOLDS)
@pytest.mark.parametrize("name", sorted(shipped_skeletons()))
def test_a_written_skeleton_is_read_back_equal_in_what_the_file_holds(
    name: str, kind: str, tmp_path: Path
) -> None:
    skeleton = other_names(load_skeleton(name))
    path = tmp_path / f"it{kind_suffix(kind)}"
    written = write_as(skeleton, path, kind)
    back = read_any(path).skeleton
    holds = HOLDS[kind]
    assert (back.name, back.names) == (skeleton.name, skeleton.names)
    assert back.edges == (skeleton.edges if holds.edges else ())
    if holds.mirrors:
        assert back.mirror_indices.tolist() == skeleton.mirror_indices.tolist()
    if holds.sigmas:
        assert [p.sigma for p in back.keypoints] == [p.sigma for p in skeleton.keypoints]
    if holds.rest and all(p.rest for p in skeleton.keypoints):
        assert back.rest == pytest.approx(skeleton.rest, abs=2e-3)
    assert written.losses


PLAIN = Skeleton(
    name="plain",
    keypoints=(
        Keypoint("nose", sigma=0.1, rest=(0.5, 0.0)),
        Keypoint("ear_l", side=Side.LEFT, mirror="ear_r", sigma=0.2, rest=(1.0, 1.0)),
        Keypoint("ear_r", side=Side.RIGHT, mirror="ear_l", rest=(0.0, 1.0)),
    ),
    edges=(("ear_l", "nose"), ("nose", "ear_r")),
)
KEPT = {
    "coco": ["the template"],
    "cvat": ["σ"],
    "yolo": ["2 edges", "σ", "the template"],
    "sleap": ["σ", "the template"],
    "dlc": ["σ", "the template"],
}


@pytest.mark.parametrize("kind", HOLDS)
def test_what_is_not_listed_as_lost_comes_back(kind: str, tmp_path: Path) -> None:
    losses = list(write_as(PLAIN, tmp_path / "it", kind).losses)
    assert losses == [*KEPT[kind], "visibility tiers and policy"]
    back = read_any(tmp_path / "it").skeleton
    points = [
        replace(
            point,
            sigma=None if "σ" in losses else point.sigma,
            rest=None if "the template" in losses else point.rest,
        )
        for point in PLAIN.keypoints
    ]
    assert list(back.keypoints) == points
    assert back.edges == (() if "2 edges" in losses else PLAIN.edges)


def test_pycocotools_reads_a_category_of_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = load_skeleton("cricket_bowling_54")
    write_as(ours, tmp_path / "it.json", "coco")
    category = COCO(str(tmp_path / "it.json")).cats[1]
    assert category["keypoints"] == list(ours.names)
    assert category["skeleton"] == (ours.edge_indices + 1).tolist()
    assert capsys.readouterr().out


def test_what_only_we_know_is_listed_as_lost(tmp_path: Path) -> None:
    losses = write_as(load_skeleton("face_68_palsy"), tmp_path / "it", "sleap").losses
    for what in ("kind face", "its title", "what it extends", "guidelines", "regions", "normalisers"):
        assert any(what in loss for loss in losses), what


def test_ours_is_read_back_equal_in_everything(tmp_path: Path) -> None:
    for name, skeleton in shipped_skeletons().items():
        path = tmp_path / name  # no ending: the content tells
        assert write_as(skeleton, path).losses == ()
        assert read_any(path).skeleton == skeleton


def test_every_kind_is_tried() -> None:
    assert set(kinds()) == {*HOLDS, "palpate"}
