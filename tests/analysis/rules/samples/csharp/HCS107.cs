class Secrets {
    void F() {
        var token = new Random().Next(); // expect: HCS107
        user.Password = Make(Random.Shared.Next(10)); // expect: HCS107
        var index = new Random().Next();
        var tokenCount = 3;
        var salt = RandomNumberGenerator.GetBytes(16);
        var nonce = random.ToString();
    }
}
