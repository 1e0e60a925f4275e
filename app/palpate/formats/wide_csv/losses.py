"""What a wide CSV cannot say, counted."""

from __future__ import annotations

from palpate.formats.tally import Tally
from palpate.formats.tier_losses import foreign_losses, shape_losses, skeleton_losses, stray_sentence
from palpate.model.labels import Labels


def losses(labels: Labels) -> list[str]:
    """Return a sentence for each kind of loss that these labels would suffer."""
    tally = Tally.of(labels)
    return [
        *shape_losses(tally),
        *([stray_sentence(tally)] if tally.stray else []),
        *skeleton_losses(labels, holds="its name, version and keypoint names"),
        *foreign_losses(tally, ""),
    ]
