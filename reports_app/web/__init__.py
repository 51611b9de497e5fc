"""Pages in HTML. Each view fetches from queries and failures, renders, and is done."""
