"""What search engines and data portals are told: read by an RDF library, and held to the profiles' shapes."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from plptool.history.log import changes_by_record
from plptool.read.opening import open_ledger
from plptool.site.build import files
from plptool.site.content import site
from plptool.site.publication import Publication
from plptool.site.sitemap import sitemaps
from plptool.workspace import Workspace
from tests.support.git import commit_ledger, init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.project import ROOT

if TYPE_CHECKING:  # to import it takes long, and every run of the tests reads this file
    from rdflib import Graph

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
VIOLATION = "http://www.w3.org/ns/shacl#Violation"
SHAPES = Path(os.environ.get("PLPTOOL_DCAT_SHAPES", ROOT.parent / "shared" / "dcat-ap"))
OWN_SHAPES = Path(__file__).parent / "dcat-ap-se.ttl"
HERE = "https://www.example.org/plan/"
SAID = f"""publisher: {{name: Little <&> council, type: local-authority, homepage: 'https://www.example.org/', email: data@example.org, published: 2024-03-01}}
site:
  address: {HERE}
  description: What is decided.
  licence: http://creativecommons.org/publicdomain/zero/1.0/
  access: public
  themes: [HEAL, GOVE]
  keywords: [health]
  area: http://sws.geonames.org/2661886/
  availability: stable
"""
UNKNOWN = {
    "http://www.w3.org/ns/dcat#bbox",
    "http://www.w3.org/ns/dcat#centroid",
    "http://purl.org/dc/terms/type",
}
"""What is recommended, and only who drew the area or wrote the licence knows."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = init(tmp_path_factory.mktemp("dcat") / "plan")
    swedish = BASE.replace(
        "language: en\ntime-zone: Europe/Stockholm\n", f"language: sv\ntime-zone: Europe/Stockholm\n{SAID}"
    )
    commit_ledger(root, swedish + HELD)
    workspace = Workspace(root)
    history = workspace.history()
    assert history is not None
    return dict(files(site(workspace.at("231231"), [], changes_by_record(history)), ["en", "sv"]))


@pytest.fixture(scope="module")
def catalogue(made: dict[str, bytes]) -> "Graph":
    from rdflib import Graph

    return Graph().parse(data=made["dcat.rdf"], format="xml")


def test_a_catalogue_fits_what_the_swedish_profile_adds(catalogue: "Graph") -> None:
    assert list(_results(catalogue, OWN_SHAPES)) == []
    # Each of them is seen to be asked for.
    for name in ("license", "publisher", "title", "accessRights", "format"):
        property_ = DCTERMS + name
        assert property_ in {path for _, path in _results(_without(catalogue, property_), OWN_SHAPES)}


@pytest.mark.skipif(
    not SHAPES.is_dir(), reason="the European profile's shapes are not here (PLPTOOL_DCAT_SHAPES names where)"
)
def test_a_catalogue_fits_the_european_profile(catalogue: "Graph") -> None:
    shapes = sorted(SHAPES.glob("*.ttl"))
    assert len(shapes) >= 3
    found = [result for shape in shapes for result in _results(catalogue, shape)]
    assert [result for result in found if result[0] == VIOLATION] == []
    assert {path for _, path in found} <= UNKNOWN
    broken = _without(catalogue, f"{DCTERMS}title")
    assert VIOLATION in {severity for shape in shapes for severity, _ in _results(broken, shape)}


def _without(catalogue: "Graph", name: str) -> "Graph":
    """The same, where nothing has a property."""
    from rdflib import Graph

    rest = Graph()
    rest += (triple for triple in catalogue if str(triple[1]) != name)
    return rest


def _results(data: "Graph", shapes: Path) -> Iterator[tuple[str, str]]:
    """The severity and path of each result."""
    from pyshacl import validate
    from rdflib import RDF, SH, Graph

    _, report, _ = validate(data, shacl_graph=Graph().parse(shapes, format="turtle"))
    assert isinstance(report, Graph)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield str(report.value(result, SH.resultSeverity)), str(report.value(result, SH.resultPath))


def test_what_a_catalogue_leads_to_is_there(made: dict[str, bytes], catalogue: "Graph") -> None:
    led = {str(address) for _, name, address in catalogue if str(name) in (f"{DCAT}downloadURL", f"{DCAT}landingPage")}
    assert len(led) == 4 * 4
    assert {address.removeprefix(HERE) for address in led} <= set(made)
    told = {(str(name), str(value)) for thing, name, value in catalogue if str(thing) == f"{HERE}dcat.rdf"}
    assert (f"{DCTERMS}modified", "2024-02-01") in told


def test_search_engines_are_told_each_page_by_its_address_in_each_language(made: dict[str, bytes]) -> None:
    sitemap = ET.fromstring(made["sitemap.xml"])  # noqa: S314 - our own
    told = [element.text for element in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    pages = {f"{HERE}{path}" for path in made if path.endswith(".html") and not path.endswith("404.html")}
    assert set(told) == pages
    assert len(told) == len(pages)
    page = made["sv/process/1.1.html"].decode()
    assert f'<link rel="canonical" href="{HERE}sv/process/1.1.html">' in page
    for language, folder in (("en", ""), ("sv", "sv/"), ("x-default", "")):
        assert f'<link rel="alternate" hreflang="{language}" href="{HERE}{folder}process/1.1.html">' in page
    assert '<meta property="og:locale" content="sv_SE">' in page
    assert '<meta name="description" content="What is decided.">' in made["index.html"].decode()
    assert '<meta name="robots" content="noindex">' in made["404.html"].decode()
    assert "canonical" not in made["404.html"].decode()


def test_of_many_pages_there_are_several_sitemaps_and_one_that_names_them() -> None:
    publication = Publication.of({"site": {"address": HERE}})
    written = dict(sitemaps([f"{number}.html" for number in range(5)], {"en": "", "sv": "sv/"}, publication, most=4))
    assert sorted(written) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [text.count("<loc>") for _, text in sorted(written.items())] == [4, 4, 2, 3]
    assert f"<loc>{HERE}sitemap-3.xml</loc>" in written["sitemap.xml"]


def test_without_an_address_nothing_is_made_up(tmp_path: Path) -> None:
    root = write_ledger(
        tmp_path, BASE.replace("Europe/Stockholm\n", "Europe/Stockholm\npublisher: {name: The council}\n", 1) + HELD
    )
    state = open_ledger(root).at("231231")
    written = dict(files(site(state, [], {}), ["en", "sv"]))
    assert not {"dcat.rdf", "sitemap.xml"} & set(written)
    page = written["index.html"].decode()
    assert "canonical" not in page
    assert "og:url" not in page
    assert '<link rel="alternate" hreflang="sv" href="sv/index.html">' in page
    assert '<meta name="description" content="Overview – Little plan, 2023-12-31">' in page
    assert Publication.of(state.ledger.manifest).missing == (
        "site.address", "site.description", "site.licence", "site.access", "site.themes", "publisher.type", "publisher.email",
    )  # fmt: skip
