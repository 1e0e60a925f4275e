"""Commands on what one sees by; all of it is a matter of the view, remembered, and never an edit."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from palpate.model.picture import Part, Region
from palpate.model.span import Method
from palpate.session import other_layers
from palpate.session.filling.method_choice import fill_span_by
from palpate.session.selection import Focus
from palpate.ui.bridge.context_frames import ContextFrames
from palpate.ui.bridge.player import Player
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.seeing_aids import SeeingAids, Shown
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.leads import Lead
from palpate.ui.canvas.loupe import Corner, Loupe
from palpate.ui.canvas.view import CanvasView
from palpate.ui.dialogs.ask import ask_choice
from palpate.ui.preferences import Preferences
from palpate.ui.widgets.words import method_word

_WHO = "loupe"
_MINE = (
    "loupe_power",
    "loupe_corner",
    "loupe_pinned",
    "context_strip",
    "onion_skin",
    "trails",
    "trail_length",
    "ghost",
    "ghost_layer",
    "compare_methods",
)

Seen = tuple[str, str, int]
"""Clip, layer and frame that are looked at."""


class Aiding(QObject):
    """Switches aids on and off, and remembers them.

    Signals
    -------
    switched
        (what is on, by the names of actions) something was switched, or refused.
    """

    switched = Signal(object)
    _closer_came = Signal(int, object)

    def __init__(
        self,
        workbench: Workbench,
        preferences: Preferences,
        *,
        presenter: Presenter,
        player: Player,
        canvas: CanvasView,
    ) -> None:
        super().__init__(canvas)
        self._workbench, self._presenter, self._canvas = workbench, presenter, canvas
        self._settings = preferences.settings
        self._aids = SeeingAids(workbench, presenter, canvas)
        self._context = ContextFrames(workbench, presenter, player, canvas)
        self._context.strip.frame_wanted.connect(self._on_frame_wanted)
        self._settings.changed.connect(self._on_setting)
        canvas.loupe_turned.connect(self._on_turned)
        canvas.closer_wanted.connect(self._on_closer_wanted, Qt.ConnectionType.QueuedConnection)
        self._closer_came.connect(self._on_closer)
        self._look: tuple[str, Seen] | None = None
        workbench.focus_changed.connect(self._on_focus)
        workbench.session_changed.connect(self._on_session)
        self._put_in_force()

    @property
    def shown(self) -> dict[str, bool]:
        """What is switched on, by the names of actions."""
        return {
            "pin_loupe": self._is_on("loupe_pinned"),
            "show_context": self._is_on("context_strip"),
            "show_onion": self._is_on("onion_skin"),
            "show_trails": self._is_on("trails"),
            "show_ghost": bool(self._ghost),
            "compare_methods": self._is_on("compare_methods"),
        }

    # ---- commands --------------------------------------------------------------------------------------

    def pin_loupe(self) -> None:
        """Keep the loupe in its corner, or let it follow again."""
        self._toggle("loupe_pinned")

    def loupe_stronger(self) -> None:
        """One power more."""
        self._canvas.turn_loupe(1)

    def loupe_weaker(self) -> None:
        """One power less."""
        self._canvas.turn_loupe(-1)

    def show_context(self) -> None:
        """Show the frames around, or no more."""
        self._toggle("context_strip")

    def show_onion(self) -> None:
        """Show the keyframes around as ghosts, or no more."""
        self._toggle("onion_skin")

    def show_trails(self) -> None:
        """Show where keypoints were, or no more."""
        self._toggle("trails")

    def show_ghost(self) -> None:
        """Show another layer, or no more; ask which where several can be meant."""
        if self._ghost:
            self._look = None
            self._settings.set("ghost", False)
            self._put_in_force()
        elif self._remembered_layer:
            self._settings.set("ghost", True)
        else:
            self.choose_ghost()
        self.switched.emit(self.shown)

    def compare_methods(self) -> None:
        """Show the ways by all methods, or no more."""
        self._toggle("compare_methods")

    def fill_span(self) -> None:
        """Ask by which method the span here shall be filled, and fill it so."""
        session = self._workbench.session
        if session is None:
            return
        words = {method_word(method): method for method in Method}
        asked = ask_choice(self.tr("Fill the span here"), self.tr("Method"), list(words))
        if asked is not None:
            self._workbench.attempt(lambda: fill_span_by(session, words[asked]))

    def choose_ghost(self) -> None:
        """Ask which layer's ghost to show; the only one there is needs no question."""
        session = self._workbench.session
        if session is not None:
            layers = other_layers.layers_to_see(session)
            names = [f"{layer.name} ({layer.kind})" for layer in layers]
            asked = names[0] if len(names) == 1 else self._asked(names)
            if asked:
                self._settings.set("ghost_layer", layers[names.index(asked)].id)
                self._settings.set("ghost", True)
        self.switched.emit(self.shown)

    def point_to(self, lead: Lead | None) -> None:
        """Point from a keyframe to where the picture leads, or no more."""
        self._aids.lead(lead)

    def hide_ghosts(self, hidden: bool) -> None:
        """Keep other layers from sight for a while, whatever is switched on."""
        self._aids.hide_ghosts(hidden)

    def lay_gold(self, on: bool) -> None:
        """Lay what the labels are judged by over them, or no more."""
        self._aids.lay_gold(on)

    def show_anew(self) -> None:
        """Show what is switched on as it is to be seen now: colours, or what is hidden, have changed."""
        self._aids.refresh()

    def _asked(self, names: list[str]) -> str | None:
        return ask_choice(self.tr("Ghost of another layer"), self.tr("Layer"), names) if names else None

    # ---- what is remembered ----------------------------------------------------------------------------

    def _toggle(self, name: str) -> None:
        self._settings.set(name, not self._is_on(name))

    def _is_on(self, name: str) -> bool:
        return bool(self._settings.get(name))

    @property
    def _remembered_layer(self) -> str:
        """Id of the layer shown last, if it is in this project and may be seen; else empty."""
        session, layer = self._workbench.session, str(self._settings.get("ghost_layer"))
        if session is None or layer not in {found.id for found in other_layers.layers_to_see(session)}:
            return ""
        return layer

    @property
    def _ghost(self) -> str:
        """Id of the layer to show; of one in hand or hidden by now the legend says so."""
        if self._look is not None:
            return self._look[0]
        session, layer = self._workbench.session, str(self._settings.get("ghost_layer"))
        if session is None or not self._is_on("ghost"):
            return ""
        return layer if layer in {found.id for found in session.contents.layers} else ""

    def _on_setting(self, name: str) -> None:
        if name in _MINE or name == "annotator":
            self._put_in_force()

    def _put_in_force(self) -> None:
        power, length = self._settings.get("loupe_power"), self._settings.get("trail_length")
        assert isinstance(power, int)
        assert isinstance(length, int)
        corner = Corner(str(self._settings.get("loupe_corner"))) if self._is_on("loupe_pinned") else None
        self._canvas.arm_loupe(Loupe(power, corner))
        onion, trails = self._is_on("onion_skin"), self._is_on("trails")
        self._aids.show(Shown(onion, trails, self._ghost, length, self._is_on("compare_methods")))
        self._context.switch(self._is_on("context_strip"))
        self.switched.emit(self.shown)

    def show_over(self, layer: str) -> None:
        """Show a layer's ghost over the one in hand while this frame is looked at, if this person may.

        Nothing of it is remembered: what people have switched on holds again in every other frame.
        """
        session = self._workbench.session
        if session is not None and not other_layers.why_not_see(session, layer):
            self._look = layer, _seen(self._workbench.focus)
            self._put_in_force()

    def _on_focus(self, now: Focus, _before: Focus) -> None:
        if self._look is not None and self._look[1] != _seen(now):
            self._look = None
            self._put_in_force()

    def _on_session(self) -> None:
        self._look = None
        self._put_in_force()

    # ---- what the canvas asks for ----------------------------------------------------------------------

    def _on_turned(self, loupe: Loupe) -> None:
        self._settings.set("loupe_power", loupe.power)

    def _on_closer_wanted(self, region: Region) -> None:
        reel = self._presenter.reel
        if reel is not None and self._canvas.frame >= 0:
            reel.crop(_WHO, {self._canvas.frame: region}, self._closer_came.emit)

    def _on_closer(self, frame: int, result: object) -> None:
        if isinstance(result, Part) and frame == self._canvas.frame:
            self._canvas.bring_closer(frame, result)

    def _on_frame_wanted(self, frame: int) -> None:
        session = self._workbench.session
        if session is not None:
            session.selection.move(frame=frame)


def _seen(focus: Focus) -> Seen:
    return focus.clip, focus.layer, focus.frame
