<?php
ini_set('display_errors', 1); // expect: HPH110
ini_set("display_errors", "On"); // expect: HPH110
phpinfo(); // expect: HPH110

ini_set('display_errors', 0);
ini_set('display_errors', $debug);
ini_set('log_errors', 1);
