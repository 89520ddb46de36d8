"""What a member takes to a meeting: the one-page picture, the pack, talking points, a bid paragraph."""
