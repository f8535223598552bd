<?php
readfile('/data/' . $_GET['file']); // expect: HPH111
$a = file_get_contents($_POST['path']); // expect: HPH111
unlink("/data/{$_GET['id']}"); // expect: HPH111

readfile('/data/' . basename($_GET['file']));
$b = file_get_contents('/etc/motd');
file_put_contents('/data/log', $_POST['text']);
unlink('/data/' . (int) $_GET['id']);
