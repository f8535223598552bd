<?php
eval($formula); // expect: HPH101
eval("return $formula;"); // expect: HPH101
$f = create_function('$a', $code); // expect: HPH101
$g = preg_replace("/(.*)/e", "strtoupper('\\1')", $text); // expect: HPH101
Eval($code); // expect: HPH101

eval('return 1;');
eval(PRELUDE);
$h = preg_replace("/e/i", "x", $text);
$i = preg_replace('#<e>#u', "x", $text);
$parser->eval($formula);
// eval($formula);
