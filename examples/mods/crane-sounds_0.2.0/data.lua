log("crane-sounds 0.2.0 is loaded")
