"""One maker of random examples per edit, for whatever has to hold of all of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
from guide_makers import GUIDE_MAKERS
from judge_makers import JUDGE_MAKERS, submitted
from mark_makers import MARK_MAKERS

from palpate.base.errors import EditRefused
from palpate.base.geometry import Polygon
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.migration import Add, Redefine, Remove, Rename, Reorder, Rule, Split, plan_of
from palpate.model.origin import Origin
from palpate.model.pose import Pose
from palpate.model.reshaping import reshaped
from palpate.model.skeleton import Keypoint
from palpate.model.span import Method
from palpate.model.spot import Spot
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import contents as of_contents
from palpate.session.edits import poses as of_poses
from palpate.session.edits import shapes as of_shapes
from palpate.session.edits.anew import Confirm, KeepAnew
from palpate.session.edits.edit import Edit
from palpate.session.edits.flags import FlagFrame
from palpate.session.edits.labels import AddLabels
from palpate.session.edits.migrations import MigrateSkeleton
from palpate.session.edits.policies import Ask, SetPolicy
from palpate.session.edits.ranges import PutPoses
from palpate.session.edits.scenes import JoinScenes
from palpate.session.edits.skeletons import ReplaceSkeleton
from palpate.session.edits.spans import SetMethod
from palpate.session.placing.draft import Draft, Stretch
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.store.skeleton_writing import skeleton_to_yaml

Maker = Callable[[Session, Random], Edit]
N_FRAMES = 100
MADE = (Origin.HAND, Origin.ACCEPTED)
BOWLERS = ("walker", "stander")


def _pose_at(session: Session, chance: Random) -> of_poses.PoseAt:
    layer = chance.choice(session.contents.layers).id
    instances = [found for found in session.contents.instances if found.skeleton == "stick_figure"]
    return session.pose_at(layer, chance.choice(instances).id, chance.randrange(N_FRAMES))


def set_values(session: Session, chance: Random) -> Edit:
    at = _pose_at(session, chance)
    keypoints = np.array(sorted(chance.sample(range(5), chance.randint(1, 5))), np.int64)
    positions = np.array([[chance.uniform(-50, 2000), chance.uniform(-50, 1200)] for _ in keypoints])
    tiers = np.array([chance.choice((1, 2, 2, 3)) for _ in keypoints], np.int8)
    kind = chance.choice(("place", "absent", "clear", "move", "nudge", "flag", "accept"))
    if kind == "place":
        return of_poses.place(at, int(keypoints[0]), positions[0], Visibility(tiers[0]), "Head")
    if kind == "absent":
        return of_poses.decide_absent(at, int(keypoints[0]), "Head")
    if kind == "clear":
        return of_poses.clear(at, keypoints, "some")
    if kind == "flag":
        tier = chance.choice((Visibility.ABSENT, Visibility.ESTIMATED, Visibility.CERTAIN))
        return of_poses.flag(at, int(keypoints[0]), positions[0], tier, "Head")
    if kind == "accept":
        return of_poses.accept(at, keypoints, positions, tiers)
    merge = f"nudge {at.layer} {at.instance}" if kind == "nudge" else None
    before = np.array([chance.choice(tuple(Origin)) for _ in keypoints], np.int8)
    return of_poses.move(at, keypoints, positions, tiers, title="Move", merge=merge, before=before)


def set_box(session: Session, chance: Random) -> Edit:
    box = (chance.uniform(0, 99), 1.5, chance.choice((0.0, 20.0, 30.0)), 9.0)
    return of_shapes.SetBox("Draw box", _pose_at(session, chance), box, chance.choice(MADE))


def set_polygon(session: Session, chance: Random) -> Edit:
    size = chance.uniform(10, 99)
    square = np.array([[0.0, 0.0], [size, 0.0], [size, size], [0.0, size]])
    hole = square / 4 + size / 4
    crossing = square[[0, 2, 1, 3]]
    outline = chance.choice(((), (Polygon(square),), (Polygon(square, (hole,)),), (Polygon(crossing),)))
    return of_shapes.SetPolygon("Draw mask", _pose_at(session, chance), outline, chance.choice(MADE))


def clear_shape(session: Session, chance: Random) -> Edit:
    held = [
        (layer.id, instance.id, frame)
        for layer in session.contents.layers
        for instance in session.contents.instances
        for frame, shape in session.live(layer.id, instance.id).track.shapes.items()
        if shape.box is not None
    ]
    at = session.pose_at(*chance.choice(held)) if held else _pose_at(session, chance)
    return of_shapes.ClearShape("Clear", at)


def set_method(session: Session, chance: Random) -> Edit:
    at = _pose_at(session, chance)
    names = session.contents.skeletons["stick_figure"].names
    spans = tuple((chance.choice(names), 10 * chance.randrange(10)) for _ in range(chance.randint(1, 4)))
    return SetMethod(at.layer, at.instance, tuple(dict.fromkeys(spans)), chance.choice(list(Method)))


def put_poses(session: Session, chance: Random) -> Edit:
    at = dataclasses.replace(_pose_at(session, chance), instance=chance.choice(BOWLERS[:1] * 3 + BOWLERS))
    draft = Draft(session.live(at.layer, at.instance))
    first = chance.randrange(N_FRAMES)
    last = min(first + chance.choice((0, 3, 30, N_FRAMES)), N_FRAMES - 1)
    everything = np.arange(5)
    if chance.random() < 0.7:
        draft.lay(everything, draft.lifted(np.array([0, 2, 1, 3, 4]), first, last), first, last)
    else:
        draft.lay(everything, Stretch({}, ((),) * 5), first, last)
    written = [(dataclasses.replace(at, frame=frame), pose) for frame, pose in draft.changed()]
    return PutPoses("Swap", tuple(written), tuple(draft.choices(at.layer, at.instance)))


def put_clips(session: Session, chance: Random) -> Edit:
    first = session.contents.clips[0]
    if chance.random() < 0.5:
        attributes = {"view": chance.choice(("side", "front")), "läge": "ö"}
        return of_contents.PutClips("Describe", (dataclasses.replace(first, attributes=attributes),))
    name = chance.choice((f"over {chance.randrange(99)}", first.name, " "))
    clip = Clip(editions.new_id(), name, ClipKind.IMAGES, frame_names=("a.png",), n_frames=1)
    return of_contents.PutClips(f"Add {name}", (clip,))


def put_layer(session: Session, chance: Random) -> Edit:
    if chance.random() < 0.3:
        renamed = dataclasses.replace(session.contents.layers[0], name=f"ana {chance.randrange(9)}")
        return of_contents.PutLayer("Rename", renamed)
    kind = chance.choice((LayerKind.WORK, LayerKind.GOLD, LayerKind.CALIBRATION))
    return of_contents.PutLayer("Add layer", editions.new_layer(f"layer {chance.randrange(9)}", kind, "ana"))


def put_instance(session: Session, chance: Random) -> Edit:
    if chance.random() < 0.3:
        name = chance.choice(("Ada", "  "))
        instance = dataclasses.replace(chance.choice(session.contents.instances), name=name)
    else:
        instance = editions.new_instance(session.contents, session.contents.clips[0].id, "stick_figure")
    return of_contents.PutInstance("Add bowler", instance)


def remove_instance(session: Session, chance: Random) -> Edit:
    removable = [found for found in session.contents.instances if found.id not in BOWLERS]
    if not removable:
        raise EditRefused("the two bowlers of the story stay")
    return of_contents.RemoveInstance(chance.choice(removable))


def put_skeleton(session: Session, chance: Random) -> Edit:
    figure = session.contents.skeletons["stick_figure"]
    other = dataclasses.replace(figure, name=f"figure_{chance.randrange(4)}", version=chance.randint(1, 2))
    return of_contents.PutSkeleton(other.name, other.version, skeleton_to_yaml(other))


def put_setting(session: Session, chance: Random) -> Edit:
    return of_contents.PutSetting(chance.choice(("role", "lens", "läge")), chance.choice("abc"))


def work_as(session: Session, chance: Random) -> Edit:
    """Go on under the same name: whoever else begins undoes only what is theirs."""
    return of_contents.WorkAs(session.author, chance.choice(("annotator", "consultant", "lead")))


def join_scenes(session: Session, chance: Random) -> Edit:
    return JoinScenes(session.contents.clips[0].id, chance.randrange(1, 5))


def flag_frame(session: Session, chance: Random) -> Edit:
    layer, clip = session.contents.layers[0].id, session.contents.clips[0].id
    return FlagFrame(layer, clip, chance.randrange(5), chance.choice((None, "", "blurred")))


def add_labels(session: Session, chance: Random) -> Edit:
    names = tuple(f"{chance.randrange(99)}_{n}.png" for n in range(3))
    new_clip = Clip(
        editions.new_id(), f"images {chance.randrange(9)}", ClipKind.IMAGES, n_frames=3, frame_names=names
    )
    new = Instance(editions.new_id(), new_clip.id, "person 1", 1, "stick_figure")
    poses = {
        chance.randrange(N_FRAMES): Pose(
            np.full((5, 2), 3.5), np.full(5, 2, np.int8), np.full(5, 6, np.int8), np.ones(5)
        )
        for _ in range(3)
    }
    track = Track.from_poses(poses, 5)
    layer = editions.new_layer(f"import {chance.randrange(9)}", LayerKind.IMPORT, "ana")
    if chance.random() < 0.3:
        layer = chance.choice(session.contents.layers)
    return AddLabels("Import", layer, (), (new_clip,), (new,), {new.id: track, BOWLERS[1]: track})


def migrate_skeleton(session: Session, chance: Random) -> Edit:
    """Keep five keypoints, for the other makers' sake."""
    names = session.contents.skeletons["stick_figure"].names
    one, other = chance.sample(names, 2)
    free = sorted({"head", "left_hand", "right_hand", "hip", "foot", "sixth"} - set(names))
    kinds: dict[str, list[Rule]] = {
        "redefine": [Redefine(one)],
        "reorder": [Reorder(tuple(chance.sample(names, len(names))))],
        "rename": [Rename(one, free[0])],
        "replace": [Remove(one), Add(Keypoint(one)), Redefine(other)],
        "split": [Remove(one), Split(other, (other, free[0]))],
    }
    migration = migrating.by_rules(session, kinds[chance.choice(sorted(kinds))], "stick_figure")
    return MigrateSkeleton(
        "stick_figure",
        session.project.skeleton_texts()["stick_figure"],
        migration.after.version,
        skeleton_to_yaml(migration.after),
        migration.plan,
    )


def replace_skeleton(session: Session, chance: Random) -> Edit:
    figure = session.contents.skeletons["stick_figure"]
    one, other = chance.sample(range(len(figure)), 2)
    rules = [Reorder(tuple(chance.sample(figure.names, len(figure)))), Redefine(figure.names[one])]
    after = dataclasses.replace(reshaped(figure, rules), title=f"Figure {other}", version=figure.version)
    plan = plan_of(figure.names, rules)
    pinned = session.project.skeleton_texts()["stick_figure"]
    return ReplaceSkeleton("stick_figure", pinned, after.version, skeleton_to_yaml(after), plan)


def confirm(session: Session, chance: Random) -> Edit:
    layer = session.contents.layers[0].id
    waiting = session.outdated.waiting(layer)
    if not waiting:
        return migrate_skeleton(session, chance)
    return Confirm(
        "Confirm", tuple(Spot(layer, one.instance, one.frame, one.keypoint) for one in waiting[:3])
    )


def set_policy(session: Session, chance: Random) -> Edit:
    skeleton = session.contents.skeletons["stick_figure"]
    keypoint = chance.choice(("", *skeleton.names))
    key, value = chance.choice((("drift_px", "2.5"), ("blur_visible", "0.1"), ("mpjpe_px", "6.0")))
    known = {(c.keypoint, c.key) for c in session.contents.policies if c.skeleton == skeleton.name}
    kept = "" if (keypoint, key) in known and chance.random() < 0.5 else value
    return SetPolicy("Set a threshold", skeleton.name, (Ask(key, keypoint, kept, "4.0", "pilot"),))


def keep_anew(session: Session, chance: Random) -> Edit:
    edit = set_values(session, chance)
    assert isinstance(edit, of_poses.SetValues)
    at = edit.at
    spots = [Spot(at.layer, at.instance, at.frame, k) for k in edit.keypoints.tolist()]
    return KeepAnew(edit, 2, tuple(spots[1:]), tuple(spots[:1]))


MAKERS: dict[str, Maker] = {
    "KeepAnew": keep_anew,
    "MigrateSkeleton": migrate_skeleton,
    "SetPolicy": set_policy,
    "ReplaceSkeleton": replace_skeleton,
    "Confirm": confirm,
    "SetValues": set_values,
    "SetBox": set_box,
    "SetPolygon": set_polygon,
    "ClearShape": clear_shape,
    "SetMethod": set_method,
    "PutPoses": put_poses,
    "PutClips": put_clips,
    "PutLayer": put_layer,
    "PutInstance": put_instance,
    "RemoveInstance": remove_instance,
    "PutSkeleton": put_skeleton,
    "PutSetting": put_setting,
    "WorkAs": work_as,
    "JoinScenes": join_scenes,
    "FlagFrame": flag_frame,
    "AddLabels": add_labels,
    **MARK_MAKERS,
    **JUDGE_MAKERS,
    **GUIDE_MAKERS,
}


def story(path: Path, figure: Path) -> Session:
    """Make a project with a clip, two bowlers, and a keyframe with a box every ten frames of the first.

    Before all that somebody has submitted an attempt, which no undo reaches.

    Parameters
    ----------
    figure
        A file of the stick figure's skeleton.
    """
    session = Session.create(path, [str(figure)], "ana")
    submitted(session)
    clip = Clip("clip-1", "over", ClipKind.VIDEO, size=(1920, 1080), n_frames=N_FRAMES)
    session.do(of_contents.PutClips("Add over", (clip,)))
    for number, name in enumerate(BOWLERS, start=1):
        instance = Instance(name, clip.id, name, number, "stick_figure")
        session.do(of_contents.PutInstance(f"Add {name}", instance))
    layer = session.contents.layers[0].id
    tiers = np.full(5, Visibility.VISIBLE, np.int8)
    for frame in range(0, N_FRAMES, 10):
        positions = np.arange(10.0).reshape(5, 2) * 40 + frame
        at = session.pose_at(layer, BOWLERS[0], frame)
        session.do(of_poses.move(at, np.arange(5), positions, tiers, title="Place all"))
        session.do(of_shapes.SetBox("Draw box", at, (10.0 + frame, 0.0, 200.0, 200.0)))
    return session
