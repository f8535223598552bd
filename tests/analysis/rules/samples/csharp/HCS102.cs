class Queries {
    void F(string name, int id) {
        new SqlCommand("SELECT * FROM users WHERE name = '" + name + "'"); // expect: HCS102
        var sql = $"DELETE FROM users WHERE name = '{name}'"; // expect: HCS102
        db.Users.FromSqlRaw($"SELECT * FROM users WHERE name = '{name}'"); // expect: HCS102
        connection.Execute(@"UPDATE users SET a = " + id); // expect: HCS102
        db.Users.FromSql($"SELECT * FROM users WHERE name = {name}");
        db.Database.ExecuteSqlInterpolated($"DELETE FROM users WHERE name = {name}");
        new SqlCommand("SELECT * FROM users WHERE name = @name");
        new SqlCommand("SELECT * FROM users " + "WHERE id = 1");
        new SqlCommand("SELECT * FROM " + TABLE);
        var text = $"Select one from {name}";
    }
}
