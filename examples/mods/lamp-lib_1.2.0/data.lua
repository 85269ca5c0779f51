log("lamp-lib 1.2.0 is loaded")
