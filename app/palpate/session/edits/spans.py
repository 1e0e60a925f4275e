"""How the frames between two keyframes are filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from palpate.model.span import Method
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class SetMethod:
    """Choose the method of spans, each named by its keypoint and first frame."""

    layer: str
    instance: str
    spans: tuple[tuple[str, int], ...]
    method: Method
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name the method."""
        return f"Fill {len(self.spans)} spans by {self.method.value}"

    def write(self, writer: Writer) -> None:
        """Write one row per span."""
        for keypoint, frame in self.spans:
            writer.put("span", (self.layer, self.instance, keypoint, frame), (self.method.value,))


def spans_of(keypoints: Iterable[str], frames: Iterable[int]) -> tuple[tuple[str, int], ...]:
    """Return every pairing of keypoints and first frames."""
    starts = tuple(frames)
    return tuple((keypoint, frame) for keypoint in keypoints for frame in starts)
