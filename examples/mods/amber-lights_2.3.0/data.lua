log("amber-lights 2.3.0 is loaded")
