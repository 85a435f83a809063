"""Personal identity numbers of other countries than Sweden in text: where they stand, and how sure that is.

How each is written stands here; whether it is one (check digits, a day of birth in it), python-stdnum says, which is
imported only for a ledger of another country. Numbers that companies have too are not among them.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from importlib import import_module

from plptool.model.swedish_numbers import Span, as_read, of_another_sort


class Telling(Enum):
    """How much it says that digits in this form add up."""

    BY_ITSELF = auto()
    """Letters, or a day of birth, and check digits: hardly anything else does."""
    AS_GROUPED = auto()
    """Every tenth number does, or is a day: for sure only in the groups in which such numbers are written."""
    WHERE_NAMED = auto()
    """They may as well be an amount or a code: for sure only behind what such numbers are called."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of number that persons have in a country."""

    form: str
    """How it is written, as a pattern: with a space, a hyphen or a point between its groups, or without."""
    called: str
    """What stands before one that is named, as a pattern."""
    module: str | None = None
    """The part of python-stdnum that knows whether it is one; None where the form says it all."""
    telling: Telling = Telling.BY_ITSELF
    grouped_by: str = " -./"
    """What stands between its groups, and not between those of other things: a day and a time have a space."""


_HYPHEN = "[- ]?"
_BELGIAN = rf"\d\d[. ]?\d\d[. ]?\d\d{_HYPHEN}\d{{3}}[. ]?\d\d"
_BORN = r"[0-3]\d[01]\d\d\d"
"""A day of birth, the day first."""
_CZECH = r"\d\d[0-8]\d[0-3]\d/\d{3,4}|\d{10}"
_SOCIAL = "social security|SSN|SS no"

SORTS: dict[str, tuple[Sort, ...]] = {
    "AR": (Sort(r"\d{1,2}\.?\d{3}\.?\d{3}", "DNI", "ar.dni", Telling.WHERE_NAMED),),
    "AT": (
        Sort(rf"\d{{4}}{_HYPHEN}{_BORN}", "SVNR|VSNR|Versicherungsnummer", "at.vnr", Telling.AS_GROUPED),
    ),
    "AU": (Sort(r"\d{3} ?\d{3} ?\d{2,3}", "TFN|tax file", "au.tfn", Telling.WHERE_NAMED),),
    "BE": (
        Sort(_BELGIAN, "NISS|INSZ|RRN|rijksregister\\w*|registre national", "be.nn"),
        Sort(_BELGIAN, "BIS", "be.bis"),
    ),
    "BG": (
        Sort(r"\d{10}", "EGN|ЕГН", "bg.egn", Telling.WHERE_NAMED),
        Sort(r"\d{10}", "PNF|ЛНЧ", "bg.pnf", Telling.WHERE_NAMED),
    ),
    "BR": (Sort(r"\d{3}\.?\d{3}\.?\d{3}-?\d\d", "CPF", "br.cpf", Telling.AS_GROUPED),),
    "CA": (
        Sort(r"\d{3}[- ]?\d{3}[- ]?\d{3}", "SIN|social insurance|NAS", "ca.sin", Telling.WHERE_NAMED),
        Sort(r"9\d{3}[- ]?\d{3}[- ]?\d{3}", "PHN|health number", "ca.bc_phn", Telling.WHERE_NAMED),
    ),
    "CH": (Sort(r"756\.?\d{4}\.?\d{4}\.?\d\d", "AHV|AVS|OASI", "ch.ssn"),),
    "CN": (Sort(r"\d{17}[\dX]", "ID", "cn.ric"),),
    "CR": (Sort(r"\d{1,2}-?\d{3,4}-?\d{4}", "CPF|cédula", "cr.cpf", Telling.WHERE_NAMED),),
    "CU": (Sort(r"\d{11}", "NI|carné", "cu.ni", Telling.WHERE_NAMED),),
    "CZ": (Sort(_CZECH, "RČ|r\\.č|rodné číslo", "cz.rc", Telling.AS_GROUPED),),
    "DE": (
        Sort(r"\d\d ?\d{3} ?\d{3} ?\d{3}", "Steuer-?ID|IdNr|Identifikationsn\\w*", "de.idnr", Telling.WHERE_NAMED),
    ),
    "DK": (Sort(rf"{_BORN}[- ]?\d{{4}}", "CPR|personnummer", "dk.cpr", Telling.AS_GROUPED, "-"),),
    "DO": (Sort(r"\d{3}-?\d{7}-?\d", "cédula", "do.cedula", Telling.AS_GROUPED),),
    "EC": (Sort(r"\d{9}-?\d", "CI|cédula", "ec.ci", Telling.AS_GROUPED),),
    "EE": (Sort(r"[1-8]\d\d[01]\d[0-3]\d{5}", "isikukood", "ee.ik"),),
    "ES": (
        Sort(r"\d{8}-?[A-Z]", "DNI|NIF", "es.dni"),
        Sort(r"[XYZ][- ]?\d{7}[- ]?[A-Z]", "NIE", "es.nie"),
    ),
    "FI": (Sort(rf"{_BORN}[-+A-FU-Y]\d{{3}}[0-9A-Y]", "hetu|henkilötunnus|personbeteckning", "fi.hetu"),),
    "FR": (
        Sort(r"[1-478] ?\d\d ?\d\d ?\d[\dAB] ?\d{3} ?\d{3} ?\d\d", "NIR|sécurité sociale", "fr.nir"),
        Sort(r"[0-3]\d ?\d\d ?\d{3} ?\d{3} ?\d{3}", "NIF|SPI|numéro fiscal", "fr.nif", Telling.WHERE_NAMED),
    ),
    "GB": (
        Sort(r"\d{3}(?P<apart>[- ]?)\d{3}(?P=apart)\d{4}", "NHS|CHI|health number", "gb.nhs", Telling.AS_GROUPED),
        # HM Revenue & Customs, National Insurance Manual, NIM39110: which letters there are.
        Sort(
            r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?P<apart>[- ]?)"
            r"\d\d(?P=apart)\d\d(?P=apart)\d\d(?P=apart)[A-D]",
            "NI|NINO|national insurance",
        ),
        Sort(r"[A-Z]\d{11}[0-9A-Z]", "UPN|pupil number", "gb.upn"),
    ),
    "GR": (Sort(rf"{_BORN}\d{{5}}", "AMKA|ΑΜΚΑ", "gr.amka"),),
    "HR": (Sort(r"\d{11}", "OIB", "hr.oib", Telling.WHERE_NAMED),),
    "ID": (Sort(r"\d{16}", "NIK|KTP", "id.nik"),),
    "IE": (Sort(r"\d{7}[A-W][A-IW]?", "PPS|PPSN", "ie.pps"),),
    "IL": (Sort(r"\d{8}-?\d", "ID|ת\\.ז", "il.idnr", Telling.WHERE_NAMED),),
    "IN": (
        Sort(r"\d{4}[- ]?\d{4}[- ]?\d{4}", "Aadhaar", "in_.aadhaar", Telling.AS_GROUPED),
        Sort(r"\d{4}[- ]?\d{4}[- ]?\d{4}[- ]?\d{4}", "VID", "in_.vid", Telling.WHERE_NAMED),
        Sort(r"[A-Z]{3}\d{7}", "EPIC|voter", "in_.epic", Telling.WHERE_NAMED),
    ),
    "IS": (Sort(rf"{_BORN}[- ]?\d{{4}}", "kennitala|kt", "is_.kennitala", Telling.AS_GROUPED, "-"),),
    "IT": (Sort(r"[A-Z]{6}\d[0-9L-V][A-EHLMPRST][0-7L-V][0-9L-V][A-Z][0-9L-V]{3}[A-Z]", "CF", "it.codicefiscale"),),
    "JP": (Sort(r"\d{4}[- ]?\d{4}[- ]?\d{4}", "My Number|個人番号", "jp.in_", Telling.AS_GROUPED),),
    "KR": (Sort(r"\d{6}-?\d{7}", "RRN", "kr.rrn"),),
    "LT": (Sort(r"[1-6]\d\d[01]\d[0-3]\d{5}", "asmens kod\\w*", "lt.asmens"),),
    "LV": (Sort(r"[0-3]\d{5}-?\d{5}", "personas kods", "lv.pvn", Telling.AS_GROUPED),),
    "MU": (Sort(r"[A-Z][0-3]\d[01]\d{10}[0-9A-Z]", "NID", "mu.nid"),),
    "MX": (Sort(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d", "CURP", "mx.curp"),),
    "MY": (Sort(r"\d{6}-?\d\d-?\d{4}", "NRIC|MyKad", "my.nric", Telling.AS_GROUPED),),
    "NL": (
        Sort(r"\d{4}\.?\d\d\.?\d{3}|\d{3} ?\d{3} ?\d{3}", "BSN|burgerservicen\\w*|sofi", "nl.bsn", Telling.WHERE_NAMED),
        Sort(r"10\d{7}", "onderwijsn\\w*", "nl.onderwijsnummer", Telling.WHERE_NAMED),
    ),
    "NO": (Sort(r"[0-7]\d[0-9]\d\d\d[- ]?\d{5}", "fødselsn\\w*|personn\\w*|d-nummer|fnr", "no.fodselsnummer"),),
    "PE": (Sort(r"\d{8}-?[0-9A-K]?", "CUI|DNI", "pe.cui", Telling.WHERE_NAMED),),
    "PK": (Sort(r"\d{5}-?\d{7}-?\d", "CNIC", "pk.cnic", Telling.AS_GROUPED),),
    "PL": (Sort(r"\d{11}", "PESEL", "pl.pesel"),),
    "PT": (Sort(r"\d{8} ?\d ?[A-Z0-9]{2}\d", "CC|cartão de cidadão", "pt.cc"),),
    "RO": (Sort(r"[1-9]\d{12}", "CNP", "ro.cnp"),),
    "SI": (Sort(r"[0-3]\d[01]\d{10}", "EMŠO|EMSO", "si.emso"),),
    "SK": (Sort(_CZECH, "RČ|r\\.č|rodné číslo", "sk.rc", Telling.AS_GROUPED),),
    "TH": (Sort(r"\d-?\d{4}-?\d{5}-?\d\d-?\d", "PIN|ID", "th.pin", Telling.AS_GROUPED),),
    "TR": (Sort(r"[1-9]\d{10}", "T\\.?C\\.? kimlik|TCKN", "tr.tckimlik"),),
    "UA": (Sort(r"\d{10}", "РНОКПП|RNTRC", "ua.rntrc", Telling.WHERE_NAMED),),
    "US": (
        Sort(r"\d{3}-?\d\d-?\d{4}", _SOCIAL, "us.ssn", Telling.AS_GROUPED),
        Sort(r"9\d\d-?\d\d-?\d{4}", "ITIN", "us.itin", Telling.AS_GROUPED),
        Sort(r"9\d\d-?\d\d-?\d{4}", "ATIN", "us.atin", Telling.AS_GROUPED),
    ),
    "ZA": (Sort(r"\d{6} ?\d{4} ?\d{3}", "ID|identity", "za.idnr"),),
}  # fmt: skip
"""What persons have in each country; of a country that is not here, no number is known."""

_UNCHECKED = ("ar.dni", "cr.cpf", "us.ssn", "us.itin", "us.atin", "my.nric", "pk.cnic")
"""Nothing in these can be checked: together, nearly any digits of that number would be one."""
_OTHER = (
    r"(?i)\b(?:budget\w*|code\w*|cost|centre|center|account\w*|contract\w*|ledger|nominal|project|purchase|ref|reg"
    r"|registry|case|dnr|sak\w*|sag\w*|prosjekt\w*|projekt\w*|rechnung\w*|kostenstelle\w*|konto\w*|factuur\w*|arve)\b"
    r"[^\w\n•]{0,3}(?:(?:nr|no|nummer|number|code|centre|center|order)\b)?[^\w\n•]{0,3}$"
)
"""What is said before a number of another sort."""
_NUMBER = r"[^\w\n•]{0,3}(?:(?:nr|no|nummer|number|num|is|was|er|är|on|ist)\b[^\w\n•]{0,3}){0,2}$"
"""What may stand between what a number is called and its digits."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
_NEAR = 40
"""So many characters before a number may say what it is."""


def national_numbers(text: str, country: str) -> list[tuple[Span, bool]]:
    """Where the numbers of a country's persons stand in a text, and whether each is one for sure."""
    seen, back = as_read(text)
    plain = seen.translate(_DASHES).translate(_SPACES)
    found = [(match, sort) for sort in SORTS.get(country, ()) for match in _compiled(sort.form).finditer(plain)]
    numbers: list[tuple[Span, bool]] = []
    taken = 0
    for match, sort in sorted(found, key=lambda one: (one[0].start(), -one[0].end())):
        if match.start() < taken or not _is_valid(sort.module, match[0]):
            continue
        sure = _is_sure(match, sort)
        if sure is None:
            continue
        taken = match.end()
        span = back(match.start()), back(taken - 1) + 1
        numbers.append((span, sure))
    return numbers


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """A form, where it is no part of anything longer: a word, an amount, a date, a registry's number."""
    return re.compile(rf"(?<![\w+$€£#%•])(?<!\w[-/])(?<!\d[.,])(?:{form})(?![\w%•]|[-/:]\w|[.,]\d)")


@cache
def _is_valid(module: str | None, number: str) -> bool:
    """Whether such a number adds up, and its day of birth is one."""
    if module is None:
        return True
    sort = import_module(f"stdnum.{module}")
    return bool(sort.is_valid(number))


def _is_sure(match: re.Match[str], sort: Sort) -> bool | None:
    """Whether a number that adds up is one for sure; None where so many others do that it says nothing."""
    before = match.string[: match.start()][-_NEAR:]
    if re.search(rf"(?i)\b(?:{sort.called}){_NUMBER}", before):
        return True
    is_together = match[0].isalnum()
    if is_together and sort.module in _UNCHECKED:
        return None
    if of_another_sort(before, match.string[match.end() :]) or re.search(_OTHER, before):
        return False
    if sort.telling is Telling.BY_ITSELF:
        return True
    is_grouped = any(sign in match[0] for sign in sort.grouped_by)
    return sort.telling is Telling.AS_GROUPED and is_grouped
