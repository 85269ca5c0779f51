log("map-lens 1.9.0 is loaded")
