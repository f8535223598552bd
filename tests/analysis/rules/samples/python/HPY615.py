from flask import request
from lxml import etree

PARSER = etree.XMLParser(resolve_entities=False)


def load(path):
    etree.fromstring(request.data)  # expect: HPY163, HPY615
    etree.fromstring(request.data, PARSER)
    etree.fromstring(request.data, parser=PARSER)
    return etree.parse(path)  # expect: HPY163
