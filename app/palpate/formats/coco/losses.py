"""What COCO cannot say, counted."""

from __future__ import annotations

from palpate.formats.coco.schema import FOREIGN, HOLES
from palpate.formats.extension import TIERS
from palpate.formats.particulars import KEY
from palpate.formats.tally import Tally, some
from palpate.formats.tier_losses import foreign_losses, skeleton_losses, tier_losses, untold_losses
from palpate.model.labels import Labels


def losses(labels: Labels) -> list[str]:
    """Return a sentence for each kind of loss that these labels would suffer."""
    tally = Tally.of(labels)
    without = tally.poses - tally.with_area
    get = "gets" if without == 1 else "get"
    computed = [f"{some(without, 'pose')} without an area {get} one that is computed; area_source says how."]
    return [
        *tier_losses(tally, estimated="v=1", nothing="v=0", kept_in=TIERS),
        *untold_losses(labels, tally, kept_in=KEY),
        *(computed if without else []),
        *([_holes(tally.holed)] if tally.holed else []),
        *skeleton_losses(labels, holds="keypoint names, edges and σ"),
        *foreign_losses(tally, FOREIGN),
    ]


def _holes(count: int) -> str:
    return (
        f"The holes in the masks of {some(count, 'pose')} are filled in the segmentation, whose polygons can "
        f'have none; the area is that without them, and they are kept under "{HOLES}", which other programs '
        "ignore."
    )
