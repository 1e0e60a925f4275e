"""A dog from the left, drawn by hand, for the mammals of AP-10K and Animal-Pose: outline, bones, soft lines.

Eleven units are about a centimetre; the withers stand 60 cm above the ground.
"""

from __future__ import annotations

from collections.abc import Mapping

import plate_paper as paper
from plate_spots import targets_at
from plate_strokes import Spot, circle, through
from plate_targets import Target

SIZE = (1500, 1240)
_NAME, _TITLE = "dog_lateral", "Dog from the left"
# Centres of joints, and places on the skin.
_EYE, _EAR, _NOSE, _THROAT = (300.0, 262.0), (392.0, 244.0), (141.0, 322.0), (372.0, 408.0)
_NECK, _WITHERS, _TAIL = (566.0, 398.0), (640.0, 428.0), (1222.0, 484.0)
_SHOULDER, _ELBOW, _CARPUS, _FORE_PAW = (504.0, 640.0), (600.0, 752.0), (568.0, 962.0), (540.0, 1124.0)
_HIP, _STIFLE, _HOCK, _HIND_PAW = (1150.0, 548.0), (1042.0, 742.0), (1240.0, 918.0), (1172.0, 1124.0)
_AP10K_MIDLINE: dict[str, Spot] = {"Nose": _NOSE, "Neck": _NECK, "Root of tail": _TAIL}
_AP10K_PAIRED: dict[str, Spot] = {
    "Eye": _EYE, "Shoulder": _SHOULDER, "Elbow": _ELBOW, "F_Paw": _FORE_PAW,
    "Hip": _HIP, "Knee": _STIFLE, "B_Paw": _HIND_PAW,
}  # fmt: skip
_POSE_MIDLINE: dict[str, Spot] = {"Nose": _NOSE, "Throat": _THROAT, "TailBase": _TAIL, "Withers": _WITHERS}
_POSE_PAIRED: dict[str, Spot] = {
    "Eye": _EYE, "EarBase": _EAR, "F_Elbow": _ELBOW, "B_Elbow": _STIFLE,
    "F_Knee": _CARPUS, "B_Knee": _HOCK, "F_Paw": _FORE_PAW, "B_Paw": _HIND_PAW,
}  # fmt: skip
_ZOOM = 380.0


def ap10k_targets() -> dict[str, list[Target]]:
    """Return the target of each keypoint of ap10k_17; the right side is the plate mirrored."""
    return _targets(_AP10K_MIDLINE, _AP10K_PAIRED)


def animal_pose_targets() -> dict[str, list[Target]]:
    """Return the target of each keypoint of animal_pose_20, likewise."""
    return _targets(_POSE_MIDLINE, _POSE_PAIRED)


def _targets(midline: Mapping[str, Spot], paired: Mapping[str, Spot]) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for letter in ("R", "L"):
        spots = {**midline, **{f"{letter}_{part}": spot for part, spot in paired.items()}}
        made = targets_at(_NAME, SIZE, spots, zoom=_ZOOM, mirrored=letter == "R")
        found |= {name: [target] for name, target in made.items()}
    return found


def draw_dog() -> tuple[str, tuple[int, int]]:
    """Return the plate and its size."""
    far = [through(leg, closed=True) for leg in (_FAR_FORE, _FAR_HIND)]
    flesh = [through(part, closed=True) for part in (_TAIL_SHAPE, _BODY, _FORE, _HIND)]
    paths = [
        paper.path("context", paper.joined(far), longer=1600),
        *paper.merged(flesh, longer=1600),
        paper.path("skin", through(_EAR_FLAP, closed=True).data(), longer=1600),
        paper.path("faint", paper.joined([through(line) for line in (*_RIBS, *_SOFT)]), longer=1600),
    ]
    for bone in _BONES:
        data = through(bone, closed=True).data()
        paths += [paper.path("bone", data, longer=1600), paper.path("fold", data, longer=1600)]
    paths.append(paper.path("tone2", through(_NOSE_SHAPE, closed=True).data(), longer=1600))
    eye = [circle(*_EYE, 9.0)]
    paths.append(paper.path("tone3", paper.joined(eye), longer=1600))
    paths.append(
        paper.path("detail", paper.joined([through(line) for line in (*_HEAD, *_TOES)]), longer=1600)
    )
    return paper.sheet(_TITLE, SIZE, paths), SIZE


_BODY: list[Spot] = [
    (141, 322), (150, 302), (184, 288), (226, 276), (256, 256), (276, 226), (310, 206), (352, 204),
    (392, 222), (430, 262), (478, 318), (524, 366), (566, 398), (640, 428), (720, 442), (820, 446),
    (920, 440), (1020, 432), (1110, 438), (1176, 456), (1222, 484), (1250, 520), (1262, 580), (1252, 650),
    (1210, 720), (1130, 742), (1050, 724), (980, 730), (900, 762), (810, 796), (710, 818), (620, 816),
    (556, 790), (506, 738), (468, 684), (452, 628), (446, 570), (428, 504), (402, 448), (372, 408),
    (336, 388), (284, 388), (226, 388), (184, 382), (156, 366), (150, 350),
]  # fmt: skip
_EAR_FLAP: list[Spot] = [
    (368, 236), (392, 226), (424, 250), (448, 300), (452, 352), (430, 376), (404, 356), (384, 312),
    (366, 270),
]  # fmt: skip
_NOSE_SHAPE: list[Spot] = [(141, 322), (146, 304), (164, 298), (176, 310), (168, 330), (152, 340)]
_TAIL_SHAPE: list[Spot] = [
    (1196, 470), (1232, 478), (1272, 506), (1310, 566), (1336, 650), (1352, 740), (1366, 800), (1350, 806),
    (1324, 762), (1302, 682), (1276, 606), (1246, 560), (1214, 540),
]  # fmt: skip
_FORE: list[Spot] = [
    (470, 640), (486, 706), (530, 770), (548, 830), (546, 890), (536, 940), (538, 986), (542, 1030),
    (534, 1064), (506, 1094), (482, 1118), (480, 1142), (520, 1148), (584, 1146), (592, 1116), (586, 1084),
    (588, 1040), (596, 992), (604, 950), (610, 900), (626, 840), (648, 780), (652, 720), (610, 640),
    (540, 600),
]  # fmt: skip
_HIND: list[Spot] = [
    (1040, 600), (1006, 670), (996, 736), (1012, 786), (1060, 806), (1116, 830), (1168, 868), (1198, 906),
    (1208, 944), (1194, 1000), (1178, 1056), (1148, 1090), (1118, 1116), (1114, 1142), (1156, 1148),
    (1218, 1146), (1228, 1114), (1226, 1078), (1238, 1020), (1252, 964), (1276, 922), (1274, 894),
    (1244, 866), (1220, 822), (1222, 760), (1246, 690), (1256, 600), (1160, 520),
]  # fmt: skip
_FAR_FORE: list[Spot] = [(x + 96, y - 26) for x, y in _FORE[3:22]] + [(700, 730), (620, 744)]
_FAR_HIND: list[Spot] = [(x - 110, y - 28) for x, y in _HIND[2:25]] + [(1120, 660), (980, 650)]
# Shoulder blade, upper arm, forearm with the point of the elbow, wrist, middle hand; then pelvis, thigh,
# kneecap, shank, heel, middle foot.
_BONES: tuple[list[Spot], ...] = (
    [(610, 446), (652, 440), (676, 458), (652, 510), (588, 588), (536, 640), (508, 646), (492, 628),
     (508, 596), (556, 520)],
    [(484, 634), (506, 628), (532, 648), (560, 690), (590, 726), (614, 750), (606, 776), (580, 776),
     (564, 752), (534, 716), (500, 672)],
    [(580, 764), (604, 752), (618, 730), (634, 730), (636, 752), (620, 790), (604, 846), (594, 900),
     (590, 942), (550, 942), (556, 896), (568, 836), (574, 794)],
    [(550, 948), (588, 948), (590, 968), (582, 980), (552, 980), (546, 964)],
    [(552, 986), (582, 986), (578, 1026), (572, 1062), (546, 1066), (552, 1028)],
    [(536, 1072), (566, 1068), (558, 1094), (532, 1118), (506, 1128), (502, 1116), (524, 1098)],
    [(1020, 470), (1046, 456), (1080, 476), (1124, 514), (1170, 524), (1220, 530), (1240, 548), (1226, 568),
     (1180, 572), (1140, 578), (1112, 556), (1066, 510)],
    [(1128, 546), (1152, 530), (1176, 548), (1166, 586), (1124, 650), (1088, 706), (1072, 748), (1044, 764),
     (1020, 744), (1030, 708), (1074, 650), (1116, 590)],
    [(1000, 724), (1014, 718), (1024, 734), (1018, 758), (1004, 756)],
    [(1024, 770), (1062, 758), (1090, 772), (1130, 806), (1186, 850), (1236, 886), (1234, 908), (1206, 914),
     (1180, 886), (1122, 840), (1062, 806)],
    [(1210, 916), (1236, 906), (1252, 880), (1268, 872), (1274, 890), (1262, 926), (1246, 952), (1212, 954)],
    [(1212, 960), (1244, 958), (1230, 1012), (1216, 1062), (1188, 1066), (1198, 1012)],
    [(1180, 1072), (1210, 1068), (1200, 1094), (1172, 1118), (1144, 1128), (1140, 1116), (1164, 1098)],
)  # fmt: skip
_RIBS: tuple[list[Spot], ...] = tuple(
    [(676 + 25 * k, 474), (706 + 26 * k, 570), (704 + 26 * k, 660), (674 + 26 * k, 752 - 0.9 * k**1.9)]
    for k in range(11)
)  # fmt: skip
_SOFT: tuple[list[Spot], ...] = (
    [(470, 470), (486, 540), (478, 610)],
    [(1010, 640), (984, 690), (978, 726)],
    [(1206, 600), (1218, 660), (1204, 730)],
)
_HEAD: tuple[list[Spot], ...] = (
    [(278, 262), (288, 251), (304, 249), (320, 262)],
    [(278, 262), (296, 272), (320, 262)],
    [(156, 352), (190, 356), (230, 352), (262, 340)],
    [(146, 316), (156, 320), (162, 314)],
    [(330, 330), (352, 354), (350, 386)],
)
_TOES: tuple[list[Spot], ...] = tuple(
    line
    for x in (0, 634)
    for line in (
        [(504 + x, 1146), (502 + x, 1132), (512 + x, 1120)],
        [(534 + x, 1147), (532 + x, 1134), (540 + x, 1122)],
    )
)
