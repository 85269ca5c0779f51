log("pocket-crane 1.0.0 is loaded")
