const agent = new https.Agent({ rejectUnauthorized: false }); // expect: HJS107
const options = { "rejectUnauthorized": false }; // expect: HJS107
request({ url, strictSSL: false }); // expect: HJS107
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0"; // expect: HJS107
process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = 0; // expect: HJS107

const strict = new https.Agent({ rejectUnauthorized: true });
const chosen = { rejectUnauthorized: config.verify };
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1";
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
process.env["NODE_ENV"] = "0";
