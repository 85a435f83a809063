"""Of which country a ledger is, and what follows: how money is written, and which codes of countries there are.

A ledger that names none is Sweden's, and asks nobody. For others Babel has what Unicode knows (CLDR); it is slow to
import, and imported only then.
"""

from collections.abc import Callable

from plptool.model.plain import Data, text_if_any

SWEDEN = "SE"
UNION = "EU"
"""The European Union, for its institutions: ISO 3166 keeps these letters for it."""
KRONOR = "SEK"
_MONEY = "{figure} SEK"
_MILLIONS = "{figure} million SEK"
_UNIT = "SEK"
_THOUSANDS_UNIT = "thousand SEK"
_MILLIONS_UNIT = "million SEK"
"""What is said of money: of another currency, its sign stands where each language has it."""


def country_of(manifest: Data) -> str:
    """The country of a ledger's public body, by its two letters."""
    return text_if_any(manifest, "country") or SWEDEN


def holidays_of(manifest: Data) -> str:
    """Whose public holidays count: a part's of the country, where the ledger says so."""
    return text_if_any(manifest, "holidays") or country_of(manifest)


def currency_of(manifest: Data) -> str:
    """In what a ledger's amounts are, by three letters: as it says, or else as its country has it."""
    said = text_if_any(manifest, "currency")
    if said:
        return said
    country = country_of(manifest)
    if country == SWEDEN:
        return KRONOR
    from babel.numbers import get_territory_currencies

    tender = get_territory_currencies(country)
    if not tender:
        return KRONOR
    return str(tender[0])


def in_currency(translate: Callable[[str], str], language: str, currency: str) -> Callable[[str], str]:
    """What translates, and says the currency where messages say kronor."""
    if currency == KRONOR:
        return translate
    money = _pattern(language, currency)
    said = {
        _MONEY: money,
        _MILLIONS: money.replace("{figure}", translate("{figure} million")),
        _UNIT: money.replace("{figure}", "").strip(),
        _THOUSANDS_UNIT: money.replace("{figure}", translate("thousand")),
        _MILLIONS_UNIT: money.replace("{figure}", translate("million")),
    }
    return lambda words: said.get(words) or translate(words)


def _pattern(language: str, currency: str) -> str:
    """`£{figure}`, `{figure} €`: the sign of a currency, on the side where a language has it."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_currency_symbol

    try:
        locale = Locale.parse(language)
    except UnknownLocaleError:
        locale = Locale("en")
    sign = get_currency_symbol(currency, locale)
    pattern = locale.currency_formats["standard"]
    before = pattern.prefix[0]
    after = pattern.suffix[0]
    if before.endswith("¤") and sign[-1].isalpha():  # letters and digits never touch: EUR 10, and €10
        before += "\u00a0"
    return f"{before}{{figure}}{after}".replace("¤", sign)


def is_country(code: str) -> bool:
    """Whether a country of today has these two letters (ISO 3166-1), or they are the Union's, or Kosovo's (`XK`)."""
    if code in (SWEDEN, UNION):
        return True
    if is_reserved(code):
        return False
    from babel.numbers import get_territory_currencies

    return bool(get_territory_currencies(code))


def is_reserved(code: str) -> bool:
    """Whether ISO 3166-1 keeps these letters for what is no country of its own, or is one no more."""
    return code in _RESERVED


_RESERVED = frozenset(("AC", "CP", "CQ", "DG", "EA", "EL", "EZ", "FX", "IC", "SU", "TA", "UK", "UN"))
"""Exceptionally reserved: islands and parts of countries that have their own, unions, and other letters of some."""


def is_currency(code: str) -> bool:
    """Whether a currency has these three letters (ISO 4217)."""
    if code == KRONOR:
        return True
    from babel import Locale

    return code in Locale("en").currencies


def country_of_zone(time_zone: str) -> str:
    """In which country a time zone is; empty where it is in none, or nobody knows of it."""
    from babel.core import get_global

    territories = get_global("zone_territories")
    code = str(territories.get(time_zone, ""))
    if not is_country(code):
        return ""
    return code
