<?php
header('Location: ' . $_GET['next']); // expect: HPH113
header("Location: {$_POST['url']}"); // expect: HPH113

header('Location: /home');
header('Location: /users/' . $_GET['id']);
header('X-Next: ' . $_GET['next']);
