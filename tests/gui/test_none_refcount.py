"""The binding must not lose references to None: some thousand calls later the interpreter would abort."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

CALLS = 1000
ALLOWED = 20  # other threads and caches come and go; a loss is one per call

Call = Callable[[QPainter], object]
VOID_CALLS: dict[str, Call] = {
    "setPen": lambda painter: painter.setPen(QPen(QColor("red"), 2)),
    "setBrush": lambda painter: painter.setBrush(Qt.BrushStyle.NoBrush),
    "setRenderHint": lambda painter: painter.setRenderHint(QPainter.RenderHint.Antialiasing),
    "setTransform": lambda painter: painter.setTransform(QTransform()),
    "save and restore": lambda painter: (painter.save(), painter.restore()),
    "drawLine": lambda painter: painter.drawLine(QLineF(0, 0, 5, 5)),
    "drawEllipse": lambda painter: painter.drawEllipse(QPointF(5, 5), 4, 4),
    "drawPolyline": lambda painter: painter.drawPolyline(QPolygonF([QPointF(0, 0), QPointF(2, 2)])),
    "drawRect": lambda painter: painter.drawRect(QRectF(0, 0, 2, 2)),
    "setObjectName": lambda painter: QObject().setObjectName("name"),
}


@pytest.fixture
def painter(qapp: object) -> Iterator[QPainter]:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    yield painter
    painter.end()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be lost since Python 3.12")
@pytest.mark.parametrize("name", VOID_CALLS)
def test_a_call_that_gives_nothing_costs_no_reference_to_none(name: str, painter: QPainter) -> None:
    call = VOID_CALLS[name]
    call(painter)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call(painter)
    assert sys.getrefcount(None) - before > -ALLOWED
