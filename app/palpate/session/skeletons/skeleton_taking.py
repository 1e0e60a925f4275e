"""Taking over a skeleton that was changed or made: into the project in hand, or into a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.base.errors import EditRefused
from palpate.model.change import Change
from palpate.model.migration import plan_of
from palpate.model.reshaping import dated
from palpate.model.skeleton import Base, Keypoint, Skeleton
from palpate.model.skeleton_diff import difference
from palpate.session.edits.contents import PutSkeleton
from palpate.session.edits.skeletons import ReplaceSkeleton
from palpate.session.skeletons import migrating
from palpate.session.skeletons.migrating import Foreseen, Migration
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.session.skeletons.skeleton_files import OURS, any_skeleton, read_any, write_as
from palpate.store.library import skeleton_names
from palpate.store.skeleton_writing import skeleton_to_yaml

if TYPE_CHECKING:
    from palpate.session.session import Session


class Way(StrEnum):
    """How a skeleton comes into a project.

    ``ADD`` pins one more, ``REPLACE`` puts it in place of one without labels, ``MIGRATE`` is a next version.
    """

    ADD = "add"
    REPLACE = "replace"
    MIGRATE = "migrate"


@dataclass(frozen=True, slots=True)
class Taking:
    """A draft on its way into a project.

    Attributes
    ----------
    migration, foreseen
        What becomes of what is said of its keypoints; None where it is a new one.
    """

    way: Way
    after: Skeleton
    migration: Migration | None = None
    foreseen: Foreseen | None = None


def why_not_change(session: Session | None) -> str:
    """Return why this person may not change skeletons of a project, and the way out; empty if they may."""
    if session is None:
        return ""
    if session.project.read_only:
        return session.project.read_only
    if session.contents.settings.get("role", "annotator") == "annotator":
        return "only a consultant or a lead changes a skeleton: you may look, and save a copy as a file"
    return ""


def is_pinned(session: Session | None, draft: SkeletonDraft) -> bool:
    """Tell whether a draft is of the skeleton that a project pins."""
    return session is not None and session.contents.pinned.get(draft.before.name) == draft.before


def prepare(session: Session, draft: SkeletonDraft) -> Taking:
    """Return how a draft would come into a project; nothing is written.

    Raises
    ------
    EditRefused
        If this person may not, nothing was changed, or the project has another skeleton of that name.
    SkeletonFaulty
        If it has faults.
    """
    why = why_not_change(session)
    if why:
        raise EditRefused(why)
    after = draft.skeleton
    skeleton_to_yaml(after)
    if draft.is_new:
        if after.name in session.contents.skeletons:
            raise EditRefused(
                f"this project has a skeleton called {after.name} already; give this another name"
            )
        return Taking(Way.ADD, after)
    if not is_pinned(session, draft):
        raise EditRefused(f"the project pins another {draft.before.name} by now; open the editor anew")
    if after.name != draft.before.name:
        raise EditRefused(f"the name stays {draft.before.name}: instances and guidelines are found by it")
    migration = _migration(draft, after)
    foreseen = migrating.foresee(session, migration)
    if foreseen.labels:
        migration = migrating.to_version(session, after, draft.wishes)
        return Taking(Way.MIGRATE, migration.after, migration, foreseen)
    return Taking(Way.REPLACE, migration.after, migration, foreseen)


def take(session: Session, taking: Taking, origin: object = None) -> Change:
    """Do it, as one edit that one undo takes back.

    Raises
    ------
    EditRefused, ProjectReadOnly
        If the project pins another one by now, or something in it is locked.
    """
    if taking.migration is None:
        after = taking.after
        return session.do(PutSkeleton(after.name, after.version, skeleton_to_yaml(after)), origin)
    if taking.way is Way.MIGRATE:
        return migrating.migrate(session, taking.migration, origin)
    migration = taking.migration
    if session.contents.pinned.get(migration.before.name) != migration.before:
        raise EditRefused(f"the project pins another {migration.before.name} by now; open the editor anew")
    session.looks.keep()
    edit = ReplaceSkeleton(
        name=migration.before.name,
        pinned=session.project.skeleton_texts()[migration.before.name],
        version=migration.after.version,
        content=skeleton_to_yaml(migration.after),
        plan=migration.plan,
    )
    return session.do(edit, origin)


def with_version(taking: Taking, version: int) -> Taking:
    """Return a way to replace a skeleton under another version than it has."""
    if taking.migration is None or taking.way is not Way.REPLACE:
        raise EditRefused("only a skeleton without labels may have any version")
    migration = taking.migration
    after = dated(replace(migration.after, version=version), migration.before, migration.plan)
    return replace(taking, after=after, migration=replace(migration, after=after))


def save(draft: SkeletonDraft, path: Path, kind: str = OURS) -> tuple[str, ...]:
    """Write a draft as a file of ours or of another program, replacing what is there; returns what it lost.

    Raises
    ------
    SkeletonFaulty
        If it has faults.
    FileUnwritable
    """
    skeleton = draft.skeleton
    skeleton_to_yaml(skeleton)
    return write_as(skeleton, path, kind, force=True).losses


# ---- where drafts begin --------------------------------------------------------------------------------


def draft_of_pinned(session: Session, name: str = "") -> SkeletonDraft:
    """Begin with a skeleton of the project, the only one for an empty name; UsageError if it is not there."""
    return SkeletonDraft(migrating.pinned(session, name))


def draft_of_copy(name_or_path: str | Path, called: str = "") -> SkeletonDraft:
    """Begin with a copy of a shipped skeleton or one in a file; errors as `any_skeleton`."""
    skeleton = any_skeleton(name_or_path)
    name = called or (
        free_name(f"{skeleton.name}_copy") if skeleton.name in skeleton_names() else skeleton.name
    )
    return SkeletonDraft(_as_first(replace(skeleton, name=name)), is_new=True)


def draft_of_extension(name_or_path: str | Path, called: str = "") -> SkeletonDraft:
    """Begin with a skeleton that adds to another, whose keypoints are locked; errors as `any_skeleton`."""
    skeleton = any_skeleton(name_or_path)
    base = Base(skeleton.name, skeleton.version, len(skeleton))
    own = replace(skeleton, name=called or free_name(f"{skeleton.name}_more"), base=base)
    return SkeletonDraft(_as_first(own), is_new=True)


def draft_of_nothing(called: str = "") -> SkeletonDraft:
    """Begin with one keypoint in the middle."""
    point = Keypoint("keypoint_1", rest=(0.5, 0.5))
    return SkeletonDraft(Skeleton(called or free_name("my_skeleton"), (point,)), is_new=True)


def draft_of_file(path: Path) -> tuple[SkeletonDraft, tuple[str, ...]]:
    """Begin with the skeleton of a file, ours or a foreign one; with what that could not say.

    Raises
    ------
    UsageError, FileUnreadable, SkeletonFaulty
        As `palpate.session.skeletons.skeleton_files.read_any`.
    """
    found = read_any(path)
    return SkeletonDraft(found.skeleton, is_new=True), found.warnings


def free_name(stem: str) -> str:
    """Return a name that no shipped skeleton has."""
    name, n = stem, 2
    while name in skeleton_names():
        name, n = f"{stem}_{n}", n + 1
    return name


def _as_first(skeleton: Skeleton) -> Skeleton:
    """Return the first version of a skeleton, whose keypoints have been the same places ever since."""
    points = tuple(replace(point, since=1) for point in skeleton.keypoints)
    return replace(skeleton, version=1, keypoints=points)


def _migration(draft: SkeletonDraft, after: Skeleton) -> Migration:
    """Return the way from what a project pins to its draft, in the version that the draft has."""
    found = difference(draft.before, after, draft.wishes)
    if found.is_none and after == draft.before:
        raise EditRefused("nothing was changed")
    plan = plan_of(draft.before.names, found.rules)
    return Migration(draft.before, dated(after, draft.before, plan), found.rules, plan)
