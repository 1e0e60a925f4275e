"""What will happen when a project goes to the next version of its skeleton, decided and done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import PalpateError
from palpate.model.skeleton import Skeleton
from palpate.model.skeleton_diff import Wishes
from palpate.session.rights import why_not_migrate
from palpate.session.session import Session
from palpate.session.skeletons.migrating import migrate
from palpate.session.skeletons.migration_choice import MigrationChoice
from palpate.ui.dialogs.migration_kept import KeptList
from palpate.ui.dialogs.migration_rules import RulesTree
from palpate.ui.theme.apply import current
from palpate.ui.widgets.rule_words import done_words, sum_words


class MigrationDialog(QDialog):
    """The rules and what each reaches, guesses to take or refuse, places that mean something else now.

    Parameters
    ----------
    after
        The version to go to; of the same number as the pinned one it becomes the next.
    wishes
        What is known already of renames, splits and redefinitions.
    changed
        What else is another of keypoints, by their new name: ``definition``, ``target``.

    Signals
    -------
    migrated
        (sentence) it has been done, as one edit.

    Raises
    ------
    UsageError, EditRefused
        Where there is nothing to migrate, or it makes no sense.
    """

    migrated = Signal(str)

    def __init__(
        self,
        session: Session,
        after: Skeleton,
        wishes: Wishes | None = None,
        parent: QWidget | None = None,
        *,
        changed: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.choice = MigrationChoice(session, after, wishes, changed=changed)
        super().__init__(parent)
        self._session = session
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = after.title or after.name
        self.setWindowTitle(self.tr("Migrate {name}").format(name=after.name))
        self.heading = QLabel(self)
        self.heading.setText(
            self.tr("{title}: version {a} → version {b}").format(
                title=title,
                a=self.choice.migration.before.version,
                b=self.choice.migration.after.version,
            )
        )
        self.sum = QLabel(self)
        self.rules = RulesTree(self)
        self.kept = KeptList(self)
        self.wrong = QLabel(self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = QPushButton(self.tr("&Migrate"), self)
        self.go.setDefault(True)
        self.buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._on_go)
        self.buttons.rejected.connect(self.reject)
        later = (
            Qt.ConnectionType.QueuedConnection
        )  # rows are made anew: none may be in the middle of its tick
        self.rules.sent.connect(self._on_sent, later)
        self.kept.redefined.connect(self._on_redefined, later)
        self._lay_out()
        self._show()
        self._allow()

    def tell(self, sentence: str) -> None:
        """Say beside the buttons what is wrong."""
        self.wrong.setText(sentence)

    def _lay_out(self) -> None:
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self.heading.setFont(font)
        for label in (self.heading, self.sum, self.wrong):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        palette = self.wrong.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(current().warning))
        self.wrong.setPalette(palette)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self.rules)
        parts.addWidget(self.kept)
        parts.setChildrenCollapsible(False)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.wrong, 1)
        foot.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.sum)
        column.addWidget(parts, 1)
        column.addLayout(foot)
        self.resize(960, 660)

    def _show(self) -> None:
        self.sum.setText(sum_words(self.choice))
        self.rules.show_choice(self.choice)
        self.kept.show_kept(self.choice.kept)

    def _on_sent(self, name: str, to: Sequence[str]) -> None:
        self._decide(lambda: self.choice.send(name, to))

    def _on_redefined(self, name: str, redefined: bool) -> None:
        self._decide(lambda: self.choice.redefine(name, redefined))

    def _decide(self, do: Callable[[], None]) -> None:
        try:
            do()
        except PalpateError as error:
            self.tell(str(error))
        else:
            self._allow()
        self._show()

    def _allow(self) -> None:
        why = self._session.project.read_only or why_not_migrate(self._session, self.choice.migration.before)
        self.go.setEnabled(not why)
        self.go.setToolTip(why)
        self.tell(why)

    def _on_go(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # seconds for tens of thousands of poses
        try:
            migrate(self._session, self.choice.migration)
        except PalpateError as error:
            self.tell(str(error))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.migrated.emit(done_words(self.choice))
        self.accept()
