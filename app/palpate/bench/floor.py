"""The floor of starting: a window and the first picture of a video, with Qt and PyAV alone.

Run as a program with the path of a video, so that it pays for its own imports.
"""

from __future__ import annotations

import os
import sys


def main(path: str) -> None:
    """Paint the first frame of a video in a window, and end."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage, QPainter, QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    class Canvas(QWidget):
        image = QImage()

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - a method of Qt's
            painter = QPainter(self)
            painter.drawImage(0, 0, self.image)
            painter.end()

    application = QApplication([])
    window, canvas = QMainWindow(), Canvas()
    window.setCentralWidget(canvas)
    window.resize(1920, 1080)
    window.show()
    application.processEvents()
    import av

    with av.open(path) as container:
        packed = next(container.decode(video=0)).reformat(width=1600, height=900, format="bgra")
    plane = packed.planes[0]
    size = packed.width, packed.height, plane.line_size
    canvas.image = QImage(bytes(plane), *size, QImage.Format.Format_RGB32)
    canvas.repaint()
    application.processEvents()
    os._exit(0)  # ending is not measured


if __name__ == "__main__":
    main(sys.argv[1])
