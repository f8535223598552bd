fn f(path: &Path) {
    fs::set_permissions(path, Permissions::from_mode(0o777)); // expect: HRS105
    permissions.set_mode(0o666); // expect: HRS105
    permissions.set_mode(0o755);
    fs::set_permissions(path, Permissions::from_mode(mode));
    set_mode(0o777);
}
