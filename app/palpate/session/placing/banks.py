"""Ten keypoints at a time for the digits of a number pad: 1 to 9 and then 0, bank after bank.

The last digit of a keypoint's number, counted from 1, is the digit that makes it active.
"""

from __future__ import annotations

from palpate.base.errors import EditRefused
from palpate.session.session import Session

SIZE = 10


def choose_in_bank(session: Session, digit: int) -> None:
    """Make the keypoint with this last digit active.

    Raises
    ------
    EditRefused
        If the bank ends before it.
    """
    count, bank = _counted(session)
    keypoint = bank * SIZE + (digit - 1) % SIZE
    if keypoint >= count:
        raise EditRefused(f"there is no keypoint {keypoint + 1}; this skeleton has {count}")
    session.selection.move(keypoint=keypoint, bank=bank, chosen=frozenset())


def turn_bank(session: Session, by: int) -> None:
    """Go to the next (1) or previous (−1) bank, from the last to the first."""
    count, bank = _counted(session)
    session.selection.move(bank=(bank + by) % -(-count // SIZE))


def bank_here(session: Session) -> range:
    """Return the keypoints in the bank; an empty range without an instance."""
    if not session.selection.focus.instance:
        return range(0)
    count, bank = _counted(session)
    return range(bank * SIZE, min((bank + 1) * SIZE, count))


def _counted(session: Session) -> tuple[int, int]:
    """Return how many keypoints there are, and the bank; another skeleton may have fewer banks."""
    focus = session.selection.focus
    count = len(session.contents.skeleton_of(focus.instance))
    return count, min(focus.bank, (count - 1) // SIZE)
