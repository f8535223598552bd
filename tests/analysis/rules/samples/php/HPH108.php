<?php
extract($_POST); // expect: HPH108
extract($_REQUEST, EXTR_OVERWRITE); // expect: HPH108

extract($variables);
extract($_GET, EXTR_SKIP);
$archive->extract($_POST);
