"""FFmpeg's converter of pictures (swscale), as PyAV of any version offers it."""

from __future__ import annotations

from typing import Any

from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter


def new_reformatter() -> VideoReformatter:
    """Return a converter that keeps its tables from picture to picture."""
    return VideoReformatter()


def _one_thread() -> dict[str, Any]:
    try:
        VideoReformatter().reformat(VideoFrame(32, 32, "yuv420p"), format="gray", threads=1)
    except TypeError:  # PyAV before 17 has no threads here
        return {}
    return {"threads": 1}


IN_ONE_THREAD = _one_thread()
"""What keeps a conversion from spreading over threads, to be passed along with its other arguments."""
