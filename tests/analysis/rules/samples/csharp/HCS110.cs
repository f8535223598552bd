class Cookies {
    void F(HttpCookie cookie) {
        cookie.Secure = false; // expect: HCS110
        var a = new CookieOptions { HttpOnly = false }; // expect: HCS110
        cookie.Secure = true;
        cookie.HttpOnly = production;
        cookie.Shareable = false;
    }
}
