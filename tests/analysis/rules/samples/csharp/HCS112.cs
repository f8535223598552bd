class Redirects {
    object F(string returnUrl) {
        return Redirect(returnUrl); // expect: HCS112
    }

    object G() {
        return Redirect(Request.Query["next"]); // expect: HCS112
    }

    object H(string returnUrl) {
        if (Url.IsLocalUrl(returnUrl)) return Redirect(returnUrl);
        return Redirect("/home");
    }
}
