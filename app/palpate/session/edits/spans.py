"""How the frames between two keyframes are filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from palpate.model.span import Method
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class SetMethod:
    """Choose the method of spans, each named by its keypoint and first frame.

    A method holds from its frame on until the next choice, so that a keyframe put into a span leaves both
    halves as they were.

    Attributes
    ----------
    after
        (keypoint, frame, method) that hold behind the chosen spans, written where nothing was chosen yet.
    """

    layer: str
    instance: str
    spans: tuple[tuple[str, int], ...]
    method: Method
    after: tuple[tuple[str, int, Method], ...] = ()
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name the method."""
        return f"Fill {len(self.spans)} spans by {self.method.value}"

    def write(self, writer: Writer) -> None:
        """Write one row per span."""
        for keypoint, frame, method in self.after:
            if writer.get("span", self.layer, self.instance, keypoint, frame) is None:
                writer.put("span", (self.layer, self.instance, keypoint, frame), (method.value,))
        for keypoint, frame in self.spans:
            writer.put("span", (self.layer, self.instance, keypoint, frame), (self.method.value,))


def spans_of(keypoints: Iterable[str], frames: Iterable[int]) -> tuple[tuple[str, int], ...]:
    """Return every pairing of keypoints and first frames."""
    starts = tuple(frames)
    return tuple((keypoint, frame) for keypoint in keypoints for frame in starts)
