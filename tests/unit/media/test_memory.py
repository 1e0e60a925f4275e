import subprocess
import sys

import pytest

from palpate.media import memory
from palpate.media.memory import LEAST_BYTES, MOST_BYTES, most_bytes, usual_cache_bytes, within_reason

FRAGMENTS = """
import threading
import numpy as np
import psutil
from palpate.media.memory import give_back_large_blocks

give_back_large_blocks()

def work():
    rng = np.random.default_rng(0)
    kept = {}
    for number in range(400):
        kept[int(rng.integers(30))] = np.full(int(rng.integers(3, 9)) << 20, 1, np.uint8)
    return None

thread = threading.Thread(target=work)
thread.start()
thread.join()
print(psutil.Process().memory_info().rss >> 20)
"""


def test_what_frames_may_take_is_within_reason():
    assert within_reason(0) == LEAST_BYTES
    assert within_reason(1 << 60) == MOST_BYTES
    assert LEAST_BYTES <= usual_cache_bytes() <= MOST_BYTES
    assert LEAST_BYTES <= most_bytes() <= MOST_BYTES


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a matter of glibc")
def test_memory_of_frames_goes_back_to_the_system_when_they_are_freed():
    """Some 160 MB are held at the peak; an interpreter with its libraries takes well below 100."""
    said = subprocess.run([sys.executable, "-c", FRAGMENTS], capture_output=True, text=True, check=True)
    assert int(said.stdout) < 110


def test_the_usual_share_is_found_with_and_without_the_file_of_linux(monkeypatch, tmp_path):
    told = tmp_path / "meminfo"
    told.write_text("MemTotal:  16000000 kB\nMemAvailable:  4194304 kB\n")
    monkeypatch.setattr(memory, "_LINUX", told)
    assert memory.usual_cache_bytes() == 1 << 30
    for path in (tmp_path / "missing", tmp_path):
        monkeypatch.setattr(memory, "_LINUX", path)
        assert memory.LEAST_BYTES <= memory.usual_cache_bytes() <= memory.MOST_BYTES
