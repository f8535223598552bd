fun f(name: String) {
    db.rawQuery("SELECT * FROM users WHERE name = '$name'", null) // expect: HKT102
    val sql = "DELETE FROM users WHERE id = ${user.id}" // expect: HKT102
    db.execSQL("UPDATE users SET name = " + name) // expect: HKT102
    db.rawQuery("SELECT * FROM users WHERE name = ?", arrayOf(name))
    db.execSQL("SELECT * FROM $TABLE")
    db.execSQL("DELETE FROM " + TABLE)
    println("Select one from $name")
}
