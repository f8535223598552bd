class Readers {
    void F(Stream s) {
        var a = new BinaryFormatter(); // expect: HCS106
        var b = new LosFormatter().Deserialize(s); // expect: HCS106
        settings.TypeNameHandling = TypeNameHandling.All; // expect: HCS106
        settings.TypeNameHandling = TypeNameHandling.None;
        var c = new XmlSerializer(typeof(User));
        var d = JsonSerializer.Deserialize<User>(s);
    }
}
