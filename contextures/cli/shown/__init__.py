"""How the results of commands are printed, by the name of the command."""
