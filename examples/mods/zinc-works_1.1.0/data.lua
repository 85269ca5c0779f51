log("zinc-works 1.1.0 is loaded")
