"""Councils, strategic authorities and integrated care boards, with their dates and successors. Public."""
