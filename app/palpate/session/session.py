"""The one object that the window and the command line talk to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from psygnal import Signal

from palpate.base.errors import UsageError
from palpate.model.change import Change
from palpate.model.layer import LayerKind
from palpate.model.skeleton import Skeleton
from palpate.session import editions
from palpate.session.blurred.smears import Smears
from palpate.session.changes import change_of
from palpate.session.contents import Contents
from palpate.session.edits.contents import PutLayer, PutSkeleton
from palpate.session.edits.edit import Edit, Seal
from palpate.session.edits.poses import PoseAt
from palpate.session.filling.limits import follow_size, put_in_force
from palpate.session.frames.media_shelf import MediaShelf
from palpate.session.frames.scenes import cuts_in_force
from palpate.session.guidelines.guides import Guides, place_kept, read_guides
from palpate.session.jobs import Jobs
from palpate.session.looks import Looks
from palpate.session.placing.aside import SetAside
from palpate.session.placing.locks import refuse_asked_about, refuse_locked
from palpate.session.review.review_kept import ReviewKept
from palpate.session.selection import Selection, focus_held, focus_renamed
from palpate.session.skeletons.outdated import Outdated
from palpate.session.skeletons.skeleton_files import any_skeleton
from palpate.session.tracks import LiveTrack, PoseView, view_of
from palpate.store.journal import Entry
from palpate.store.library import folder_of
from palpate.store.project import Project
from palpate.store.rows import RowChange, Writer
from palpate.store.skeleton_writing import skeleton_to_yaml

if TYPE_CHECKING:
    from palpate.session.review.settled import Settled

PROJECT_SUFFIX = ".palpate"
_FOLLOW_AT_LEAST = 32
_OF_PERSON = ("annotator", "role")


class Session:
    """A running project.

    Signals
    -------
    changed
        (what was touched, who caused it) after every edit, undo and redo.

    Attributes
    ----------
    author
        Whose edits these are; undo never takes back anybody else's.
    aside
        What is hidden or locked in front of whoever works.
    looks
        What was looked at.
    review
        What a review needs of whole clips, kept.
    smears
        What was measured of the smear of keypoints.
    outdated
        What has to be placed anew since a version of a skeleton.
    asked_about
        By id of a layer whose labels only answers change meanwhile: the sentence that refuses other edits.
    """

    changed = Signal(Change, object)

    def __init__(self, project: Project, author: str = "") -> None:
        self.project = project
        self.contents = Contents.read(project)
        self.author = author or self.contents.settings.get("annotator", "annotator")
        self.selection = Selection()
        self.aside = SetAside()
        self.looks = Looks(project, self.author)
        self.review = ReviewKept(project)
        self.smears = Smears(project)
        self.outdated = Outdated(self)
        self.asked_about: dict[str, str] = {}
        self.jobs = Jobs()
        self.media = MediaShelf(project.path.parent)
        self._tracks: dict[tuple[str, str], LiveTrack] = {}
        self._guides: Guides | None = None
        self._founding = False
        self._left: dict[int, str] = {}  # who worked before an undo of theirs let another one work

    @classmethod
    def create(cls, path: Path, skeletons: list[str], annotator: str, role: str = "annotator") -> Session:
        """Make a project with these skeletons (names or files) and a work layer of the annotator's.

        Raises
        ------
        TargetExists, FileUnwritable, SkeletonFaulty
        """
        loaded = [(any_skeleton(name), folder_of(name)) for name in skeletons]
        if not loaded:
            raise UsageError("a project needs a skeleton")
        if not annotator.strip():
            raise UsageError("a project needs the name of its annotator")
        project = Project.create(path, {"annotator": annotator, "role": role})
        try:
            session = cls(project, annotator)
            with session.founding():
                for skeleton, folder in loaded:
                    session.pin(skeleton, folder)
                session.ensure_layer()
                if role == "consultant":
                    session.ensure_gold()
        except BaseException:
            project.discard()
            raise
        return session

    @classmethod
    def open(cls, path: Path, *, author: str = "", read_only: bool = False) -> Session:
        """Open a project; see `Project.open` for the errors, and SkeletonFaulty for what is pinned in it."""
        project = Project.open(path, read_only=read_only)
        try:
            return cls(project, author)
        except BaseException:
            project.close()  # or nobody could open it for writing while this program runs
            raise

    @classmethod
    def open_to_work(cls, path: Path) -> Session:
        """Open a project as its annotator, who finds a layer to work in there; errors as `open`."""
        session = cls.open(path)
        try:
            if not session.project.read_only:
                session.ensure_layer()
        except BaseException:
            session.close()
            raise
        return session

    def close(self) -> None:
        """Stop jobs, let go of media, close the file."""
        self.jobs.close()
        try:
            self.looks.keep()
            self.media.close()
        finally:
            self.project.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- editing ---------------------------------------------------------------------------------------

    def do(self, edit: Edit, origin: object = None) -> Change:
        """Commit an edit and tell what it touched.

        Raises
        ------
        EditRefused, ProjectReadOnly, FileUnwritable
            Nothing has changed then. What is locked is refused as well.
        """
        write = self._guarded(edit.write)
        if self._founding:
            rows = self.project.set_up(edit.title, self.author, write)
        else:
            rows = self.project.edit(edit.title, self.author, write, merge=edit.merge_key)
        return self._told(rows, edit.title, origin)

    def seal(self, deed: Seal, origin: object = None) -> Change:
        """Commit what nobody takes back, nor what was done before it; errors as `do`."""
        rows = self.project.set_up(deed.title, self.author, deed.write, seal=True)
        return self._told(rows, deed.title, origin)

    def undo(self, origin: object = None) -> Change:
        """Take this author's last edit back; EditRefused if there is none."""
        author = self.author
        entry, rows = self.project.undo(author)
        change = self._told(rows, entry.title, origin)
        if self.author != author:
            self._left[entry.id] = author
        return change

    def redo(self, origin: object = None) -> Change:
        """Do the last undone edit again; EditRefused if there is none."""
        entry, rows = self.project.redo(self.redoer)
        return self._told(rows, entry.title, origin)

    def step(self, by: int, origin: object = None) -> Change:
        """Take back (below 0) or do again several edits, told as one change.

        Raises
        ------
        EditRefused, ProjectReadOnly, FileUnwritable
            The steps before the one that failed are done, journalled and told.
        """
        take = self.project.undo if by < 0 else self.project.redo
        rows: list[RowChange] = []
        title, change = "", Change()
        try:
            for _ in range(abs(by)):
                entry, written = take(self.author if by < 0 else self.redoer)
                title = entry.title
                rows += written
        finally:
            if rows:
                change = self._told(rows, title, origin)
        return change

    def undoable(self) -> Entry | None:
        """Return what undo would take back."""
        return self.project.undoable(self.author)

    def redoable(self) -> Entry | None:
        """Return what redo would do."""
        return self.project.redoable(self.redoer)

    @property
    def redoer(self) -> str:
        """Whose undone edit may be done again: the author's, or that of who left by the last undo."""
        entry = self.project.next_redo()
        return self.author if entry is None else self._left.get(entry.id, self.author)

    @contextmanager
    def founding(self) -> Iterator[None]:
        """Let edits inside be what the project begins with: no undo takes them back."""
        before, self._founding = self._founding, True
        try:
            yield
        finally:
            self._founding = before

    def ensure_layer(self) -> None:
        """Give the author a layer to work in if they have none; no undo takes it away."""
        layers = self.contents.layers
        if any(layer.kind is LayerKind.WORK and layer.author == self.author for layer in layers):
            return
        name = editions.free_name(self.author, {layer.name for layer in layers})
        with self.founding():
            self.do(PutLayer("Add layer", editions.new_layer(name, LayerKind.WORK, self.author)))

    def ensure_gold(self) -> None:
        """Give the project gold if it has none; no undo takes it away."""
        if self.contents.gold_layer() is None:
            name = editions.free_name("gold", {layer.name for layer in self.contents.layers})
            with self.founding():
                self.do(PutLayer("Add layer", editions.new_layer(name, LayerKind.GOLD, self.author)))

    def pin(self, skeleton: Skeleton, folder: Path | None = None) -> None:
        """Keep a skeleton's definition in the project, so that it cannot change under the labels.

        `folder` is that of its own file, where guidelines and plates may lie beside it.
        """
        place = "" if folder is None else place_kept(folder, self.project.path.parent)
        self.do(PutSkeleton(skeleton.name, skeleton.version, skeleton_to_yaml(skeleton), place))

    # ---- reading ---------------------------------------------------------------------------------------

    @property
    def guides(self) -> Guides:
        """What the project itself tells of keypoints, as it is now; see `palpate.session.guidelines.guides`.

        Raises
        ------
        PlateFaulty
            If what is stored of places is damaged.
        """
        if self._guides is None:
            self._guides = read_guides(self.project, self.contents)
        return self._guides

    @cached_property
    def settled(self) -> Settled:
        """What somebody called fine."""
        from palpate.session.review.settled import Settled  # asks the queue, which knows the session

        return Settled(self)

    def live(self, layer: str, instance: str) -> LiveTrack:
        """Return the facts of an instance in a layer, kept resolved."""
        key = (layer, instance)
        if key not in self._tracks:
            self._tracks[key] = editions.load_track(self.project, self.contents, layer, instance)
            put_in_force(self.contents, self._tracks[key])
        return self._tracks[key]

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Let go at the end of the tracks that are read inside: a large project is read piece by piece."""
        before = set(self._tracks)
        try:
            yield
        finally:
            for key in self._tracks.keys() - before:
                del self._tracks[key]
                self.outdated.let_go(key)

    def view(self, layer: str, instance: str, frame: int) -> PoseView:
        """Return what stands on an instance in a frame."""
        return view_of(self.live(layer, instance), frame)

    def pose_at(self, layer: str, instance: str, frame: int) -> PoseAt:
        """Return the address of a pose for edits."""
        found = self.contents.instance(instance)
        pts = self.media.pts_if_open(self.contents.clip(found.clip), frame)
        return PoseAt(layer, instance, frame, len(self.contents.skeleton_of(instance)), pts)

    def _guarded(self, write: Callable[[Writer], None]) -> Callable[[Writer], None]:
        def guarded(writer: Writer) -> None:
            from palpate.session.calibrating import blindness  # asks what a session holds

            write(writer)
            layer, changes = self.selection.focus.layer, tuple(writer.changes.values())
            if self.aside.locked:
                refuse_locked(self.aside.locked, self.contents, layer=layer, changes=changes)
            blindness.refuse_changing_hidden(self, changes)
            refuse_asked_about(self.asked_about, changes)

        return guarded

    def _told(self, rows: list[RowChange], title: str, origin: object) -> Change:
        change = change_of(rows, title)
        lists = change.clips or change.layers or change.instances
        before = self.contents
        if lists:
            self.contents = Contents.read(self.project)
            outgrown = self._forget_outgrown()
            if before.skeletons != self.contents.skeletons:  # they are judged otherwise
                change |= Change(spans=outgrown)
            if before.pinned != self.contents.pinned:
                self.looks.forget()
                self.smears.forget()
            self.part_scenes()
        if lists or change.guides:
            self._guides = None
        self._follow(change)
        judge = put_in_force if change.clips else follow_size
        keys = set(self._tracks) if change.clips else {(layer, who) for layer, who, _ in change.poses}
        judged = [key for key in keys & set(self._tracks) if judge(self.contents, self._tracks[key])]
        if judged:
            change |= Change(spans=frozenset(judged))
        self.review.follow(change)
        self.settled.forget()
        if change.notes or lists:
            self.outdated.forget()
        if lists:
            focus = focus_renamed(self.selection.focus, before, self.contents)
            self.selection.set(focus_held(focus, self.contents, self.author))
            if any(before.settings.get(key) != self.contents.settings.get(key) for key in _OF_PERSON):
                from palpate.session.working_as import follow_person  # asks what may be seen in a session

                follow_person(self, before.settings)
        self.changed.emit(change, origin)
        return change

    def _follow(self, change: Change) -> None:
        """Bring the tracks in memory up to date; one that changed for the most part is read anew."""
        frames = defaultdict[tuple[str, str], list[int]](list)
        for layer, instance, frame in change.poses:
            frames[layer, instance].append(frame)
        for key in {*frames, *change.spans}:
            live = self._tracks.get(key)
            if live is None:
                continue
            if len(frames[key]) > max(_FOLLOW_AT_LEAST, len(live.track.frames) // 2):
                del self._tracks[key]
                continue
            poses = {frame: self.project.pose(*key, frame) for frame in frames[key]}
            chosen = editions.load_methods(self.project, self.contents, *key) if key in change.spans else None
            live.put(poses, chosen)

    def part_scenes(self) -> None:
        """Let the tracks in memory know where scenes change."""
        for (_, instance), live in self._tracks.items():
            live.part_at(cuts_in_force(self.project, self.contents.instance(instance).clip))

    def _forget_outgrown(self) -> frozenset[tuple[str, str]]:
        """Let go of tracks whose instance or layer is gone, or whose clip or skeleton is another one now."""
        layers = {layer.id for layer in self.contents.layers}
        shapes = {clip.id: (clip.n_frames, editions.common_size(clip)) for clip in self.contents.clips}
        shape = {
            found.id: (shapes.get(found.clip), self.contents.skeletons.get(found.skeleton))
            for found in self.contents.instances
        }
        known = set(self._tracks)
        self._tracks = {
            (layer, instance): live
            for (layer, instance), live in self._tracks.items()
            if layer in layers and shape.get(instance) == ((live.n_frames, live.size), live.skeleton)
        }
        return frozenset(known - set(self._tracks))
