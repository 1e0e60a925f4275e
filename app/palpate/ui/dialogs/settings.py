"""All settings, generated from their table; each holds as soon as it is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import PalpateError
from palpate.session.frames import frame_memory, proxies
from palpate.session.settings import Settings, spec_of, usual
from palpate.session.settings_table import GIGA, MEGA, SECTIONS, SETTINGS, SettingSpec, Value
from palpate.ui.dialogs.annotator_field import AnnotatorField
from palpate.ui.dialogs.setting_fields import Field, WholeField, field_for, tr
from palpate.ui.theme.apply import current
from palpate.ui.widgets.calm_rows import CalmRows

_LABEL_WIDTH, _FIELD_WIDTH = 176, 300


class SettingsDialog(QDialog):
    """Sections at the left, the settings of one at the right.

    Parameters
    ----------
    section
        The one to begin with.

    Signals
    -------
    keys_wanted
        Keys shall be changed; they have a dialog of their own.
    """

    keys_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None, *, section: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        self.fields: dict[str, Field | AnnotatorField] = {}
        self._hints: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self.search = QLineEdit(self)
        self.sections = QListWidget(self)
        self.sections.setAccessibleName(self.tr("Sections"))
        self.sections.setFixedWidth(168)
        self.sections.setStyleSheet("QListWidget::item { padding: 6px 8px; }")
        self.sections.setItemDelegate(CalmRows(self.sections))
        self._pages = QStackedWidget(self)
        for name, title in SECTIONS.items():
            self.sections.addItem(tr(title))
            self._pages.addWidget(self._page(name))
        self.sections.currentRowChanged.connect(self._on_section)
        self.search.textChanged.connect(self._on_search)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self._reset = QPushButton(self.tr("Usual values"), self)
        self._lay_out()
        settings.changed.connect(self._on_changed)
        self.finished.connect(lambda: settings.changed.disconnect(self._on_changed))
        self._show()
        self.sections.setCurrentRow(max(list(SECTIONS).index(section) if section else 0, 0))

    @property
    def section(self) -> str:
        """The section that is shown."""
        return list(SECTIONS)[self.sections.currentRow()]

    @property
    def said(self) -> str:
        """Why what was entered last does not hold; empty if it does."""
        return self._said.text()

    # ---- what is shown -----------------------------------------------------------------------------------

    def _show(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field, AnnotatorField):
                field.show_names(self._settings.annotators())
            field.show_value(self._settings.get(name))
        self._tell_facts()
        self._enable_reset()

    def _tell_facts(self) -> None:
        now = frame_memory.usual_bytes() // MEGA
        self._tell_fact("frame_megabytes", self.tr("A quarter is {n} MB now.").format(n=now))
        memory = self.fields["frame_megabytes"]
        assert isinstance(memory, WholeField)
        memory.suggest(now)
        taken = f"{proxies.all_proxy_bytes() / GIGA:.2f}"
        self._tell_fact("proxy_gigabytes", self.tr("{n} GB are taken now.").format(n=taken))

    def _tell_fact(self, name: str, fact: str) -> None:
        self._hints[name].setText(f"{fact} {tr(spec_of(name).hint)}")

    def _enable_reset(self) -> None:
        others = [spec for spec in _of(self.section) if self._settings.get(spec.name) != usual(spec)]
        own = self.section == "annotator"
        self._reset.setEnabled(bool(others) and not own)
        reason = self.tr("A name has no usual value") if own else self.tr("All of this section is as usual")
        self._reset.setToolTip("" if others and not own else reason)

    # ---- what hands do -----------------------------------------------------------------------------------

    def _set(self, name: str, value: Value) -> None:
        self._attempt(lambda: self._settings.set(name, value))

    def _attempt(self, do: Callable[[], None]) -> None:
        self._said.clear()
        try:
            do()
        except PalpateError as error:
            self._said.setText(str(error))
        self._show()

    def _on_changed(self, _name: str) -> None:
        self._show()

    def _on_section(self, at: int) -> None:
        self._said.clear()
        self._pages.setCurrentIndex(at)
        self._enable_reset()

    def _on_search(self, words: str) -> None:
        """Leave only settings, and sections with settings, that tell of all these words."""
        wanted = words.casefold().split()
        found = {spec.name for spec in SETTINGS if spec.section and all(w in _told(spec) for w in wanted)}
        for name, field in self.fields.items():
            for part in (self._labels[name], field, self._hints[name]):
                part.setVisible(name in found)
        shown = [any(spec.name in found for spec in _of(section)) for section in SECTIONS]
        for at, stays in enumerate(shown):
            self.sections.item(at).setHidden(not stays)
        if any(shown) and not shown[self.sections.currentRow()]:
            self.sections.setCurrentRow(shown.index(True))
        self._said.setText("" if any(shown) else self.tr("No setting tells of that"))

    def _on_reset(self) -> None:
        for spec in _of(self.section):
            self._settings.reset(spec.name)

    def _on_keys(self) -> None:
        self.accept()
        self.keys_wanted.emit()

    # ---- putting things in place -------------------------------------------------------------------------

    def _page(self, section: str) -> QScrollArea:
        page = QWidget(self)
        form = QFormLayout(page)
        form.setContentsMargins(16, 0, 8, 8)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        head = QLabel(tr(SECTIONS[section]), page)
        font = QFont(head.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 1.2)
        head.setFont(font)
        head.setContentsMargins(0, 0, 0, 8)
        form.addRow(head)
        for spec in _of(section):
            self._add_row(form, spec, page)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _add_row(self, form: QFormLayout, spec: SettingSpec, page: QWidget) -> None:
        def told(value: Value) -> None:
            self._set(spec.name, value)

        field: Field | AnnotatorField
        if spec.name == "annotator":
            field = AnnotatorField(spec, told, self._on_forget, page)
        else:
            field = field_for(spec, told, page)
        field.setFixedWidth(_FIELD_WIDTH)
        self.fields[spec.name] = field
        label = QLabel(tr(spec.title), page)
        label.setBuddy(field)
        label.setMinimumWidth(_LABEL_WIDTH)
        form.addRow(label, field)
        hint = QLabel(tr(spec.hint), page)
        hint.setWordWrap(True)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        hint.setContentsMargins(0, 0, 0, 16)
        form.addRow("", hint)
        self._hints[spec.name] = hint
        self._labels[spec.name] = label

    def _on_forget(self, annotator: str) -> None:
        self._attempt(lambda: self._settings.forget(annotator))

    def _lay_out(self) -> None:
        self._reset.clicked.connect(self._on_reset)
        self._reset.setAutoDefault(False)
        keys = QPushButton(self.tr("Keys…"), self)
        keys.setAutoDefault(False)
        keys.clicked.connect(self._on_keys)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Enter ends a name
        palette = self._said.palette()
        palette.setColor(QPalette.ColorRole.WindowText, current().bad)
        self._said.setPalette(palette)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(8)
        self.search.setPlaceholderText(self.tr("Find a setting"))
        self.search.setAccessibleName(self.tr("Find a setting"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(168)
        for button in self.search.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear the search"))
        left.addWidget(self.search)
        left.addWidget(self.sections, 1)
        middle.addLayout(left)
        middle.addWidget(self._pages, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._reset)
        foot.addWidget(keys)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(middle, 1)
        column.addWidget(self._said)
        column.addLayout(foot)
        self.resize(760, 440)


def _told(spec: SettingSpec) -> str:
    """Return all that a setting tells of itself, to be searched."""
    words = (SECTIONS[spec.section], spec.title, spec.hint, *(text for _, text in spec.choices), spec.unset)
    return " ".join(map(tr, words)).casefold()


def _of(section: str) -> list[SettingSpec]:
    return [spec for spec in SETTINGS if spec.section == section]
