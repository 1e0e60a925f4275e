"""What is to be labelled blind, what was submitted, certified, said of it and decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from palpate.base.errors import EditRefused
from palpate.model.adjudication import Adjudication
from palpate.model.attempt import Attempt, Comment
from palpate.model.certificate import Certificate
from palpate.model.layer import Layer
from palpate.model.plan import Plan
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.poses import SetValues
from palpate.store import judging
from palpate.store.rows import Row, Writer

_MANY = 64  # decisions; so many are compared with all of their layer, which is read in one go


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """Keep a plan; its author and time are those of the edit."""

    plan: Plan
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say which."""
        return f"Draw the plan {self.plan.name}"

    def write(self, writer: Writer) -> None:
        """Write its row; refuses one without a frame."""
        if not self.plan.units:
            raise EditRefused("a plan needs at least one frame; widen what it is drawn from")
        plan = replace(self.plan, author=writer.author, time=writer.time)
        writer.put("plan", (plan.id,), judging.plan_row(plan))


@dataclass(frozen=True, slots=True)
class BeginAttempt:
    """Begin a blind task in a layer of its own, which comes with it."""

    attempt: Attempt
    layer: Layer
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say which."""
        return f"Begin {self.layer.name}"

    def write(self, writer: Writer) -> None:
        """Write layer and attempt; refuses one whose plan is gone."""
        if writer.get("plan", self.attempt.plan) is None:
            raise EditRefused("the plan of this attempt is gone: it was undone meanwhile; draw it again")
        begun = replace(self.attempt, layer=self.layer.id, begun=writer.time)
        PutLayer(self.title, self.layer).write(writer)
        writer.put("attempt", (begun.id,), judging.attempt_row(begun))


@dataclass(frozen=True, slots=True)
class SubmitAttempt:
    """Close an attempt for good, with what the comparison says of it.

    Attributes
    ----------
    digest
        Of the labels as they are.
    result
        JSON.
    """

    attempt: str
    digest: str
    result: str
    title: str = "Submit the attempt"

    def write(self, writer: Writer) -> None:
        """Write its row; refuses if it is gone."""
        found = writer.get("attempt", self.attempt)
        if found is None:
            raise EditRefused("there is no such attempt here; it was undone meanwhile")
        attempt = judging.attempt_from_row(self.attempt, found)
        closed = replace(attempt, submitted=writer.time, digest=self.digest, result=self.result)
        writer.put("attempt", (self.attempt,), judging.attempt_row(closed))


@dataclass(frozen=True, slots=True)
class CommentOn:
    """Say something of a submitted attempt, or take it back with no words."""

    comment: Comment
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say on what."""
        return f"Comment on {self.comment.keypoint or 'the attempt'}"

    def write(self, writer: Writer) -> None:
        """Write or remove its row; refuses one on an attempt that is not submitted."""
        key = (self.comment.attempt, self.comment.keypoint)
        found = writer.get("attempt", self.comment.attempt)
        if found is None or judging.attempt_from_row(self.comment.attempt, found).is_open:
            raise EditRefused("an attempt is commented on once it is submitted")
        if not self.comment.text.strip():
            writer.delete("comment", *key)
            return
        held = writer.get("comment", *key)
        if held is None or held[0] != self.comment.text.strip():
            writer.put("comment", key, (self.comment.text.strip(), writer.author, writer.time))


@dataclass(frozen=True, slots=True)
class Certify:
    """Freeze a layer."""

    certificate: Certificate

    @property
    def title(self) -> str:
        """Say which version."""
        return f"Certify version {self.certificate.version}"

    def write(self, writer: Writer) -> None:
        """Write its row; refuses a layer that is certified already or gone."""
        if writer.get("layer", self.certificate.layer) is None:
            raise EditRefused("there is no such layer here")
        if writer.get("certificate", self.certificate.layer) is not None:
            raise EditRefused("this layer is certified already; make a new version of it")
        certificate = replace(self.certificate, author=writer.author, time=writer.time)
        writer.put("certificate", (certificate.layer,), judging.certificate_row(certificate))


@dataclass(frozen=True, slots=True)
class Adjudicate:
    """Decide who was right, and write the places that follow into the final layer."""

    decisions: tuple[Adjudication, ...]
    values: SetValues | None = None
    title: str = "Adjudicate"
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write the places and one row per decision; refuses one on an instance that is gone."""
        if self.values is not None:
            self.values.write(writer)
        if any(writer.get("instance", one) is None for one in {one.instance for one in self.decisions}):
            raise EditRefused("that instance is no longer in this project")
        held: dict[tuple[str | int, ...], Row | None] = {}
        if len(self.decisions) < _MANY:
            held = {
                key: writer.get("adjudication", *key) for key in map(judging.adjudication_key, self.decisions)
            }
        else:
            for layer in {one.layer for one in self.decisions}:
                held |= writer.held("adjudication", layer)
        before = {key: row for key, row in held.items() if row is not None}
        fresh: dict[tuple[str | int, ...], Row] = {}
        for one in self.decisions:
            key = (one.layer, one.instance, one.keypoint, one.frame)
            row, choice = before.get(key), str(one.choice)
            if row is None or row[:3] != (one.first, one.second, choice):
                fresh[key] = (one.first, one.second, choice, writer.author, writer.time)
        writer.put_all("adjudication", fresh, before)
