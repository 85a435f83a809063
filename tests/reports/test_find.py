"""Words are found as readers write them, where records say them, with the line."""

from plptool.reports.find import find
from tests.support.ledgers import HELD, MakeLedger

TOLD = HELD.replace("need: A need.", "need: Ökad trygghet för äldre.") + (
    "  - {date: 2023-05-01, kind: note, text: Trygghet på äldreboendet., source: list}\n"
)
DECISION = "== decisions/safe\ntitle: Tryggare\ndate: 2023-02-03\nbody: board\nparagraph: 6\nregistry: {number: 2017-2-771}\nstatus: adopted\nsource: list\n"


def test_words_are_found_without_regard_to_accents_and_capitals_and_told_with_their_place(little: MakeLedger) -> None:
    state = little(TOLD + DECISION).at("2023-12-31")
    hits = [(hit.id, hit.field, hit.date) for hit in find(state, ["TRYGGHET", "aldre"])]
    assert hits == [("1.1", "need", None), ("1.1", "note", "2023-05-01")]
    (number,) = find(state, ["2017-2-771"])
    assert (number.title, number.field) == ("Tryggare", "registry")
    assert [hit.id for hit in find(state, ["§ 6"])] == ["safe"]
    assert list(find(state.ledger.at("2023-01-31"), ["2017-2-771"])) == []  # not decided yet
    lines = state.ledger.tree.read(number.path).decode().splitlines()
    assert number.line is not None
    assert "2017-2-771" in lines[number.line - 1]
