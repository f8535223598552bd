<?php
$a = curl_init($_GET['url']); // expect: HPH114
curl_setopt($c, CURLOPT_URL, $_POST['url']); // expect: HPH114

$b = curl_init('https://example.com');
curl_setopt($c, CURLOPT_POSTFIELDS, $_POST['data']);
curl_setopt($c, CURLOPT_URL, 'https://example.com/' . $_GET['id']);
