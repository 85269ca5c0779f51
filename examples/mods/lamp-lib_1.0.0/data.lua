log("lamp-lib 1.0.0 is loaded")
