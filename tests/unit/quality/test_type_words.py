"""Types of keypoints in the words of the reader."""

from __future__ import annotations

from palpate.quality.type_words import type_words


def test_a_type_is_told_without_underscores_and_with_its_vertebrae_and_joints_as_written() -> None:
    told = {"thoracic_t4_t8": "thoracic T4–T8", "middle_mcp": "middle MCP", "c7": "C7", "talus": "talus"}
    assert {name: type_words(name) for name in told} == told
