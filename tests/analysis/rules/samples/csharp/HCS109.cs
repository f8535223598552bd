class Pages {
    void F(string text) {
        var a = Html.Raw(text); // expect: HCS109
        var b = new HtmlString("<b>" + text); // expect: HCS109
        var c = Html.Raw("<br>");
        var d = new HtmlString(Encoder.Encode(text));
        var e = Html.Encode(text);
    }
}
