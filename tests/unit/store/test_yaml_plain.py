"""YAML of other programs as plain texts with their lines, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from palpate.base.errors import SkeletonFaulty
from palpate.store.yaml_plain import plain_to_yaml, read_plain_yaml


def test_every_value_is_a_text_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    path.write_text("a: 08\nb:\n- no\n- [x, '']\nc: {1: ~}\n")
    found = read_plain_yaml(path)
    assert found.content == {"a": "08", "b": ["no", ["x", ""]], "c": {"1": None}}
    assert (found.lines["b[1]"], found.lines["c.1"]) == (4, 5)


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: !!python/tuple [1]\n", "a: 1\na: 2\n", "a: [\n"])
def test_what_is_not_plain_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "it.yaml"
    path.write_text(text)
    with pytest.raises(SkeletonFaulty, match="line "):
        read_plain_yaml(path)


values = st.one_of(st.integers(0, 99), st.text(min_size=1, max_size=8))
lists = st.lists(st.one_of(values, st.lists(values, max_size=3)), max_size=4)
words = st.text(alphabet="abcd_ 0:#é", min_size=1, max_size=6)


@given(
    st.dictionaries(words, st.one_of(values, lists, st.dictionaries(words, values, min_size=1, max_size=3)))
)
def test_what_is_written_any_reader_of_yaml_takes_for_the_same(content: dict[str, Any]) -> None:
    read = yaml.safe_load(plain_to_yaml(content)) or {}
    assert {str(key): _with_text_keys(value) for key, value in read.items()} == content


def _with_text_keys(value: Any) -> Any:
    return {str(k): v for k, v in value.items()} if isinstance(value, dict) else value
