res.setHeader("Access-Control-Allow-Origin", "*"); // expect: HJS115
const headers = { "access-control-allow-origin": "*" }; // expect: HJS115

res.setHeader("Access-Control-Allow-Origin", origin);
res.setHeader("Access-Control-Allow-Methods", "*");
res.setHeader("Accept", "*");
