const { spawn } = require("child_process");

spawn("git", ["log", branch], { shell: true }); // expect: HJS104
spawn("git", ["log"], { cwd: ".", "shell": true }); // expect: HJS104

spawn("git", ["log"], { shell: false });
spawn("git", ["log"], { shell: "" });
spawn("git", ["log"], { shellout: true });
