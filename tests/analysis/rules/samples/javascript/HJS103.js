const { exec, execSync } = require("child_process");

exec(`ls ${folder}`, done); // expect: HJS103
execSync("git log " + branch); // expect: HJS103
child.exec("convert " + file + " out.png", // expect: HJS103
  () => {});

exec("ls -l", done);
execSync(`git status`);
execSync("git log " + "--oneline");
execSync("git log " + FORMAT);
execFile("ls", [folder]);
/a/.exec(`text ${x}`.length);
const found = pattern.exec(line);
