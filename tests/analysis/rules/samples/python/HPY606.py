import const

TABLE = "users"
FIELDS = ["name", "age"]


def built(cursor, wanted, table):
    query = "SELECT * FROM users WHERE 1 = 1"
    for name in wanted:
        query += " AND name <> '" + name + "'"
    cursor.execute(query)  # expect: HPY606
    parts = ["SELECT * FROM", table]
    cursor.execute(" ".join(parts))  # expect: HPY606
    start = "DELETE FROM "
    cursor.execute(start + table)  # expect: HPY606
    template = "DROP TABLE %s"
    cursor.execute(template % table)  # expect: HPY606


def constant(cursor, wanted, backup):
    query = "SELECT * FROM users WHERE 1 = 1"
    if wanted:
        query += " AND name = ?"
    cursor.execute(query, wanted)
    query = "SELECT " + ", ".join(FIELDS) + " FROM " + TABLE
    cursor.execute(query)
    table = "old_users" if backup else "users"
    start = "SELECT * FROM "
    cursor.execute(start + table)
    query = "SELECT * FROM " + const.TABLE
    query += " LIMIT " + str(int(wanted))
    cursor.execute(query)
    query = "SELECT * FROM users WHERE name IN ("
    query += ", ".join(["?"] * len(wanted)) + ")"
    cursor.execute(query, wanted)
    for name in ("users", "groups"):
        query = "DELETE FROM "
        query += name
        cursor.execute(query)


def found_by_bandit(cursor, table, number):
    cursor.execute(f"SELECT * FROM {table}")
    cursor.execute(f"SELECT * FROM {table + number}")
    cursor.execute("SELECT * " f"FROM {table} " "WHERE 1 = 1")
    cursor.execute("SELECT * FROM " + table)
    cursor.execute("SELECT * FROM %s" % table)
    cursor.execute("SELECT * FROM {}".format(table))
    cursor.execute("SELECT * FROM table".replace("table", table))


def no_statement(runner, name):
    text = "Selected "
    text += name
    runner.execute(text)
