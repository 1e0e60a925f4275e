"""What a project consists of: clips, layers, instances, skeletons, settings."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.layer import Layer
from palpate.store import mapping
from palpate.store.rows import Writer

ROLE_OF = "role_of/"
"""Before a name: the setting that says what this person was when they last worked here."""


@dataclass(frozen=True, slots=True)
class PutClips:
    """Add clips, or replace what is known of them."""

    title: str
    clips: tuple[Clip, ...]
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write one row per clip; new ones go to the end."""
        for clip in self.clips:
            _refuse_double(writer, "clip", clip.id, clip.name)
            writer.put("clip", (clip.id,), mapping.clip_row(clip, _place(writer, "clip", clip.id)))


@dataclass(frozen=True, slots=True)
class PutLayer:
    """Add a layer or rename it."""

    title: str
    layer: Layer
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write its row."""
        _refuse_double(writer, "layer", self.layer.id, self.layer.name)
        row = mapping.layer_row(self.layer, _place(writer, "layer", self.layer.id))
        writer.put("layer", (self.layer.id,), row)


@dataclass(frozen=True, slots=True)
class PutInstance:
    """Add an instance, or change its name, number or attributes."""

    title: str
    instance: Instance
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write its row."""
        if not self.instance.name.strip():
            raise EditRefused("an instance needs a name")
        writer.put("instance", (self.instance.id,), mapping.instance_row(self.instance))


@dataclass(frozen=True, slots=True)
class RemoveInstance:
    """Remove an instance with its poses, spans and what was ruled on them, in every layer."""

    instance: Instance
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Remove {self.instance.name}"

    def write(self, writer: Writer) -> None:
        """Remove its rows; refuses if gold stands on it."""
        gold = writer.connection.execute(
            "SELECT count(*) FROM pose JOIN layer ON layer.id = pose.layer "
            "WHERE pose.instance = ? AND layer.kind = 'gold'",
            (self.instance.id,),
        ).fetchone()[0]
        if gold:
            raise EditRefused(f"{self.instance.name} has gold labels; it cannot be removed")
        for table, columns in (
            ("pose", "layer, instance, frame"),
            ("span", "layer, instance, keypoint, frame"),
            ("ruling", "layer, instance, kind, keypoint, frame"),
            ("outdated", "layer, instance, frame"),
        ):
            keys = writer.connection.execute(
                f"SELECT {columns} FROM {table} WHERE instance = ?", (self.instance.id,)
            ).fetchall()
            for key in keys:
                writer.delete(table, *key)
        writer.delete("instance", self.instance.id)


def folder_key(skeleton: str) -> str:
    """Return the name of the setting that says where a skeleton's own file lies."""
    return f"folder_of_skeleton_{skeleton}"


@dataclass(frozen=True, slots=True)
class PutSkeleton:
    """Pin a skeleton file in the project.

    Attributes
    ----------
    folder
        Where the file lies, with its own guidelines and plates beside it; empty for a shipped one.
    """

    name: str
    version: int
    content: str
    folder: str = ""
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Use skeleton {self.name}"

    def write(self, writer: Writer) -> None:
        """Write its row; refuses to change one that is pinned already."""
        found = writer.get("skeleton", self.name)
        if found is not None and found[1] != self.content:
            raise EditRefused(f"{self.name} is pinned in another version; changing it is a migration")
        writer.put("skeleton", (self.name,), (self.version, self.content))
        if self.folder:
            writer.put("setting", (folder_key(self.name),), (self.folder,))


@dataclass(frozen=True, slots=True)
class PutSetting:
    """Set a setting of the project."""

    name: str
    value: str
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Set {self.name.replace('_', ' ')}"

    def write(self, writer: Writer) -> None:
        """Write its row."""
        writer.put("setting", (self.name,), (self.value,))


@dataclass(frozen=True, slots=True)
class WorkAs:
    """Let somebody else work in the project, or the same in another role."""

    name: str
    role: str
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Work as {self.name}, {self.role}"

    def write(self, writer: Writer) -> None:
        """Write both settings, and what each of the two people is; refuses if they are that already."""
        wanted = {"annotator": self.name, "role": self.role}
        if all(writer.get("setting", key) == (value,) for key, value in wanted.items()):
            raise EditRefused(f"{self.name} works here as {self.role} already")
        before, role = (writer.get("setting", key) for key in wanted)
        if before and role:
            wanted = {ROLE_OF + str(before[0]): str(role[0]), **wanted}
        wanted[ROLE_OF + self.name] = self.role
        for key, value in wanted.items():
            if writer.get("setting", key) != (value,):
                writer.put("setting", (key,), (value,))


def _place(writer: Writer, table: str, row_id: str) -> int:
    found = writer.get(table, row_id)
    if found is not None:
        return int(found[0])  # type: ignore[arg-type]
    return int(writer.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _refuse_double(writer: Writer, table: str, row_id: str, name: str) -> None:
    if not name.strip():
        raise EditRefused(f"a {table} needs a name")
    found = writer.connection.execute(f"SELECT id FROM {table} WHERE name = ?", (name,)).fetchone()
    if found is not None and found[0] != row_id:
        raise EditRefused(f"there is a {table} named {name} already")
