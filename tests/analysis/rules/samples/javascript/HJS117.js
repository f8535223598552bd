res.sendFile("/data/" + req.params.name); // expect: HJS117
fs.readFile(path.join(root, req.query.file), done); // expect: HJS117
const stream = fs.createReadStream(`/data/${req.params.id}.bin`); // expect: HJS117

res.sendFile(path.basename(req.params.name), { root });
fs.readFile("/etc/motd", done);
fs.writeFile("/data/log", req.body.text, done);
fs.readFile(path.join(root, String(parseInt(req.params.id))), done);
