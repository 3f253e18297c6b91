"""One module a page: a function from the view of an analysis to the page."""
