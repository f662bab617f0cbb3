"""The same figures by other programs. Each runs in an environment of its own, without anything of Inspector's."""
