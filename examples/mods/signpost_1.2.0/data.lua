log("signpost 1.2.0 is loaded")
