"""(chunk, view of the names, standard) to findings. Pure: nothing here reads a file, a clock or a setting."""
