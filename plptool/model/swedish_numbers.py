"""Swedish personal identity numbers in text: where they stand, and how sure that is.

No I/O, but for the clock: nobody is born in the future.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from unicodedata import digit

Span = tuple[int, int]
"""Where something stands in a text: its start and end."""
_UNSEEN_CHARACTERS = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\ufffd\U000e0000-\U000e01ef"
)
_INLINE_TAG = r"</?(?:a|abbr|b|em|font|i|mark|s|small|span|strong|sub|sup|u|wbr)(?: [^<>\n]{0,200})?/?>"
_MARKUP = rf"(?<=[0-9*>-])\*+|\*+(?=[0-9<-])|\\(?=[-+./:])|{_INLINE_TAG}"
_UNSEEN = rf"(?:[{_UNSEEN_CHARACTERS}]|{_MARKUP}|<U\+[0-9A-F]{{4,6}}>|\\u[0-9a-f]{{4}}|\\x[0-9a-f]{{2}})++"
"""What no reader sees between two digits: markup too, and how it is written where it is made visible."""
_DASH = r"[-+\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0b\uff0d]"
_SPACE = r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_BIRTH = (
    # It begins with a digit and looks back from there, so that the engine skips at once to the digits of a text.
    r"[0-9](?<![0-9]{2})(?:(?:(?<=1)[89]|(?<=2)0)[0-9]{2}|[0-9])"
    r"(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|(?:0[0-9]|1[0-2])(?:6[0-9]|[78][0-9]|9[01]))"
)
"""The day, in six or eight digits; of a coordination number with 60 added, and 00 for a month or day not known."""
_NEW_LINE = r"(?:\r?\n|\\n)[ \t]*+(?:#[ \t]*+)?+"
_TAGS = r"(?:</?(?:br|dd|div|li|p|td|th|tr)(?: [^<>\n]{0,200})?/?>[ \t\r\n]*+){1,4}+"
_BETWEEN = (
    rf"{_SPACE}{{0,3}}+{_DASH}{{1,2}}+(?:{_SPACE}{{0,3}}+|{_NEW_LINE})|{_SPACE}?(?:/{_SPACE}?|\(|[:.])"
    rf"|{_NEW_LINE}{_DASH}?+|{_SPACE}{{0,3}}+{_DASH}?+{_TAGS}{_DASH}?+|,{_SPACE}?|{_SPACE}?[_~=)]{_SPACE}?"
    rf"|{_SPACE}{{1,3}}+|"
)
"""A hyphen or two, a stroke, a point, a bracket, another sign, spaces, the end of a line or of a cell, or nothing."""
_ODD_SIGNS = (",", "_", "~", "=", ")")
"""Those of them that may as well stand between two other numbers."""
_REST = r"[0-9]{4}(?![0-9])|[TRSUWXJKLMNtrsuwxjklmn][0-9]{3}(?![0-9A-Za-z])"
"""Four digits; of an interim number, a letter and three."""
_CENTURY = r"(?:(?:(?<=1)[89]|(?<=2)0)[0-9]{2}|[0-9])"
_PARTED = rf"[0-9](?<![0-9]{{2}}){_CENTURY}(?P<apart>{_DASH}|{_SPACE}|[./])[01][0-9](?P=apart)[0-9]{{2}}"
_DIGIT_BY_DIGIT = rf"[0-9](?<![0-9]{{2}})(?<![0-9]{_SPACE}[0-9])(?:{_SPACE}[0-9]){{5}}(?:(?:{_SPACE}[0-9]){{2}})?"
_FOUR_DIGITS = rf"[0-9](?:{_SPACE}[0-9]){{3}}"
_NUMBERS = {
    b"000000": rf"(?P<birth>{_BIRTH})(?P<between>{_BETWEEN})(?P<rest>{_REST})",
    # With the date in parts: `YYYY-MM-DD-NNNN`.
    b"00 00 0000": (rf"(?P<birth>{_PARTED})(?P<between>{_SPACE}?{_DASH}{{1,2}}{_SPACE}?|{_SPACE})(?P<rest>{_REST})"),
    # Digit by digit: `Y Y M M D D - N N N N`.
    b"0 0 0 0 0 0": (
        rf"(?P<birth>{_DIGIT_BY_DIGIT})(?P<between>{_SPACE}?{_DASH}?{_SPACE}?)"
        rf"(?P<rest>{_FOUR_DIGITS})(?!{_SPACE}?[0-9])"
    ),
    # In fours, as of a card: `YYYY MMDD NNNN`.
    b"0000 0000": (
        rf"(?P<birth>(?P<fours>(?:1[89]|20)(?<![0-9]{_SPACE}[0-9]{{2}})(?<![0-9./-][0-9]{{2}})[0-9]{{2}}){_SPACE}[01][0-9]{{3}})"
        rf"(?P<between>{_SPACE}?{_DASH}{_SPACE}?|{_SPACE})(?P<rest>[0-9]{{4}})(?!{_SPACE}?[0-9])"
    ),
    # With the date as people say it: `D/M YYYY-NNNN`.
    b"0 0000 0000": (
        r"(?P<birth>(?P<day>[0-9](?<![0-9./-][0-9])[0-9]?)[/.](?P<month>[01]?[0-9])(?:[/.]| {1,2})"
        rf"(?P<year>(?:1[89]|20)[0-9]{{2}}))(?P<between>{_SPACE}?{_DASH}{_SPACE}?)(?P<rest>[0-9]{{4}})(?![0-9])"
    ),
}
"""How a number is written, by how its digits stand roughly."""
_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 or byte in b"?\xb2\xb3\xb9" else 0x20 for byte in range(256))
_SKIPPED = bytes({*range(0x20), *range(0x7F, 0xA0), 0xAD} - {0x09, 0x0A, 0x0D})
_OTHER_DIGITS = (
    r"[\u00b2\u00b3\u00b9\u0660-\u1fff\u2070-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\ua620-\U0010ffff]"
)
"""Where digits stand that are none of ours: of other scripts, raised, in circles."""
_HYPHEN = re.compile(rb"[0-9]\?[0-9]")
"""What may be a digit of another script, or a hyphen between digits."""
_DIGEST = 20
"""Within so many hexadecimal digits ten that look like a number are chance: of 10,000 digests some hold them."""
_HEX = "0123456789abcdefABCDEF"
_DOUBLED = {digit: sum(divmod(2 * int(digit), 10)) for digit in "0123456789"}


def swedish_numbers(text: str) -> list[tuple[Span, bool]]:
    """Where personal identity numbers, coordination and interim numbers stand, and whether each is one for sure.

    Such a number is the date of birth in six or eight digits, a separator (`-`; `+` from the year in which the person
    turns a hundred; a space or nothing where people leave it out), three digits other than 000, and a check digit
    (18 § folkbokföringslagen (1991:481); Skatteverket, SKV 704). In a coordination number 60 is added to the day (lag
    (2022:1697) om samordningsnummer; Skatteverket, SKV 707); where the month or day of birth is not known, it has 00
    for it. In an interim number a letter stands for the first of the three digits, and counts as 1. The number of an
    organisation is none: where a month would be it has 20 or more. Nobody is born in the future.

    What has all this and is more likely a time, or a number of another sort, is not sure.
    """
    # This is asked of every record, and nearly always the answer is no: digits in a row are looked for first.
    # What latin-1 has no byte for becomes `?`, and passes for a digit here.
    plainly = text.encode("latin-1", "replace")
    rough = plainly.translate(_DIGITS, _SKIPPED)
    marked = ("<" in text or "*" in text) and _compiled(r"[0-9][<*]|[>*][0-9]").search(text) is not None
    if marked or "\\" in text or "<U+" in text:
        return _find(text, list(_NUMBERS.values()))
    patterns = [pattern for digits, pattern in _NUMBERS.items() if digits in rough]
    if b"00 00  000" in rough or b"00 00   000" in rough:  # with a sign, or a letter, in one of the places
        patterns.append(_NUMBERS[b"00 00 0000"])
    if patterns and b"?" in plainly and _HYPHEN.search(plainly):
        patterns = list(_NUMBERS.values())
    return _find(text, patterns) if patterns else []


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)  # late, so that starting the program does not pay for it


def _find(text: str, patterns: Sequence[str]) -> list[tuple[Span, bool]]:
    """Where numbers stand, and whether each is one for sure."""
    plain, back = as_read(text)
    numbers: list[tuple[Span, bool]] = []
    taken = 0
    longest_first = sorted(_matches(plain, patterns), key=lambda match: (match.start(), -match.end()))
    for match in longest_first:
        if match.start() >= taken:
            taken = match.end()
            span = back(match.start()), back(taken - 1) + 1
            numbers.append((span, not _is_another_sort(match)))
    return numbers


def as_read(text: str) -> tuple[str, Callable[[int], int]]:
    """A text without what no reader sees, its digits all ours; and where each place in it stands in the text."""
    seen, starts, shifts = [], [0], [0]  # the text without what is unseen, and how far each piece of it had moved
    length = end = 0
    maybe = _compiled(rf"[{_UNSEEN_CHARACTERS}<*\\]").search(text)  # much quicker than what follows
    for hidden in _compiled(_UNSEEN).finditer(text) if maybe else ():
        seen.append(text[end : hidden.start()])
        length += hidden.start() - end
        end = hidden.end()
        starts.append(length)
        shifts.append(end - length)

    def back(place: int) -> int:
        return place + shifts[bisect_right(starts, place) - 1]

    plain = "".join(seen) + text[end:]
    if _compiled(_OTHER_DIGITS).search(plain):
        plain = _with_our_digits(plain)
    return plain, back


def _with_our_digits(text: str) -> str:
    """A text in which digits of other scripts, raised, or in circles are ours."""
    return "".join(character if character.isascii() else str(digit(character, character)) for character in text)


def _matches(plain: str, patterns: Sequence[str]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        for match in _compiled(pattern).finditer(plain):
            if _is_number(match) and not _begins_a_date(match) and not _is_part(match):
                yield match


def _begins_a_date(match: re.Match[str]) -> bool:
    """Whether the last digits are the year of another day or month: `2022-01-03–2022-01-23` is a period."""
    if not _compiled(r"(?:19|20)[0-9]{2}").fullmatch(match["rest"]):
        return False
    return _compiled(r"[-.][01][0-9](?![0-9])").match(match.string, match.end()) is not None


def _is_number(match: re.Match[str]) -> bool:
    birth, last_digits = _birth(match), _digits(match["rest"])
    if last_digits[0].isalpha():
        last_digits = f"1{last_digits[1:]}"
    return not last_digits.startswith("000") and _adds_up(birth[-6:] + last_digits) and _is_birth(birth)


def _birth(match: re.Match[str]) -> str:
    """The digits of the day of birth, the year first."""
    if "day" not in match.re.groupindex:
        return _digits(match["birth"])
    return f"{match['year']}{match['month']:0>2}{match['day']:0>2}"


def _digits(text: str) -> str:
    """Digits and letters alone."""
    return "".join(filter(str.isalnum, text))


def _adds_up(digits: str) -> bool:
    """The check digit: every other digit doubled, the digits of the products added (ISO/IEC 7812-1, annex B)."""
    doubled = sum(_DOUBLED[digit] for digit in digits[::2])
    others = sum(int(digit) for digit in digits[1::2])
    return (doubled + others) % 10 == 0


def _is_birth(birth: str) -> bool:
    """Whether somebody may be born then. The day of a coordination number is any of 0 to 31, in whichever month."""
    # Of two digits the century is not known. Every fourth year of this one has its 29 February.
    year = int(birth[:4] if len(birth) == 8 else f"20{birth[:2]}")
    month, day = int(birth[-4:-2]), int(birth[-2:])
    if day >= 60:
        month, day = 1, 1
    try:
        born = date(year, month, day)
    except ValueError:
        return False
    return len(birth) == 6 or born <= _today()


def _today() -> date:
    return date.today()  # noqa: DTZ011 - of no ledger, so in no time zone; a day more or less is no matter


_SOMETHING_ELSE = (
    r"(?i)\b(?:ocr|faktura\w*|invoices?|referens\w*|reference|order\w*|kund\w*|konto\w*|account|bankgiro|plusgiro|bg|pg"
    r"|tel|telefon\w*|mobil\w*|mobile|phone|artikel\w*|serie\w*|serial|isbn)\b[^\w\n]*(?:(?:nr|no|nummer|number)\b)?\W{0,3}$"
)


_MONEY_BEFORE = r"(?i)(?:\b(?:kr|sek|eur|usd|gbp)|[$€£])[ .:]{0,2}$"
_MONEY_AFTER = r"(?i) ?(?:(?:kr|kronor|sek|eur|euro|usd|gbp|tkr|mkr|mnkr)\b|[$€£]|:-)"
_REGISTRY = r"(?i)\b(?:d\.?nr|diarienr|diarienummer)\b[ :.]{0,3}(?:[A-Za-zÅÄÖåäö]{1,5}[ :.-]{0,2})?$"
_SAID_TO_BE_ONE = r"(?i)\b(?:pnr|p-?nr|person(?:nr|nummer|nummret)|samordningsn\w+|personal identity n\w+)\W{0,3}$"
_OF_A_PERSON = (
    r"(?i)\b(?:person\w*|född\w*|föddes|born|sökand\w*|barn\w*|elev\w*|boende|klient\w*|patient\w*"
    r"|child|pupil|applicant)\b\W{0,3}$"
)
_LAST_YEARS = 10
_TIME = r"(?:[01][0-9]|2[0-3])[0-5][0-9]"
_TIME_BY_DAY = r"(?:0[6-9]|1[0-9]|2[0-2])[0-5][0-9]"


def of_another_sort(before: str, after: str) -> bool:
    """Whether what stands around digits says that they are money, or a telephone's, an invoice's or an account's."""
    if _compiled(_MONEY_BEFORE).search(before) or _compiled(_MONEY_AFTER).match(after):
        return True
    return _compiled(_SOMETHING_ELSE).search(before) is not None


def _is_another_sort(match: re.Match[str]) -> bool:
    """Whether it is more likely a day and a time, money, a telephone's number, or one of a registry or an invoice."""
    before = match.string[: match.start()][-40:]
    sign = _compiled(r"<[^<>]*>|\s").sub("", match["between"])
    if _compiled(_SAID_TO_BE_ONE).search(before):
        return False
    if sign in _ODD_SIGNS or "day" in match.re.groupindex:  # 14/3 2022-2023 is a period
        return True
    if "fours" in match.re.groupindex and not sign and not _compiled(_OF_A_PERSON).search(before):
        return True
    if "\n" in match["between"] and not match["between"].strip():
        return True
    if _is_of_a_day(match, sign) and not _compiled(_OF_A_PERSON).search(before):
        return True
    if _is_day_since(2000, match["birth"]) and _compiled(_REGISTRY).search(before):
        return True
    return not sign and _is_a_plain_number(match, before)


def _is_of_a_day(match: re.Match[str], sign: str) -> bool:
    """Whether it may be a day, as of a meeting, and a time.

    A hyphen, or nothing, is how numbers of persons are written too: there it is one of the last years, by day; and a
    short day with a hyphen is always a person's.
    """
    birth = match["birth"]
    if match["between"] and not sign:
        return _is_day_since(2000, birth) and _compiled(_TIME).fullmatch(match["rest"]) is not None
    if sign not in ("", ":", "-") or (sign == "-" and len(birth) < len("20230314")):
        return False
    return (
        _is_day_since(_today().year - _LAST_YEARS, birth)
        and _compiled(_TIME_BY_DAY).fullmatch(match["rest"]) is not None
    )


def _is_day_since(first: int, birth: str) -> bool:
    """Whether it is a day of which a document or a meeting may be, from this year on."""
    digits = _digits(birth)
    year = int(digits[:4]) if len(digits) == 8 else 2000 + int(digits[:2])
    return int(digits[-2:]) <= 31 and first <= year <= _today().year + 1


def _is_a_plain_number(match: re.Match[str], before: str) -> bool:
    """Whether digits without a sign between them are something else by what they begin with, or by what stands near."""
    birth, between = match["birth"], match["between"]
    if not birth.isdigit():  # a day with its hyphens or points, and four digits after it
        return "apart" in match.re.groupindex and (birth.startswith("20") or match["apart"] in "./")
    if _compiled(_MONEY_BEFORE).search(before) or _compiled(_MONEY_AFTER).match(match.string, match.end()):
        return True
    if between or len(birth) == 8:
        return False
    return bool(_compiled(r"07[02369]").match(birth) or _compiled(_SOMETHING_ELSE).search(before))


def _is_part(match: re.Match[str]) -> bool:
    """Whether the digits belong to something longer: a registry number, a decimal fraction, a digest."""
    text, between, (start, end) = match.string, match["between"], match.span()
    if between in (":", ".") and _compiled(r"[:.][0-9]").match(text, end):
        return True
    if len(between) > 1 and between.strip("-") == "" and _compiled(r"\w-").search(text[max(0, start - 2) : start]):
        return True  # what a programme has numbered: ipq-200203--0142
    if between.strip() and between not in (":", "."):
        return False
    if _compiled(r"[0-9][-./:\u2010-\u2015]").fullmatch(text[max(0, start - 2) : start]):
        return True
    if between:
        return False
    if _compiled(r"\.[0-9]").match(text, end):
        return True
    before, after = text[max(0, start - _DIGEST) : start], text[end : end + _DIGEST]
    digits_before = len(before) - len(before.rstrip(_HEX))
    digits_after = len(after) - len(after.lstrip(_HEX))
    return digits_before + (end - start) + digits_after >= _DIGEST
