"""Events: named moments of a clip."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.base.errors import EditRefused
from palpate.model.event import Event
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class MarkEvent:
    """Mark a moment of a clip."""

    event: Event
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Mark {self.event.title}"

    def write(self, writer: Writer) -> None:
        """Write its row; one that stands already keeps who marked it."""
        if not self.event.name.strip():
            raise EditRefused("an event needs a name")
        if writer.get("event", *_key(self.event)) is None:
            writer.put("event", _key(self.event), (writer.author, writer.time))


@dataclass(frozen=True, slots=True)
class RemoveEvent:
    """Take the mark of an event away."""

    event: Event
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Remove {self.event.title}"

    def write(self, writer: Writer) -> None:
        """Remove its row; refuses if it is gone."""
        _refuse_gone(writer, self.event)
        writer.delete("event", *_key(self.event))


@dataclass(frozen=True, slots=True)
class MoveEvent:
    """Put an event on another frame of its clip."""

    event: Event
    frame: int
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it, and say where to."""
        return f"Move {self.event.title} to frame {self.frame}"

    def write(self, writer: Writer) -> None:
        """Remove one row and write the other; refuses if the event is gone, or stands there too."""
        _refuse_gone(writer, self.event)
        moved = (self.event.clip, self.frame, self.event.name)
        if writer.get("event", *moved) is not None:
            raise EditRefused(f"{self.event.title} is marked at frame {self.frame} already")
        writer.delete("event", *_key(self.event))
        writer.put("event", moved, (writer.author, writer.time))


def _key(event: Event) -> tuple[str, int, str]:
    return event.clip, event.frame, event.name


def _refuse_gone(writer: Writer, event: Event) -> None:
    if writer.get("event", *_key(event)) is None:
        raise EditRefused(f"{event.title} is not marked at frame {event.frame} any more")
