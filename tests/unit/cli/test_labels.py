"""`import`, `export`, `convert` and `formats`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from palpate.session.session import Session
from palpate.store.library import load_skeleton

Run = Callable[..., Any]
COUNTS = {"instances", "frames", "keypoints", "losses", "warnings"}


@pytest.fixture
def exported(palpate: Run, bowlers: Path, tmp_path: Path) -> Path:
    """What a hand placed in the story, as COCO."""
    path = tmp_path / "hand.json"
    assert palpate("export", bowlers, path, "--reviewed-only").status == 0
    return path


# ---- export --------------------------------------------------------------------------------------------


def test_an_export_tells_what_it_wrote_and_lost(palpate: Run, bowlers: Path, tmp_path: Path) -> None:
    content = palpate("export", bowlers, tmp_path / "all.json", "--format", "coco", "--json").content
    unseen = {entry["instance"]: entry["of_spans"] for entry in content["unseen"]}
    assert unseen == {"walker": 45, "stander": 5}
    assert content.keys() >= COUNTS
    assert (content["instances"], content["keypoints"]) == (2, (91 + 51) * 5)
    assert content["losses"]
    reviewed, *looked_at = content["warnings"]
    assert reviewed == "nobody has reviewed 650 interpolated values in this layer"
    for sentence, (name, n) in zip(looked_at, unseen.items(), strict=True):
        assert sentence.startswith(f"over 1, {name}: nobody has looked at {n} of {n} spans: Head ")
    assert {(entry["instance"], entry["spans"]) for entry in content["unseen"]} == set(unseen.items())
    file = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert {(image["clip"], image["frame"]) for image in file["images"]} == {("over 1", n) for n in range(91)}
    assert {entry["track_id"] for entry in file["annotations"]} == {1, 2}


def test_an_export_can_be_narrowed(palpate: Run, bowlers: Path, tmp_path: Path) -> None:
    def keypoints(name: str, *words: str) -> int:
        return int(palpate("export", bowlers, tmp_path / name, *words, "--json").content["keypoints"])

    assert keypoints("1.json", "--reviewed-only") == 60
    assert keypoints("2.json", "--origin", "hand, accepted") == 60
    assert keypoints("3.json", "--origin", "interpolated") == 650
    assert keypoints("4.json", "--layer", "ana", "--clip", "over 1") == 710


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--origin", "foot"], "no such origin"),
        (["--layer", "gold"], "known: ana"),
        (["--clip", "over 9"], "known: over 1"),
        (["--format", "morse"], "there is no format morse"),
    ],
)
def test_a_mistake_writes_nothing(
    refused: Run, bowlers: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    assert said in refused("export", bowlers, tmp_path / "out.json", *words)
    assert not list(tmp_path.glob("*out*"))


def test_an_ending_that_no_format_has_is_refused(refused: Run, bowlers: Path, tmp_path: Path) -> None:
    assert "no format writes this ending" in refused("export", bowlers, tmp_path / "out.docx")


def test_a_target_is_replaced_only_by_force(
    palpate: Run, refused: Run, bowlers: Path, exported: Path
) -> None:
    before = exported.read_bytes()
    assert "--force" in refused("export", bowlers, exported)
    assert exported.read_bytes() == before
    assert palpate("export", bowlers, exported, "--force").status == 0
    assert exported.read_bytes() != before


def test_a_folder_that_does_not_exist_is_not_made(refused: Run, bowlers: Path, tmp_path: Path) -> None:
    assert "cannot be written" in refused("export", bowlers, tmp_path / "none" / "out.json")
    assert not (tmp_path / "none").exists()


def test_exporting_leaves_the_project_as_it_was(palpate: Run, bowlers: Path, tmp_path: Path) -> None:
    before = bowlers.read_bytes()
    palpate("export", bowlers, tmp_path / "out.json")
    assert bowlers.read_bytes() == before


# ---- import --------------------------------------------------------------------------------------------


def test_an_import_is_a_layer_of_its_own(palpate: Run, bowlers: Path, exported: Path) -> None:
    content = palpate("import", bowlers, exported, "--layer", "back", "--json").content
    assert content.keys() >= COUNTS | {"layer", "mapping"}
    assert (content["layer"], content["instances"], content["keypoints"]) == ("back", 2, 60)
    assert content["mapping"] == ["over 1 is the project's clip over 1"]
    layers = {layer["name"]: layer for layer in palpate("info", bowlers, "--json").content["layers"]}
    assert layers["back"]["instances"] == layers["ana"]["instances"] == 2
    assert layers["back"]["labelled_frames"] == layers["ana"]["labelled_frames"]
    with Session.open(bowlers) as session:
        assert session.undoable().title == "Import back"


def test_the_layer_is_called_after_the_file_if_not_named(palpate: Run, bowlers: Path, exported: Path) -> None:
    assert palpate("import", bowlers, exported, "--json").content["layer"] == "hand"


def test_a_dry_run_says_the_same_and_writes_nothing(palpate: Run, bowlers: Path, exported: Path) -> None:
    before = bowlers.read_bytes()
    dry = palpate("import", bowlers, exported, "--dry-run", "--json").content
    assert bowlers.read_bytes() == before
    wet = palpate("import", bowlers, exported, "--json").content
    assert (dry.pop("written"), wet.pop("written")) == (False, True)
    assert dry == wet


def test_a_layer_that_exists_is_never_imported_into(refused: Run, bowlers: Path, exported: Path) -> None:
    before = bowlers.read_bytes()
    assert "--layer" in refused("import", bowlers, exported, "--layer", "ana")
    assert bowlers.read_bytes() == before


def test_a_faulty_file_is_told_with_every_fault_and_imports_nothing(
    refused: Run, bowlers: Path, exported: Path
) -> None:
    content = json.loads(exported.read_text(encoding="utf-8"))
    content["annotations"][0]["keypoints"] = [1, 2]
    content["annotations"][1]["image_id"] = 99999
    exported.write_text(json.dumps(content), encoding="utf-8")
    before = bowlers.read_bytes()
    said = refused("import", bowlers, exported, "--layer", "back")
    assert said.count("error: ") >= 2
    assert "annotations[0]" in said
    assert "annotations[1]" in said
    assert bowlers.read_bytes() == before


def test_a_wrong_clip_is_refused(refused: Run, bowlers: Path, exported: Path) -> None:
    assert "known: over 1" in refused("import", bowlers, exported, "--clip", "over 9", "--layer", "back")


# ---- convert -------------------------------------------------------------------------------------------


def test_a_file_is_converted_without_a_project(palpate: Run, exported: Path, tmp_path: Path) -> None:
    content = palpate("convert", exported, tmp_path / "out.csv", "--json").content
    assert content.keys() >= COUNTS
    assert (content["instances"], content["keypoints"]) == (2, 60)
    assert (tmp_path / "out.csv").exists()


def test_a_dry_conversion_writes_nothing(palpate: Run, exported: Path, tmp_path: Path) -> None:
    content = palpate("convert", exported, tmp_path / "out.csv", "--dry-run", "--json").content
    assert (content["instances"], content["keypoints"]) == (2, 60)
    assert not (tmp_path / "out.csv").exists()


def test_a_converted_file_replaces_nothing_unless_forced(
    palpate: Run, refused: Run, exported: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine", encoding="utf-8")
    assert "--force" in refused("convert", exported, target)
    assert target.read_text(encoding="utf-8") == "mine"
    assert palpate("convert", exported, target, "--force").status == 0


@pytest.mark.parametrize("content", ["", "hello", '{"images": ', "[]", "{}"])
def test_what_is_no_label_file_is_refused(refused: Run, tmp_path: Path, content: str) -> None:
    source = tmp_path / "in.json"
    source.write_text(content, encoding="utf-8")
    refused("convert", source, tmp_path / "out.csv")
    refused("info", source)
    assert {path.name for path in tmp_path.iterdir()} == {"in.json"}


def test_a_missing_file_and_an_unknown_format_are_refused(
    refused: Run, exported: Path, tmp_path: Path
) -> None:
    refused("convert", tmp_path / "none.json", tmp_path / "out.csv")
    assert "there is no format" in refused("convert", exported, tmp_path / "out.csv", "--from", "morse")
    assert "there is no format" in refused("convert", exported, tmp_path / "out.csv", "--to", "morse")
    assert not (tmp_path / "out.csv").exists()


def test_foreign_labels_are_described_like_a_project(palpate: Run, exported: Path) -> None:
    content = palpate("info", exported, "--json").content
    assert content["skeleton"]["n_keypoints"] == 5
    (layer,) = content["layers"]
    assert (layer["name"], layer["instances"], layer["labelled_frames"]) == ("hand", 2, 12)


# ---- the base of a skeleton ------------------------------------------------------------------------------


def test_an_extended_skeleton_is_exported_as_its_base(palpate: Run, tmp_path: Path) -> None:
    face, values = load_skeleton("face_68_palsy"), []
    for k in range(len(face)):
        values += [float(k), float(k), 2]
    source = {
        "images": [{"id": 1, "file_name": "face.png", "width": 200, "height": 200}],
        "categories": [{"id": 1, "name": face.name, "keypoints": list(face.names)}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "keypoints": values}],
    }
    (tmp_path / "in.json").write_text(json.dumps(source), encoding="utf-8")
    project = tmp_path / "it.palpate"
    assert palpate("new", project, "--skeleton", face.name, "--annotator", "ana").status == 0
    assert palpate("import", project, tmp_path / "in.json", "--layer", "given").status == 0
    words = ("export", project, tmp_path / "out.json", "--layer", "given", "--as-base")
    content = palpate(*words, "--json").content
    assert content["keypoints"] == 68
    assert any("its base face_68" in sentence for sentence in content["warnings"])
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert written["categories"][0]["keypoints"] == list(load_skeleton("face_68").names)
    assert written["annotations"][0]["keypoints"][: 68 * 3] == values[: 68 * 3]


def test_without_a_base_as_base_is_refused(refused: Run, bowlers: Path, tmp_path: Path) -> None:
    assert "no base to write" in refused("export", bowlers, tmp_path / "out.json", "--as-base")
    assert not (tmp_path / "out.json").exists()


# ---- formats -------------------------------------------------------------------------------------------


def test_every_format_says_what_it_can_and_cannot(palpate: Run) -> None:
    formats = palpate("formats", "--json").content["formats"]
    assert "coco" in {entry["name"] for entry in formats}
    for entry in formats:
        assert entry.keys() >= {"name", "title", "read", "write", "suffixes", "pixel_origin", "cannot_hold"}
        assert entry["read"] or entry["write"]
        assert entry["pixel_origin"]
    assert "coco cannot hold" in palpate("formats").out
