from lxml import etree
from lxml.etree import fromstring

etree.parse(upload)  # expect: HPY163
fromstring(body)  # expect: HPY163
etree.XML(f"<a>{text}</a>")  # expect: HPY163

etree.parse(upload, parser)
fromstring(body, parser=parser)
etree.XML("<a/>")
etree.tostring(tree)
json.parse(upload)
