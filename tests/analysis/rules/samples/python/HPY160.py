import xml.sax
from xml.sax.handler import feature_external_ges

from lxml import etree

etree.XMLParser(resolve_entities=True)  # expect: HPY160
etree.XMLParser(no_network=False)  # expect: HPY160
etree.XMLParser(load_dtd=True)  # expect: HPY160
parser = xml.sax.make_parser()
parser.setFeature(feature_external_ges, True)  # expect: HPY160
parser.setFeature(xml.sax.handler.feature_external_pes, 1)  # expect: HPY160

etree.XMLParser()
etree.XMLParser(resolve_entities=False)
etree.XMLParser(load_dtd=True, resolve_entities=False)
parser.setFeature(feature_external_ges, False)
parser.setFeature(xml.sax.handler.feature_namespaces, True)
