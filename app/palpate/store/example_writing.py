"""Examples as files that `palpate.store.example_reading` reads back."""

from __future__ import annotations

from collections.abc import Iterable

from palpate.model.example import Example, Place
from palpate.store.yaml_text import yaml_list, yaml_number, yaml_text


def examples_to_yaml(filed: Iterable[tuple[str, Example]]) -> str:
    """Return the table of some examples, each with the name of the file of its picture."""
    return "".join(_entry(file, example) for file, example in filed) or "[]\n"


def _entry(file: str, example: Example) -> str:
    lines = (
        f"keypoint: {yaml_text(example.keypoint, has_line=True)}",
        f"file: {yaml_text(file, has_line=True)}",
        f"verdict: {example.shows}",
        f"lighting: {example.lighting}",
        f"blur: {example.blur}",
        f"blur_px: {'null' if example.blur_px is None else yaml_number(example.blur_px)}",
        f"right: {_place(example.right)}",
        f"wrong: {'null' if example.wrong is None else _place(example.wrong)}",
        f"caption: {yaml_text(example.caption, has_line=True)}",
        f"version: {example.version}",
    )
    return "- " + "\n  ".join(lines) + "\n"


def _place(place: Place) -> str:
    return yaml_list(map(yaml_number, place))
