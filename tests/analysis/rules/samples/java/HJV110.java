class Cookies {
    void f(Cookie cookie) {
        cookie.setSecure(false); // expect: HJV110
        cookie.setHttpOnly(false); // expect: HJV110
        ResponseCookie.from("a", "b").httpOnly(false).build(); // expect: HJV110
        cookie.setSecure(true);
        cookie.setSecure(production);
        cookie.setVisible(false);
    }
}
