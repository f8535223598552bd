fn f(name: &str) {
    let a = format!("SELECT * FROM users WHERE name = '{}'", name); // expect: HRS102
    query(&format!("DELETE FROM users WHERE name = '{name}'")); // expect: HRS102
    let b = format!(r#"INSERT INTO users VALUES ("{}")"#, name); // expect: HRS102
    let c = format!("SELECT * FROM {TABLE}");
    let d = format!("Select one from {name}");
    let e = query("SELECT * FROM users WHERE name = ?").bind(name);
    println!("SELECT * FROM {}", name);
}
