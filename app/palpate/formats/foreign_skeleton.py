"""Skeletons as foreign files describe them: names, edges, sometimes σ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from palpate.formats.gather import FoundPose
from palpate.model.skeleton import Keypoint, Skeleton, Subject, Tiers
from palpate.model.visibility import Visibility


def reference_of(skeleton: Skeleton) -> str:
    """Return ``name@version``, by which files refer to a skeleton."""
    return f"{skeleton.name}@{skeleton.version}"


def split_reference(reference: object) -> tuple[str, int]:
    """Return name and version of ``name@version``; an empty name if it is none, version 1 if unclear."""
    if not isinstance(reference, str):
        return "", 1
    name, _, version = reference.partition("@")
    major = version.split(".")[0]
    return name, int(major) if major.isascii() and major.isdigit() and len(major) < 9 else 1


def known_skeleton(names: Sequence[str], reference: object, known: Iterable[Skeleton]) -> Skeleton | None:
    """Return the known skeleton with exactly these keypoint names in order, first the one referred to."""
    fitting = [skeleton for skeleton in known if skeleton.names == tuple(names)]
    wanted = [skeleton for skeleton in fitting if reference_of(skeleton) == reference]
    return next(iter(wanted or fitting), None)


def new_skeleton(
    name: str,
    names: Sequence[str],
    *,
    edges: Sequence[tuple[int, int]] = (),
    sigmas: Sequence[float | None] = (),
    reference: object = None,
    group: object = None,
) -> Skeleton:
    """Return a skeleton that knows no more than a file says.

    Parameters
    ----------
    name
        Used without a ``reference``.
    edges
        Pairs of indices from 0.
    sigmas
        Per keypoint, or empty.
    group
        The file's word for what it is (``person``, ``animal``).
    """
    given, version = split_reference(reference)
    constants = sigmas or [None] * len(names)
    return Skeleton(
        name=given or name,
        version=version,
        keypoints=tuple(Keypoint(n, sigma=s) for n, s in zip(names, constants, strict=True)),
        edges=tuple((names[a], names[b]) for a, b in edges),
        subject=next((s for s in Subject if s == group), Subject.PERSON),
        sigma_source="the imported file" if sigmas else "",
    )


def with_sigmas(skeleton: Skeleton, name: str, sigmas: Sequence[float | None]) -> Skeleton:
    """Return the skeleton under another name with other OKS constants."""
    points = tuple(replace(p, sigma=s) for p, s in zip(skeleton.keypoints, sigmas, strict=True))
    return replace(skeleton, name=name, keypoints=points, sigma_source="the imported file")


def tiers_as_found(skeletons: Mapping[str, Skeleton], poses: Iterable[FoundPose]) -> dict[str, Skeleton]:
    """Return the skeletons, with four visibility tiers where some pose uses the fourth."""
    four = {found.skeleton for found in poses if (found.pose.visibility == Visibility.CERTAIN).any()}
    return {name: replace(s, tiers=Tiers.FOUR) if name in four else s for name, s in skeletons.items()}


def says_more(skeleton: Skeleton) -> bool:
    """Tell whether the skeleton knows more than names, edges and σ."""
    plain = Skeleton(
        name=skeleton.name,
        version=skeleton.version,
        keypoints=tuple(Keypoint(point.name, sigma=point.sigma) for point in skeleton.keypoints),
        edges=skeleton.edges,
        subject=skeleton.subject,
        tiers=skeleton.tiers,
        sigma_source=skeleton.sigma_source,
    )
    return skeleton != plain
