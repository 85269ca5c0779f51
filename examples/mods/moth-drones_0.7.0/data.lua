log("moth-drones 0.7.0 is loaded")
