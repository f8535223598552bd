<?php
$token = md5(mt_rand()); // expect: HPH112
$this->apiKey = uniqid(); // expect: HPH112
$_SESSION['csrf'] = rand(); // expect: HPH112

$dice = mt_rand(1, 6);
$token = bin2hex(random_bytes(32));
$tokens = count($list);
$salt = random_int(0, 9);
