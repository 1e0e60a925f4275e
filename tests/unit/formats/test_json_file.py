"""JSON as others write it, and as others read it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palpate.base.errors import FileUnreadable, FormatError, LabelsFaulty
from palpate.formats.json_file import dump, load, outline
from palpate.formats.problems import Problems


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf[1]")
    assert load(path, Problems()) == [1]
    assert outline(path).is_list


def test_every_nan_is_a_problem_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": [1, NaN, {"b": -Infinity}], "c": 1e999}')
    problems = Problems()
    load(path, problems)
    assert [problem.place for problem in problems.found] == ["a[1]", "a[2].b", "c"]


def test_a_number_of_ten_thousand_digits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[" + "9" * 10_000 + "]")
    with pytest.raises(LabelsFaulty, match="not JSON that can be read"):
        load(path, Problems())


def test_a_folder_is_unreadable_and_has_no_outline(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="is a directory"):
        load(tmp_path, Problems())
    assert outline(tmp_path).keys == frozenset()


def test_numbers_are_written_without_loss_and_items_on_lines_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    numbers = [0.1, 1 / 3, -0.0, 1e300, 5e-324, 2**70, 134.0]
    dump(path, {"info": {}, "numbers": numbers, "none": []}, force=False)
    assert json.loads(path.read_text())["numbers"] == numbers
    assert path.read_text().splitlines()[:4] == ["{", '"info": {},', '"numbers": [', "  0.1,"]


def test_text_that_is_not_unicode_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="not Unicode"):
        dump(tmp_path / "a.json", {"name": "\udcff"}, force=False)
    assert list(tmp_path.iterdir()) == []


def test_an_outline_names_the_keys_of_the_first_entry_of_a_list(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"image_id": 1, "score": 0.5}, 3]')
    assert outline(path).keys == {"image_id", "score"}
    path.write_text('[{"image_id": 1, "score": NaN}, 3]  ')
    assert outline(path).keys == {"image_id", "score"}
    assert outline(path).fault
