fun f(file: String) {
    Runtime.getRuntime().exec("cat $file") // expect: HKT101
    Runtime.getRuntime().exec("cat " + file) // expect: HKT101
    Runtime.getRuntime().exec("ls -l")
    Runtime.getRuntime().exec(arrayOf("cat", file))
    ProcessBuilder("cat", file).start()
}
