"""A document of JSON comes in pieces, which together are what one would write at once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from plptool.model.plain import Plain
from plptool.render.json import masked, pieces, text

TEXTS = st.one_of(st.text(max_size=8), st.sampled_from(("19121212-1212", "a\n  b", "##[error]", "")))
PLAIN: st.SearchStrategy[Plain] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 9), TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, PLAIN, max_size=4), st.sampled_from((None, 2)))
def test_pieces_together_are_the_document_that_is_written_at_once(data: dict[str, Plain], indent: int | None) -> None:
    document = text(data, indent=indent)
    whole = {"format": 1, **data}
    assert json.loads(document) == masked(whole)
    # And where nothing is escaped or masked, byte for byte.
    at_once = json.dumps(whole, ensure_ascii=False, indent=indent)
    if "##[" not in at_once and at_once.isprintable() and "1912" not in at_once:
        assert document == at_once


@dataclass(frozen=True, slots=True)
class Within:
    """An answer in a document, as an appendix is."""

    listed: list[Plain]
    said: Plain


@given(st.lists(PLAIN, max_size=3), PLAIN, st.sampled_from((None, 2)))
def test_an_answer_within_the_document_comes_in_pieces_too(
    listed: list[Plain], said: Plain, indent: int | None
) -> None:
    document = text({"within": Within(listed, said)}, indent=indent)
    assert document == text({"within": {"listed": listed, "said": said}}, indent=indent)
    assert len(list(pieces({"within": Within(listed, said)}))) > len(listed)


def test_an_entry_is_written_before_the_next_is_made() -> None:
    made: list[int] = []

    def rows() -> Iterator[dict[str, int]]:
        for number in range(3):
            made.append(number)
            yield {"n": number}

    document = pieces({"rows": rows(), "none": iter(())}, indent=None)
    told = ""
    for piece in document:
        told += piece
        if '{"n": 0}' in told:
            break
    assert made == [0]
    assert told + "".join(document) == '{"format": 1, "rows": [{"n": 0}, {"n": 1}, {"n": 2}], "none": []}'


def test_of_a_personal_identity_number_no_piece_has_a_digit() -> None:
    written = text({"rows": [{"text": "19121212-1212"}, {"text": "kvar"}], "19121212-1212": 1})
    assert "1212" not in written
    assert "kvar" in written
