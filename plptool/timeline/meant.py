"""Which record was meant by a word that is no record's id: asked by whoever types one, and of records that name one."""

from collections.abc import Mapping

from plptool.model.records import Record
from plptool.model.suggest import by_title, guess
from plptool.timeline.changed import names_ever


def record_meant(word: str, records: Mapping[str, Record]) -> str | None:
    """The id of the one record that was meant; None where none is near, or several are.

    First by ids, whatever letters are capitals; then as the record is called, or was; then by what is nearly so.
    """
    standing = {key: record for key, record in records.items() if "withdrawn" not in record.data}
    folded = word.casefold()
    of_id = [key for key in standing if key.casefold() == folded]
    if len(of_id) == 1:
        return of_id[0]
    names = {key: (record.called, *names_ever(record)) for key, record in standing.items()}
    exactly = [key for key, called in names.items() if folded in map(str.casefold, called)]
    if len(exactly) == 1:
        return exactly[0]
    near = guess(word, sorted(standing)).args.get("word")
    return near if isinstance(near, str) else by_title(word, names)
