"""Set Palpate up in this checkout and start it: `python3 packaging/start.py demo` or `test`.

The first start makes `.venv` and installs what packaging/lock/ names; later ones only look that all is
there. Needs Python 3.11 or newer and nothing else; this file itself is read by older ones too, to say so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True

VERBS = {
    "demo": "make and open the demo project (without a screen: make it and print its summary)",
    "test": "run the tests; further arguments go to pytest",
    "check": "format, lint, types, import contracts and tests, with a table of the outcomes",
    "bench": "run the benchmarks",
    "prove": "ask videos of every kind, and any that are named, for hundreds of frames each",
    "screens": "make the pictures of the manual",
}
DEVELOPMENT = ("test", "check", "bench", "prove", "screens")
USAGE = "usage: python3 packaging/start.py VERB [ARGUMENT...]\n" + "".join(
    f"\n  {verb:8} {does}" for verb, does in VERBS.items()
)
OLDEST = (3, 11)


def main(arguments: list[str]) -> int:
    """Set up for the verb and hand over to it; return an exit code if there is nothing to hand over to."""
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        print(USAGE)
        return 0
    if not arguments or arguments[0] not in VERBS:
        print(USAGE, file=sys.stderr)
        return 2
    if sys.version_info[:2] < OLDEST:
        return with_newer_python(arguments)

    from environment import Environment
    from machine import SetUpFailed, has_screen

    verb, rest = arguments[0], arguments[1:]
    environment = Environment()
    try:
        look_for_system_parts(verb, rest)
        kind = "dev" if verb in DEVELOPMENT else "run"
        if not environment.is_ready(kind):
            leave_environment(environment.folder)
            environment.set_up(kind)
    except SetUpFailed as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(f"set-up failed: {error}")
    if verb != "demo":
        os.chdir(environment.checkout)
    return hand_over([str(environment.python), *command(verb, rest, screen=has_screen(os.environ))])


def command(verb: str, rest: list[str], *, screen: bool = True) -> list[str]:
    """Return what the environment's Python is given to run."""
    if verb == "demo":
        headless = [] if screen or "--headless" in rest else ["--headless"]
        return ["-m", "palpate", "demo", *headless, *rest]
    if verb == "test":
        # One worker per core, up to where memory becomes the limit; a later -n in `rest` wins.
        spread = ["-n", "auto", "--maxprocesses", "8", "--dist", "loadgroup"]
        return ["-m", "pytest", *spread, *rest]
    if verb == "bench":
        return ["-m", "palpate", "bench", *rest]
    if verb == "prove":
        return ["tests/contract/exactness/prove.py", *rest]
    return [f"packaging/{verb}.py", *rest]


def look_for_system_parts(verb: str, rest: list[str]) -> None:
    """Provide or name what Qt and the tests need of a Linux system; other systems bring it all."""
    if not sys.platform.startswith("linux"):
        return
    import machine

    if verb == "demo":
        if machine.has_screen(os.environ) and "--headless" not in rest:
            needs = machine.libraries_for_window(os.environ)
            machine.provide(machine.missing_libraries(needs), "the window")
        return
    missing = machine.missing_libraries(machine.QT + machine.QT_ON_X11)
    missing += machine.missing_programs(machine.TEST_PROGRAMS)
    machine.provide(missing, "testing with a real window")


def with_newer_python(arguments: list[str]) -> int:
    """Start again with a Python that is new enough, if one is on the search path."""
    import shutil
    import subprocess

    check = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST})"
    for minor in (13, 12, 11, 14):
        path = shutil.which(f"python3.{minor}")
        # Version switchers put a script there that only says the version is not switched on.
        if path and subprocess.run([path, "-c", check], capture_output=True, check=False).returncode == 0:
            return hand_over([path, str(Path(__file__).resolve()), *arguments])
    here = ".".join(map(str, sys.version_info[:3]))
    return refuse(f"Palpate needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {here}")


def leave_environment(folder: Path) -> None:
    """Start again with the Python beneath if this one lives in the environment about to be changed."""
    base = getattr(sys, "_base_executable", sys.executable)
    if Path(sys.prefix).resolve() == folder.resolve() and base != sys.executable:
        sys.exit(hand_over([base, str(Path(__file__).resolve()), *sys.argv[1:]]))


def hand_over(whole: list[str]) -> int:
    """Become the command; on Windows, which cannot, run it and return its exit code."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(whole[0], whole)
    import subprocess

    with subprocess.Popen(whole) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                # The command got it too and decides itself what it means.
                continue


def refuse(sentence: str) -> int:
    """Say why not, in one line."""
    print(f"error: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
