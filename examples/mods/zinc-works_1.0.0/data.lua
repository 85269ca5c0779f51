log("zinc-works 1.0.0 is loaded")
