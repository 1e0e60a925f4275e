"""What says that a layer is gold and has not been touched since."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Certificate:
    """Freezes a layer: whoever wants it otherwise makes a new version of it.

    Attributes
    ----------
    version
        From 1; a copy that is certified later is the next one.
    digest
        SHA-256 of all that is labelled in the layer, in hexadecimal digits.
    note
        What the consultant says of it.
    author, time
        Who certified it and when, ISO 8601, UTC.
    """

    layer: str
    version: int
    digest: str
    note: str = ""
    author: str = ""
    time: str = ""
