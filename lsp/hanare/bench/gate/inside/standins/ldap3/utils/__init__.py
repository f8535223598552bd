"""Stands in for ldap3."""
