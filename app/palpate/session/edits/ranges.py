"""Whole poses at once, in many frames and of several instances, with how the frames between are filled."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.model.pose import Pose
from palpate.model.span import Method
from palpate.session.edits.poses import PoseAt
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class SpanChoice:
    """How a keypoint is filled from a frame on; None takes the choice away."""

    layer: str
    instance: str
    keypoint: str
    frame: int
    method: Method | None


@dataclass(frozen=True, slots=True)
class PutPoses:
    """Write poses as they shall be, and choices of methods.

    Attributes
    ----------
    poses
        Each with its address; one that says nothing is removed.
    """

    title: str
    poses: tuple[tuple[PoseAt, Pose], ...]
    spans: tuple[SpanChoice, ...] = ()
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write one row per pose and choice."""
        for at, pose in self.poses:
            at.write(writer, pose)
        for span in self.spans:
            key = (span.layer, span.instance, span.keypoint, span.frame)
            if span.method is None:
                writer.delete("span", *key)
            else:
                writer.put("span", key, (span.method.value,))
