"""What the scripted engine says after what, in the tests of the VS Code client."""

ANSWERS = {
    "total = ": "price * count\n",
    "def area(width, height):\n": "    size = width * height\n    return size\n\n",
    "def area(width, height):\r\n": "    size = width * height\r\n    return size\r\n\r\n",
    '挨拶 = "🎉" + ': "名前\n",
}
