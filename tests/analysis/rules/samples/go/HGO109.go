package main

func f(path string) {
	os.Chmod(path, 0777)                              // expect: HGO109
	os.MkdirAll(path, 0o777)                          // expect: HGO109
	os.WriteFile(path, data, 0666)                    // expect: HGO109
	os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o602) // expect: HGO109
	os.Chmod(path, 0755)
	os.MkdirAll(path, 0o750)
	os.WriteFile(path, data, 0644)
	os.Chmod(path, mode)
	os.Mkdir(path, 1777)
}
