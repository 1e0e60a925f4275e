"""Projects, media and label files into the window and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog

from palpate.base.errors import FileUnwritable
from palpate.session.other_layers import why_not_take_up
from palpate.session.session import PROJECT_SUFFIX, Session
from palpate.ui.actions.adding import Adding
from palpate.ui.bridge.workbench import Workbench, focus_on_clip
from palpate.ui.dialogs import ask
from palpate.ui.preferences import Preferences

if TYPE_CHECKING:
    from palpate.ui.dialogs.new_project import NewProject

# Formats, the demo and dialogs are loaded by the functions that need them: no start of the window does.


class Opening(QObject):
    """Everything that begins with a file.

    Signals
    -------
    quit_wanted
        The program should end.

    Attributes
    ----------
    adding
        What brings media in.
    """

    quit_wanted = Signal()

    def __init__(self, workbench: Workbench, preferences: Preferences) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._preferences = preferences
        self.adding = Adding(workbench)

    def new_project(self) -> None:
        """Ask for what a project needs, and make it."""
        from palpate.session.exchange import summary
        from palpate.ui.dialogs.new_project import NewProjectDialog

        session = self._workbench.session
        usual = next(iter(session.contents.skeletons), "") if session is not None else ""
        dialog = NewProjectDialog(
            list(summary.shipped_skeletons()),
            self._preferences.annotator,
            QApplication.activeWindow(),
            usual=usual,
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            dialog.deleteLater()
            return
        decided = dialog.decided()
        dialog.deleteLater()
        self._preferences.annotator = decided.annotator
        if self._workbench.take(lambda: _made(decided)):
            self._preferences.remember(decided.path)

    def open_project(self) -> None:
        """Ask which, and open it."""
        for path in ask.ask_open(self.tr("Open project"), self.tr("Palpate project (*.palpate)"))[:1]:
            self.open_path(path)

    def open_demo(self) -> None:
        """Make the demo project if there is none yet, and open it."""
        from palpate.session.exchange import demo_project

        path = self._workbench.attempt(demo_project.ready)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a project."""
        if self._workbench.open(path):
            self._preferences.remember(path)

    def open_dropped(self, paths: Sequence[Path]) -> None:
        """Do the obvious thing with what was dropped or named: open, add or import."""
        projects = [path for path in paths if path.suffix == PROJECT_SUFFIX]
        if projects:
            self.open_path(projects[0])
            return
        labels = [path for path in paths if path.suffix.lower() in _label_suffixes()]
        media = [path for path in paths if path not in labels]
        if self._workbench.session is None and not self._begin_project_for(paths):
            return
        if media:  # labels find the clips they belong to once those are there
            self.adding.add(media, lambda: self._import_all(labels))
        else:
            self._import_all(labels)

    def add_media(self) -> None:
        """Ask for videos and images, and add them."""
        filters = self.tr(
            "Videos and images (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.mts *.ts *.cine *.cihx *.cih *.png "
            "*.jpg *.jpeg *.tif *.tiff *.bmp *.webp);;All files (*)"
        )
        paths = ask.ask_open(self.tr("Add videos or images"), filters)
        if paths:
            self.adding.add(paths)

    def add_folder(self) -> None:
        """Ask for a folder of images, and add it as one clip."""
        folder = ask.ask_folder(self.tr("Add a folder of images"))
        if folder is not None:
            self.adding.add([folder])

    def import_labels(self) -> None:
        """Ask for label files, and bring each into a layer of its own."""
        endings = " ".join(f"*{suffix}" for suffix in sorted(_label_suffixes()))
        filters = self.tr("Labels ({endings});;All files (*)").format(endings=endings)
        for path in ask.ask_open(self.tr("Import labels"), filters):
            self._import(path)

    def export_labels(self) -> None:
        """Ask where and as what, and write the layer in hand."""
        from palpate.session.exchange import transfer

        session = self._workbench.session
        if session is None:
            return
        layer = session.contents.layer(session.selection.focus.layer)
        filters = {
            f"{entry.title} (*{entry.suffixes[0]})": entry for entry in transfer.all_formats() if entry.writes
        }
        suggestion = session.project.path.with_name(f"{session.project.path.stem} {_in_a_name(layer.name)}")
        path, chosen = ask.ask_save(
            self.tr("Export {name}").format(name=layer.name), suggestion, list(filters)
        )
        if path is None:
            return
        kind = filters[chosen]
        by_ending = path.suffix.lower() not in kind.suffixes
        report = self._workbench.attempt(
            lambda: transfer.export(
                session,
                layer.id,
                path,
                format="" if by_ending else kind.name,
                narrowing=transfer.Narrowing(),
                force=True,
            )
        )
        if report is not None:
            said = self.tr("wrote {n} keypoints to {name}").format(n=report.keypoints, name=path.name)
            self._workbench.note("\n".join([said, *report.losses, *report.warnings]))

    def close_project(self) -> None:
        """Back to the start page; there is nothing to save."""
        self._workbench.close()

    def quit(self) -> None:
        """End the program."""
        self.quit_wanted.emit()

    def _begin_project_for(self, paths: Sequence[Path]) -> bool:
        self._workbench.note(
            self.tr("{name} needs a project to go into").format(name=paths[0].name if paths else "")
        )
        self.new_project()
        return self._workbench.session is not None

    def _import_all(self, paths: Sequence[Path]) -> None:
        for path in paths:
            self._import(path)

    def _import(self, path: Path) -> None:
        session = self._workbench.session
        if session is None:
            return
        from palpate.session.exchange import transfer

        adopted = self._workbench.attempt(lambda: transfer.bring_in(session, path))
        if adopted is None:
            return
        if self._workbench.attempt(lambda: transfer.commit_import(session, adopted)) is not None:
            said = self.tr("{n} keypoints are in a layer of their own, {layer}").format(
                n=adopted.n_keypoints, layer=adopted.layer.name
            )
            self._workbench.note("\n".join([said, *adopted.mapping, *adopted.warnings]))
            first = next(iter(adopted.tracks), "")
            clip = session.contents.instance(first).clip if first else session.selection.focus.clip
            if clip != session.selection.focus.clip:
                focus_on_clip(session, clip)
            kept = why_not_take_up(session, adopted.layer.id)
            layer = session.selection.focus.layer if kept else adopted.layer.id
            session.selection.move(layer=layer, instance=first, keypoint=-1, chosen=frozenset())


@cache
def _label_suffixes() -> frozenset[str]:
    from palpate.session.exchange import transfer

    return frozenset(suffix for entry in transfer.all_formats() for suffix in entry.suffixes)


def _made(decided: NewProject) -> Session:
    try:
        decided.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritable(
            (error.strerror or "cannot be made").lower(), path=decided.path.parent
        ) from error
    return Session.create(decided.path, [decided.skeleton], decided.annotator, decided.role)


def _in_a_name(text: str) -> str:
    """Return a text as a part of a file's name, without an ending of its own."""
    return "".join("_" if letter in './\\:*?"<>|' else letter for letter in text)
