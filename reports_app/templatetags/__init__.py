"""The tags of our templates: times, words, pictures and blocks. They format what is given and ask nothing."""
