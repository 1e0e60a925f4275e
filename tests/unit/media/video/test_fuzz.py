"""Videos damaged at random: told calmly, never a crash, never a hang, never a first look that is not frame 0.

Run for long by hand: ``python tests/unit/media/video/test_fuzz.py FOLDER --cases 3000 --seed 1``.
"""

import argparse
import faulthandler
import itertools
import os
import random
import subprocess
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

HANG_S = 5.0
LARGEST_BYTES = 250_000
EXTREMES = (
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\0\0\0\0",
    b"\0\0\0\1",
    b"\x80\0\0\0",
    b"\0\xff\xff\xff",
)


def flip(content, chance):
    for _ in range(chance.choice([1, 1, 3, 10, 100])):
        content[place_in(content, chance)] = chance.randrange(256)


def cut(content, chance):
    del content[place_in(content, chance) :]


def exchange(content, chance):
    size = chance.choice([4, 16, 200])
    one, other = (place_in(content, chance) for _ in range(2))
    first, second = content[one : one + size], content[other : other + size]
    content[one : one + len(second)], content[other : other + len(first)] = second, first


def blank(content, chance):
    start, size = place_in(content, chance), chance.choice([8, 64, 1000])
    content[start : start + size] = bytes(len(content[start : start + size]))


def leave_out(content, chance):
    start = place_in(content, chance)
    del content[start : start + chance.choice([1, 4, 100])]


def put_in(content, chance):
    start = place_in(content, chance)
    content[start:start] = chance.randbytes(chance.choice([1, 4, 100]))


def make_extreme(content, chance):
    for _ in range(chance.choice([1, 1, 4])):
        start = place_in(content, chance)
        content[start : start + 4] = chance.choice(EXTREMES)


WAYS = (flip, cut, exchange, blank, leave_out, put_in, make_extreme)


def place_in(content, chance):
    """Return a place at the start, in the table of contents, or anywhere."""
    size = max(1, len(content))
    table = max(content.find(b"moov"), content.find(b"\x1c\x53\xbb\x6b"), content.find(b"idx1"))
    where = chance.randrange(4)
    if where == 0:
        return chance.randrange(min(size, 600))
    if where == 1 and table > 0:
        return min(size - 1, table + chance.randrange(1500))
    return chance.randrange(size) if where < 3 else size - 1 - chance.randrange(min(size, 3000))


def damaged(content, case):
    """Return a copy of a file spoilt in a way that the case number decides."""
    chance, spoilt = random.Random(case), bytearray(content)
    for _ in range(chance.choice([1, 1, 2])):
        chance.choice(WAYS)(spoilt, chance)
    return bytes(spoilt)


def beware_of_a_hang():
    """End the process with a traceback if the next call takes too long."""
    faulthandler.dump_traceback_later(HANG_S, exit=True)


def exercise(path, case):
    """Open a file every way there is and look at some frames; return what came of it in one word."""
    from palpate.base.errors import FrameUnavailable, PalpateError
    from palpate.media.open import open_medium
    from palpate.media.probe import facts_of
    from palpate.media.video.first_look import first_look
    from palpate.media.video.streams import streams_of

    try:
        beware_of_a_hang()
        streams_of(path)
        beware_of_a_hang()
        look = first_look(path)
        beware_of_a_hang()
        source = open_medium(path)
    except PalpateError as error:
        return "refused" if error.path == path and error.sentence else "refused without a word"
    facts_of(source)
    last, given = source.n_frames - 1, 0
    frames = [0, last, last // 2, *random.Random(case).choices(range(last + 1), k=2)]
    for frame in frames:
        beware_of_a_hang()
        try:
            pixels = source.bgra(frame)
        except FrameUnavailable:
            continue
        given += 1
        assert frame or look is None or (look.pixels == pixels).all(), "the first look is not frame 0"
    source.close()
    return "whole" if given == len(frames) else "partly" if given else "no frame"


def run_cases(folder, cases, seed, seeds):
    """Try cases one after the other; a hang ends the process with a traceback."""
    warnings.simplefilter("error")
    outcomes, slowest = Counter(), (0.0, "")
    for case, (name, content) in zip(range(seed, seed + cases), itertools.cycle(seeds)):
        sys.stdout.write(f"case {case} of {name}\n")
        sys.stdout.flush()
        path = folder / f"case{Path(name).suffix}"
        path.write_bytes(damaged(content, case))
        began = time.monotonic()
        outcomes[exercise(path, case)] += 1
        slowest = max(slowest, (time.monotonic() - began, f"{case} of {name}"))
        faulthandler.cancel_dump_traceback_later()
    sys.stdout.write(f"{dict(outcomes)}, slowest {slowest[0]:.2f} s: case {slowest[1]}\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("seeds", type=Path, help="folder of small videos to damage")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.seeds.iterdir() if path.is_file())
    seeds = [(path.name, path.read_bytes()) for path in files if path.stat().st_size <= LARGEST_BYTES]
    folder = arguments.seeds / f"damaged{arguments.seed}"
    folder.mkdir(exist_ok=True)
    os.environ["PALPATE_HOME"] = str(folder / "home")
    run_cases(folder, arguments.cases, arguments.seed, seeds)


def seeds_in(folder, stamped, shared_data):
    x264 = {"x264-params": "keyint=12:bframes=3:b-adapt=0", "preset": "veryfast"}
    fragments = {"movflags": "frag_keyframe+empty_moov"}
    for name, options in {
        "a.mp4": {"codec_options": x264},
        "hidden.mp4": {"codec_options": x264, "shown_at": lambda n: n - 17},
        "fragments.mp4": {"codec_options": x264, "container_options": fragments},
        "a.mkv": {"codec_options": x264},
        "a.ts": {"codec_options": x264},
        "a.avi": {"codec": "mpeg4"},
        "m.avi": {"codec": "mjpeg", "pixel_format": "yuvj420p"},
        "a.webm": {"codec": "libvpx-vp9", "codec_options": {"b": "200k", "cpu-used": "8"}},
        "h.mp4": {
            "codec": "libx265",
            "codec_options": {"preset": "ultrafast", "x265-params": "log-level=none"},
        },
    }.items():
        stamped(name, 40, **options)
    for name in ("decord/unordered.mov", "cvat/video_1.mp4", "sleap-io.js/centered_pair_low_quality.webm"):
        (folder / Path(name).name).write_bytes((shared_data / name).read_bytes())


def test_no_damage_crashes_or_hangs_the_reader(tmp_path, stamped, shared_data):
    seeds_in(tmp_path, stamped, shared_data)
    command = [sys.executable, __file__, str(tmp_path), "--cases", "144"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert done.returncode == 0, "\n".join([*lines[-1:], done.stderr[-3000:]])
    assert "'whole'" in lines[-1]
    assert "'refused'" in lines[-1]
    assert "without a word" not in lines[-1]


def test_a_hang_is_noticed():
    code = (
        f"import faulthandler; faulthandler.dump_traceback_later({HANG_S / 50}, exit=True)\nwhile True: pass"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Timeout" in done.stderr


if __name__ == "__main__":
    main()
