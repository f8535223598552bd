package main

func run(name string, ctx context.Context) {
	exec.Command("sh", "-c", "ls "+name).Run()                           // expect: HGO101
	exec.CommandContext(ctx, "/bin/bash", "-c", script)                  // expect: HGO101
	exec.Command("cmd", "/C", fmt.Sprintf("dir %s", name)).CombinedOutput() // expect: HGO101

	exec.Command("ls", "-l", name).Run()
	exec.Command("sh", "-c", "ls | wc -l").Run()
	exec.Command("sh", "script.sh", name).Run()
	redis.Command("sh", "-c", name)
}
