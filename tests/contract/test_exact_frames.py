"""The promise: the right frame or an error, however it is reached, whatever the file.

`python tests/contract/exactness/prove.py` asks more often, and of any other video too.
"""

from __future__ import annotations

from contextlib import closing

import pytest
from exactness.all_kinds import KINDS
from exactness.damage import Accident
from exactness.kinds_of_damage import DAMAGED
from exactness.proof import Effort, digest_of, judged, truth_of
from exactness.writing import write

from palpate.base.errors import FrameUnavailable
from palpate.media.video.source import VideoSource

EFFORT = Effort(seeks=20, back=15)


@pytest.mark.parametrize("story", KINDS)
def test_every_frame_is_the_one_meant_however_it_is_reached(tmp_path, story):
    kind = KINDS[story]
    finding = judged(kind, tmp_path / kind.name, EFFORT)
    assert finding.astray == []
    assert finding.wrong == set()
    assert finding.unavailable == {}
    assert finding.frames == finding.expected


def pictures_given(path, digests):
    """Return which sound picture each frame is (None if it is none of them), without the frames refused."""
    places = {digest: place for place, digest in enumerate(digests)}
    given, refused = {}, {}
    with closing(VideoSource(path)) as source:
        for frame in [*range(source.n_frames)[::-1], *range(source.n_frames)]:
            try:
                given[frame] = places.get(digest_of(source.bgra(frame)))
            except FrameUnavailable as error:
                refused[frame] = error.frame
    assert all(frame == told for frame, told in refused.items())
    return given


@pytest.mark.parametrize("story", DAMAGED)
def test_damage_costs_the_frames_it_hits_and_no_other(tmp_path, story):
    damaged = DAMAGED[story]
    path = write(tmp_path / damaged.name, damaged.making)
    digests = truth_of(path, stamped=True).digests
    accident: Accident = damaged.happens(path)
    given = pictures_given(path, digests)
    spared = [frame for frame in range(len(accident.left)) if frame not in accident.spoilt]
    assert [given.get(frame) for frame in spared] == [accident.left[frame] for frame in spared]
    sound = [place for _, place in sorted(given.items()) if place is not None]
    assert max(given) < len(digests)
    if "cut off" in story:
        assert sound == sorted(set(sound))
