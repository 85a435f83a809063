"""Which pages there are, for search engines (sitemaps.org), each with its address in the other languages."""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from plptool.site.publication import Publication
from plptool.site.xml_file import to_xml

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_URLSET = f"{{{_SITEMAP}}}urlset"
_URL = f"{{{_SITEMAP}}}url"
_LOCATION = f"{{{_SITEMAP}}}loc"
_INDEX = f"{{{_SITEMAP}}}sitemapindex"
_PART = f"{{{_SITEMAP}}}sitemap"
_LINK = f"{{{_XHTML}}}link"
MOST = 50_000
"""Addresses in one file, by the standard."""
_NO_CONTENT = "404.html"


def sitemaps(
    paths: Sequence[str], folders: Mapping[str, str], publication: Publication, most: int = MOST
) -> Iterator[tuple[str, str]]:
    """The paths and texts of the sitemaps; of many pages several, and one that names these. None without an address.

    Args:
        paths: of the pages, below each language's folder.
        folders: by language, below the site's root.
        publication: where that is.
        most: addresses in one file.
    """
    if publication.address is None:
        return
    shown = [path for path in paths if path != _NO_CONTENT]
    in_one_file = max(1, most // len(folders))
    starts = range(0, len(shown), in_one_file)
    parts = [shown[start : start + in_one_file] for start in starts] or [[]]
    if len(parts) == 1:
        yield "sitemap.xml", _document(_of_pages(shown, folders, publication))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, of_part in zip(names, parts, strict=True):
        yield name, _document(_of_pages(of_part, folders, publication))
    yield "sitemap.xml", _document(_of_sitemaps(names, publication))


def addresses(path: str, folders: Mapping[str, str], publication: Publication) -> list[tuple[str, str]]:
    """The address of a page in each language; and as `x-default`, for all who read none of them, in the first.

    Where it is in one language alone, there is nothing to choose. Without the site's address there are none.
    """
    found = [(language, publication.at(f"{folder}{path}")) for language, folder in folders.items()]
    known = [(language, address) for language, address in found if address is not None]
    if len(known) < 2:
        return []
    return [*known, ("x-default", known[0][1])]


def _of_pages(paths: Sequence[str], folders: Mapping[str, str], publication: Publication) -> ET.Element:
    root = ET.Element(_URLSET)
    for path in paths:
        alternates = addresses(path, folders, publication)
        for folder in folders.values():
            url = ET.SubElement(root, _URL)
            location = ET.SubElement(url, _LOCATION)
            location.text = publication.at(f"{folder}{path}")
            for language, address in alternates:
                ET.SubElement(url, _LINK, rel="alternate", hreflang=language, href=address)
    return root


def _of_sitemaps(names: Sequence[str], publication: Publication) -> ET.Element:
    root = ET.Element(_INDEX)
    for name in names:
        sitemap = ET.SubElement(root, _PART)
        location = ET.SubElement(sitemap, _LOCATION)
        location.text = publication.at(name)
    return root


def _document(root: ET.Element) -> str:
    return to_xml(root, {"": _SITEMAP, "xhtml": _XHTML})
