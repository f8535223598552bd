fn f(data: &[u8]) {
    let a = md5::compute(data); // expect: HRS104
    let b = Sha1::new(); // expect: HRS104
    let c = sha1::Sha1::digest(data); // expect: HRS104
    let d = Sha256::new();
    let e = Md5::describe();
    let f = crc::compute(data);
}
