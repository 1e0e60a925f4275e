"""Words one after the other, as people say them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication


def and_words(words: Sequence[str]) -> str:
    """Say ``a``, ``a and b``, or ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    head = ", ".join(words[:-1])
    return QCoreApplication.translate("Words", "{head} and {last}").format(head=head, last=words[-1])
