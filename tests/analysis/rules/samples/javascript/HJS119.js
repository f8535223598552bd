res.send("<h1>" + req.query.name + "</h1>"); // expect: HJS119
res.send(`<p>${req.params.id}</p>`); // expect: HJS119
response.end("<p>" + request.query.text); // expect: HJS119

res.send("<h1>" + escapeHtml(req.query.name) + "</h1>");
res.send(`<p>${count}</p>`);
res.send("got " + req.query.name.length);
res.send({ name: req.query.name });
socket.send(`<p>${req.params.id}</p>`);
