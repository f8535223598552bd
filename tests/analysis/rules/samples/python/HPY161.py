from lxml import etree

etree.XMLParser(huge_tree=True)  # expect: HPY161
for _, element in etree.iterparse(path, huge_tree=True):  # expect: HPY161
    print(element)

etree.XMLParser(huge_tree=False)
etree.iterparse(path)
