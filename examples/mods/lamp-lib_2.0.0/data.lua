log("lamp-lib 2.0.0 is loaded")
