"""Proxies of a project's clips: made in the background, found again, thrown away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.base.errors import EditRefused, PalpateError
from palpate.base.folders import cache_folder
from palpate.base.progress import Progress
from palpate.media import storage
from palpate.model.clip import Clip
from palpate.model.frames import FrameSource

if TYPE_CHECKING:
    from palpate.media.proxy.build import ProxyReport as ProxyReport
    from palpate.media.proxy.source import ProxySource
    from palpate.session.jobs import Job
    from palpate.session.session import Session

LONG_SIDE = 1280
LIMIT_BYTES = 20_000_000_000

# the decoder is loaded by the functions that need it: most commands never do


def proxies_folder() -> Path:
    """Return the folder of all proxies."""
    return cache_folder() / "proxies"


def proxy_folder(clip: Clip) -> Path:
    """Return where the proxy of a clip lies, if there is one."""
    return proxies_folder() / storage.folder_name(clip.fingerprint, clip.stream)


def proxy_of(clip: Clip, source: FrameSource) -> ProxySource | None:
    """Open the proxy of a clip, whole or partly made; the caller closes it. None if there is none.

    Parameters
    ----------
    source
        The clip's own frames: a proxy whose frames are numbered or timed otherwise is none.
    """
    from palpate.media.proxy.source import ProxySource

    if not clip.fingerprint or not proxy_folder(clip).is_dir():
        return None
    try:
        found = ProxySource(proxy_folder(clip))
    except PalpateError:
        return None
    if found.plan.fingerprint == clip.fingerprint and found.is_of(source):
        return found
    found.close()
    return None


def start_proxy_job(
    session: Session,
    clip: Clip,
    *,
    then: Callable[[ProxyReport], None],
    long_side: int = LONG_SIDE,
    limit_bytes: int = LIMIT_BYTES,
) -> Job:
    """Make the proxy of a clip, or what is still missing of it, in the background.

    It can be opened and used meanwhile; cancelled, it goes on where it was when started again. Cuts and
    repeated frames are found on the way.

    Parameters
    ----------
    then
        Told what the proxy holds when it is made.
    long_side
        Of the proxy's pictures, in px; one of another size is replaced.
    limit_bytes
        What all proxies together may take.

    Raises
    ------
    EditRefused
        If the clip would gain nothing, since its frames are no larger than the proxy's.
    MediaUnreadable
        If the medium is not to be found.
    """
    if clip.size != (0, 0) and max(clip.size) <= long_side // 2:
        raise EditRefused(f"the frames of {clip.name} are small already; a proxy would gain nothing")
    path = session.media.path_of(clip)

    def work(progress: Progress) -> ProxyReport:
        from palpate.media.fingerprint import fingerprint
        from palpate.media.proxy.build import build_proxy, plan_proxy

        with closing(session.media.open_own(clip)) as source:
            medium = clip.fingerprint or fingerprint(path)
            plan = plan_proxy(source, medium, stream=clip.stream, long_side=long_side)
            return build_proxy(
                path,
                source,
                plan,
                proxies_folder(),
                limit_bytes=limit_bytes,
                marks=session.media.marks.of(clip),
                progress=progress,
            )

    return session.jobs.start(f"Making a proxy of {clip.name}", work, then)


def drop_proxy(clip: Clip) -> None:
    """Remove the proxy of a clip; one that is open gives no new frames from then on."""
    storage.remove(proxy_folder(clip))


def all_proxy_bytes() -> int:
    """Return what all proxies take on the disk."""
    return storage.bytes_in(proxies_folder())
