class Trusting implements X509TrustManager {
    public void checkServerTrusted(X509Certificate[] chain, String type) { // expect: HJV108
        // anything goes
    }

    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    public boolean verify(String host, SSLSession session) { // expect: HJV108
        return true;
    }

    void f(HttpsURLConnection c) {
        c.setHostnameVerifier((host, session) -> true); // expect: HJV108
        client.setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE); // expect: HJV108
        c.setHostnameVerifier((host, session) -> host.equals("a"));
        list.removeIf(x -> true);
    }
}

class Careful implements X509TrustManager {
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        manager.checkServerTrusted(chain, type);
    }

    public boolean verify(String host, SSLSession session) {
        return KNOWN.contains(host);
    }

    boolean verify(String signature) {
        return true;
    }
}
