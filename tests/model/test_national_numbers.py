"""Personal identity numbers of other countries: which are found for sure, which are asked about, and which are neither.

The numbers are the examples of python-stdnum, of the offices that give them out. None stands here in one piece.
"""

import pkgutil
from dataclasses import dataclass
from importlib import import_module

import pytest
import stdnum

from plptool.model.national_numbers import SORTS
from plptool.model.personal_numbers import doubtful, find, look_for, mask
from tests.support.personal_numbers import NHS, NUMBER

SURE, ASKED, NEITHER = "sure", "asked", "neither"


@dataclass(frozen=True)
class Text:
    country: str
    before: str
    parts: tuple[str, ...]
    """A number, in its groups."""
    sign: str
    said: str


INSURANCE = ("AB", "12", "34", "56", "C")
CPR = ("211062", "5629")


@pytest.mark.parametrize(
    "text",
    [
        Text("GB", "Their number is ", NHS, " ", SURE),
        Text("GB", "NHS no. ", NHS, "", SURE),
        Text("GB", "It has ", NHS, "", ASKED),
        Text("GB", "budget code ", NHS, " ", ASKED),
        Text("GB", "It has £", NHS, "", NEITHER),
        Text("GB", "It has 12.", NHS, "", NEITHER),
        Text("GB", "the file 5f", NHS, "", NEITHER),
        Text("GB", "It has ", ("943", "476", "5871"), " ", NEITHER),  # the check digit is another
        Text("GB", "It has ", INSURANCE, " ", SURE),
        Text("GB", "It has ", INSURANCE, "", SURE),
        Text("GB", "purchase order ", INSURANCE, "", ASKED),
        Text("GB", "It has ", ("QQ", "12", "34", "56", "C"), " ", NEITHER),  # no such letters are given out
        Text("GB", "pupil ", ("B8012", "00005001"), "", SURE),
        Text("NO", "Hun har ", ("151086", "95088"), " ", SURE),
        Text("NO", "Hun har ", ("151086", "95088"), "", SURE),
        Text("NO", "prosjekt ", ("151086", "95088"), "", ASKED),
        Text("FI", "Hetu ", ("131052", "308T"), "-", SURE),
        Text("FI", "Hän ", ("131052", "308T"), "-", SURE),
        Text("FI", "Hän ", ("131052", "308U"), "-", NEITHER),
        Text("DK", "Borger ", CPR, "-", SURE),
        Text("DK", "Borger ", CPR, "", ASKED),
        Text("DK", "Møde ", ("140323", "1200"), " ", ASKED),  # a day and a time
        Text("DK", "CPR-nr. ", CPR, " ", SURE),
        Text("ES", "El ", ("20230314", "W"), " ", NEITHER),  # a day, and a word of one letter
        Text("ES", "DNI ", ("54362315", "K"), "-", SURE),
        Text("DK", "Borger ", ("511062", "5629"), "-", NEITHER),  # no such day
        Text("IS", "kt. ", ("120174", "3399"), "-", SURE),
        Text("IS", "kt. ", ("450401", "3150"), "-", NEITHER),  # a company's
        Text("DE", "Steuer-ID ", ("36", "574", "261", "809"), " ", SURE),
        Text("DE", "Kosten: ", ("36", "574", "261", "809"), " ", ASKED),
        Text("EE", "Ta ", ("368052", "80109"), "", SURE),
        Text("LT", "Jis ", ("333092", "40064"), "", SURE),
        Text("LV", "Viņš ", ("161175", "19997"), "-", SURE),
        Text("NL", "BSN ", ("1112", "22", "333"), ".", SURE),
        Text("NL", "Bedrag ", ("111", "222", "333"), " ", ASKED),
        Text("PL", "Numer ", ("440514", "01359"), "", SURE),
        Text("BE", "", ("85", "07", "30"), ".", NEITHER),  # a day is no number
        Text("US", "Filed by ", ("536", "90", "4399"), "-", SURE),
        Text("US", "It cost ", ("536", "90", "4399"), "", NEITHER),  # of nine digits nothing can be checked
        Text("US", "SSN ", ("536", "90", "4399"), "", SURE),
        # Swedish ones are no ledger's but Sweden's, and may be anything elsewhere.
        Text("GB", "It has ", (NUMBER,), "", ASKED),
        Text("EU", "It has ", (NUMBER,), "", ASKED),
        Text("SE", "Det är ", (NUMBER,), "", SURE),
        Text("SE", "Det är ", NHS, " ", NEITHER),
        Text("SE", "Det är ", INSURANCE, " ", NEITHER),
    ],
    ids=str,
)
def test_numbers_of_the_country_are_found_and_others_asked_about(text: Text) -> None:
    look_for(text.country)
    number = text.sign.join(text.parts)
    written = f"{text.before}{number}, and more."
    span = (len(text.before), len(text.before) + len(number))
    assert find(written) == ([span] if text.said == SURE else [])
    assert doubtful(written) == ([span] if text.said == ASKED else [])
    shown = "".join("•" if one.isdigit() and text.said == SURE else one for one in number)
    assert mask(written) == f"{text.before}{shown}, and more."


def test_what_no_reader_sees_hides_none() -> None:
    look_for("GB")
    assert mask("It is 943\u00a0476\u00a05\u200b870.") == "It is •••\u00a0•••\u00a0•\u200b•••."
    assert mask("It is 943\u2011476\u20115870.") == "It is •••\u2011•••\u2011••••."


PERSONAL = ("person", "identity", "individual", "birth", "citizen", "social security", "social insurance", "health")
NOT_FOR_PERSONS_ALONE = {
    "al.nipt", "co.nit", "cr.cpj", "ke.pin", "li.peid",  # companies have them, or these alone
    "be.eid",  # of a card
    "be.ssn",  # one of the two that are there
    "se.personnummer",  # found by ourselves
}  # fmt: skip


def test_every_number_that_only_persons_have_is_among_them() -> None:
    looked_for = {sort.module for sorts in SORTS.values() for sort in sorts}
    unknown = set()
    for country in pkgutil.iter_modules(stdnum.__path__):
        if not country.ispkg or country.name in ("iso7064", "eu"):
            continue
        package = import_module(f"stdnum.{country.name}")
        for module in pkgutil.iter_modules(package.__path__):
            name = f"{country.name}.{module.name}"
            told = (import_module(f"stdnum.{name}").__doc__ or "").partition("\n")[0].casefold()
            if any(word in told for word in PERSONAL) and name not in looked_for:
                unknown.add(name)
    assert unknown == NOT_FOR_PERSONS_ALONE
