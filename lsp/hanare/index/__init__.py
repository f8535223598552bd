"""The workspace's symbols: what is defined where, and which file an import means.

A process of low priority scans a folder into an SQLite file below the user's cache directory;
readers look names up in it meanwhile.
"""
