"""The journal from its beginning: rows come out as they stand, whatever was undone and done again."""

from __future__ import annotations

from pathlib import Path
from random import Random

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip, ClipKind
from palpate.session.edits.contents import PutClips, PutSetting
from palpate.session.session import Session
from palpate.store.replaying import RowKey, deeds, written_by
from palpate.store.rows import Row
from palpate.store.tables import TABLES

WATCHED = ("setting", "clip", "layer", "skeleton")


def stored(session: Session) -> dict[RowKey, Row]:
    rows: dict[RowKey, Row] = {}
    for name in WATCHED:
        table = TABLES[name]
        n = len(table.key)
        for row in session.project.rows(f"SELECT {', '.join((*table.key, *table.value))} FROM {name}"):
            rows[name, tuple(row[:n])] = tuple(row[n:])
    return rows


def test_replaying_everything_gives_what_is_stored(tmp_path: Path) -> None:
    for seed in range(10):
        with Session.create(tmp_path / f"{seed}.palpate", ["coco_17"], "ana") as session:
            wander(session, Random(seed))
            rows: dict[RowKey, Row] = {}
            for deed in deeds(session.project, lambda change: change.table in WATCHED):
                written_by(deed, rows)
            found = stored(session)
            began_with = {key for key in found if key[0] == "setting" and key[1][0] in ("annotator", "role")}
            assert {key: row for key, row in found.items() if key not in began_with} == rows


def wander(session: Session, chance: Random) -> None:
    """Do, undo and redo at random."""
    for step in range(40):
        act = chance.choice(("set", "set", "clip", "undo", "redo"))
        try:
            if act == "set":
                session.do(PutSetting(f"s{chance.randrange(3)}", str(step)))
            elif act == "clip":
                session.do(PutClips("Add", (Clip(f"c{step}", f"c{step}", ClipKind.VIDEO),)))
            else:
                session.undo() if act == "undo" else session.redo()
        except EditRefused:
            continue


def test_a_deed_tells_who_wrote_what_when_and_only_what_was_asked_for(tmp_path: Path) -> None:
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as session:
        session.do(PutSetting("colour", "red"))
        session.do(PutSetting("size", "large"))
        session.undo()
        found = list(deeds(session.project, lambda change: change.key == ("size",)))
    assert [(one.kind, one.entry.author) for one in found] == [("edit", "ana"), ("undo", "ana")]
    assert [one.changes[0].after for one in found] == [("large",), None]
