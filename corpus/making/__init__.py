"""Turns the sources of the corpus into files of the formats that policylint reads."""
