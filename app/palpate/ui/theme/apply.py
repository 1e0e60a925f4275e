"""Setting a theme: our own palette over the Fusion style, the same on every system."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from palpate.ui.theme.tokens import DARK, LIGHT, Tokens
from palpate.ui.widgets.colours import active_field

_current = DARK


def current() -> Tokens:
    """Return the theme in force."""
    return _current


def apply_theme(application: QApplication, name: str) -> Tokens:
    """Put a theme (``dark`` or ``light``) in force; painted widgets read `current` when they paint."""
    global _current
    _current = LIGHT if name == "light" else DARK
    application.setStyle("Fusion")
    hints = application.styleHints()
    # Title bars follow this on systems that have them; the palette below is what counts inside.
    hints.setColorScheme(Qt.ColorScheme.Light if name == "light" else Qt.ColorScheme.Dark)
    application.setPalette(_palette(_current))
    for kind, palette in (
        ("QMenu", _menu_palette(_current)),
        ("QMenuBar", _menu_palette(_current)),
        ("QCheckBox", _box_palette(_current)),
        ("QRadioButton", _box_palette(_current)),
    ):
        application.setPalette(palette, kind)  # type: ignore[arg-type]  # the binding's types ask for bytes
    application.setStyleSheet(_sheet(_current))
    return _current


def number_font(base: QFont) -> QFont:
    """Return a font whose figures are all of one width."""
    font = QFont(base)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def monospace() -> QFont:
    """Return the system's fixed-width font."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)


def _palette(tokens: Tokens) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    roles = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.panel,
        role.AlternateBase: tokens.window,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text_quiet,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Light: tokens.raised,
        role.Midlight: tokens.raised,
        role.Mid: tokens.line,
        role.Dark: tokens.line,
        role.Shadow: tokens.canvas,
        role.Accent: tokens.accent,
    }
    for which, colour in roles.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, which, QColor(tokens.text_disabled))
    palette.setColor(group.Disabled, role.Highlight, QColor(tokens.line))
    return palette


def _menu_palette(tokens: Tokens) -> QPalette:
    """Return one whose chosen row is as calm as those of lists: icons there stay in the usual ink."""
    palette = _palette(tokens)
    palette.setColor(QPalette.ColorRole.Highlight, QColor(active_field(tokens.raised, tokens.accent)))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(tokens.text))
    return palette


def box_colour(tokens: Tokens | None = None) -> QColor:
    """Return the window's colour from which outlines of boxes to tick are made.

    Fusion darkens it to 1 / 1.4, which a dark window would swallow.
    """
    return QColor((tokens or _current).text_quiet).lighter(140)


def _box_palette(tokens: Tokens) -> QPalette:
    """Return one whose boxes to tick are seen also while they are empty."""
    palette = _palette(tokens)
    palette.setColor(QPalette.ColorRole.Window, box_colour(tokens))
    return palette


def _sheet(tokens: Tokens) -> str:
    return f"""
        QToolTip {{ color: {tokens.text}; background: {tokens.raised}; border: 1px solid {tokens.line};
                    padding: 4px; }}
        QMainWindow::separator {{ background: {tokens.line}; width: 4px; height: 4px; }}
        QMainWindow::separator:hover {{ background: {tokens.accent}; }}
        QDockWidget::title {{ background: {tokens.window}; padding: 6px 8px; text-align: left; }}
        QDockWidget {{ font-weight: 600; }}
        QDockWidget > QWidget {{ font-weight: 400; }}
        QStatusBar {{ border-top: 1px solid {tokens.line}; }}
        QStatusBar::item {{ border: none; }}
        QHeaderView::section {{ background: {tokens.window}; color: {tokens.text_quiet}; border: none;
                                border-bottom: 1px solid {tokens.line}; padding: 4px 8px; }}
        QTreeView, QTableView, QListView {{ border: none; }}
        QTreeView::item, QListView::item {{ padding: 2px 0; }}
        QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
        QPushButton {{ background: {tokens.raised}; border: 1px solid {tokens.line}; border-radius: 3px;
                       padding: 4px 12px; min-width: 56px; }}
        QPushButton:hover {{ border-color: {tokens.text_quiet}; }}
        QPushButton:pressed, QPushButton:checked {{ background: {tokens.line}; }}
        QPushButton:default {{ border-color: {tokens.text_quiet}; }}
        QPushButton:focus {{ border-color: {tokens.accent}; }}
        QPushButton:disabled {{ color: {tokens.text_disabled}; }}
    """
