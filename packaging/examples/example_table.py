"""What is shown of each keypoint, and where people typically put it instead.

Steps are metres in the frame of the body segment at rest: x forward (palms to the front), y up, z to the
subject's right; they are given for the right side and mirrored for the left. The wrong places are those that
the keypoint's own guideline names under *Common errors* and *Incorrect*.
"""

from __future__ import annotations

from dataclasses import dataclass

Step = tuple[float, float, float]
Window = tuple[float, float]

_RUN_UP: Window = (0.0, 0.80)
_WHOLE: Window = (0.0, 1.90)
_TILTED: Window = (1.26, 1.42)  # the head leans forward and aside
_OPEN_RIGHT: Window = (1.27, 1.60)  # the ball has left the hand
_OPEN_LEFT: Window = (0.90, 1.14)  # the front arm reaches up
_OF_SIDE: dict[str, Window] = {"left": _OPEN_LEFT, "right": _OPEN_RIGHT}


@dataclass(frozen=True, slots=True)
class Row:
    """What is shown of one keypoint.

    Attributes
    ----------
    seen_from
        Direction from the keypoint to the camera.
    frame
        Segment that the direction turns with, without its side; empty for the one that carries the keypoint.
    span_m
        What the picture's side shows.
    wrong
        The step to the wrong place, or the keypoint that it is taken for, without its side.
    wrong_frame
        Segment that the step turns with, as ``frame``.
    aim
        What the picture's middle is moved by from between the two places, a step of the carrying segment.
    window
        When the still may be taken, seconds; None for when the hand of that side is open.
    right_words, wrong_words
        Captions; ``{px}`` and ``{mm}`` stand for how far the wrong place is off.
    """

    seen_from: Step
    span_m: float
    wrong: Step | str
    right_words: str
    wrong_words: str
    frame: str = ""
    wrong_frame: str = ""
    aim: Step = (0.0, 0.0, 0.0)
    window: Window | None = _WHOLE

    def window_of(self, keypoint: str) -> Window:
        """Return when the still of a keypoint may be taken."""
        return self.window if self.window is not None else _OF_SIDE[keypoint.partition("_")[0]]


ROWS: dict[str, Row] = {
    "head_vertex": Row(
        (0.1, 0.1, 1.0), 0.34, (-0.062, -0.016, 0.0),
        "On the scalp at the crown, where the middle line of the tilted skull leaves it.",
        "{px} px ({mm} mm) behind the crown: the highest pixel of a tilted head, not the vertex.",
        aim=(0.035, -0.055, 0.0), window=_TILTED,
    ),
    "nose": Row(
        (1.0, 0.0, 1.15), 0.20, (-0.014, 0.030, 0.0),
        "In the middle of the rounded tip, the most forward point of the nose.",
        "{px} px ({mm} mm) above the tip: the bridge of the nose, not the pronasale.",
        aim=(-0.02, 0.01, 0.0), window=_RUN_UP,
    ),
    "tragion": Row(
        (0.15, 0.05, 1.0), 0.15, (-0.0148, -0.0215, 0.003),
        "In the notch just above the small flap in front of the ear canal.",
        "{px} px ({mm} mm) low and behind: the ear lobe, not the notch above the tragus.",
    ),
    "c7": Row(
        (-1.0, 0.25, 0.42), 0.26, (0.014, 0.006, 0.042),
        "On the last bump of the neck, in the middle line where the spine curve begins.",
        "{px} px ({mm} mm) to the side: the slope of the trapezius beside the collar, not the bone.",
        aim=(0.0, -0.02, 0.0), window=(1.0, 1.24),
    ),
    "t4": Row(
        (-1.0, 0.10, 0.30), 0.34, (0.006, 0.004, 0.056),
        "At the bottom of the furrow, the fourth process below C7, on the smooth spine curve.",
        "{px} px ({mm} mm) beside the spine: the inner border of the shoulder blade, not the process.",
        frame="upper_chest",
    ),
    "t5": Row(
        (-1.0, 0.10, -0.25), 0.32, "t6",
        "On the tip of T5, one process below T4, with the furrow equally deep on both sides.",
        "{px} px ({mm} mm) down the furrow: one level too low, the tip of T6.",
    ),
    "t6": Row(
        (-1.0, 0.10, 0.20), 0.32, (0.004, 0.0, 0.035),
        "In the furrow midway between T4 and T8, equally far from both muscle ridges.",
        "{px} px ({mm} mm) beside the spine: the muscle ridge, not the spinous process.",
    ),
    "t7": Row(
        (-1.0, 0.05, -0.30), 0.32, "t6",
        "On the third process below T4, on the line that T6 and T8 continue.",
        "{px} px ({mm} mm) up the furrow: a level was skipped in the count, this is T6.",
    ),
    "t8": Row(
        (-1.0, 0.05, 0.30), 0.36, (0.008, -0.002, 0.094),
        "On the midline at the level to which the shoulder blade's lower tip points on average.",
        "{px} px ({mm} mm) outwards: the lower tip of the shoulder blade, which slides with the arm.",
    ),
    "t12": Row(
        (-1.0, 0.05, 0.22), 0.36, "l3",
        "On the midline where the curve of the chest turns into that of the loins.",
        "{px} px ({mm} mm) down the back: the deepest point of the hollow, L3, not T12.",
    ),
    "l3": Row(
        (-1.0, 0.05, 0.35), 0.34, (-0.004, 0.002, 0.040),
        "In the furrow near the deepest point of the hollow back, between both long muscles.",
        "{px} px ({mm} mm) to the camera's side: the ridge of the erector spinae, not the midline.",
    ),
    "l5": Row(
        (-1.0, 0.10, -0.25), 0.34, (0.0, -0.037, 0.0),
        "At the lower end of the furrow, the last free process above the flat of the sacrum.",
        "{px} px ({mm} mm) too low: the top of the sacral triangle, S1, at the seam of the waistband.",
    ),
    "suprasternal_notch": Row(
        (1.0, 0.12, 0.0), 0.28, (0.004, -0.036, 0.016),
        "At the bottom of the V between the inner ends of the two collar bones.",
        "{px} px ({mm} mm) down and aside: cloth below the collar, not the notch.",
        window=(0.94, 1.16),
    ),
    "shoulder": Row(
        (0.15, 0.15, 1.0), 0.36, (-0.004, 0.054, 0.0),
        "In the middle of the circle that fits the deltoid cap, on the axis of the upper arm.",
        "{px} px ({mm} mm) too high: the shelf of the acromion under the shirt, not the ball's centre.",
        frame="upper_chest", wrong_frame="girdle", window=_RUN_UP,
    ),
    "elbow": Row(
        (0.0, 0.05, 1.0), 0.26, (-0.036, 0.002, 0.0),
        "Where the axes of upper arm and forearm cross, in the middle of the arm's width.",
        "{px} px ({mm} mm) backwards: the olecranon, the point of the elbow, not the joint's centre.",
        frame="upper_arm", window=_RUN_UP,
    ),
    "wrist_proximal": Row(
        (0.05, 0.0, 1.0), 0.17, (-0.026, 0.0, 0.0),
        "At half the thickness of the wrist, between the two styloids.",
        "{px} px ({mm} mm) off the axis: the skin on the back of the wrist, not the joint centre.",
        window=None,
    ),
    "wrist_mid": Row(
        (-0.9, 0.0, 0.5), 0.17, (0.0, 0.0, 0.030),
        "Half-way between the first and the third wrist point, on the ray of the middle finger.",
        "{px} px ({mm} mm) off the third ray: the thumb-side edge of the wrist, not the capitate.",
        window=None,
    ),
    "wrist_distal": Row(
        (1.0, 0.0, 0.25), 0.17, (0.018, 0.018, -0.022),
        "At the base of the third metacarpal, a third of the way from the wrist to the knuckle.",
        "{px} px ({mm} mm) to the little finger's side: the heel of the hand, the pisiform.",
        window=None,
    ),
    "index_mcp": Row(
        (-0.15, 0.0, 1.0), 0.17, (-0.0165, 0.002, 0.0),
        "Inside the hand at half its thickness, in the head of the second metacarpal.",
        "{px} px ({mm} mm) to the back: the skin over the index knuckle, not the joint inside.",
        window=None,
    ),
    "middle_mcp": Row(
        (-1.0, 0.0, 0.25), 0.17, (0.0, -0.023, 0.009),
        "Under the highest knuckle, the end of the hand's axis, at half the thickness.",
        "{px} px ({mm} mm) towards the fingertip: the web between the fingers, not the knuckle.",
        window=None,
    ),
    "little_mcp": Row(
        (-1.0, 0.0, -0.15), 0.17, (-0.001, 0.0, -0.0155),
        "In the head of the fifth metacarpal, inside the outer edge of the hand.",
        "{px} px ({mm} mm) outwards: the skin outline of the hand's outer edge, not the joint.",
        window=None,
    ),
    "thumb_tip": Row(
        (-0.6, 0.0, 1.0), 0.13, (-0.005, 0.0185, 0.005),
        "The last point of the thumb on its own long axis.",
        "{px} px ({mm} mm) short of the end: the base of the thumb nail.",
        window=None,
    ),
    "index_tip": Row(
        (-1.0, 0.0, 0.2), 0.14, "middle_tip",
        "The far end of the index finger, followed from its own knuckle.",
        "{px} px ({mm} mm) aside: the neighbour was taken for it, this is the middle finger.",
        window=None,
    ),
    "middle_tip": Row(
        (-1.0, 0.0, -0.25), 0.14, (-0.007, 0.017, 0.0),
        "The end of the longest finger on its axis, on the flesh beyond the nail.",
        "{px} px ({mm} mm) short of the fingertip: the root of the nail on the back of the finger.",
        window=None,
    ),
    "hip": Row(
        (0.15, 0.10, 1.0), 0.48, (0.0, 0.115, 0.01),
        "Deep on the axis of the thigh, level with the upper tip of the trochanter.",
        "{px} px ({mm} mm) too high: the iliac crest just below the belt, not the femoral head.",
        frame="pelvis", wrong_frame="pelvis",
    ),
    "knee": Row(
        (0.10, 0.05, 1.0), 0.36, (0.058, 0.008, 0.0),
        "On the joint's axis at mid-kneecap height, slightly behind the middle of the knee's depth.",
        "{px} px ({mm} mm) too far forward: the front of the kneecap, not the axis.",
        frame="thigh",
    ),
    "ankle": Row(
        (0.8, 0.15, 0.8), 0.26, (-0.010, -0.006, 0.046),
        "Half-way between the tips of the two malleoli, inside the collar of the boot.",
        "{px} px ({mm} mm) outwards: the malleolus that faces the camera, not the centre.",
    ),
    "talus": Row(
        (0.25, 0.20, 1.0), 0.26, (0.030, 0.022, 0.0),
        "Inside the boot, half-way from the ankle's centre to the navicular.",
        "{px} px ({mm} mm) too high: on the laces, not in the head of the talus.",
    ),
    "calcaneus": Row(
        (-0.25, 0.10, 1.0), 0.24, (0.004, -0.026, 0.0),
        "Inside the heel counter, at a third of the height from sole to malleolus.",
        "{px} px ({mm} mm) too low: the rear corner of the outsole, not the heel bone.",
        aim=(0.045, 0.015, 0.0),
    ),
    "navicular": Row(
        (0.20, 0.15, -1.0), 0.26, (0.0, -0.036, -0.004),
        "On the inner bump at the crest of the arch, between malleolus and ball of the foot.",
        "{px} px ({mm} mm) too low: the waist of the outsole, not the tuberosity.",
    ),
    "first_mtp": Row(
        (0.35, 0.20, -1.0), 0.24, (0.004, -0.021, -0.012),
        "In the ball of the big toe, at a third of the forefoot's height, where the boot is widest.",
        "{px} px ({mm} mm) too low: the edge of the outsole under the ball of the big toe.",
    ),
    "fifth_mtp": Row(
        (0.15, 0.25, 1.0), 0.28, (-0.066, 0.004, -0.008),
        "Inside the boot at its outer widest point, just behind the little toe.",
        "{px} px ({mm} mm) too far back: the base of the fifth metatarsal half-way along the foot.",
        wrong_frame="foot",
    ),
    "hallux_tip": Row(
        (0.30, 0.20, -1.0), 0.20, (0.009, -0.013, 0.0),
        "Inside the toe cap, a finger's breadth short of its front.",
        "{px} px ({mm} mm) forward and down: the lip of the outsole, not the toe.",
        aim=(-0.045, 0.010, 0.0),
    ),
}  # fmt: skip


def row_of(keypoint: str) -> Row:
    """Return the row of a keypoint; both sides share one."""
    side, _, base = keypoint.partition("_")
    return ROWS[base if side in ("left", "right") else keypoint]
