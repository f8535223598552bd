res.redirect(req.query.next); // expect: HJS118
res.redirect(302, req.body.url); // expect: HJS118
res.redirect(req.query["to"] || "/"); // expect: HJS118

res.redirect("/login");
res.redirect(PAGES.get(req.query.next));
res.redirect("/users/" + req.params.id);
