"""Loading the program without looking for garbage in what is there to stay."""

from __future__ import annotations

import gc


def hold_collection() -> None:
    """Stop looking for garbage until `resume_collection`.

    Hundreds of modules and classes are made at a start, and none of them ever becomes garbage; to look
    through all of them again and again takes a twelfth of the time.
    """
    gc.disable()


def resume_collection() -> None:
    """Look for garbage again, but never more among what was made so far."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
