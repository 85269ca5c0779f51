log("amber-lights 3.0.0 is loaded")
