"""Keeps a process, and those that it starts, from other machines.

The strongest means that the system offers holds: on Linux a filter in the kernel, which nothing
can take away again; everywhere a tripwire in Python, for what a library does by mistake.
"""
