"""Swedish personal identity numbers in text: where they stand, and the text without their digits. No I/O."""

import re
from bisect import bisect_right
from functools import cache

HIDDEN_DIGIT = "•"
_UNSEEN_CHARACTERS = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\ufffd\U000e0000-\U000e01ef"
)
_UNSEEN = rf"(?:[{_UNSEEN_CHARACTERS}]|<U\+[0-9A-F]{{4,6}}>|\\u[0-9a-f]{{4}}|\\x[0-9a-f]{{2}})++"
"""What no reader sees between two digits, and how it is written where it is made visible."""
_DASH = r"[-+\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0b\uff0d]"
_SPACE = r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
# It begins with a digit and looks back from there, so that the engine skips at once to the digits of a text.
_NUMBER = (
    r"(?P<birth>[0-9](?<![0-9]{2})(?:(?:(?<=1)[89]|(?<=2)0)[0-9]{2}|[0-9])"
    r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01]))"
    rf"(?P<between>{_SPACE}{{0,3}}+{_DASH}(?:{_SPACE}{{0,3}}+|(?:\r?\n|\\n)[ \t]*+(?:#[ \t]*+)?+)|{_SPACE}{{1,3}}+|)"
    r"(?P<rest>[0-9]{4})(?![0-9])"
)
_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 or byte == 0x3F else 0x20 for byte in range(256))
_SKIPPED = bytes({*range(0x20), *range(0x7F, 0xA0), 0xAD} - {0x09, 0x0A, 0x0D})
_DIGEST = 20
"""Within so many hexadecimal digits ten that look like a number are chance: of 10,000 digests some hold them."""
_HEX = "0123456789abcdefABCDEF"
_DOUBLED = {digit: sum(divmod(2 * int(digit), 10)) for digit in "0123456789"}


def find(text: str) -> list[tuple[int, int]]:
    """Where personal identity numbers and coordination numbers stand: the start and end of each.

    Such a number is the date of birth in six or eight digits, a separator (`-`; `+` from the year in which the person
    turns a hundred; a space or nothing where people leave it out), three digits other than 000, and a check digit
    (18 § folkbokföringslagen (1991:481); Skatteverket, SKV 704). In a coordination number 60 is added to the day (lag
    (2022:1697) om samordningsnummer; Skatteverket, SKV 707). The number of an organisation is none: where a month
    would be it has 20 or more.
    """
    # This is asked of every record, and nearly always the answer is no: six digits in a row are looked for first.
    # What latin-1 has no byte for becomes `?`, and passes for a digit here.
    rough = text.encode("latin-1", "replace").translate(_DIGITS, _SKIPPED)
    if b"000000" not in rough and "\\" not in text and "<U+" not in text:
        return []
    return _find(text)


def mask(text: str) -> str:
    """The text with each digit of such numbers replaced: as long as before, so that a caret still fits."""
    while spans := find(text):  # what looked like part of something longer may be a number by itself now
        text = masked(text, spans)
    return text


def masked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the digits in these places replaced."""
    parts, end = [], 0
    for start, stop in spans:
        parts += [text[end:start], blank(text[start:stop])]
        end = stop
    return "".join(parts) + text[end:]


def blank(text: str) -> str:
    """The text with every digit replaced."""
    return re.sub(r"\d", HIDDEN_DIGIT, text)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)  # late, so that starting the program does not pay for it


def _find(text: str) -> list[tuple[int, int]]:
    seen, starts, shifts = [], [0], [0]  # the text without what is unseen, and how far each piece of it had moved
    length = end = 0
    maybe = _compiled(rf"[{_UNSEEN_CHARACTERS}<\\]").search(text)  # much quicker than what follows
    for hidden in _compiled(_UNSEEN).finditer(text) if maybe else ():
        seen.append(text[end : hidden.start()])
        length += hidden.start() - end
        end = hidden.end()
        starts.append(length)
        shifts.append(end - length)

    def back(place: int) -> int:
        return place + shifts[bisect_right(starts, place) - 1]

    plain = "".join(seen) + text[end:]
    if _compiled(r"[\u0660-\u1fff\ua620-\U0010ffff]").search(plain):  # where all other digits are
        plain = _compiled(r"(?![0-9])\d").sub(lambda other: str(int(other[0])), plain)
    return [
        (back(found.start()), back(found.end() - 1) + 1)
        for found in _compiled(_NUMBER).finditer(plain)
        if _is_number(found) and not _is_part(found)
    ]


def _is_number(found: re.Match[str]) -> bool:
    birth, rest = found["birth"], found["rest"]
    return not rest.startswith("000") and _adds_up(birth[-6:] + rest) and _is_day(birth)


def _adds_up(digits: str) -> bool:
    """The check digit: every other digit doubled, the digits of the products added (ISO/IEC 7812-1, annex B)."""
    return (sum(map(_DOUBLED.__getitem__, digits[::2])) + sum(map(int, digits[1::2]))) % 10 == 0


def _is_day(birth: str) -> bool:
    from datetime import date

    day = int(birth[-2:])
    try:
        # Of two digits the century is not known. Every fourth year of this one has its 29 February.
        date(int(birth[:-4] if len(birth) == 8 else "20" + birth[:2]), int(birth[-4:-2]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _is_part(found: re.Match[str]) -> bool:
    """Whether the digits belong to something longer: a registry number, a decimal fraction, a digest."""
    text, between, (start, end) = found.string, found["between"], found.span()
    if between.strip():
        return False
    if _compiled(r"[0-9][-./\u2010-\u2015]").fullmatch(text[max(0, start - 2) : start]):
        return True
    if between:
        return False
    if _compiled(r"\.[0-9]").match(text, end):
        return True
    before, after = text[max(0, start - _DIGEST) : start], text[end : end + _DIGEST]
    around = len(before) - len(before.rstrip(_HEX)) + len(after) - len(after.lstrip(_HEX))
    return around + end - start >= _DIGEST
