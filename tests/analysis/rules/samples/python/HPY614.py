from flask import request
from lxml import etree


def user(document: etree._ElementTree):
    name = request.args["name"]
    document.xpath("//user[@name='" + name + "']")  # expect: HPY614
    document.find(f".//user[@name='{name}']")  # expect: HPY614
    document.xpath("//user[@name=$name]", name=name)
    document.xpath("//user")
    return "text".find(name)
