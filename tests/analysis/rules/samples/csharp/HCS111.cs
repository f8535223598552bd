class Forms {
    [IgnoreAntiforgeryToken] // expect: HCS111
    public void Save() {}

    [ValidateAntiForgeryToken]
    public void Load() {}
}
