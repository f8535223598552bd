package main

func f(config *ssh.ClientConfig) {
	config.HostKeyCallback = ssh.InsecureIgnoreHostKey() // expect: HGO111
	config.HostKeyCallback = ssh.FixedHostKey(key)
}
