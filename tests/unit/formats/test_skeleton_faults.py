"""Foreign skeleton files that are broken, or something else: one clear error, never more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palpate.base.errors import FileUnreadable, PalpateError, SkeletonFaulty, UsageError
from palpate.session.skeletons.skeleton_files import read_any, write_as
from palpate.store.library import load_skeleton

CIRCLE = '<circle data-type="element node" data-node-id="{n}" data-label-name="{name}" cx="1" cy="{n}"/>'
LINE = '<line data-type="edge" data-node-from="{a}" data-node-to="{b}"/>'


def coco(names: list[Any], edges: list[Any]) -> str:
    return json.dumps({"categories": [{"id": 1, "name": "it", "keypoints": names, "skeleton": edges}]})


def sleap(nodes: list[Any], links: list[Any], table: list[str]) -> str:
    graph = {"nodes": [{"id": n} for n in nodes], "links": links, "directed": True}
    return json.dumps({"skeletons": [graph], "nodes": [{"name": name} for name in table]})


def drawing(*parts: str) -> str:
    return f"<svg>{''.join(parts)}</svg>"


def circle(n: int, name: str) -> str:
    return CIRCLE.format(n=n, name=name)


BROKEN: dict[str, tuple[str, str]] = {
    "coco: a name twice": (coco(["a", "b", "a"], []), "categories[0].keypoints[2]: a keypoint called 'a'"),
    "coco: an edge out of range": (coco(["a", "b"], [[1, 3]]), "categories[0].skeleton[0]: must be a pair"),
    "coco: an edge from 0": (coco(["a", "b"], [[0, 1]]), "from 1 to 2, not [0, 1]"),
    "coco: an edge of one": (coco(["a", "b"], [[1]]), "categories[0].skeleton[0]"),
    "coco: a number for a name": (coco(["a", 7], []), "categories[0].keypoints[1]: is not a name"),
    "coco: no keypoints": (json.dumps({"categories": [{"id": 1, "name": "car"}]}), "none of them names"),
    "coco: no object": (json.dumps({"categories": [7]}), "categories[0]: is not an object"),
    "coco: a σ of 0": (
        json.dumps({"name": "x", "keypoints": ["a"], "sigmas": [0]}),
        "sigmas[0]: must be a number greater than 0",
    ),
    "yolo: flip_idx out of range": ("kpt_shape: [2, 3]\nflip_idx: [0, 2]\n", "line 2: flip_idx[1]: must be"),
    "yolo: a mirror that is none": ("kpt_shape: [3, 3]\nflip_idx: [1, 2, 0]\n", "flip_idx[0]: is 1, but"),
    "yolo: too short": ("kpt_shape: [3, 3]\nflip_idx: [1, 0]\n", "line 2: flip_idx: must be a list of 3"),
    "yolo: a shape of words": ("kpt_shape: [many, 3]\n", "line 1: kpt_shape: must be"),
    "yolo: no keypoints": ("names: [x]\nkpt_shape: [0, 3]\n", "line 2: kpt_shape: 0 is no number"),
    "yolo: a million keypoints": ("kpt_shape: [1000000, 3]\n", "is no number of keypoints"),
    "yolo: names of others": ("kpt_shape: [2, 3]\nkpt_names: {0: [a]}\n", "line 2: kpt_names: there are 1"),
    "yolo: a name twice": ("kpt_shape: [2, 3]\nkpt_names: [a, a]\n", "line 2: kpt_names[1]: a keypoint"),
    "dlc: a name twice": ("Task: t\nbodyparts:\n- a\n- a\n", "line 4: bodyparts[1]: a keypoint called 'a'"),
    "dlc: an edge to nowhere": (
        "bodyparts: [a, b]\nskeleton:\n- [a, b]\n- [a, c]\n",
        "line 4: skeleton[1]: no keypoint is called 'c'",
    ),
    "dlc: no parts": ("Task: t\nbodyparts:\n", "bodyparts: must be a list"),
    "dlc: both at once": (
        "bodyparts: MULTI!\nmultianimalbodyparts: [a]\nuniquebodyparts: [a]\n",
        "line 3: uniquebodyparts: a keypoint called 'a'",
    ),
    "sleap: a node out of range": (sleap([0, 5], [], ["a", "b"]), "skeletons[0].nodes[1]: is not a name"),
    "sleap: a link to nowhere": (
        sleap([0, 1], [{"source": 0, "target": 9}], ["a", "b"]),
        "skeletons[0].links[0]: must lead",
    ),
    "sleap: a name twice": (sleap([0, 1], [], ["a", "a"]), "skeletons[0].nodes[1]: a keypoint called 'a'"),
    "sleap: a reference to nowhere": (
        json.dumps({"nodes": [{"id": {"py/id": 7}}], "links": []}),
        "nodes[0]: is not a name",
    ),
    "cvat: a line to nowhere": (
        drawing(circle(1, "a"), LINE.format(a=1, b=2)),
        "an edge leads to 2, where no circle",
    ),
    "cvat: drawn twice": (drawing(circle(1, "a"), circle(2, "a")), "'a' is drawn twice"),
    "cvat: no position": (drawing(circle(1, "a").replace('cx="1"', 'cx="?"')), "'a' has no position"),
    "cvat: strangers": (
        json.dumps([{"name": "s", "svg": circle(1, "a"), "sublabels": [{"name": "b"}]}]),
        "[0].svg: draws 'a', which is none of the sublabels",
    ),
    "cvat: a drawing that is none": (
        json.dumps([{"name": "s", "svg": "<circle", "sublabels": [{"name": "b"}]}]),
        "not valid XML",
    ),
    "cvat: labels without a skeleton": (
        "<annotations><meta><labels><label><name>car</name></label></labels></meta></annotations>",
        "none of them is a skeleton",
    ),
    "xml: an entity": ('<!DOCTYPE a [<!ENTITY b "bb">]><svg>&b;</svg>', "a document type is declared"),
    "xml: deep": ("<a>" * 5000, "nested more than 64 deep"),
    "svg: deep": ("<svg>" * 5000, "nested more than 64 deep"),
    "xml: cut short": ("<annotations><meta><labels><label>", "not valid XML"),
    "xml: of another kind": ("<html><body/></html>", "without labels of CVAT"),
    "json: deep": ("[" * 100_000, "not JSON"),
    "json: deep and whole": ("[" * 100_000 + "]" * 100_000, "not JSON"),
    "json: cut short": (coco(["a", "b"], [])[:-9], "not JSON"),
    "json: of another kind": ('{"shapes": []}', "JSON without a skeleton"),
    "json: a list of numbers": ("[1, 2]", "JSON without a skeleton"),
    "yaml: deep": ("bodyparts: " + "[" * 1000, "nested more than 16 deep"),
    "nothing": ("", "there is nothing in it"),
    "blanks": (" \n\t\n", "there is nothing in it"),
    "prose": ("Dear colleague,\nhere it is.\n", "line 1"),
    "a null": ("kpt\0shape", "no text"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_told_with_its_place(case: str, tmp_path: Path) -> None:
    content, told = BROKEN[case]
    path = tmp_path / "it.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SkeletonFaulty) as caught:
        read_any(path)
    assert told in str(caught.value)
    assert str(path) in caught.value.lines()[0]


REAL = {
    "mmpose/coco/test_coco.json": 57_000,
    "cvat/xml_format_annotation_example.xml": 1_500,
    "sleap/minimal_instance.slp": 4_000,
    "sleap/clip.slp": 9_500,
    "sleap/skeletons/fly32.json": 9_000,
    "label-studio/sdk/label_config_keypoints.xml": 500,
}


@pytest.mark.parametrize("place", REAL)
def test_a_truncated_real_file_is_refused(shared_data: Path, tmp_path: Path, place: str) -> None:
    path = tmp_path / "cut"
    path.write_bytes((shared_data / place).read_bytes()[: REAL[place]])
    with pytest.raises(SkeletonFaulty) as caught:
        read_any(path)
    assert len(caught.value.problems) == 1


def test_a_folder_and_nothing_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.yaml"):
        with pytest.raises(FileUnreadable):
            read_any(path)


@pytest.mark.parametrize(
    ("start", "fill", "told"),
    [
        (b"bodyparts: [a]\n", b"# \n", "larger than"),
        (b"kpt_shape: [1, 3]\n", b"# \n", "larger than"),
        (b"skeleton: mine\n", b"# \n", "larger than"),
        (b"<annotations>", b"<a/>", "first 8 MB"),
        (b"<svg>", b"<a/>", "not valid XML"),
        (b"\x89HDF\r\n\x1a\n", b"\0\0\0\0", "HDF5"),
        (b'{"nodes": [', b'"a",', "not JSON"),
    ],
)
def test_a_file_of_100_mb_is_refused_early(tmp_path: Path, start: bytes, fill: bytes, told: str) -> None:
    path = tmp_path / "large"
    path.write_bytes(start + fill * (100_000_000 // len(fill)))
    with pytest.raises(SkeletonFaulty) as caught:
        read_any(path)
    assert told in str(caught.value)


def test_a_data_set_of_100_mb_is_read_for_its_categories_alone(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    numbers = ",".join(["0.25"] * 20_000_000)
    path.write_text(f'{{"annotations": [{numbers}], "categories": [{{"name": "it", "keypoints": ["a"]}}]}}')
    assert read_any(path).skeleton.names == ("a",)


def test_a_hundred_faults_are_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "it.json"
    path.write_text(coco(["a"], [[2, 2]] * 1000))
    with pytest.raises(SkeletonFaulty, match="and 900 more problems"):
        read_any(path)


def outcome(path: Path, content: bytes) -> None:
    """Read it: a skeleton or a known fault; anything else fails the test."""
    path.write_bytes(content)
    told: list[str] = []
    try:
        write_as(read_any(path).skeleton, path, force=True)
    except PalpateError as fault:
        told = fault.lines() or [""]
    assert all(line.startswith(str(path)) for line in told)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return a small good file of each kind."""
    skeleton = load_skeleton("cricket_bat_5")
    written = {}
    for kind in ("coco", "cvat", "yolo", "sleap", "dlc", "palpate"):
        path = tmp_path_factory.mktemp("seeds") / kind
        write_as(skeleton, path, kind)
        written[kind] = path.read_bytes()
    return written


@pytest.fixture(scope="module")
def spot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "it"


@pytest.mark.parametrize("kind", ["coco", "cvat", "yolo", "sleap", "dlc", "palpate"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    put=st.one_of(st.binary(max_size=12), st.sampled_from([b"null", b"-1", b"[[", b'""', b"{}", b"1e999"])),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    seeds: dict[str, bytes], spot: Path, kind: str, at: float, length: int, put: bytes
) -> None:
    whole = seeds[kind]
    start = int(at * len(whole))
    outcome(spot, whole[:start] + put + whole[start + length :])


def numbers() -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.booleans(), st.integers(-2, 4), st.floats(), st.text(max_size=3))


def nested(*keys: str) -> st.SearchStrategy[Any]:
    return st.recursive(
        numbers(),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(keys), inner, max_size=5)
        ),
        max_leaves=25,
    )


KEYS: dict[str, tuple[str, ...]] = {
    "coco": ("categories", "keypoints", "skeleton", "name", "sigmas", "label", "points", "items", "labels"),
    "sleap": ("nodes", "links", "id", "py/id", "source", "target", "type", "py/object", "skeletons", "name"),
    "cvat": ("labels", "svg", "sublabels", "name", "id", "type"),
}


@pytest.mark.parametrize("kind", KEYS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_any_json_with_the_right_words_is_read_or_refused(spot: Path, kind: str, draw: st.DataObject) -> None:
    content = draw.draw(st.dictionaries(st.sampled_from(KEYS[kind]), nested(*KEYS[kind]), max_size=5))
    outcome(spot, json.dumps(content).encode())


def test_a_wrong_choice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "it.json"
    path.write_text(coco(["a"], []))
    with pytest.raises(UsageError, match="no skeleton called 'b'"):
        read_any(path, choice="b")
    assert read_any(path, choice="it").skeleton.name == "it"
