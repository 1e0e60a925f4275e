"""A program that edits a project without end and tells what it has committed, to be killed at any moment."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from making_edits import MAKERS
from test_pose_commands import COMMANDS, look_elsewhere

from palpate.base.errors import EditRefused
from palpate.session.session import Session


def one_deed(session: Session, chance: Random) -> None:
    """Do an edit, a command on poses, or an undo or redo."""
    kind = chance.randrange(10)
    if kind == 0 and session.undoable() is not None:
        session.undo()
    elif kind == 1 and session.redoable() is not None:
        session.redo()
    elif kind < 6:
        session.do(MAKERS[chance.choice(sorted(MAKERS))](session, chance))
    else:
        look_elsewhere(session, chance)
        COMMANDS[chance.choice(sorted(COMMANDS))](session, chance)


def main(path: str, seed: str) -> None:
    """Edit until killed; each line is the journal's last entry after a deed."""
    chance, session = Random(int(seed)), Session.open(Path(path))
    while True:
        try:
            one_deed(session, chance)
        except EditRefused:
            continue
        last = next(iter(session.project.history(1)), None)
        sys.stdout.write(f"{last.id if last else 0}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
