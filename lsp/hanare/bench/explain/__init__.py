"""`hanare bench explain`: real functions, what an explanation should say of them, and the judge."""
