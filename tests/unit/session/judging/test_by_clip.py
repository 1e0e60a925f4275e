"""Layers of a project clip by clip: the same labels and scores as at once, and nothing kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import Cancelled
from palpate.base.progress import CancelToken, Progress
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.exchange.transfer import labels_of
from palpate.session.judging.agreeing import Rater, agreement_of, raters_of, sigmas_of
from palpate.session.judging.breakdown_view import score_layers_by
from palpate.session.judging.by_clip import LayerByClip, all_of, facts_of
from palpate.session.judging.scoring import score_labels, score_layers
from palpate.session.session import Session
from palpate.store.skeleton_writing import skeleton_to_yaml

CLIPS, FRAMES = 10, 60
FIGURE = np.array([(300.0, 80.0), (250.0, 180.0), (350.0, 180.0), (300.0, 200.0), (300.0, 330.0)])


@pytest.fixture
def overs(tmp_path: Path, stick_figure: Skeleton) -> Iterator[Session]:
    """Ten clips of two players: ana has keyframes, ben every frame, gold every third; ben lacks one clip."""
    file = tmp_path / "stick_figure.yaml"
    file.write_text(skeleton_to_yaml(stick_figure), encoding="utf-8")
    rng = np.random.default_rng(11)
    with Session.create(tmp_path / "overs.palpate", [str(file)], "lea", "lead") as session:
        clips = tuple(
            Clip(f"c{n}", f"over {n}", ClipKind.VIDEO, size=(700, 400), n_frames=FRAMES, fps=100.0)
            for n in range(CLIPS)
        )
        session.do(PutClips("Add", clips))
        players = tuple(
            Instance(f"{clip.id}{who}", clip.id, who, n + 1, "stick_figure")
            for clip in clips
            for n, who in enumerate(("bowler", "batter"))
        )
        steps = {"ana": (4, Origin.HAND), "ben": (1, Origin.HAND), "gold": (3, Origin.GOLD)}
        for name, (step, origin) in steps.items():
            kind = LayerKind.GOLD if name == "gold" else LayerKind.WORK
            layer = editions.new_layer(name, kind, name)
            tracks = {}
            for one in players:
                if name == "ben" and one.clip == "c7":
                    continue
                frames = np.arange(0, FRAMES, step)
                there = FIGURE + frames[:, None, None] * 2.0 + 300.0 * (one.number - 1)
                places = there + rng.normal(0.0 if name == "gold" else 1.5, 1.0, (len(frames), 5, 2))
                tiers = rng.choice([2, 2, 2, 1, 0], (len(frames), 5)).astype(np.int8)
                places[tiers == Visibility.ABSENT] = np.nan
                tracks[one.id] = Track(frames, places, tiers, np.full_like(tiers, origin))
            session.do(AddLabels("Put", layer, (), (), players if name == "ana" else (), tracks))
        yield session


def named(session: Session, *names: str) -> list[str]:
    """Return the ids of layers."""
    return [session.contents.layer_named(name).id for name in names]


def same(one: object, other: object) -> bool:
    """Tell whether two scores say the same to the last digits that sums in another order leave."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-12, atol=1e-12))
    return one == other


@pytest.mark.parametrize("name", ["ana", "ben", "gold"])
def test_a_layer_clip_by_clip_holds_what_it_holds_at_once(overs: Session, name: str) -> None:
    (layer,) = named(overs, name)
    whole, parts = labels_of(overs, layer), LayerByClip(overs, layer)
    assert parts.outline.instances == whole.instances
    assert parts.outline.clips == whole.clips
    found = all_of(parts)
    assert [*found.tracks] == [*whole.tracks]
    for key, track in whole.tracks.items():
        np.testing.assert_array_equal(found.tracks[key].positions, track.positions)
        np.testing.assert_array_equal(found.tracks[key].origin, track.origin)
    facts = all_of(LayerByClip(overs, layer, facts=True))
    assert {k: len(t.frames) for k, t in facts.tracks.items()} == {
        k: len(t.frames) for k, t in facts_of(whole).tracks.items()
    }


@pytest.mark.parametrize("name", ["ana", "ben"])
def test_layers_are_scored_clip_by_clip_as_they_are_at_once(overs: Session, name: str) -> None:
    layer, gold = named(overs, name, "gold")
    at_once = score_labels(labels_of(overs, layer), labels_of(overs, gold)).to_json()
    assert same(score_layers(overs, layer, gold).to_json(), at_once)
    assert same(score_layers_by(overs, layer, gold, ["clip"]).score.to_json(), at_once)


def test_the_order_of_clips_changes_nothing(overs: Session) -> None:
    layer, gold = named(overs, "ben", "gold")
    before = score_layers(overs, layer, gold).to_json()
    overs.contents = replace(overs.contents, clips=overs.contents.clips[::-1])
    assert same(score_layers(overs, layer, gold).to_json(), before)
    overs.contents = replace(overs.contents, instances=overs.contents.instances[::-1])
    after = score_layers(overs, layer, gold).to_json()
    for content in (before, after):
        pairs = content["oks"]["by_pair"]  # type: ignore[index,call-overload]
        pairs.sort(key=lambda one: (one["clip"], one["instance"], one["frame"]))  # type: ignore[union-attr,index]
    assert same(after, before)


def test_a_score_keeps_no_track_in_memory(overs: Session) -> None:
    layer, gold = named(overs, "ana", "gold")
    score_layers(overs, layer, gold)
    seen = overs.live(layer, "c0bowler")
    with overs.passing():
        assert overs.live(layer, "c0bowler") is seen
        passed = overs.live(layer, "c1bowler")
        overs.outdated.facts(layer, "c1bowler")
    assert overs.live(layer, "c0bowler") is seen
    assert overs.live(layer, "c1bowler") is not passed


def test_people_agree_clip_by_clip_as_they_do_at_once(overs: Session) -> None:
    gold = named(overs, "gold")[0]
    whole = [Rater(name, labels_of(overs, named(overs, name)[0])) for name in ("ana", "ben")]
    for known in (None, gold):
        at_once = None if known is None else labels_of(overs, known)
        parts = None if known is None else LayerByClip(overs, known, facts=True)
        _, apart = agreement_of(raters_of(overs, ["ana", "ben"]), parts)
        _, once = agreement_of(whole, at_once)
        assert same(apart, once)
        assert same(sigmas_of(raters_of(overs, ["ana", "ben"]), parts), sigmas_of(whole, at_once))


def test_agreement_stops_between_clips(overs: Session) -> None:
    token, steps = CancelToken(), list[str]()

    def after_a_clip(_done: int, _total: int, what: str) -> None:
        steps.append(what)
        token.cancel()

    with pytest.raises(Cancelled):
        agreement_of(raters_of(overs), None, Progress(after_a_clip, token))
    assert len(steps) == 1
