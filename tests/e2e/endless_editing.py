"""Edit projects without end, each in a process of its own, until somebody kills it.

Run as a program: every line on standard input is the path of a project. A child of this process opens it
and edits it for ever; on standard output stand its process number (``child 123``), the journal's number of
every edit after it was committed (``edit 7``), and ``ended`` when it is dead. The libraries are loaded once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import numpy as np

from palpate.model.event import Event
from palpate.model.span import Method
from palpate.session.edits import poses
from palpate.session.edits.contents import PutSetting
from palpate.session.edits.edit import Edit
from palpate.session.edits.events import MarkEvent
from palpate.session.edits.flags import FlagFrame
from palpate.session.edits.spans import SetMethod
from palpate.session.session import Session


def random_edit(session: Session, chance: Random) -> Edit:
    layer, instance = session.contents.layers[0].id, chance.choice(session.contents.instances).id
    frame = chance.randrange(100)
    kind = chance.randrange(8)
    if kind == 0:
        return FlagFrame(layer, "clip-1", frame, f"note {chance.random()}")
    if kind == 1:
        return PutSetting("lens", str(chance.random()))
    if kind == 2:
        return SetMethod(layer, instance, (("hip", frame),), Method.LINEAR)
    if kind == 3:
        return MarkEvent(Event("clip-1", frame, f"event {chance.randrange(10**6)}"))
    spots = np.array([[chance.uniform(0, 1920), chance.uniform(0, 1080)] for _ in range(5)])
    at = session.pose_at(layer, instance, frame)
    return poses.move(at, np.arange(5), spots, np.full(5, 2, np.int8), title="Move all")


def edit_without_end(path: Path) -> None:
    chance = Random(path.name)
    session = Session.open(path)
    last = session.undoable()
    while True:
        session.do(random_edit(session, chance))
        entry = session.undoable()
        if entry is not None and entry != last:  # one that changes nothing is no edit
            os.write(1, f"edit {entry.id}\n".encode())
            last = entry


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                edit_without_end(Path(line.rstrip("\n")))
            finally:
                os._exit(1)
        os.write(1, f"child {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"ended\n")


if __name__ == "__main__":
    main()
