class Xml {
    void careless() throws Exception {
        DocumentBuilder a = DocumentBuilderFactory.newInstance().newDocumentBuilder(); // expect: HJV107
        XMLInputFactory b = XMLInputFactory.newFactory(); // expect: HJV107
        SAXReader c = new SAXReader(); // expect: HJV107
        TransformerFactory d = null;
        DocumentBuilderFactory e = make();
    }

    void careful() throws Exception {
        SAXParserFactory a = SAXParserFactory.newInstance();
        a.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    }
}
