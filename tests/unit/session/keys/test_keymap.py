"""Maps of keys: what they share, how one is laid over another, and files of them."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.base.errors import FileUnreadable, KeymapFaulty
from palpate.session.keys.key_names import canonical, plain, why_not_given
from palpate.session.keys.keymap import Keyed, Keymap, default_map, usable_changes, why_not_key
from palpate.session.keys.keymap_file import read_keymap, write_keymap

ACTIONS = (
    Keyed("on", ("E", "Right")),
    Keyed("back", ("Q", "Left")),
    Keyed("track", ("T",)),
    Keyed("score"),
    Keyed("hide", ("H",), held=True),
)
DEFAULT = default_map(ACTIONS)
KEYS = ("E", "Q", "T", "H", "X", "Right", "Ctrl+T", "Shift+E", "F5")


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("ctrl+z", "Ctrl+Z"),
        ("Shift+Ctrl+delete", "Ctrl+Shift+Del"),
        ("Shift+?", "?"),
        ("Shift+/", "Shift+/"),
        ("Shift+5", "Shift+5"),
        ("Ctrl++", "Ctrl++"),
        ("+", "+"),
        (" Ctrl+G ", "Ctrl+G"),
        ("PageUp", "PgUp"),
        ("Num+4", "Num+4"),
        ("ß", "ß"),
        ("é", "É"),
        ("f35", "F35"),
    ],
)
def test_a_key_is_written_in_one_way_only(written: str, known: str) -> None:
    assert canonical(written) == known
    assert canonical(known) == known


@pytest.mark.parametrize(
    "written",
    ["", " ", "Ctrl+", "Ctrl", "Ctrl+Ctrl+Z", "F36", "Ctrl+K, Ctrl+C", "QQ", "H+K", "\t"],
)
def test_what_is_no_single_key_is_none(written: str) -> None:
    assert canonical(written) == ""


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_none(text: str) -> None:
    known = canonical(text)
    assert canonical(known) == known


def test_only_a_key_by_itself_can_be_held() -> None:
    assert [key for key in ("H", "+", "Space", "F5", "Ctrl+H", "Tab", "Shift++") if plain(key)] == [
        "H",
        "+",
        "Space",
        "F5",
    ]


def test_keys_that_the_window_needs_cannot_be_given_away() -> None:
    for key in ("Esc", "Return", "Enter", "Up", "Down"):
        assert key in why_not_given(key)
    assert why_not_given("Ctrl+Return") == why_not_given("Left") == ""


def test_an_action_that_gets_a_key_takes_it_from_the_one_that_had_it() -> None:
    given = DEFAULT.giving("on", "T")
    assert given.of("on") == ("E", "Right", "T")
    assert given.of("track") == ()
    assert given.holders("T") == ["on"]
    assert given.taking("on", "Right").of("on") == ("E", "T")
    assert DEFAULT.of("track") == ("T",)


def test_keys_that_two_actions_have_are_found() -> None:
    assert DEFAULT.conflicts() == {}
    shared = Keymap({"on": ("E", "T"), "back": ("T",), "track": ("T", "X")})
    assert shared.conflicts() == {"T": ["on", "back", "track"]}


@given(
    st.dictionaries(
        st.sampled_from([action.name for action in ACTIONS] + ["unknown"]),
        st.lists(st.sampled_from(KEYS), unique=True, max_size=3).map(tuple),
    )
)
def test_whatever_is_laid_over_a_map_no_key_means_two_things(changes: dict[str, tuple[str, ...]]) -> None:
    laid = DEFAULT.overlaid(changes)
    assert laid.conflicts() == {}
    assert list(laid.keys) == list(DEFAULT.keys)
    assert DEFAULT.overlaid(laid.changes_from(DEFAULT)) == laid


def test_kept_changes_that_can_no_longer_be_meant_are_left_out() -> None:
    found = {
        "on": ["F", "Esc", "Foo", "F"],
        "gone": ["G"],
        "back": "Q",
        "track": [7],
        "hide": ["Ctrl+H", "J"],
    }
    assert usable_changes(found, ACTIONS) == {"on": ("F",), "hide": ("J",)}
    assert usable_changes(["on"], ACTIONS) == {}


def test_why_an_action_cannot_have_a_key_is_said() -> None:
    on, hide = ACTIONS[0], ACTIONS[4]
    assert "no single key" in why_not_key(on, "Ctrl+K, C")
    assert "takes back" in why_not_key(on, "escape")
    assert "cannot be held" in why_not_key(hide, "Ctrl+H")
    assert why_not_key(on, "Ctrl+H") == why_not_key(hide, "Space") == ""


# ---- files -------------------------------------------------------------------------------------------------


def written(folder: Path, **fields: object) -> Path:
    path = folder / "keys.json"
    content = {"format": "palpate-keymap", "version": 1, "title": "Mine", "keys": {}, **fields}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(KeymapFaulty) as caught:
        read_keymap(path, ACTIONS)
    assert all(line.startswith(f"{path}: ") for line in caught.value.lines())
    return [str(problem) for problem in caught.value.problems]


def test_a_map_that_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    path, mine = tmp_path / "keys.json", DEFAULT.giving("on", "T").giving("hide", "J")
    write_keymap(path, mine, title="Mine", about="for the test")
    found = read_keymap(path, ACTIONS)
    assert (found.title, found.about) == ("Mine", "for the test")
    assert DEFAULT.overlaid(found.changes) == mine
    assert found.changes["track"] == ()


def test_what_a_file_does_not_name_keeps_the_keys_that_the_file_does_not_use(tmp_path: Path) -> None:
    found = read_keymap(written(tmp_path, keys={"score": ["t", "Ctrl+Return"]}), ACTIONS)
    laid = DEFAULT.overlaid(found.changes)
    assert laid.of("score") == ("T", "Ctrl+Return")
    assert laid.of("track") == ()
    assert laid.of("on") == DEFAULT.of("on")


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        title=7,
        colour="blue",
        keys={
            "fly": ["F"],
            "on": ["E", "Foo", "Esc", "e", 5],
            "back": ["Q", "E"],
            "track": "T",
            "score": {"T": 1},
            "hide": ["Ctrl+H"],
        },
    )
    assert problems(path) == [
        "colour: is not known; known are format, version, title, about, keys",
        "title: is no text",
        "keys.fly: is no action of this program",
        "keys.on[1]: “Foo” is no single key",
        "keys.on[2]: Esc cannot be given another meaning: it takes back what is under way",
        "keys.on[3]: E stands twice",
        "keys.on[4]: is no text",
        "keys.back[1]: E is the key of on already",
        "keys.track: is no list of keys",
        "keys.score: is no list of keys",
        "keys.hide[0]: Ctrl+H cannot be held: choose a key by itself, without Ctrl, Alt or Shift",
    ]


def test_a_name_that_stands_twice_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(
        '{"format": "palpate-keymap", "version": 1, "title": "a", "title": "b",'
        ' "keys": {"on": ["E"], "on": ["X"]}}',
        encoding="utf-8",
    )
    assert problems(path) == ["title: stands twice", "keys.on: stands twice"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON"),
        (b"[" * 100_000, "is not JSON that can be read"),
        (b"1" * 10_000, "is not JSON that can be read"),
        (b"\xff\xfe\x00", "is no text"),
        (b"[]", "is no keymap"),
        (b"null", "is no keymap"),
        (b'{"keys": []}', "is no keymap"),
        (b'{"format": "palpate-keymap", "version": 2, "keys": {}}', "reads version 1"),
        (b'{"format": "palpate-keymap", "version": 1}', "actions and their keys are expected"),
        (b"\xef\xbb\xbf{,}", "line 1, column 2"),
    ],
)
def test_what_is_no_keymap_is_refused_with_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content)
    assert said in "\n".join(problems(path))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["on", "hide", "x"]), inner)
        ),
        max_leaves=8,
    )
)
def test_any_content_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, keys: object) -> None:
    path = written(tmp_path_factory.mktemp("keys"), keys=keys)
    with suppress(KeymapFaulty):
        assert DEFAULT.overlaid(read_keymap(path, ACTIONS).changes).conflicts() == {}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        read_keymap(tmp_path / "none.json", ACTIONS)
