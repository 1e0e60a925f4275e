"""A project that is named at the start: opened, and its frame fetched, while there is no window yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from palpate.base.errors import PalpateError
from palpate.session.frames.frame_memory import set_frame_memory
from palpate.session.session import PROJECT_SUFFIX, Session
from palpate.ui.last_place import focus_where_left
from palpate.ui.preferences import Preferences


class Beginning:
    """What can be done before the modules of the window are loaded and the window is built.

    The decoder then works beside the long, single thread of loading and building, not after it.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._opened: Session | PalpateError | None = None

    def open(self, path: Path) -> Session:
        """Open a project, or hand over what was begun; see `Session.open_to_work` for the errors."""
        if path != self._path:
            return Session.open_to_work(path)
        opened, self._opened, self._path = self._opened, None, None
        if isinstance(opened, PalpateError):
            raise opened
        assert opened is not None
        return opened

    def close(self) -> None:
        """Let go of what was never asked for."""
        if isinstance(self._opened, Session):
            self._opened.close()
        self._path = self._opened = None

    def begin(self, path: Path, preferences: Preferences) -> None:
        """Open a project where it was left, and begin to fetch the frame that will be seen."""
        self._path = path
        try:
            session = Session.open_to_work(path)
        except PalpateError as error:  # told once there is a window to tell it in
            self._opened = error
            return
        self._opened = session
        set_frame_memory(session, preferences.frame_bytes)
        focus_where_left(session, preferences)
        focus = session.selection.focus
        if focus.clip:
            session.media.begin(session.contents.clip(focus.clip), focus.frame)


def begin(paths: Sequence[str]) -> Beginning:
    """Begin with the project among what was named, as the window will open it."""
    beginning = Beginning()
    named = (Path(path) for path in paths)
    project = next((path for path in named if path.suffix == PROJECT_SUFFIX), None)
    if project is not None:
        beginning.begin(project, Preferences())
    return beginning
