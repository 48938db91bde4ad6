"""Three workspaces to look at: a shop, a real-estate broker, a training school."""
