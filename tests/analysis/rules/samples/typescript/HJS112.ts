async function find(db: Database, id: number): Promise<Row> {
  return db.query<Row>(`SELECT * FROM users WHERE id = ${id}`); // expect: HJS112
}

const all = (db: Database) => db.query<Row>("SELECT * FROM users WHERE id = ?", [1]);
