"""The menus: what they are called, which stand within others, and where a line divides them.

No menu may be higher than a small laptop's screen: what belongs together stands in a menu of its own.
"""

from __future__ import annotations

from palpate.ui.actions.spec import T
from palpate.ui.actions.tables.blur import BLUR_MENUS
from palpate.ui.actions.tables.look import LOOK_MENUS

# A menu ``a.b`` stands within ``a``, where the first of its actions would.
MENUS: dict[str, str] = {
    "file": T("Actions", "&File"),
    "edit": T("Actions", "&Edit"),
    "clip": T("Actions", "&Clip"),
    "skeleton": T("Actions", "S&keleton"),
    "keypoint": T("Actions", "&Keypoint"),
    "keypoint.number": T("Actions", "Keypoint by number"),
    "keypoint.nudge": T("Actions", "Nudge"),
    "keypoint.construct": T("Actions", "Construct"),
    "pose": T("Actions", "&Pose"),
    "pose.start": T("Actions", "Start a pose"),
    "pose.turn": T("Actions", "Turn and scale"),
    "shape": T("Actions", "&Shape"),
    "between": T("Actions", "&Between keyframes"),
    "between.fill": T("Actions", "Fill"),
    **BLUR_MENUS,
    "mark": T("Actions", "&Mark"),
    "quality": T("Actions", "&Quality"),
    "go": T("Actions", "&Go"),
    "go.speed": T("Actions", "Speed"),
    "go.range": T("Actions", "Range of frames"),
    "go.pass": T("Actions", "Place through frames"),
    "view": T("Actions", "&View"),
    "view.zoom": T("Actions", "Zoom"),
    "view.loupe": T("Actions", "Loupe"),
    "view.ghosts": T("Actions", "Ghosts and trails"),
    **LOOK_MENUS,
    "view.timeline": T("Actions", "Timeline"),
    "view.second": T("Actions", "Second view"),
    "view.theme": T("Actions", "Theme"),
    "help": T("Actions", "&Help"),
}

_DIVIDED = """
    add_media import_labels close_project
    add_instance edit_keys
    image_levels build_proxy
    next_keypoint nudge_left type_position nudge_left_finely place_between drop_on_ruler next_bank
    carry_pose start_mean start_over mirror_pose swap_sides clear_pose choose_all make_larger
    smaller_brush box_from_keypoints clear_shape
    fill_linear accept score
    next_gap
    next_unit show_calibrations overlay_gold show_plans manage_gold
    range_from next_frame next_instance
    enhance pin_loupe next_colours show_trajectories show_figures second_view dark_theme
    choose_ghost loupe_stronger colours_by_instance show_everything lock_chosen
    unfold_lanes more_time swap_views centre_second
    show_manual show_about
"""

DIVIDED_BEFORE: frozenset[str] = frozenset(_DIVIDED.split())
"""The actions, or the first ones of menus within a menu, before which a line stands."""
