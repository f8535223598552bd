class Xml {
    void F(XmlReaderSettings s, XmlDocument d) {
        d.XmlResolver = new XmlUrlResolver(); // expect: HCS108
        s.DtdProcessing = DtdProcessing.Parse; // expect: HCS108
        var a = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse }; // expect: HCS108
        d.XmlResolver = null;
        s.DtdProcessing = DtdProcessing.Prohibit;
        s.DtdProcessing = DtdProcessing.Ignore;
    }
}
