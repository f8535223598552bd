<?php
system("ls $folder"); // expect: HPH102
exec('git log ' . $branch, $output); // expect: HPH102
$a = shell_exec($command); // expect: HPH102
\system($command); // expect: HPH102
$b = `ls {$_GET['folder']}`; // expect: HPH102
System($command); // expect: HPH102
\SHELL_EXEC("ls $folder"); // expect: HPH102

system("ls -l");
exec('git log ' . escapeshellarg($branch));
exec(COMMAND);
proc_open(['git', 'log', $branch], [], $pipes);
$c = `ls`;
$pdo->exec($statement);
System(EscapeShellCmd($command));
\Own\system($command);
