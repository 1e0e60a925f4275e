"""Taking a project to the next version of its skeleton: nothing lost, and undone without a trace."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from palpate.assist.traced import COLUMNS
from palpate.base.errors import EditRefused, SkeletonFaulty, UsageError
from palpate.model.layer import LayerKind
from palpate.model.migration import Add, Redefine, Remove, Rename, Reorder, Rule, Split
from palpate.model.note import Note
from palpate.model.reshaping import reshaped
from palpate.model.ruling import Ruling, Verdict
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.skeleton_diff import Wishes
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.notes import AddNote
from palpate.session.edits.rulings import Settle
from palpate.session.edits.spans import SetMethod
from palpate.session.exchange.integrity import problems_of
from palpate.session.filling.evidence import SpanEvidence, keep_evidence
from palpate.session.placing.aside import Parts
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.session.skeletons.census import Said

_SINCE = {"edit", "lease", "sqlite_sequence"}
Rows = dict[str, list[tuple[object, ...]]]


def content(path: Path) -> Rows:
    """Return every row of every table but the journal and the lease."""
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(raw.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in names
            if name not in _SINCE
        }


@pytest.fixture
def full(two_bowlers: Session) -> Session:
    """The two bowlers, with something of every kind said of head, hip and foot."""
    session = two_bowlers
    layer, (walker, stander) = session.contents.layers[0].id, session.contents.instances
    session.do(SetMethod(layer, walker.id, (("hip", 10), ("foot", 20)), Method.LINEAR))
    clip = session.contents.clips[0].id
    session.do(AddNote(Note("n1", clip, layer, 3, walker.id, "foot", "toe or heel?")))
    session.do(AddNote(Note("n2", clip, layer, 3, "", "", "blurred")))
    said = [
        Ruling(layer, walker.id, "drift", "hip", 12, 15, b"s", Verdict.FINE, 1.5),
        Ruling(layer, walker.id, "sides", "left_hand,right_hand", 2, 3, b"t", Verdict.FINE, 1.0),
        Ruling(layer, stander.id, "blur", "foot", 4, 5, b"u", Verdict.LATER, 1.0),
    ]
    session.do(Settle("Review", tuple(said)))
    session.looks.add(layer, walker.id, [("foot", 5, 1.5, 2.5), ("head", 5, 3.5, 4.5)])
    session.project.keep_smears(layer, walker.id, {"foot": b"measured", "hip": b"as well"})
    piece = SpanEvidence(
        20, np.array([[150.0, 150.0], [160.0, 160.0]]), np.ones((9, len(COLUMNS)), np.float32)
    )
    keep_evidence(
        session.project, layer, walker.id, session.contents.skeletons["stick_figure"], {(4, 10): piece}
    )
    return session


def labels(session: Session) -> Counter[tuple[object, ...]]:
    """Return every stored value: layer, instance, frame, keypoint name, position, tier, origin."""
    found: Counter[tuple[object, ...]] = Counter()
    for layer in session.contents.layers:
        for instance in session.project.labelled_instances(layer.id):
            names = session.contents.skeleton_of(instance).names
            track = session.project.track(layer.id, instance, len(names))
            for row, k in zip(*np.nonzero(track.visibility != -1), strict=True):
                place = np.nan_to_num(track.positions[row, k], nan=-1e9).tolist()  # nan is not itself
                value = (*place, int(track.visibility[row, k]))
                at = (layer.id, instance, int(track.frames[row]), names[k])
                found[*at, *value, int(track.origin[row, k])] += 1
    return found


def redone(session: Session, rules: list[Rule]) -> None:
    """Migrate, look at what came out, undo and redo; it has to be the same each time."""
    path = session.project.path
    migration = migrating.by_rules(session, rules)
    foreseen = migrating.foresee(session, migration)
    before, labels_before = content(path), labels(session)
    migrating.migrate(session, migration)
    after, labels_after = content(path), labels(session)
    expected: Counter[tuple[object, ...]] = Counter()
    lost: Counter[str] = Counter()
    for (layer, instance, frame, name, *value), n in labels_before.items():
        goes = migration.plan.goes_to[str(name)]
        for to in goes:
            expected[layer, instance, frame, to, *value] += n
        lost[str(name)] += 0 if goes else n
    assert labels_after == expected
    assert {name: n for name, n in lost.items() if n} == {k: n for k, n in foreseen.removed.items() if n}
    assert foreseen.labels == sum(labels_before.values())
    assert sum(map(len, (session.outdated.waiting(layer.id) for layer in session.contents.layers))) == sum(
        n
        for place, n in expected.items()
        if migration.plan.outdated[migration.plan.names.index(str(place[3]))]
    )
    with Session.open(path, read_only=True) as fresh:
        assert fresh.contents == session.contents
    session.undo()
    assert content(path) == before
    assert labels(session) == labels_before
    session.redo()
    assert content(path) == after
    session.undo()


# ---- any rules -----------------------------------------------------------------------------------------


@st.composite
def rules_in_turn(draw: st.DrawFn) -> list[Rule]:
    present = ["head", "left_hand", "right_hand", "hip", "foot"]
    rules, fresh = list[Rule](), iter(f"new_{n}" for n in range(99))
    for _ in range(draw(st.integers(1, 6))):
        kind, name = draw(st.sampled_from("nnoassdr")), draw(st.sampled_from(present))
        at = present.index(name)
        if kind == "n":
            free = [n for n in ("head", "hip", "foot") if n not in present]
            present[at] = draw(st.sampled_from([*free, next(fresh)]))
            rules.append(Rename(name, present[at]))
        elif kind == "o":
            present = draw(st.permutations(present))
            rules.append(Reorder(tuple(present)))
        elif kind == "a":
            present.append(next(fresh))
            rules.append(Add(Keypoint(present[-1])))
        elif kind == "s":
            present[at : at + 1] = into = (draw(st.sampled_from([name, next(fresh)])), next(fresh))
            rules.append(Split(name, tuple(into)))
        elif kind == "d":
            rules.append(Redefine(name))
        elif len(present) > 1:
            present.remove(name)
            rules.append(Remove(name))
    return rules


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rules=rules_in_turn())
@example(rules=[Remove("hip"), Rename("foot", "hip"), Redefine("hip"), Rename("head", "foot")])
@example(rules=[Split("foot", ("foot", "toe")), Remove("foot"), Rename("toe", "foot")])
@example(rules=[Remove(name) for name in ("head", "left_hand", "right_hand", "foot")])
def test_whatever_the_rules_no_label_is_lost_silently_and_undo_is_exact(
    full: Session, rules: list[Rule]
) -> None:
    redone(full, rules)


@st.composite
def labelled(draw: st.DrawFn) -> list[tuple[int, int, int, int]]:
    """Return instance, frame, keypoint and tier of labels to write, or with -1 to take away."""
    spot = st.tuples(st.integers(0, 1), st.sampled_from([0, 7, 50, 99]), st.integers(0, 4))
    return [(*draw(spot), draw(st.sampled_from([-1, 0, 1, 2, 3]))) for _ in range(draw(st.integers(0, 12)))]


def written(session: Session, spots: list[tuple[int, int, int, int]]) -> None:
    layer = session.contents.layers[0].id
    for n, (who, frame, keypoint, tier) in enumerate(spots):
        at = session.pose_at(layer, session.contents.instances[who].id, frame)
        names = session.contents.skeleton_of(at.instance).names
        chosen = np.array([keypoint % len(names)])
        if tier < 0:
            session.do(poses.clear(at, chosen, "some"))
        elif tier == 0:
            session.do(poses.decide_absent(at, int(chosen[0]), "some"))
        else:
            session.do(poses.place(at, int(chosen[0]), np.array([n + 0.25, 9.5]), Visibility(tier), "some"))


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=labelled(), first=rules_in_turn(), between=labelled(), second=rules_in_turn())
def test_any_labels_any_rules_there_and_back_and_there_again_also_after_reopening(
    full: Session,
    before: list[tuple[int, int, int, int]],
    first: list[Rule],
    between: list[tuple[int, int, int, int]],
    second: list[Rule],
) -> None:
    author, copy = full.author, full.project.path.with_name("again.palpate")
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(full.project.path)) as raw:
        raw.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as raw, raw:
        raw.execute("DELETE FROM lease")
    with Session.open(copy, author=author) as session:
        written(session, before)
        redone(session, first)
        began = content(copy)
        migrating.migrate(session, migrating.by_rules(session, first))
        there = content(copy)
    with Session.open(copy, author=author) as session:
        session.undo()
        assert content(copy) == began
        migrating.migrate(session, migrating.by_rules(session, first))
        assert content(copy) == there
        written(session, between)
        here = content(copy)
        known = set(session.contents.skeletons["stick_figure"].names)
        named = {rule.name for rule in second if not isinstance(rule, Reorder | Add)}
        if named <= known and not any(isinstance(rule, Reorder) for rule in second):
            with suppress(EditRefused):
                migrating.migrate(session, migrating.by_rules(session, second))
                session.undo()
        assert content(copy) == here
    with Session.open(copy, author=author) as session:
        for _ in between:
            session.undo()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sequences=st.lists(st.sampled_from(["foot", "hip", "head"]), min_size=2, max_size=4))
def test_migrations_one_after_the_other_are_walked_back_one_by_one(
    full: Session, sequences: list[str]
) -> None:
    path = full.project.path
    states = [content(path)]
    for n, name in enumerate(sequences):
        here = full.contents.skeletons["stick_figure"]
        rules: list[Rule] = [Redefine(name)] if name in here.position_of else []
        rules += [Split(here.names[0], (f"a{n}", f"b{n}")), Remove(here.names[-1])]
        migrating.migrate(full, migrating.by_rules(full, rules))
        assert full.contents.skeletons["stick_figure"].version == n + 2
        states.append(content(path))
    for state in reversed(states[:-1]):
        full.undo()
        assert content(path) == state


# ---- what is said of keypoints -------------------------------------------------------------------------


def test_everything_said_of_a_keypoint_follows_its_new_name(full: Session) -> None:
    layer, walker = full.contents.layers[0].id, full.contents.instances[0].id
    rules = [Rename("foot", "toe"), Rename("left_hand", "left_fist")]
    migrating.migrate(full, migrating.by_rules(full, rules))
    assert full.project.methods(layer, walker)["toe", 20] is Method.LINEAR
    assert [note.keypoint for note in full.project.notes()] == ["toe", ""]
    said = {(ruling.kind, ruling.keypoint) for ruling in full.project.rulings(layer)}
    assert said == {("drift", "hip"), ("sides", "left_fist,right_hand"), ("blur", "toe")}
    assert dict(full.looks.of(layer, walker)) == {("toe", 5): (1.5, 2.5), ("head", 5): (3.5, 4.5)}
    assert full.project.smears(layer, walker) == {"toe": b"measured", "hip": b"as well"}
    assert list(full.live(layer, walker).evidence) == [(4, 10)]
    assert not [said for said in problems_of(full.project.path) if not said.startswith("clip over 1")]


def test_a_note_on_a_removed_keypoint_is_of_its_frame(full: Session) -> None:
    migrating.migrate(full, migrating.by_rules(full, [Remove("foot")]))
    (first, _) = full.project.notes()
    assert (first.instance, first.keypoint, first.text) == ("", "", "toe or heel?")


def test_verdicts_on_a_redefined_place_say_nothing_any_more(full: Session) -> None:
    layer = full.contents.layers[0].id
    migrating.migrate(full, migrating.by_rules(full, [Redefine("hip")]))
    assert {ruling.keypoint for ruling in full.project.rulings(layer)} == {"left_hand,right_hand", "foot"}


def test_who_placed_a_label_and_when_stays(full: Session) -> None:
    def stamps() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(full.project.path)) as raw:
            sql = "SELECT layer, instance, frame, author, time, pts, shape FROM pose ORDER BY 1, 2, 3"
            return raw.execute(sql).fetchall()

    before = stamps()
    migrating.migrate(full, migrating.by_rules(full, [Remove("head"), Add(Keypoint("nose"))]))
    assert stamps() == before


def test_the_keypoint_in_hand_stays_in_hand(full: Session) -> None:
    focus = full.contents.instances[0]
    full.selection.move(
        clip=focus.clip,
        layer=full.contents.layers[0].id,
        instance=focus.id,
        keypoint=3,
        chosen=frozenset({0, 4}),
    )
    migrating.migrate(full, migrating.by_rules(full, [Remove("head"), Rename("hip", "pelvis")]))
    assert (full.selection.focus.keypoint, full.selection.focus.chosen) == (-1, frozenset({3}))
    full.undo()
    assert full.selection.focus.chosen == frozenset({4})


def test_a_track_in_memory_becomes_one_of_the_new_version(full: Session) -> None:
    layer, walker = full.contents.layers[0].id, full.contents.instances[0].id
    before = full.view(layer, walker, 15).positions.copy()
    order = ("foot", "hip", "right_hand", "left_hand", "head")
    migrating.migrate(full, migrating.by_rules(full, [Reorder(order)]))
    assert np.allclose(full.view(layer, walker, 15).positions, before[::-1])
    full.undo()
    assert np.allclose(full.view(layer, walker, 15).positions, before)


# ---- the dry run ---------------------------------------------------------------------------------------


def test_the_dry_run_counts_what_each_rule_touches_and_writes_nothing(full: Session) -> None:
    full.do(PutLayer("Add gold", editions.new_layer("gold", LayerKind.GOLD, "ana")))
    before, edits = content(full.project.path), len(full.project.history())
    rules: list[Rule] = [Rename("foot", "toe"), Remove("head"), Redefine("hip"), Add(Keypoint("nose"))]
    found = migrating.foresee(full, migrating.by_rules(full, rules))
    assert [touched.said.labels for touched in found.touched] == [12, 12, 12, 0]
    assert found.touched[0].by_layer == {"ana": Said(12, 1, 1, 1, 1)}
    assert [astuple(one.said)[1:] for one in found.touched] == [
        (1, 1, 1, 1),
        (0, 0, 0, 1),
        (1, 1, 0, 0),
        (0, 0, 0, 0),
    ]
    assert (found.poses, found.labels, found.outdated, found.removed) == (12, 60, 12, {"head": 12})
    assert (content(full.project.path), len(full.project.history())) == (before, edits)


def test_a_changed_file_becomes_the_next_version(full: Session, stick_figure: Skeleton) -> None:
    after = replace(reshaped(stick_figure, [Rename("foot", "toe")]), version=1)
    migration = migrating.to_version(full, after)
    assert (migration.rules, migration.after.version) == ((Rename("foot", "toe"),), 2)
    migrating.migrate(full, migration)
    assert full.contents.skeletons["stick_figure"] == replace(after, version=2)


# ---- what is refused -----------------------------------------------------------------------------------


def test_what_makes_no_sense_is_refused_and_nothing_is_written(full: Session, stick_figure: Skeleton) -> None:
    before = content(full.project.path)
    with pytest.raises(EditRefused, match="two cannot become one"):
        migrating.by_rules(full, [Rename("head", "hip")])
    with pytest.raises(UsageError, match="no skeleton named 'other'; it has stick_figure"):
        migrating.to_version(full, replace(stick_figure, name="other"))
    with pytest.raises(EditRefused, match="nothing is to migrate"):
        migrating.to_version(full, replace(stick_figure, version=5))
    with pytest.raises(EditRefused, match="circle"):
        migrating.to_version(
            full, replace(stick_figure, title="x"), Wishes(renames={"head": "hip", "hip": "head"})
        )
    with pytest.raises(SkeletonFaulty):
        migrating.by_rules(full, [Add(Keypoint("nose", mirror="nobody"))])
    assert content(full.project.path) == before


def test_a_migration_from_another_version_than_the_project_pins_is_refused(
    full: Session, stick_figure: Skeleton
) -> None:
    stale = migrating.by_rules(full, [Rename("head", "skull")])
    migrating.migrate(full, migrating.by_rules(full, [Rename("foot", "toe")]))
    with pytest.raises(EditRefused, match="does not pin version 1"):
        migrating.migrate(full, stale)
    with pytest.raises(UsageError, match="version 1 of stick_figure; the project pins version 2"):
        migrating.to_version(full, stick_figure)


def test_nothing_locked_is_reached_past(full: Session) -> None:
    full.aside.put(locked=Parts(keypoints=frozenset({(full.contents.instances[0].id, "hip")})))
    with pytest.raises(EditRefused, match="locked"):
        migrating.migrate(full, migrating.by_rules(full, [Rename("foot", "toe")]))
