"""The project as typed values: what the files say, in the words of the tools that read them."""
