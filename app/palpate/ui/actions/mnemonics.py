"""Letters that open menus with Alt, where no action has that key: Qt would do neither of the two."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def with_mnemonics(titles: Sequence[str], taken: Collection[str]) -> list[str]:
    """Return titles with ``&`` before the letter that opens each; without one where none can be had.

    A letter that is wanted stays unless another title could not have any.

    Parameters
    ----------
    titles
        With ``&`` before the letter that is wanted.
    taken
        Keys that actions have, as ``Alt+S``.
    """
    choices = [_letters(title, taken) for title in titles]
    holder: dict[str, int] = {}
    for number, (title, letters) in enumerate(zip(titles, choices, strict=True)):
        at = title.find("&")
        wanted = title[at + 1 : at + 2].upper()
        if at >= 0 and wanted in letters and wanted not in holder:
            holder[wanted] = number
    for number in range(len(titles)):
        if number not in holder.values():
            _seat(number, choices, holder, set())
    letter_of = {number: letter for letter, number in holder.items()}
    return [_marked(title.replace("&", ""), letter_of.get(n, "")) for n, title in enumerate(titles)]


def _letters(title: str, taken: Collection[str]) -> list[str]:
    letters = [letter.upper() for letter in title if letter.isalpha()]
    return [letter for letter in dict.fromkeys(letters) if f"Alt+{letter}" not in taken]


def _seat(number: int, choices: Sequence[Sequence[str]], holder: dict[str, int], asked: set[str]) -> bool:
    """Give a title a letter, letting those that hold one move to another; False if that cannot be done."""
    free = next((letter for letter in choices[number] if letter not in holder), "")
    for letter in [free] if free else choices[number]:
        if letter in asked:
            continue
        asked.add(letter)
        if letter not in holder or _seat(holder[letter], choices, holder, asked):
            holder[letter] = number
            return True
    return False


def _marked(plain: str, letter: str) -> str:
    at = plain.upper().find(letter) if letter else -1
    return plain if at < 0 else f"{plain[:at]}&{plain[at:]}"
