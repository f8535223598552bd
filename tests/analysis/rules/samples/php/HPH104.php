<?php
$a = unserialize($_COOKIE['cart']); // expect: HPH104
$b = unserialize(base64_decode($data)); // expect: HPH104
UnSerialize($data); // expect: HPH104

$c = unserialize($data, ['allowed_classes' => false]);
$d = unserialize('a:0:{}');
$e = json_decode($data);
