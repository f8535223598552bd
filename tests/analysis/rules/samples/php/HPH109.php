<?php
curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false); // expect: HPH109
curl_setopt($c, CURLOPT_SSL_VERIFYHOST, 0); // expect: HPH109
curl_setopt_array($c, [CURLOPT_SSL_VERIFYPEER => FALSE]); // expect: HPH109
$client = new Client(['verify' => false]); // expect: HPH109

curl_setopt($c, CURLOPT_SSL_VERIFYPEER, true);
curl_setopt($c, CURLOPT_SSL_VERIFYHOST, 2);
curl_setopt($c, CURLOPT_HEADER, false);
$client = new Client(['verify' => true]);
$client = new Client(['debug' => false]);
