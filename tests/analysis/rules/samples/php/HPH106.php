<?php
echo $_GET['name']; // expect: HPH106
print "<p>" . $_POST['text']; // expect: HPH106
echo "<p>{$_REQUEST['text']}</p>"; // expect: HPH106

echo htmlspecialchars($_GET['name']);
echo (int) $_GET['page'];
echo isset($_GET['a']) ? 'yes' : 'no';
echo $name;
$a = $_GET['name'];
