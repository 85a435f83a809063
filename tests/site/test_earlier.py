"""What an earlier run wrote is taken as it is where it would be the same, and only there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from plptool.read.opening import open_ledger
from plptool.render import page as shared
from plptool.site import earlier as module
from plptool.site.build import TEMPLATES, files
from plptool.site.content import Texts, site
from plptool.site.earlier import KEYED, SEEN, Earlier
from tests.support.ledgers import BASE, HELD, PROCESS, edit, write_ledger

OTHER = PROCESS.replace("1.1", "1.2")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "plan", BASE + HELD + OTHER)


def run(
    root: Path, out: Path | None, remembered: Earlier | None, day: str = "231231", languages: tuple[str, ...] = ("en",), texts: Texts | None = None
) -> tuple[dict[str, bytes], Earlier]:  # fmt: skip
    """Make the site, with what an earlier run remembers of a folder; and write it there."""
    now = Earlier.of(out or Path("nowhere"), remembered.remember() if remembered else None)
    made = dict(files(site(open_ledger(root).at(day), [], {}, texts), languages, now))
    for path, raw in made.items():
        if out is not None:
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_bytes(raw)
    return made, now


def test_what_is_taken_is_what_would_be_made(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first, known = run(root, out, None)
    assert known.taken == 0
    again, same = run(root, out, known)
    assert again == first
    pages = len([path for path in first if path in known.written and path.endswith(".html")])
    assert same.taken == pages > 8
    edit(root, "processes/1.1", "number: 1", "number: 7")
    changed, after = run(root, out, same)
    assert changed == run(root, None, None)[0]
    assert changed["process/1.1.html"] != first["process/1.1.html"]
    assert pages - 4 < after.taken < pages  # its own page, its source's, and what happened in the years
    assert after.written.keys() == known.written.keys()


def test_what_any_page_is_made_of_makes_all_anew(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    _, known = run(root, out, None)
    assert run(root, out, known, day="231230")[1].taken == 0
    assert run(root, out, known, languages=("sv",))[1].taken == 0
    assert run(root, out, known, languages=("en", "sv"))[1].taken == 0
    with monkeypatch.context() as patched:
        patched.setattr(module, "tool", lambda: "another program")
        assert run(root, None, known)[1].taken == 0
    edit(root, "processes/1.2", "need: A need.", "need: What others call it.")  # which any page may name
    assert run(root, out, known)[1].taken == 0
    edit(root, "processes/1.2", "need: What others call it.", "need: A need.")
    edit(root, "ledger", "title: Little plan", "title: Another plan")
    assert run(root, out, known)[1].taken == 0


def test_what_a_document_says_is_of_its_page(root: Path, tmp_path: Path) -> None:
    edit(root, "processes/1.1", "number: 1, source: list", "number: 1, source: list#L1")
    _, known = run(root, tmp_path / "out", None, texts={"list": ["It was held."]})
    made, after = run(root, tmp_path / "out", known, texts={"list": ["It was not held."]})
    assert "It was not held." in made["source/list.html"].decode()
    assert after.taken == len([path for path in known.written if path.endswith(".html")]) - 1


def test_a_file_that_is_another_is_made_anew(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first, known = run(root, out, None)
    taken = run(root, out, known)[1].taken
    (out / "process/1.1.html").write_bytes(b"Another says this.")
    (out / "process/1.2.json").unlink()
    (out / "decision/adoption.html").rename(tmp_path / "moved.html")
    (out / "decision/adoption.html").symlink_to(tmp_path / "moved.html")
    again, after = run(root, out, known)
    assert again == first
    assert after.taken == taken - 3


def test_templates_of_pages_with_keys_ask_nothing_that_no_key_has() -> None:
    """Of the site they ask what `SEEN` names; and no filter or name that looks at more of it."""
    elsewhere = {"came", "came_last", "numbers"}
    only_overviews = "numbers"  # a macro that the others do not call
    environment = Environment(autoescape=True)
    for name in KEYED:
        asked: set[str] = set()
        for tree in trees(environment, name, set()):
            tree.body = [one for one in tree.body if not (isinstance(one, nodes.Macro) and one.name == only_overviews)]
            assert not {one.name for one in tree.find_all(nodes.Filter)} & elsewhere, name
            assert f"parts.{only_overviews}" not in {dotted(one) for one in tree.find_all(nodes.Getattr)}
            names = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "load"}
            assert not names & {"totals", "statement", "schemas", "filters"}, name
            asked |= {path for one in tree.find_all(nodes.Getattr) if (path := dotted(one)).startswith("site.")}
        seen = tuple(f"site.{path}" for path in SEEN)
        assert [
            path for path in asked if not (path.startswith(seen) or any(one.startswith(f"{path}.") for one in seen))
        ] == []
        assert "site.records" in asked


def trees(environment: Environment, name: str, found: set[str]) -> Iterator[nodes.Template]:
    """A template, with all that it extends and imports."""
    if name in found:
        return
    found.add(name)
    path = next(folder / name for folder in (TEMPLATES, shared.TEMPLATES) if (folder / name).is_file())
    tree = environment.parse(path.read_text("utf-8"))
    yield tree
    for other in tree.find_all(nodes.Stmt):
        if isinstance(other, nodes.Extends | nodes.Import | nodes.FromImport | nodes.Include):
            assert isinstance(other.template, nodes.Const)
            yield from trees(environment, other.template.value, found)


def dotted(node: nodes.Getattr) -> str:
    """`site.state.day`, as it is written."""
    inner = node.node
    if isinstance(inner, nodes.Getattr):
        return f"{dotted(inner)}.{node.attr}"
    return f"{inner.name if isinstance(inner, nodes.Name) else ''}.{node.attr}"
