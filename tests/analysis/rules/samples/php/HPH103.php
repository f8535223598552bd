<?php
$db->query("SELECT * FROM users WHERE name = '$name'"); // expect: HPH103
mysqli_query($c, 'DELETE FROM users WHERE id = ' . $id); // expect: HPH103
$sql = "UPDATE users SET name = '{$user->name}'"; // expect: HPH103
$sql = "insert into logs values ('" . $text . "')"; // expect: HPH103
$db->query("SELECT * FROM {$wpdb->posts} WHERE id = $id"); // expect: HPH103
$sql = <<<SQL
SELECT * FROM users
SQL;

$db->query("SELECT * FROM users WHERE name = ?");
$db->query("SELECT * FROM " . TABLE);
$db->query("SELECT * FROM users WHERE id = " . intval($id));
$db->query("SELECT * FROM users WHERE n = '" . $db->escape($name) . "'");
$db->query("SELECT * FROM {$wpdb->posts} LIMIT 1");
$db->query("SELECT * FROM {$this->table}");
$db->query("SELECT * FROM " . $wpdb->posts);
echo "Select one from $list";
