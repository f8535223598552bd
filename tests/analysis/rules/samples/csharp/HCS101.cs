class Commands {
    void F(string file) {
        Process.Start("cmd.exe", "/c type " + file); // expect: HCS101
        Process.Start("/bin/bash", $"-c \"cat {file}\""); // expect: HCS101
        var a = new ProcessStartInfo("powershell", file); // expect: HCS101
        Process.Start("cmd.exe", "/c dir");
        Process.Start("viewer.exe", file);
        Process.Start(file);
        Console.Start("cmd.exe", file);
    }
}
