log("organ-pipes 1.0.1 is loaded")
