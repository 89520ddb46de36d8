"""From Markdown to safe HTML, and from HTML to tagged PDF and Word. Knows no room."""
