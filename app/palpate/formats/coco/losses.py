"""What COCO cannot say, counted."""

from __future__ import annotations

from palpate.formats.extension import TIERS
from palpate.formats.foreign_skeleton import says_more
from palpate.formats.particulars import KEY
from palpate.formats.tally import Tally, some
from palpate.formats.tier_losses import tier_losses, untold_losses
from palpate.model.labels import Labels


def losses(labels: Labels) -> list[str]:
    """Return a sentence for each kind of loss that these labels would suffer."""
    tally = Tally.of(labels)
    sentences = tier_losses(tally, estimated="v=1", nothing="v=0", kept_in=TIERS)
    sentences += untold_losses(labels, tally, kept_in=KEY)
    if any(says_more(skeleton) for skeleton in labels.skeletons.values()):
        sentences.append(
            "of a skeleton only names, edges and σ are written; sides, tolerances and policy are not"
        )
    without_area = tally.poses - tally.with_area
    if without_area:
        sentences.append(
            f"{some(without_area, 'pose')} without an area get one computed; area_source says how"
        )
    return sentences
