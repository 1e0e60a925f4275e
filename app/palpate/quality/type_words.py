"""What people read for a type of keypoints, whose name is an identifier."""

from __future__ import annotations

import re

_JOINTS = frozenset({"cmc", "mcp", "pip", "dip", "ip", "mtp"})
_VERTEBRA = re.compile(r"[a-z]\d+")


def type_words(name: str) -> str:
    """Return it in words: ``thoracic_t4_t8`` is ``thoracic T4–T8``, ``middle_mcp`` is ``middle MCP``."""
    said = ""
    was_vertebra = False
    for part in name.split("_"):
        vertebra = _VERTEBRA.fullmatch(part) is not None
        between = "–" if vertebra and was_vertebra else " "
        said += (between if said else "") + (part.upper() if vertebra or part in _JOINTS else part)
        was_vertebra = vertebra
    return said
