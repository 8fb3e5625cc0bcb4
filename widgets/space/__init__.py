"""Drawing in space and clay: the studio's pages that stand in a room of their own."""
