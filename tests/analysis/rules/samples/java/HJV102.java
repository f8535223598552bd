class Queries {
    void f(Statement s, String name, int id) throws SQLException {
        s.executeQuery("SELECT * FROM users WHERE name = '" + name + "'"); // expect: HJV102
        String q = "UPDATE users SET name = " + // expect: HJV102
            name + " WHERE id = 1";
        s.execute(String.format("DELETE FROM users WHERE name = '%s'", name)); // expect: HJV102
        s.execute("select id from %s".formatted(table)); // expect: HJV102

        s.executeQuery("SELECT * FROM users " + "WHERE name = ?");
        s.executeQuery("SELECT * FROM " + TABLE + " WHERE name = ?");
        s.executeQuery("SELECT * FROM " + Tables.USERS);
        String t = String.format("DELETE FROM users WHERE id = %d", id);
        String u = String.format("selected %s from %s", name, name);
        String v = "Select one from " + name;
    }
}
