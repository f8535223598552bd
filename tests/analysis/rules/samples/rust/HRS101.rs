fn f(file: &str) {
    Command::new("sh").arg("-c").arg(format!("cat {file}")); // expect: HRS101
    Command::new("/bin/bash").arg("-c").arg(script).spawn(); // expect: HRS101
    Command::new("sh").arg("-c").arg("ls | wc -l");
    Command::new("cat").arg("-c").arg(file);
    Command::new("sh").arg("script.sh").arg(file);
}
