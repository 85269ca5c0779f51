log("amber-lights 2.4.0 is loaded")
