"""Questions whose answer is rows. Every function takes a viewer; pages, API, admin and export share them."""
