log("text-tiles 0.3.1 is loaded")
