"""How each clip is shown, as its annotators left it; labels and exports know nothing of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace

from palpate.media.colour.enhance import Enhancement as Enhancement
from palpate.media.colour.enhance import within_limits
from palpate.model.picture import Picture
from palpate.session.frames.frame_tones import FrameTones
from palpate.session.frames.frame_tones import Seen as Seen

PRESETS: dict[str, Enhancement] = {
    "dark hall": Enhancement(brightness=2, contrast=10, gamma=1.9),
    "backlit": Enhancement(gamma=1.5, local=2.5, tiles=4),
    "flat light": Enhancement(contrast=20, local=2.0, tiles=3),
    "faint edges": Enhancement(local=5.0, tiles=8),
}
"""Ready-made ones by name."""

VALUES: dict[str, tuple[float, ...]] = {
    "brightness": tuple(range(-100, 101)),
    "contrast": tuple(range(-100, 101)),
    "gamma": tuple(round(4.0 ** (step / 50.0), 3) for step in range(-50, 51)),
    "local": tuple(step / 10.0 for step in range(10, 81)),
    "tiles": (10, 8, 6, 5, 4, 3),
}
"""What each number can be set to."""


_BEYOND_ALL = 1e9  # as a text there may be whole numbers that no float can hold


@dataclass(frozen=True, slots=True)
class Look:
    """How one clip is shown.

    Attributes
    ----------
    on
        Whether it is enhanced now; what was set is kept meanwhile.
    """

    enhancement: Enhancement = field(default_factory=Enhancement)
    on: bool = False

    @property
    def in_force(self) -> Enhancement:
        """What is done to frames."""
        return self.enhancement if self.on else Enhancement()


@dataclass(frozen=True, slots=True, eq=False)
class Lens:
    """What a canvas looks through: compared by identity, since a sample may have come in between."""

    tones: FrameTones
    enhancement: Enhancement

    def seen(self, picture: Picture) -> Seen:
        """Return how to show a frame."""
        return self.tones.seen(picture, self.enhancement)


class ClipLooks:
    """Looks by the id of their clip; a clip without one is shown as it is stored."""

    def __init__(self, text: str = "") -> None:
        self._looks = _looks_in(text)

    def of(self, clip_id: str) -> Look:
        """Return how a clip is shown."""
        return self._looks.get(clip_id, Look())

    def choose(self, clip_id: str, look: Look) -> None:
        """Show a clip otherwise from now on."""
        if look == Look():
            self._looks.pop(clip_id, None)
        else:
            self._looks[clip_id] = look

    def text(self) -> str:
        """Return all of it as `ClipLooks` reads it; empty if there is nothing to keep."""
        if not self._looks:
            return ""
        return json.dumps(
            {clip: {"on": look.on, **asdict(look.enhancement)} for clip, look in self._looks.items()}
        )


def _looks_in(text: str) -> dict[str, Look]:
    """Return the looks that a text holds; what is damaged in it counts as never set."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    looks = {clip: _look_in(kept) for clip, kept in found.items()}
    return {clip: look for clip, look in looks.items() if look is not None}


def _look_in(kept: object) -> Look | None:
    if not isinstance(kept, dict):
        return None
    enhancement = Enhancement()
    for known in fields(Enhancement):
        value = kept.get(known.name)
        usual = getattr(enhancement, known.name)
        if _is_like(value, usual):
            changed = replace(enhancement, **{known.name: type(usual)(value)})
            enhancement = changed if within_limits(changed) else enhancement
    return Look(enhancement, kept.get("on") is True and not enhancement.neutral)


def _is_like(value: object, usual: bool | float) -> bool:
    if isinstance(usual, bool) or isinstance(value, bool):
        return isinstance(usual, bool) and isinstance(value, bool)
    if isinstance(usual, int):
        return isinstance(value, int)
    return isinstance(value, int | float) and abs(value) < _BEYOND_ALL
