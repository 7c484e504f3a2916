"""Finds the packages: the folders of the house are installed below `probatum`."""

from setuptools import find_packages, setup

HOUSE = ["proofs", "identities", "models"]

setup(
    packages=find_packages(include=["probatum"])
    + ["probatum." + name for name in find_packages(include=HOUSE + [f"{name}.*" for name in HOUSE])]
)
