"""Which fonts a document asks for: an office's file, opened, goes in, the families of its visible words come out.

A file's table of fonts has many that no word is set with; so what is read are the words, and the styles that they have.
"""
