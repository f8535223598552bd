const serialize = require("node-serialize");

serialize.unserialize(req.cookies.profile); // expect: HJS116

serialize.unserialize('{"a": 1}');
serialize.serialize(user);
