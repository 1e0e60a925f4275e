"""The arrow of a button that opens a menu: behind its words, where Qt's own lies in a corner below them."""

from __future__ import annotations

ARROW = " \N{BLACK DOWN-POINTING SMALL TRIANGLE}"
ARROW_IN_TEXT = "QToolButton::menu-indicator { image: none; }"
