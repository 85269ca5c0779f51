log("river-mills 0.4.2 is loaded")
