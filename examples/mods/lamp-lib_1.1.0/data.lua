log("lamp-lib 1.1.0 is loaded")
