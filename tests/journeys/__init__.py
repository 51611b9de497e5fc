"""What a person does on the pages, in a real browser against the running product, step by step."""
