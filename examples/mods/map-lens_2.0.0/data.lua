log("map-lens 2.0.0 is loaded")
