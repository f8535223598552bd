"""XML that is parsed by defusedxml."""

from __future__ import annotations

from analysis.fixes.mending import Refused, Row, check, find_fix, refusals, table

DEFUSED: dict[str, Row] = {
    "a module by another name": (
        "B405",
        "import «xml.etree.ElementTree as ET»\nET.parse(f)\nr = ET.fromstring(s)",
        "import defusedxml.ElementTree as ET\nET.parse(f)\nr = ET.fromstring(s)",
    ),
    "a call": (
        "B314",
        "import xml.etree.ElementTree as ET\nr = «ET.fromstring(s)».tag",
        "import defusedxml.ElementTree as ET\nr = ET.fromstring(s).tag",
    ),
    "a module of a package": (
        "B408",
        "«from xml.dom import minidom»\nminidom.parseString(s)",
        "from defusedxml import minidom\nminidom.parseString(s)",
    ),
    "modules of a package": (
        "B319",
        "from xml.dom import minidom as m, pulldom\nm.parse(s)\n«pulldom.parse(s)»",
        "from defusedxml import minidom as m, pulldom\nm.parse(s)\npulldom.parse(s)",
    ),
    "functions": (
        "B318",
        "from xml.dom.minidom import parse, parseString as read\n«read(s)»",
        "from defusedxml.minidom import parse, parseString as read\nread(s)",
    ),
    "a whole name": (
        "B313",
        (
            "import os, xml.etree.cElementTree\nd.xml\n«xml.etree.cElementTree.parse(s)»\n"
            "xml.etree.cElementTree.parse(t)"
        ),
        (
            "import os, defusedxml.ElementTree\nd.xml\ndefusedxml.ElementTree.parse(s)\n"
            "defusedxml.ElementTree.parse(t)"
        ),
    ),
    "one of two whole names": (
        "B317",
        "import xml.sax\nfrom xml.dom import minidom\n«xml.sax.make_parser()»",
        "import defusedxml.sax\nfrom xml.dom import minidom\ndefusedxml.sax.make_parser()",
    ),
}

MORE: dict[str, Refused] = {
    "elements are made": (
        "B405",
        "import «xml.etree.ElementTree as ET»\nET.parse(f)\nET.Element(a)",
    ),
    "the module goes elsewhere": ("B405", "import «xml.etree.ElementTree as ET»\nf(ET)"),
    "elements are imported": ("B405", "«from xml.etree.ElementTree import Element, parse»"),
    "a handler": ("B406", "«import xml.sax»\nclass C(xml.sax.ContentHandler): pass"),
    "another module beside it": ("B408", "«from xml.dom import minidom, Node»\nminidom.parse(s)"),
    "the package": ("B406", "«import xml.sax»\nf(xml)"),
    "imported in a function": ("B408", "def f():\n    «from xml.dom import minidom»"),
    "all of a module": ("B405", "«from xml.etree.ElementTree import *»"),
    "another name of the module": (
        "B405",
        "«from xml.etree import cElementTree»\ncElementTree.parse(s)",
    ),
}


@table(DEFUSED)
def test_defusedxml_parses(rule: str, marked: str, after: str) -> None:
    check(rule, marked, after)


@refusals(MORE)
def test_what_defusedxml_lacks_stays(rule: str, marked: str) -> None:
    assert find_fix(rule, marked) is None
