"""XML as the bytes of a file have it, the same for the same elements: feeds, sitemaps, and what data portals read."""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute that says in which language a text is."""


def to_xml(root: ET.Element, prefixes: Mapping[str, str]) -> str:
    """A document with an element as its root.

    Args:
        root: the element; it is indented.
        prefixes: of the namespaces in it, each with the namespace; an empty one stands before no name.
    """
    for prefix, namespace in prefixes.items():
        ET.register_namespace(prefix, namespace)
    ET.indent(root)
    document = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{document}\n'
