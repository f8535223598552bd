<?php
include $_GET['page']; // expect: HPH105
require_once('pages/' . $_REQUEST['page'] . '.php'); // expect: HPH105

include 'header.php';
include __DIR__ . '/footer.php';
include $pages[$_GET['page']];
require basename($_GET['page']);
