log("slow-clock 1.0.4 is loaded")
