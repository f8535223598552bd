class Commands {
    void f(String file, String script) throws IOException {
        Runtime.getRuntime().exec("cat " + file); // expect: HJV101
        new ProcessBuilder("sh", "-c", script).start(); // expect: HJV101
        runtime.exec(new String[] {"/bin/bash", "-c", "ls " + file}); // expect: HJV101

        Runtime.getRuntime().exec("ls -l");
        Runtime.getRuntime().exec("ls " + "-l");
        Runtime.getRuntime().exec("ls " + OPTIONS);
        new ProcessBuilder("cat", "--", file).start();
        new ProcessBuilder("sh", "-c", "ls | wc -l").start();
        Runtime.getRuntime().exec(new String[] {"cat", file});
    }
}
