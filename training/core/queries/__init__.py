"""Reading the ground's rows for one screen."""
