log("dry-rivers 1.0.0 is loaded")
