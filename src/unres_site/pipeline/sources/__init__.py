"""What is read: the files below the source folder, and the texts in them."""
