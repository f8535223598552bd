db.query("SELECT * FROM users WHERE id = " + id); // expect: HJS112
const sql = `DELETE FROM users WHERE name = '${name}'`; // expect: HJS112
db.run("SELECT name " + "FROM users WHERE id = " + id + ";"); // expect: HJS112
db.run(`insert into logs values (${text})`); // expect: HJS112
const update = "update users set name = '" + name + "'"; // expect: HJS112

db.query("SELECT * FROM users WHERE id = ?", [id]);
db.query("SELECT * FROM " + TABLE + " WHERE id = ?", [id]);
db.query("SELECT * FROM users " + "WHERE id = ?", [id]);
db.query(`SELECT * FROM ${TABLE}`);
db.query(sql`SELECT * FROM users WHERE id = ${id}`);
const hint = "Select a value from " + list;
const label = `select the file ${name}`;
const news = "update on " + day + ": set";
