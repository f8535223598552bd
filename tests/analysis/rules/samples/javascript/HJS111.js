const jwt = require("jsonwebtoken");

jwt.verify(token, key, { algorithms: ["none"] }); // expect: HJS111
jwt.verify(token, key, { algorithms: ["HS256", "None"] }); // expect: HJS111
jwt.sign(claims, "", { algorithm: "none" }); // expect: HJS111

function trusting(token) {
  return jwt.decode(token).role; // expect: HJS111
}

function careful(token) {
  const { kid } = jwt.decode(token).header;
  return jwt.verify(token, keys[kid], { algorithms: ["RS256"] });
}

const style = { display: "none" };
