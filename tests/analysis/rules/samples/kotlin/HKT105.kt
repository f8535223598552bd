fun f(view: WebView) {
    view.addJavascriptInterface(Bridge(), "bridge") // expect: HKT105
    view.settings.allowUniversalAccessFromFileURLs = true // expect: HKT105
    view.settings.allowFileAccessFromFileURLs = false
    view.settings.loadsImagesAutomatically = true
    view.loadUrl("https://example.com")
}
