log("steam-organ 1.1.0 is loaded")
