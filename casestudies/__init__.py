"""Case studies of agreements and partnerships, with their figures and dated updates. Public."""
