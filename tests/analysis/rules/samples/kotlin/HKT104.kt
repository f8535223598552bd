class Trusting : X509TrustManager {
    override fun checkServerTrusted(chain: Array<X509Certificate>, type: String) {} // expect: HKT104
    override fun checkClientTrusted(chain: Array<X509Certificate>, type: String) {}
}

fun f() {
    builder.hostnameVerifier { _, _ -> true } // expect: HKT104
    connection.hostnameVerifier = HostnameVerifier { _, _ -> true } // expect: HKT104
    builder.hostnameVerifier { host, _ -> host == "a" }
    list.filter { _ -> true }
}

class Careful : X509TrustManager {
    override fun checkServerTrusted(chain: Array<X509Certificate>, type: String) {
        manager.checkServerTrusted(chain, type)
    }
}
