"""What the site's data is, for data portals: DCAT-AP-SE 3, the Swedish profile of the European one of DCAT, as RDF/XML.

It says what the manifest says of who publishes the pages and on what terms, and what the ledger says of itself. Where
something that the profile asks for is not known, there is no such file: nothing is made up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from xml.etree import ElementTree as ET

from plptool.model.dates import day_at
from plptool.model.i18n import Translate
from plptool.model.text import capital
from plptool.render.text import flat
from plptool.site.content import Site
from plptool.site.publication import Publication
from plptool.site.sheets import LISTS
from plptool.site.xml_file import LANGUAGE, to_xml

_NAMESPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_EU = "http://publications.europa.eu/resource/authority"
_IANA = "http://www.iana.org/assignments/media-types"
_LANGUAGES = {"da": "DAN", "en": "ENG", "fi": "FIN", "nb": "NOB", "sv": "SWE"}
"""What the European Union's list calls a language."""
_PUBLISHERS = {
    "local-authority": ("LocalAuthority", "Local Authority"),
    "national-authority": ("NationalAuthority", "National authority"),
    "regional-authority": ("RegionalAuthority", "Regional authority"),
    "supranational-authority": ("SupraNationalAuthority", "Supra-national authority"),
}
"""What the vocabulary of the profile calls a sort of publisher: the end of its address, and in words."""
_THEMES = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}
"""What the European Union's list calls a theme."""
_ACCESS = {"public": "PUBLIC", "restricted": "RESTRICTED", "non-public": "NON_PUBLIC"}


@dataclass(frozen=True, slots=True)
class _Dataset:
    """A list of the ledger, as CSV, JSON and a workbook."""

    stem: str
    what: str
    """A message: what it is a list of."""


_DATASETS = tuple(_Dataset(path.removesuffix(".html"), what) for path, what in LISTS.items())


@dataclass(frozen=True, slots=True)
class _Format:
    """A format in which a list can be had."""

    suffix: str
    name: str
    """In the European Union's list of types of files."""
    media_type: str


_FORMATS = (
    _Format("csv", "CSV", "text/csv"),
    _Format("json", "JSON", "application/json"),
    _Format("xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)


def catalogue(site: Site, spoken: Sequence[tuple[str, Translate]]) -> Iterator[tuple[str, str]]:
    """The path and text of `dcat.rdf`; nothing, where the manifest does not say all that it must hold.

    Args:
        site: the pages.
        spoken: each language of the pages, with what translates into it.
    """
    publication = Publication.of(site.state.ledger.manifest)
    if publication.missing or publication.address is None:
        return
    root = _Catalogue(site, publication, publication.address, spoken).made()
    yield "dcat.rdf", to_xml(root, _NAMESPACES)


@dataclass(frozen=True, slots=True)
class _Catalogue:
    site: Site
    publication: Publication
    address: str
    spoken: Sequence[tuple[str, Translate]]

    def made(self) -> ET.Element:
        root = ET.Element(_name("rdf:RDF"))
        catalogue = self.described(root, "dcat:Catalog", "dcat.rdf")
        _text(catalogue, "dcterms:title", self.site.title, self.site.language)
        _text(catalogue, "dcterms:description", self.publication.description or "", self.site.language)
        _points(catalogue, "dcterms:publisher", self.named("publisher"))
        _points(catalogue, "dcterms:license", self.publication.licence or "", "dcterms:LicenseDocument")
        _points(catalogue, "foaf:homepage", self.address, "foaf:Document")
        taxonomy = _points(catalogue, "dcat:themeTaxonomy", f"{_EU}/data-theme", "skos:ConceptScheme")
        _text(taxonomy, "dcterms:title", "Data theme", "en")
        self.dates(catalogue)
        self.languages(catalogue, [language for language, _ in self.spoken])
        self.area(catalogue)
        for dataset in _DATASETS:
            _points(catalogue, "dcat:dataset", self.named(dataset.stem))
        self.publisher(root)
        self.contact(root)
        for dataset in _DATASETS:
            self.dataset(root, dataset)
        return root

    def named(self, part: str) -> str:
        """The address that stands for a part of the catalogue."""
        return f"{self.address}dcat.rdf#{part}"

    def described(self, parent: ET.Element, kind: str, about: str) -> ET.Element:
        address = self.address + about if about == "dcat.rdf" else self.named(about)
        return ET.SubElement(parent, _name(kind), {_name("rdf:about"): address})

    def dates(self, thing: ET.Element) -> None:
        """When it was published first, and when it changed last, where these are known."""
        if self.publication.published is not None:
            _typed(thing, "dcterms:issued", self.publication.published, "date")
        for change in self.site.newest(None, 1):
            _typed(thing, "dcterms:modified", day_at(change.known, UTC).isoformat(), "date")

    def languages(self, thing: ET.Element, codes: Sequence[str]) -> None:
        for code in codes:
            if code in _LANGUAGES:
                _points(thing, "dcterms:language", f"{_EU}/language/{_LANGUAGES[code]}", "dcterms:LinguisticSystem")

    def area(self, thing: ET.Element) -> None:
        if self.publication.area is not None:
            _points(thing, "dcterms:spatial", self.publication.area, "dcterms:Location")

    def publisher(self, root: ET.Element) -> None:
        agent = self.described(root, "foaf:Agent", "publisher")
        _text(agent, "foaf:name", self.publication.publisher or "", self.site.language)
        sort, label = _PUBLISHERS[self.publication.publisher_type or ""]
        _concept(agent, "dcterms:type", f"http://purl.org/adms/publishertype/{sort}", label)
        if self.publication.homepage is not None:
            _points(agent, "foaf:homepage", self.publication.homepage, "foaf:Document")

    def contact(self, root: ET.Element) -> None:
        contact = self.described(root, "vcard:Organization", "contact")
        # What is an organisation is a contact too; who reads the file need not know the vocabulary to see that.
        _points(contact, "rdf:type", f"{_NAMESPACES['vcard']}Kind")
        _text(contact, "vcard:fn", self.publication.publisher or "")
        _points(contact, "vcard:hasEmail", f"mailto:{self.publication.email}")

    def dataset(self, root: ET.Element, dataset: _Dataset) -> None:
        thing = self.described(root, "dcat:Dataset", dataset.stem)
        for language, _ in self.spoken:
            names = {"ledger": self.site.title, "what": _(dataset.what), "date": self.site.state.day.isoformat()}
            _text(thing, "dcterms:title", _("{ledger}: {what}").format(**names), language)
            about = _("{what} in {ledger}, as they stood on {date}.").format(**names)
            _text(thing, "dcterms:description", capital(about), language)
        _points(thing, "dcterms:publisher", self.named("publisher"))
        _points(thing, "dcat:contactPoint", self.named("contact"))
        access = f"{_EU}/access-right/{_ACCESS[self.publication.access or '']}"
        _points(thing, "dcterms:accessRights", access, "dcterms:RightsStatement")
        for theme in self.publication.themes:
            _concept(thing, "dcat:theme", f"{_EU}/data-theme/{theme}", _THEMES[theme])
        for keyword in self.publication.keywords:
            _text(thing, "dcat:keyword", keyword, self.site.language)
        self.dates(thing)
        self.languages(thing, [self.site.language])
        self.area(thing)
        period = ET.SubElement(ET.SubElement(thing, _name("dcterms:temporal")), _name("dcterms:PeriodOfTime"))
        _typed(period, "dcat:startDate", self.site.course.days[0].isoformat(), "date")
        _typed(period, "dcat:endDate", self.site.state.day.isoformat(), "date")
        _points(thing, "dcat:landingPage", f"{self.address}{dataset.stem}.html", "foaf:Document")
        for kind in _FORMATS:
            _points(thing, "dcat:distribution", self.named(f"{dataset.stem}.{kind.suffix}"))
        for kind in _FORMATS:
            self.distribution(root, dataset, kind)

    def distribution(self, root: ET.Element, dataset: _Dataset, kind: _Format) -> None:
        thing = self.described(root, "dcat:Distribution", f"{dataset.stem}.{kind.suffix}")
        for language, _ in self.spoken:
            names = {"what": _(dataset.what), "format": kind.name}
            about = _("{what} as {format}").format(**names)
            _text(thing, "dcterms:title", capital(about), language)
            _text(thing, "dcterms:description", f"{capital(about)}.", language)
        file = f"{self.address}{dataset.stem}.{kind.suffix}"
        _points(thing, "dcat:accessURL", file)
        _points(thing, "dcat:downloadURL", file)
        _points(thing, "dcterms:format", f"{_EU}/file-type/{kind.name}", "dcterms:MediaTypeOrExtent")
        _points(thing, "dcat:mediaType", f"{_IANA}/{kind.media_type}", "dcterms:MediaType")
        _points(thing, "dcterms:license", self.publication.licence or "", "dcterms:LicenseDocument")
        if self.publication.availability is not None:
            for_long = f"{_EU}/planned-availability/{self.publication.availability.upper()}"
            _concept(thing, "dcatap:availability", for_long, self.publication.availability)


def _name(prefixed: str) -> str:
    prefix, _, name = prefixed.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{name}"


def _text(thing: ET.Element, name: str, text: str, language: str | None = None) -> None:
    properties = {} if language is None else {LANGUAGE: language}
    ET.SubElement(thing, _name(name), properties).text = flat(text)


def _typed(thing: ET.Element, name: str, value: str, kind: str) -> None:
    ET.SubElement(thing, _name(name), {_name("rdf:datatype"): f"{_XSD}{kind}"}).text = value


def _concept(thing: ET.Element, name: str, address: str, label: str) -> None:
    """That something is of a sort that a vocabulary has, which is called so there."""
    concept = _points(thing, name, address, "skos:Concept")
    _text(concept, "skos:prefLabel", label, "en")


def _points(thing: ET.Element, name: str, address: str, kind: str | None = None) -> ET.Element:
    """That something is what stands at an address; of what sort that is, where nobody else in the file says it."""
    if kind is None:
        return ET.SubElement(thing, _name(name), {_name("rdf:resource"): address})
    relation = ET.SubElement(thing, _name(name))
    return ET.SubElement(relation, _name(kind), {_name("rdf:about"): address})
