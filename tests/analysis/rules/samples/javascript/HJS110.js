const token = Math.random().toString(36); // expect: HJS110
this.sessionId = "s" + Math.random(); // expect: HJS110
resetToken = hash(Math.random()); // expect: HJS110
const user = { password: String(Math.random()) }; // expect: HJS110

const angle = Math.random() * 360;
const token2 = crypto.randomUUID();
const makeToken = () => Math.random();
const secret = () => Math.random() > 0.5;
const x = { token: crypto.randomUUID(), shade: Math.random() };
