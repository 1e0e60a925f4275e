"""What is done in the window for each picture, play by play."""

from __future__ import annotations

from calibration_plays import calibration
from decide_plays import decide, spots
from desktop import Screen
from guideline_plays import guideline
from judged_plays import judged
from play_hands import BY_NAME, RELEASE, Play, Scenes, Subject, click, drag, go, hover, keypoint, point
from production_plays import production
from quality_plays import quality
from skeleton_plays import skeletons
from week_plays import weeks

_BACK, _HEAD, _HAND, _HIP = (590.0, 330.0), (545.0, 220.0), (700.0, 150.0), (612.0, 436.0)

_TABS = {
    (1366, 768): {"notes": (0.9155, 0.957), "history": (0.9615, 0.957)},
    (2560, 1440): {"notes": (0.921, 0.977), "history": (0.9455, 0.977)},
}
_MENUS = [
    "file",
    "edit",
    "clip",
    "keypoint",
    "pose",
    "shape",
    "between",
    "mark",
    "quality",
    "go",
    "view",
    "help",
]
_LANES = {  # from where to where one drags over unfolded lanes
    (1366, 768): ((0.30, 0.80), (0.45, 0.84)),
    (2560, 1440): ((0.30, 0.92), (0.45, 0.945)),
}
_LIMIT = {(1366, 768): (0.79, 0.706), (2560, 1440): (0.833, 0.586)}  # the words before it


def start(on: Screen) -> Scenes:
    """No project is open."""
    yield "page"
    on.keys("ctrl+n")
    yield "new"


def basics(on: Screen) -> Scenes:
    """The demo as one finds it."""
    go(on, RELEASE)
    yield "annotate"
    on.keys("ctrl+Return")
    yield "quality"
    point(on, _BACK)
    on.wheel(8)
    yield "closer"
    on.wheel(10)
    yield "pixels"
    on.keys("z")
    go(on, 133)
    on.keys("ctrl+t")
    on.settle()
    on.keys("x")
    yield "drift"


def placing(on: Screen) -> Scenes:
    """A new pose is placed, then led by spotlight and pass."""
    go(on, RELEASE)
    on.keys("ctrl+shift+n")
    on.settle()
    click(on, _HEAD, (538, 255), (530, 262), (565, 258), (575, 290), (588, 318), (590, 330))
    on.keys("alt+bracketright")
    point(on, (595, 350))
    yield "midway"
    on.keys("slash")
    on.type("elbow")
    yield "name"
    on.keys("Escape", "shift+z")
    yield "spotlight"
    on.keys("shift+z", "ctrl+shift+k")
    yield "pass-asked"
    on.keys("Return")
    yield "pass"


def tools(on: Screen) -> Scenes:
    """What the hand holds."""
    go(on, RELEASE)
    on.keys("shift+l")
    drag(on, (640, 90), (740, 90), (760, 200), (660, 240), (600, 240), (630, 150))
    yield "lasso"
    on.release()
    yield "handles"
    on.keys("Escape", "Escape")
    keypoint(on, "t6")
    on.keys("ctrl+u")
    click(on, (560, 330))
    point(on, (620, 338))
    yield "construct"
    click(on, (620, 338))
    keypoint(on, "t6")
    yield "constructed"
    for name in ("t6", "t7", "t8", "t12", "l3"):
        keypoint(on, name)
        on.keys("5")
    keypoint(on, "t7")
    on.keys("u")
    on.settle()
    keypoint(on, "t7")
    yield "ruler"
    on.keys("ctrl+p")
    yield "position"
    on.keys("Escape", "ctrl+shift+n", "shift+y")
    on.settle()
    drag(on, (1080, 190), (1240, 710))
    yield "template"


def aids(on: Screen) -> Scenes:
    """What one sees by."""
    go(on, RELEASE)
    keypoint(on, "right wrist mid")
    on.keys("ctrl+grave")
    yield "loupe"
    on.keys("shift+t")
    yield "context"
    on.keys("shift+t", "ctrl+grave", "o")
    yield "onion"
    on.keys("o", "shift+o")
    yield "trails"
    on.keys("shift+o", "shift+g")
    yield "ghost"
    on.keys("shift+g", "ctrl+shift+f")
    on.settle()
    on.keys("Tab", *["Right"] * 12)
    yield "enhancement"


def looks(on: Screen) -> Scenes:
    """Colours, and what is set aside."""
    go(on, RELEASE)
    for scheme in ("side", "region", "origin", "instance"):
        on.keys("ctrl+k")
        yield f"by-{scheme}"
    keypoint(on, "nose")
    on.keys("ctrl+h")
    keypoint(on, "c7")
    on.keys("ctrl+l")
    keypoint(on, "left tragion")
    on.keys("ctrl+h")
    yield "aside"


def times(on: Screen) -> Scenes:
    """The timeline and the plots."""
    go(on, RELEASE)
    on.keys("alt+l")
    yield "unfolded"
    on.point(*_LANES[on.size][0])
    on.press()
    on.draw(*_LANES[on.size])
    on.release()
    yield "range"
    on.press(3)
    on.settle()
    on.release(3)
    yield "menu"
    on.keys("Escape", "ctrl+j")
    yield "trajectory"


def shapes(on: Screen) -> Scenes:
    """Box and mask."""
    go(on, RELEASE)
    on.keys("shift+b", "b")
    yield "box"
    on.keys("b", "ctrl+shift+p", "p")
    yield "mask"
    on.keys("p", "shift+p")
    drag(on, _HIP, (650, 470), (690, 540))
    yield "brush"


def marks(on: Screen) -> Scenes:
    """Notes, events, history."""
    go(on, RELEASE)
    on.keys("n")
    on.settle()
    on.type("The cap hides the vertex: two pixels lower?")
    yield "note-asked"
    on.keys("Return", "shift+n")
    on.settle()
    on.type("Ball leaves the hand here")
    on.keys("Return", "f")
    on.settle()
    on.type("look again")
    on.keys("Return")
    on.settle()
    for tab in ("notes", "history"):
        on.point(*_TABS[on.size][tab])
        on.settle()
        on.click(*_TABS[on.size][tab])
        yield tab


def pair(on: Screen) -> Scenes:
    """Two clips of one event."""
    go(on, RELEASE)
    keypoint(on, "right elbow")
    on.keys("F8")
    yield "unsynchronised"
    on.keys("alt+F8")
    yield "asked"
    on.keys("Return")
    yield "synchronised"


def crowd(on: Screen) -> Scenes:
    """Twenty people."""
    go(on, 48)
    yield "all"
    on.keys("ctrl+Down", "ctrl+Down", "shift+i")
    yield "alone"
    on.keys("shift+i", "ctrl+shift+m")
    yield "swap"


def dialogs(on: Screen) -> Scenes:
    """Settings, keys, legend."""
    go(on, RELEASE)
    on.keys("ctrl+comma")
    yield "settings"
    on.keys("Escape", "F1")
    yield "keys"
    on.keys("Escape", "alt+i")
    on.settle()
    on.keys(*["Down"] * 5, "Return")
    yield "key-editor"
    on.keys("Escape")
    on.settle()
    on.keys("ctrl+alt+p")
    yield "thresholds"


def menus(on: Screen) -> Scenes:
    """Every menu, and the legend of marks out of the last one."""
    go(on, RELEASE)
    on.keys("alt+f")
    for menu in _MENUS:
        yield menu
        if menu != _MENUS[-1]:
            on.keys("Right")
    on.keys("Down", "Return")
    yield "legend"


def review(on: Screen) -> Scenes:
    """The queue of what wants a look, from untracked to settled, and mix-ups."""
    on.keys("x")
    yield "untracked"
    go(on, 133)
    on.keys("ctrl+t")
    on.settle()
    on.keys("x")
    yield "queue"
    on.keys("r", "r", "ctrl+alt+x", "shift+r")
    yield "settled"
    on.keys("Escape", "ctrl+shift+x")
    yield "nothing-mixed-up"
    for first, last in ((20, 26), (60, 63)):
        go(on, first)
        on.keys("bracketleft")
        go(on, last)
        on.keys("bracketright", "shift+m")
        on.settle()
    on.keys("backslash", "ctrl+shift+x")
    on.settle()
    on.keys("ctrl+x")
    yield "mixups"


def drift(on: Screen) -> Scenes:
    """Rings, heat and limits, methods side by side, and where a keyframe would tell most."""
    go(on, 138)
    keypoint(on, "right elbow")
    on.keys("alt+l")
    on.settle()
    on.keys("ctrl+t")
    on.settle()
    yield "heat"
    on.keys("ctrl+alt+m")
    on.settle()
    yield "methods"
    on.keys("ctrl+j")
    on.settle()
    yield "methods-in-plot"
    on.keys("ctrl+j", "ctrl+alt+m", "alt+l", "ctrl+alt+n")
    on.settle()
    yield "next"
    on.keys("x")
    on.settle()
    hover(on, _LIMIT[on.size])
    yield "limit"


def blur(on: Screen) -> Scenes:
    """What is called visible despite its blur."""
    go(on, RELEASE)
    on.keys("ctrl+shift+b")
    on.settle()
    yield "measured"
    on.keys("ctrl+alt+b")
    on.settle()
    yield "list"
    point(on, _HEAD)
    on.wheel(7)
    on.keys("ctrl+alt+b")
    on.settle()
    yield "line"
    on.keys("1")
    on.settle()
    yield "overruled"
    on.keys("ctrl+z", "g")
    on.settle()
    yield "corrected"


PLAYS = {
    "start": Play(Subject.NONE, start),
    "basics": Play(Subject.DEMO, basics),
    "placing": Play(Subject.DEMO, placing),
    "tools": Play(Subject.DEMO, tools),
    "aids": Play(Subject.DEMO, aids),
    "looks": Play(Subject.DEMO, looks),
    "times": Play(Subject.DEMO, times),
    "review": Play(Subject.DEMO, review),
    "drift": Play(Subject.SPARSE, drift),
    "blur": Play(Subject.DEMO, blur),
    "guideline": Play(Subject.DEMO, guideline),
    "shapes": Play(Subject.DEMO, shapes),
    "marks": Play(Subject.DEMO, marks),
    "pair": Play(Subject.PAIR, pair),
    "crowd": Play(Subject.CROWD, crowd),
    "dialogs": Play(Subject.DEMO, dialogs),
    "calibration": Play(Subject.CALIBRATION, calibration, BY_NAME),
    "quality": Play(Subject.DEMO, quality, BY_NAME),
    "judged": Play(Subject.JUDGED, judged, BY_NAME),
    "decide": Play(Subject.CONSULTANT, decide, BY_NAME),
    "spots": Play(Subject.CONSULTANT, spots, BY_NAME),
    "menus": Play(Subject.DEMO, menus),
    "production": Play(Subject.PRODUCTION, production, BY_NAME),
    "weeks": Play(Subject.SEASON, weeks, BY_NAME),
    "skeletons": Play(Subject.DEMO, skeletons),
}
