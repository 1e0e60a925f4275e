"""Pictures that run, fetch or grow are refused, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from palpate.base.errors import FileUnreadable, PlateFaulty
from palpate.base.folders import resource
from palpate.store.svg_reading import MOST_BYTES, read_svg, refuse_unsafe

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
AWAY = "http:" + "//away/x.png"  # no host is named in a file of the project


def svg(*lines: str, head: str = HEAD) -> str:
    return "\n".join((head, *lines, "</svg>"))


def faults(text: str) -> list[str]:
    with pytest.raises(PlateFaulty) as caught:
        refuse_unsafe(text)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("path", sorted(resource("guidelines", "plates").glob("*.svg")), ids=lambda p: p.stem)
def test_every_shipped_plate_is_taken_as_it_is(path: Path) -> None:
    assert read_svg(path) == path.read_text(encoding="utf-8")


def test_gradients_that_are_named_within_the_picture_are_taken() -> None:
    refuse_unsafe(
        svg(
            '<defs><linearGradient id="a"><stop offset="0"/></linearGradient>',
            '<linearGradient id="b" xlink:href="#a"/></defs>',
            '<path d="M0 0L9 9" fill="url(#a)" style="stroke: url( \'#b\' )"/>',
        )
    )


def test_what_other_programs_note_for_themselves_is_passed_over() -> None:
    head = HEAD.replace(" viewBox", ' xmlns:s="urn:another-program" viewBox')
    refuse_unsafe(svg('<s:namedview id="base" pagecolor="#fff"/>', '<path d="M0 0z"/>', head=head))


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<path d="M0 0" onload="go()"/>', "path.onload"),
        (f'<image xlink:href="{AWAY}"/>', "image"),
        ('<image href="data:image/png;base64,AAAA"/>', "image"),
        (f'<a xlink:href="{AWAY}"><path d="M0 0"/></a>', "a"),
        ('<a xlink:href="//away/x.png"><path d="M0 0"/></a>', "a"),
        ('<use xlink:href="other.svg#part"/>', "use"),
        ('<linearGradient xlink:href="other.svg#part"/>', "linearGradient.href"),
        (f'<path d="M0 0" fill="url({AWAY})"/>', "path.fill"),
        ('<path d="M0 0" style="fill: url( \'x.svg#a\')"/>', "path.style"),
        (r'<path d="M0 0" style="fill: \75rl(x)"/>', "path.style"),
        ("<style>@import 'x.css';</style>", "style"),
        ("<style>.a{fill:url(x.svg)}</style>", "style"),
        ("<style>.a{fill:\\75 rl(x.svg)}</style>", "style"),
        ("<foreignObject/>", "foreignObject"),
        ('<animate attributeName="x"/>', "animate"),
        ('<set attributeName="href" to="javascript:x"/>', "set"),
        ("<text>T6</text>", "text"),
        ('<o:script xmlns:o="urn:other">x</o:script>', "script"),
        ('<o:image xmlns:o="urn:other" href="/etc/passwd"/>', "image"),
    ],
)
def test_what_runs_or_fetches_is_refused_with_its_line(part: str, place: str) -> None:
    found = faults(svg('<path d="M0 0"/>', part))
    assert f"line 3: {place}" in {said.rsplit(": ", 1)[0] for said in found}


def test_all_faults_of_a_picture_are_told_at_once() -> None:
    found = faults(svg("<script/>", '<image href="x.png"/>', '<path onclick="x"/>'))
    lines = [said.split(":")[0] for said in found]
    assert lines == ["line 2", "line 3", "line 3", "line 4"]


def test_a_style_sheet_from_elsewhere_is_refused() -> None:
    assert faults('<?xml-stylesheet href="x.css"?>\n' + svg())[0].startswith("line 1: xml-stylesheet: calls")


def test_parts_that_would_grow_without_end_are_refused_before_they_do() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>\n{svg("<desc>&l9;</desc>")}'
    assert faults(text) == ["line 1: DOCTYPE: may define parts that grow without end; leave it out"]


def test_a_picture_of_too_many_or_too_deep_parts_is_refused() -> None:
    assert "more than 20000 parts" in faults(svg("<g/>" * 20_001))[0]
    assert "more than 64 deep" in faults(svg("<g>" * 70 + "</g>" * 70))[0]


@pytest.mark.parametrize("box", ["0 0 30000 9", "0 0 0 9", "0 0 nan 9", "0 0 9", "0 0 1e9 1e9"])
def test_a_picture_says_a_size_that_can_be_drawn(box: str) -> None:
    assert "must say its size" in faults(svg(head=HEAD.replace("0 0 9 9", box)))[0]


def test_width_and_height_do_instead_of_a_view_box() -> None:
    refuse_unsafe(svg(head=HEAD.replace('viewBox="0 0 9 9"', 'width="20mm" height="10"')))


def test_something_else_than_a_picture_says_so() -> None:
    assert "is no SVG picture" in faults("<html/>")[0]
    assert faults("<svg")[0].startswith("line 1: not valid SVG")


def test_a_picture_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.svg"
    with path.open("wb") as file:
        file.write(HEAD.encode())
        file.truncate(100 << 20)
    with pytest.raises(PlateFaulty, match="larger than 2048 KB"):
        read_svg(path)
    assert "larger than 2048 KB" in faults(svg(" " * MOST_BYTES))[0]


def test_a_packed_picture_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "packed.svg"
    path.write_bytes(b"\x1f\x8b\x08\x00\x00")
    with pytest.raises(PlateFaulty, match="UTF-8"):
        read_svg(path)


def test_a_missing_picture_is_told_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        read_svg(tmp_path / "none.svg")
