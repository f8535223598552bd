<?php
$a = md5($password); // expect: HPH107
$b = sha1($salt . $_POST['password']); // expect: HPH107
$c = hash('sha256', $user->password); // expect: HPH107

$d = password_hash($password, PASSWORD_DEFAULT);
$e = md5($file);
$f = hash('sha256', $content);
$g = md5($page);
