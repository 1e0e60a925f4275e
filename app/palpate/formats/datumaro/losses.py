"""What Datumaro cannot say, counted."""

from __future__ import annotations

from palpate.formats.datumaro.schema import FOREIGN
from palpate.formats.extension import TIERS
from palpate.formats.particulars import KEY
from palpate.formats.tally import Tally
from palpate.formats.tier_losses import (
    foreign_losses,
    shape_losses,
    skeleton_losses,
    tier_losses,
    untold_losses,
)
from palpate.model.labels import Labels


def losses(labels: Labels) -> list[str]:
    """Return a sentence for each kind of loss that these labels would suffer."""
    tally = Tally.of(labels)
    return [
        *tier_losses(tally, estimated="hidden (1)", nothing="absent (0)", kept_in=TIERS),
        *untold_losses(labels, tally, kept_in=KEY),
        *shape_losses(tally),
        *skeleton_losses(labels, holds="keypoint names, edges and σ"),
        *foreign_losses(tally, FOREIGN),
    ]
