res.cookie("session", id, { httpOnly: false }); // expect: HJS114
app.use(session({ cookie: { secure: false, maxAge: 1 } })); // expect: HJS114

res.cookie("session", id, { httpOnly: true, secure: true });
res.cookie("session", id, { secure: production });
