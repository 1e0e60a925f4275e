"""What is common to all commands: mistakes are told, never thrown, and every command explains itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from palpate.cli.commands import COMMANDS

Run = Callable[..., Any]
NO_FILES = {"formats", "skeleton", "demo"}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: str) -> None:
    from palpate.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: palpate {command}")


def test_the_program_names_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    import palpate
    from palpate.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"palpate {palpate.__version__}\n"


def test_a_word_that_is_neither_file_nor_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    from palpate.__main__ import main

    assert main(["nowhere/bowling.palpate"]) == 2
    assert "there is no such file or folder, and no such command" in capsys.readouterr().err
    assert main(["skore", "x"]) == 2
    assert "did you mean score?" in capsys.readouterr().err


def strange_files(folder: Path, project: Path) -> Iterator[Path]:
    """Yield what no command can work with."""
    yield folder / "missing.palpate"
    yield folder / "missing.json"
    contents = {
        "empty.palpate": b"",
        "empty.json": b"",
        "text.json": b"hello",
        "noise.json": bytes(range(256)) * 9,
        "text.palpate": b"hello" * 99,
        "cut.palpate": project.read_bytes()[:5000],
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        yield folder / name
    (folder / "folder.palpate").mkdir()
    yield folder / "folder.palpate"


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - NO_FILES))
def test_a_strange_file_is_a_mistake_of_the_user_for_every_command(
    palpate: Run, tmp_path: Path, bowlers: Path, command: str
) -> None:
    folder = tmp_path / "strange"
    folder.mkdir()
    further: dict[str, tuple[object, ...]] = {
        "new": ("--skeleton", folder / "text.json", "--annotator", "ana"),
        "add": (folder / "text.json",),
        "import": (folder / "text.json",),
        "export": (folder / "out.json",),
        "convert": (folder / "out.csv",),
        "score": (folder / "text.json",),
    }
    for path in strange_files(folder, bowlers):
        before = {file: file.read_bytes() for file in folder.iterdir() if file.is_file()}
        ran = palpate(command, path, *further.get(command, ()))
        failed_check = command == "check" and path.is_file()
        assert ran.status == (1 if failed_check else 2), (path, ran.out, ran.err)
        assert "Traceback" not in ran.err
        after = {file: file.read_bytes() for file in folder.iterdir() if file.is_file()}
        assert after == before, f"{path.name} was changed, or something written"


@pytest.mark.parametrize(
    "words",
    [
        ["info"],
        ["info", "--nope", "x"],
        ["score"],
        ["add", "p"],
        ["teleport"],
        ["--nope"],
        ["new", "p", "--role", "x"],
    ],
)
def test_a_wrong_call_is_a_mistake_of_the_user(refused: Run, words: list[str]) -> None:
    refused(*words)


def test_json_may_be_asked_for_before_the_command_too(palpate: Run) -> None:
    assert palpate("--json", "formats").content == palpate("formats", "--json").content


def test_nothing_but_the_result_is_on_standard_output(palpate: Run, bowlers: Path, tmp_path: Path) -> None:
    ran = palpate("export", bowlers, tmp_path / "out.json", "--json")
    assert ran.out.startswith("{")
    assert ran.out.endswith("}\n")
    assert ran.err == ""


def test_a_reader_that_has_seen_enough_is_no_fault(checkout: Path) -> None:
    code = "from palpate.__main__ import main; raise SystemExit(main(['skeleton', 'show', 'coco_17']))"
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=checkout / "app",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(checkout / "app"), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    said = child.stderr.read()
    child.stderr.close()
    assert (child.wait(), said) == (0, "")


def test_a_terminal_that_knows_few_letters_gets_them_escaped(checkout: Path) -> None:
    code = "from palpate.__main__ import main; import sys; sys.exit(main(['skeleton', 'show', 'coco_17']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={
            "PYTHONPATH": str(checkout / "app"),
            "PATH": "",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONIOENCODING": "ascii",
        },
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"keypoint" in done.stdout
