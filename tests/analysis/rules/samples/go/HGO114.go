package main

import "archive/tar"

func careless(folder string, header *tar.Header) {
	os.Create(filepath.Join(folder, header.Name)) // expect: HGO114
}

func careful(folder string, header *tar.Header) {
	if !filepath.IsLocal(header.Name) {
		return
	}
	os.Create(filepath.Join(folder, header.Name))
}

func other(folder string, user User) string {
	return filepath.Join(folder, user.Name)
}
