"""What joins the document, the library and inference; no Qt."""
