import pytest

from palpate.media.images.numbering import gaps_told, missing_numbers, natural_key


def numbered(*numbers):
    return [f"img_{number:04d}.png" for number in numbers]


def test_missing_numbers_of_a_sequence_are_named():
    assert missing_numbers(numbered(1, 2, 5)) == (range(3, 5),)
    assert missing_numbers(numbered(1, 2, 3, 5, 6, 9)) == (range(4, 5), range(7, 9))


def test_a_sequence_without_gaps_misses_nothing():
    assert missing_numbers(numbered(8, 9, 10, 11)) == ()


def test_every_fifth_frame_is_a_sequence_of_its_own_step():
    assert missing_numbers(numbered(0, 5, 10, 20, 25)) == (range(15, 20, 5),)


@pytest.mark.parametrize(
    "names",
    [
        ["a.png", "b.png"],
        numbered(1),
        numbered(1, 9),
        ["left_1.png", "left_2.png", "right_4.png"],
        numbered(101500, 101731, 102216, 140301),  # times of day
        ["1.png", "2.png", "cover.png", "9.png"],
    ],
)
def test_names_that_form_no_sequence_miss_nothing(names):
    assert missing_numbers(names) == ()


def test_gaps_are_told_in_a_sentence():
    assert gaps_told(()) == ""
    assert gaps_told((range(3, 4),)) == (
        "1 number is missing from the names (3); frames count the files there are"
    )
    many = tuple(range(n, n + 2) for n in range(0, 70, 10))
    assert gaps_told(many) == (
        "14 numbers are missing from the names (0 to 1, 10 to 11, 20 to 21, 30 to 31, 40 to 41 "
        "and 2 more gaps); frames count the files there are"
    )


def test_numbers_inside_names_count_as_numbers():
    names = ["a10b2", "a10b10", "a2", "a", "10", "b"]
    assert sorted(names, key=natural_key) == ["10", "a", "a2", "a10b2", "a10b10", "b"]
