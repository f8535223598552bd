package main

func f(db *sql.DB, name string, id int) {
	db.Query("SELECT * FROM users WHERE name = '" + name + "'")      // expect: HGO106
	db.Exec(fmt.Sprintf("DELETE FROM users WHERE name = '%s'", name)) // expect: HGO106
	q := fmt.Sprintf(`UPDATE users SET name = %q`, name)              // expect: HGO106
	r := "SELECT id " + "FROM " + table                               // expect: HGO106

	db.Query("SELECT * FROM users WHERE name = $1", name)
	db.Query("SELECT * " + "FROM users")
	s := fmt.Sprintf("SELECT * FROM users LIMIT %d", id)
	t := fmt.Sprintf("selected %s from %s", name, name)
	u := fmt.Sprintf("SELECT * FROM %s", TABLE)
}
