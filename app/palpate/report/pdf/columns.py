"""Blocks in columns: on one page where a smaller font allows it, else over several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from palpate.report.pdf.setting import Block, cut

GAP = 7.5
"""Between blocks, in points."""

Columns = tuple[list[Block], list[Block]]


def height_of(blocks: Sequence[Block]) -> float:
    """Return how high a column of blocks is."""
    return sum(block.height for block in blocks) + GAP * max(len(blocks) - 1, 0)


def balanced(blocks: Sequence[Block]) -> Columns:
    """Return two columns, in order, of heights as alike as whole blocks allow, the left one first.

    What is joined stays so.
    """
    places = [n for n in range(len(blocks) + 1) if n == len(blocks) or not blocks[n].joined]
    ways = [(list(blocks[:n]), list(blocks[n:])) for n in places]
    return min(ways, key=lambda way: (max(height_of(way[0]), height_of(way[1])), height_of(way[1])))


def largest_fitting(
    set_at: Callable[[float], Sequence[Block]], sizes: Sequence[float], height: float
) -> Columns | None:
    """Return balanced columns at the first of the sizes at which they fit; None if they do at none."""
    for size in sizes:
        columns = balanced(set_at(size))
        if max(height_of(column) for column in columns) <= height:
            return columns
    return None


def flowing(blocks: Sequence[Block], heights: Sequence[float]) -> list[list[Block]]:
    """Return columns filled one after the other; blocks are divided where they must be.

    Parameters
    ----------
    heights
        Of the columns, in points; the last holds for all further ones.
    """
    columns: list[list[Block]] = [[]]
    waiting = list(blocks)
    while waiting:
        height = heights[min(len(columns) - 1, len(heights) - 1)]
        block = waiting.pop(0)
        used = height_of(columns[-1]) + (GAP if columns[-1] else 0.0)
        if used + block.height <= height:
            columns[-1].append(block)
            continue
        parts = cut(block, height - used) if block.height > height / 2 else None
        if parts is None and not columns[-1]:
            columns[-1].append(block)  # not even a line fits: it must stand somewhere
            continue
        if parts is not None:
            columns[-1].append(parts[0])
        columns.append([])
        rest = block if parts is None else parts[1]
        if rest.pieces:
            waiting.insert(0, rest)
    return columns
