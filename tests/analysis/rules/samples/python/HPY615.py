from flask import request
from lxml import etree

PARSER = etree.XMLParser(resolve_entities=False)


def load():
    etree.fromstring(request.data)  # expect: HPY615
    etree.fromstring(request.data, PARSER)
    etree.fromstring(request.data, parser=PARSER)
