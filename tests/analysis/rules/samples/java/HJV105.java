class Secrets {
    private long token = new Random().nextLong(); // expect: HJV105

    void f() {
        this.sessionId = "s" + Math.random(); // expect: HJV105
        String password = RandomStringUtils.randomAlphanumeric(12); // expect: HJV105
        int index = new Random().nextInt(10);
        double angle = Math.random();
        String token = generator.next();
    }
}
