"""Every action of the program: what it is called, where it stands, which keys it has.

Menus, the tool rail, tooltips and the help on keys all read this one table. ``does`` names a method of
`palpate.ui.actions.commands.Commands`; ``needs`` names what must be there for it to be enabled.
"""

from __future__ import annotations

from palpate.ui.actions.spec import ActionSpec, Needs, T
from palpate.ui.actions.spec import spec as _spec
from palpate.ui.actions.tables.aiding import AIDING_ACTIONS
from palpate.ui.actions.tables.blur import BLUR_ACTIONS
from palpate.ui.actions.tables.book import BOOK_ACTIONS
from palpate.ui.actions.tables.calibration import CALIBRATION_ACTIONS, GOLD_ACTIONS
from palpate.ui.actions.tables.decide import DECIDE_ACTIONS
from palpate.ui.actions.tables.enhancing import ENHANCING_ACTIONS
from palpate.ui.actions.tables.example import EXAMPLE_ACTIONS
from palpate.ui.actions.tables.guideline import GUIDELINE_ACTIONS
from palpate.ui.actions.tables.lane import LANE_ACTIONS
from palpate.ui.actions.tables.look import INSTANCE_ACTIONS, LOOK_ACTIONS, MARK_HELP
from palpate.ui.actions.tables.mark import MARK_ACTIONS
from palpate.ui.actions.tables.method import COMPARE_ACTIONS, FILL_ACTIONS
from palpate.ui.actions.tables.migrate import MIGRATE_ACTIONS
from palpate.ui.actions.tables.placing import NUMBER_ACTIONS, PASS_ACTIONS, SEEKING_ACTIONS
from palpate.ui.actions.tables.policy import POLICY_ACTIONS
from palpate.ui.actions.tables.pose import POSE_ACTIONS
from palpate.ui.actions.tables.production import PRODUCTION_ACTIONS
from palpate.ui.actions.tables.renew import RENEW_ACTIONS
from palpate.ui.actions.tables.report import REPORT_ACTIONS
from palpate.ui.actions.tables.review import REVIEW_ACTIONS
from palpate.ui.actions.tables.second import SECOND_ACTIONS
from palpate.ui.actions.tables.shape import SHAPE_ACTIONS
from palpate.ui.actions.tables.skeleton import SKELETON_ACTIONS
from palpate.ui.actions.tables.suggest import SUGGEST_ACTIONS
from palpate.ui.actions.tables.tool import CONSTRUCT_ACTIONS, TOOL_ACTIONS, TOOL_MOUSE
from palpate.ui.actions.tables.weekly import WEEKLY_ACTIONS

__all__ = ["ACTIONS", "HELD_KEYS", "MOUSE", "ActionSpec", "Needs", "T"]

ACTIONS: tuple[ActionSpec, ...] = (
    _spec("new_project", "file", T("Actions", "New project…"), "Ctrl+N"),
    _spec("open_project", "file", T("Actions", "Open project…"), "Ctrl+O"),
    _spec("open_demo", "file", T("Actions", "Open the demo")),
    _spec("add_media", "file", T("Actions", "Add videos or images…"), "Ctrl+M", Needs.WRITABLE),
    _spec("add_folder", "file", T("Actions", "Add a folder of images…"), "", Needs.WRITABLE),
    _spec("import_labels", "file", T("Actions", "Import labels…"), "Ctrl+I", Needs.WRITABLE),
    _spec("export_labels", "file", T("Actions", "Export labels…"), "Ctrl+E", Needs.PROJECT),
    *REPORT_ACTIONS,
    _spec("close_project", "file", T("Actions", "Close project"), "Ctrl+W", Needs.PROJECT),
    _spec("quit", "file", T("Actions", "Quit"), "Ctrl+Q"),
    _spec("undo", "edit", T("Actions", "Undo"), "Ctrl+Z", Needs.UNDO, rail="undo"),
    _spec("redo", "edit", T("Actions", "Redo"), "Ctrl+Shift+Z|Ctrl+Y", Needs.REDO, rail="redo"),
    _spec(
        "add_instance",
        "edit",
        T("Actions", "Add an instance"),
        "Ctrl+Shift+N",
        Needs.CLIP,
        rail="add-instance",
    ),
    _spec("rename_instance", "edit", T("Actions", "Rename the instance…"), "", Needs.INSTANCE),
    _spec("remove_instance", "edit", T("Actions", "Remove the instance"), "", Needs.INSTANCE),
    *INSTANCE_ACTIONS,
    _spec("edit_keys", "edit", T("Actions", "Keys…"), tip=T("Actions", "Change which key does what")),
    _spec("edit_settings", "edit", T("Actions", "Settings…"), "Ctrl+,"),
    *POLICY_ACTIONS,
    _spec("memory_settings", "edit", T("Actions", "Memory and proxies…")),
    _spec(
        "clip_properties",
        "clip",
        T("Actions", "Clip properties…"),
        "Alt+Return",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "Name, capture rate and attributes of the clip, and what is known of its file"),
    ),
    _spec(
        "image_levels",
        "clip",
        T("Actions", "Levels of deep images…"),
        "Ctrl+Shift+L",
        Needs.STORED_VALUES,
        tip=T("Actions", "Which values of 16-bit images are shown black and which white"),
    ),
    _spec(
        "find_cuts",
        "clip",
        T("Actions", "Find cuts and repeated frames"),
        "",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "Look through all frames in the background; what is found stands on the ruler"),
    ),
    _spec(
        "build_proxy",
        "clip",
        T("Actions", "Build a proxy for fast scrubbing"),
        "",
        Needs.LARGE_VIDEO,
        tip=T("Actions", "Make small pictures of all frames, from which any one is there at once"),
    ),
    _spec("remove_proxy", "clip", T("Actions", "Remove the proxy"), "", Needs.PROXY),
    _spec("mark_visible", "keypoint", T("Actions", "Visible"), "1", Needs.KEYPOINT, rail="visible"),
    _spec(
        "mark_certain",
        "keypoint",
        T("Actions", "Certain despite partial occlusion"),
        "2",
        Needs.KEYPOINT,
        rail="certain",
    ),
    _spec(
        "mark_estimated",
        "keypoint",
        T("Actions", "Occluded, estimated"),
        "3",
        Needs.KEYPOINT,
        rail="estimated",
    ),
    _spec(
        "mark_absent",
        "keypoint",
        T("Actions", "Absent (decided)"),
        "4",
        Needs.KEYPOINT,
        rail="absent",
        tip=T("Actions", "Decide that it is not in the picture; its span ends here"),
    ),
    _spec(
        "clear_keypoint",
        "keypoint",
        T("Actions", "Clear (back to not placed)"),
        "5|Delete",
        Needs.KEYPOINT,
        rail="clear",
    ),
    _spec("next_keypoint", "keypoint", T("Actions", "Next keypoint"), "Tab", Needs.SHOWN_INSTANCE),
    _spec(
        "previous_keypoint", "keypoint", T("Actions", "Previous keypoint"), "Shift+Tab", Needs.SHOWN_INSTANCE
    ),
    _spec("find_keypoint", "keypoint", T("Actions", "Go to a keypoint by name…"), "/", Needs.SHOWN_INSTANCE),
    *GUIDELINE_ACTIONS,
    *EXAMPLE_ACTIONS,
    *NUMBER_ACTIONS,
    _spec("nudge_left", "keypoint.nudge", T("Actions", "Nudge left"), "A", Needs.KEYPOINT),
    _spec("nudge_right", "keypoint.nudge", T("Actions", "Nudge right"), "D", Needs.KEYPOINT),
    _spec("nudge_up", "keypoint.nudge", T("Actions", "Nudge up"), "W", Needs.KEYPOINT),
    _spec("nudge_down", "keypoint.nudge", T("Actions", "Nudge down"), "S", Needs.KEYPOINT),
    _spec(
        "nudge_left_finely", "keypoint.nudge", T("Actions", "Nudge left by 0.1 px"), "Shift+A", Needs.KEYPOINT
    ),
    _spec(
        "nudge_right_finely",
        "keypoint.nudge",
        T("Actions", "Nudge right by 0.1 px"),
        "Shift+D",
        Needs.KEYPOINT,
    ),
    _spec("nudge_up_finely", "keypoint.nudge", T("Actions", "Nudge up by 0.1 px"), "Shift+W", Needs.KEYPOINT),
    _spec(
        "nudge_down_finely", "keypoint.nudge", T("Actions", "Nudge down by 0.1 px"), "Shift+S", Needs.KEYPOINT
    ),
    *CONSTRUCT_ACTIONS,
    *POSE_ACTIONS,
    *TOOL_ACTIONS,
    *SHAPE_ACTIONS,
    _spec(
        "track_on", "between", T("Actions", "Track to the next keyframe"), "T", Needs.INSTANCE, rail="track"
    ),
    _spec("track_all", "between", T("Actions", "Track the whole instance"), "Ctrl+T", Needs.INSTANCE),
    _spec("track_range", "between", T("Actions", "Track the range"), "Ctrl+Shift+T", Needs.INSTANCE_RANGE),
    *FILL_ACTIONS,
    *COMPARE_ACTIONS,
    _spec(
        "join_scenes",
        "between",
        T("Actions", "Join scenes here"),
        "",
        Needs.SHOWN_CLIP,
        tip=T("Actions", "No scene begins in this frame: fill in across it again"),
    ),
    _spec("empty_span", "between", T("Actions", "Leave the span here empty"), "Alt+Delete", Needs.INSTANCE),
    _spec(
        "accept",
        "between",
        T("Actions", "Accept the guesses of this pose"),
        "R",
        Needs.INSTANCE,
        rail="accept",
        tip=T("Actions", "Reviewed, fine: pin what is filled in; of a point of the queue its whole run"),
    ),
    _spec("next_drift", "between", T("Actions", "Next thing to review"), "X", Needs.SHOWN_CLIP, rail="drift"),
    _spec("previous_drift", "between", T("Actions", "Previous thing to review"), "Shift+X", Needs.SHOWN_CLIP),
    *REVIEW_ACTIONS,
    *SUGGEST_ACTIONS,
    *BLUR_ACTIONS,
    *RENEW_ACTIONS,
    *SKELETON_ACTIONS,
    *MIGRATE_ACTIONS,
    _spec("score", "between", T("Actions", "Score against gold"), "Ctrl+Return", Needs.GOLD),
    *MARK_ACTIONS,
    *CALIBRATION_ACTIONS,
    *PRODUCTION_ACTIONS,
    *DECIDE_ACTIONS,
    *WEEKLY_ACTIONS,
    *GOLD_ACTIONS,
    _spec("play", "go", T("Actions", "Play or pause"), "", Needs.SHOWN_CLIP),
    _spec("play_backwards", "go", T("Actions", "Play backwards"), "Shift+Space", Needs.SHOWN_CLIP, once=True),
    _spec(
        "jog_forwards",
        "go",
        T("Actions", "Play on, again: faster"),
        "L",
        Needs.SHOWN_CLIP,
        once=True,
        tip=T("Actions", "Play forwards; each further press doubles the speed"),
    ),
    _spec(
        "jog_backwards",
        "go",
        T("Actions", "Play back, again: faster"),
        "J",
        Needs.SHOWN_CLIP,
        once=True,
        tip=T("Actions", "Play backwards; each further press doubles the speed"),
    ),
    _spec("pause", "go", T("Actions", "Pause"), "K", Needs.SHOWN_CLIP),
    _spec(
        "loop",
        "go",
        T("Actions", "Loop"),
        "Ctrl+R",
        Needs.SHOWN_CLIP,
        checkable=True,
        once=True,
        tip=T("Actions", "Play the range over and over; the whole clip without one"),
    ),
    _spec("speed_eighth", "go.speed", T("Actions", "Play at ⅛ speed"), "Ctrl+1", Needs.SHOWN_CLIP),
    _spec("speed_quarter", "go.speed", T("Actions", "Play at ¼ speed"), "Ctrl+2", Needs.SHOWN_CLIP),
    _spec("speed_half", "go.speed", T("Actions", "Play at ½ speed"), "Ctrl+3", Needs.SHOWN_CLIP),
    _spec("speed_full", "go.speed", T("Actions", "Play at full speed"), "Ctrl+4", Needs.SHOWN_CLIP),
    _spec("speed_double", "go.speed", T("Actions", "Play at double speed"), "Ctrl+5", Needs.SHOWN_CLIP),
    _spec("speed_fourfold", "go.speed", T("Actions", "Play at 4× speed"), "Ctrl+6", Needs.SHOWN_CLIP),
    _spec("speed_eightfold", "go.speed", T("Actions", "Play at 8× speed"), "Ctrl+7", Needs.SHOWN_CLIP),
    _spec("next_frame", "go", T("Actions", "Next frame"), "E|Right", Needs.SHOWN_CLIP),
    _spec("previous_frame", "go", T("Actions", "Previous frame"), "Q|Left", Needs.SHOWN_CLIP),
    _spec("next_keyframe", "go", T("Actions", "Next keyframe"), "Shift+E|Shift+Right", Needs.SHOWN_INSTANCE),
    _spec(
        "previous_keyframe",
        "go",
        T("Actions", "Previous keyframe"),
        "Shift+Q|Shift+Left",
        Needs.SHOWN_INSTANCE,
    ),
    _spec("first_frame", "go", T("Actions", "First frame"), "Home", Needs.SHOWN_CLIP),
    _spec("last_frame", "go", T("Actions", "Last frame"), "End", Needs.SHOWN_CLIP),
    _spec("go_to_frame", "go", T("Actions", "Go to a frame…"), "Ctrl+G", Needs.SHOWN_CLIP),
    _spec("next_instance", "go", T("Actions", "Next instance"), "Ctrl+Down", Needs.SHOWN_INSTANCE),
    _spec("previous_instance", "go", T("Actions", "Previous instance"), "Ctrl+Up", Needs.SHOWN_INSTANCE),
    _spec("range_from", "go.range", T("Actions", "Range begins here"), "[", Needs.SHOWN_CLIP),
    _spec("range_to", "go.range", T("Actions", "Range ends here"), "]", Needs.SHOWN_CLIP),
    _spec("clear_range", "go.range", T("Actions", "Clear the range"), "\\", Needs.RANGE),
    *PASS_ACTIONS,
    _spec("toggle_fit", "view", T("Actions", "Fit ↔ last zoom"), "Z", Needs.SHOWN_CLIP, rail="fit"),
    _spec("zoom_in", "view.zoom", T("Actions", "Zoom in"), "Ctrl++|Ctrl+=", Needs.SHOWN_CLIP),
    _spec("zoom_out", "view.zoom", T("Actions", "Zoom out"), "Ctrl+-", Needs.SHOWN_CLIP),
    _spec("zoom_actual", "view.zoom", T("Actions", "100 %"), "Ctrl+0", Needs.SHOWN_CLIP),
    *SEEKING_ACTIONS,
    *ENHANCING_ACTIONS,
    *AIDING_ACTIONS,
    *LOOK_ACTIONS,
    _spec(
        "isolate",
        "view",
        T("Actions", "Show the active instance alone"),
        "Shift+I",
        Needs.SHOWN_INSTANCE,
        checkable=True,
        once=True,
        tip=T("Actions", "Hide all other instances, in a crowd; again: show everybody"),
    ),
    *LANE_ACTIONS,
    *SECOND_ACTIONS,
    _spec(
        "show_figures",
        "view",
        T("Actions", "Frame figures"),
        "Ctrl+Alt+F",
        Needs.SHOWN_CLIP,
        checkable=True,
        once=True,
        tip=T("Actions", "How many frames are at hand, what the cache holds, what is being decoded"),
    ),
    _spec(
        "show_stopwatch",
        "view",
        T("Actions", "Stopwatch"),
        checkable=True,
        once=True,
        tip=T("Actions", "How many seconds a pose takes, in the line below; read from the edit history"),
    ),
    _spec("dark_theme", "view.theme", T("Actions", "Dark"), checkable=True),
    _spec("light_theme", "view.theme", T("Actions", "Light"), checkable=True),
    _spec("show_keys", "help", T("Actions", "All keys"), "?|F1"),
    *MARK_HELP,
    *BOOK_ACTIONS,
    _spec("show_manual", "help", T("Actions", "Manual")),
    _spec("show_changes", "help", T("Actions", "What is new")),
    _spec("show_about", "help", T("Actions", "About Palpate")),
)

# Held, not pressed: handled by `palpate.ui.actions.held`; they stand in no menu.
HELD_KEYS = (
    _spec("hold_pan", "", T("Actions", "tap: play or pause; hold and drag: pan"), "Space"),
    _spec("hold_hide", "", T("Actions", "hold: hide everything drawn over the picture"), "H"),
    _spec("hold_loupe", "", T("Actions", "hold: loupe"), "`"),
)

# Mouse, for the help on keys.
MOUSE = (
    (T("Actions", "Click"), T("Actions", "place the active keypoint; the next one becomes active")),
    (T("Actions", "Right-click"), T("Actions", "place it as occluded, estimated")),
    (T("Actions", "Shift+click"), T("Actions", "place it as certain despite partial occlusion")),
    (T("Actions", "Drag a keypoint"), T("Actions", "move it; Escape puts it back")),
    (T("Actions", "Ctrl+click"), T("Actions", "make the instance under the pointer the active one")),
    (
        T("Actions", "Alt-click, mask in hand"),
        T("Actions", "put a corner into an edge; right-click removes"),
    ),
    *TOOL_MOUSE,
    (T("Actions", "Wheel"), T("Actions", "zoom at the cursor")),
    (T("Actions", "Ctrl+wheel, loupe shown"), T("Actions", "power of the loupe")),
    (T("Actions", "Middle-drag, Space-drag"), T("Actions", "pan")),
    (T("Actions", "Drag over lanes"), T("Actions", "choose a range of frames and keypoints")),
    (T("Actions", "Right-click on lanes"), T("Actions", "what can be done with them; also the Menu key")),
    (T("Actions", "Drag on the ruler"), T("Actions", "go through the frames")),
    (T("Actions", "Shift-drag on the ruler"), T("Actions", "choose a range; double-click clears it")),
    (T("Actions", "Wheel over the ruler"), T("Actions", "one frame back or on")),
    (T("Actions", "Drag on the jog strip"), T("Actions", "frame by frame; Shift: finer, Ctrl: ten at once")),
)
